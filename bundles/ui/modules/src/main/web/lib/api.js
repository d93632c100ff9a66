// Asking the server of this page.

/** An answer that says what is wrong, in words that may be shown. */
export class ApiError extends Error {
  /**
   * @param {string} message
   * @param {number} status
   * @param {string} [kind]
   */
  constructor(message, status, kind = '') {
    super(message);
    this.status = status;
    this.kind = kind;
  }
}

/** The root of this server, with the prefix that a proxy or listener may have put before it. */
export function root() {
  return new URL('..', import.meta.url.includes('/chunks/') ? new URL('..', import.meta.url) : import.meta.url);
}

/**
 * Fetches JSON below the root.
 * @param {string} path without a slash at its beginning
 * @param {Record<string, string | number | undefined>} [parameters]
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export async function get(path, parameters = {}, signal) {
  const url = new URL(path, root());
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') url.searchParams.set(name, String(value));
  }
  let response;
  try {
    response = await fetch(url, { signal, headers: { Accept: 'application/json' } });
  } catch (e) {
    if (e instanceof DOMException && e.name === 'AbortError') throw e;
    throw new ApiError('The server cannot be reached. Is it still running?', 0, 'network');
  }
  const type = response.headers.get('Content-Type') ?? '';
  if (!type.includes('json')) {
    throw new ApiError(response.status === 401 || response.status === 403
      ? 'You are not allowed to see this. Log in and try again.'
      : `The server answered ${response.status} ${response.statusText} without data.`.replace('  ', ' '), response.status);
  }
  const body = await response.json();
  if (!response.ok || body.status === 'error') {
    throw new ApiError(messageOf(body) ?? `The server answered ${response.status}.`, response.status, body.errorType ?? body.error?.code);
  }
  return body;
}

/** @param {any} body */
function messageOf(body) {
  if (typeof body.error === 'string') return body.error;
  if (body.error?.message) {
    return [body.error.message, body.error.fix].filter(Boolean).join(' ');
  }
  return undefined;
}
