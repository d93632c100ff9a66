// Numbers, durations and instants for people. Pure functions.

const UNIT_STEPS = /** @type {const} */ ([
  [1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k'], [1, ''], [1e-3, 'm'], [1e-6, 'µ'], [1e-9, 'n'],
]);
const BYTE_STEPS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/**
 * A number with as many digits as matter, such as 12.4, 1.20 M or 3e-12.
 * @param {number} value
 */
export function short(value) {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  }
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e15 || size < 1e-9) return value.toExponential(2);
  for (const [step, sign] of UNIT_STEPS) {
    if (size >= step * 0.9995) {
      return `${digits(value / step)}${sign && ` ${sign}`}`;
    }
  }
  return value.toExponential(2);
}

/** @param {number} value */
function digits(value) {
  const size = Math.abs(value);
  const places = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return String(Number(value.toFixed(places)));
}

/** @param {number} value */
export function bytes(value) {
  let left = Math.abs(value);
  let step = 0;
  while (left >= 1024 && step < BYTE_STEPS.length - 1) {
    left /= 1024;
    step++;
  }
  return `${digits(Math.sign(value) * left)} ${BYTE_STEPS[step]}`;
}

/**
 * A duration in words of at most two units, such as 250 ms, 1.5 s or 2d 3h.
 * @param {number} seconds
 */
export function duration(seconds) {
  if (!Number.isFinite(seconds)) return short(seconds);
  const sign = seconds < 0 ? '-' : '';
  const size = Math.abs(seconds);
  if (size === 0) return '0 s';
  if (size < 1e-3) return `${sign}${digits(size * 1e6)} µs`;
  if (size < 1) return `${sign}${digits(size * 1e3)} ms`;
  if (size < 60) return `${sign}${digits(size)} s`;
  const units = /** @type {const} */ ([['d', 86400], ['h', 3600], ['m', 60], ['s', 1]]);
  let left = Math.round(size);
  const parts = [];
  for (const [name, length] of units) {
    const count = Math.floor(left / length);
    if (count > 0) parts.push(`${count}${name}`);
    left -= count * length;
    if (parts.length === 2 || (parts.length === 1 && count === 0)) break;
  }
  return sign + parts.join(' ');
}

/**
 * A value in its unit. Units are named as Grafana names them.
 * @param {number | null | undefined} value
 * @param {string} [unit]
 */
export function inUnit(value, unit = '') {
  if (value === null || value === undefined) return '–';
  switch (unit) {
    case 'percentunit': return `${digits(value * 100)} %`;
    case 'percent': return `${digits(value)} %`;
    case 'bytes': case 'decbytes': return bytes(value);
    case 'Bps': case 'binBps': return `${bytes(value)}/s`;
    case 'bits': return `${short(value)}b`;
    case 'bps': return `${short(value)}b/s`;
    case 's': return duration(value);
    case 'ms': return duration(value / 1000);
    case 'dateTimeAsIso': return new Date(value).toISOString();
    case 'ops': case 'reqps': case 'cps': return `${short(value)}/s`;
    case 'celsius': return `${digits(value)} °C`;
    case 'hertz': return `${short(value)}Hz`;
    case '': case 'short': case 'none': return short(value);
    default: return `${short(value)} ${unit}`;
  }
}

/**
 * How long ago an instant was, in words.
 * @param {number} millis
 * @param {number} now
 */
export function ago(millis, now) {
  if (millis <= 0) return 'never';
  const seconds = (now - millis) / 1000;
  if (seconds < 1) return 'just now';
  return `${duration(Math.floor(seconds))} ago`;
}

/**
 * A date and time in the viewer's zone, to the second.
 * @param {number} millis
 */
export function instant(millis) {
  const date = new Date(millis);
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} `
    + `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
