// Durations and instants for people. Pure functions; values with units are in units.js.

const PARTS = /** @type {const} */ ([['d', 86400], ['h', 3600], ['m', 60], ['s', 1]]);

/**
 * A duration in words of at most two units, such as 250 ms, 1.5 s or 2d 3h.
 * @param {number} seconds
 */
export function duration(seconds) {
  const sign = seconds < 0 ? '-' : '';
  const size = Math.abs(seconds);
  if (size === 0) return '0 s';
  if (size < 1e-3) return `${sign}${digits(size * 1e6)} µs`;
  if (size < 1) return `${sign}${digits(size * 1e3)} ms`;
  if (size < 60) return `${sign}${digits(size)} s`;
  let left = Math.round(size);
  const words = [];
  for (const [name, length] of PARTS) {
    const count = Math.floor(left / length);
    left -= count * length;
    if (count > 0) words.push(`${count}${name}`);
    if (words.length === 2 || (words.length === 1 && count === 0)) break;
  }
  return sign + words.join(' ');
}

/** @param {number} value */
function digits(value) {
  return String(Number(value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)));
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
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} `
    + `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** @param {number} n */
function two(n) {
  return String(n).padStart(2, '0');
}
