// Spans of time as the address bar holds them: "now-1h", "now", or milliseconds. Pure functions.

const UNITS = /** @type {Record<string, number>} */ (
  { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5, y: 31536e6 });

/**
 * A duration in Prometheus's words, such as 1h30m, as milliseconds; NaN if it is none.
 * @param {string} text
 */
export function parseDuration(text) {
  const trimmed = text.trim();
  if (!/^(\d+(ms|[smhdwy]))+$/.test(trimmed)) return NaN;
  let millis = 0;
  for (const [, count, unit] of trimmed.matchAll(/(\d+)(ms|[smhdwy])/g)) {
    millis += Number(count) * UNITS[unit];
  }
  return millis;
}

/**
 * Milliseconds as a duration in Prometheus's words.
 * @param {number} millis
 */
export function formatDuration(millis) {
  if (millis <= 0) return '0s';
  let left = Math.round(millis);
  let text = '';
  for (const unit of ['w', 'd', 'h', 'm', 's', 'ms']) {
    if (unit === 'w' && left % UNITS.w !== 0) continue;
    const count = Math.floor(left / UNITS[unit]);
    if (count > 0) text += `${count}${unit}`;
    left -= count * UNITS[unit];
  }
  return text;
}

/**
 * One end of a span as milliseconds; NaN if it cannot be read.
 * @param {string | number} end
 * @param {number} now
 */
export function resolve(end, now) {
  if (typeof end === 'number') return end;
  const text = end.trim();
  if (/^-?\d+$/.test(text)) return Number(text);
  if (text === 'now') return now;
  const relative = /^now([-+])(.+)$/.exec(text);
  if (relative) {
    const distance = parseDuration(relative[2]);
    return relative[1] === '-' ? now - distance : now + distance;
  }
  return text ? Date.parse(text) : NaN;
}

/**
 * Words for a span.
 * @param {string} from
 * @param {string} to
 * @param {(millis: number) => string} instant
 */
export function describe(from, to, instant) {
  const relative = /^now-(.+)$/.exec(from);
  if (to === 'now' && relative && !Number.isNaN(parseDuration(relative[1]))) {
    return `Last ${words(parseDuration(relative[1]))}`;
  }
  return `${instant(resolve(from, Date.now()))} – ${instant(resolve(to, Date.now()))}`;
}

/** @param {number} millis */
function words(millis) {
  for (const [name, length] of /** @type {const} */ ([['day', UNITS.d], ['hour', UNITS.h], ['minute', UNITS.m], ['second', UNITS.s]])) {
    if (millis >= length && millis % length === 0) {
      const count = millis / length;
      return count === 1 ? name : `${count} ${name}s`;
    }
  }
  return formatDuration(millis);
}

/**
 * A step that gives about so many points, on a round number of milliseconds.
 * @param {number} spanMillis
 * @param {number} points
 */
export function stepFor(spanMillis, points) {
  const wanted = Math.max(1000, spanMillis / Math.max(points, 1));
  const round = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400];
  for (const seconds of round) {
    if (seconds * 1000 >= wanted) return seconds * 1000;
  }
  return Math.ceil(wanted / 86.4e6) * 86.4e6;
}
