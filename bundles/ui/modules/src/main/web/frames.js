// The frames that a panel is given: as columns over one time, reduced to one value, as CSV. Pure.

/**
 * @typedef {{ name: string, type: 'time' | 'number' | 'text', labels?: Record<string, string>, values: any[] }} Field
 * @typedef {{ refId: string, name: string, fields: Field[] }} Frame
 * @typedef {{ name: string, refId: string, labels: Record<string, string>, values: (number | null)[] }} Series
 */

/**
 * All columns of numbers over one column of times; null where a series has no value.
 * @param {readonly Frame[]} frames
 * @returns {{ times: number[], series: Series[] }} times in milliseconds, ascending
 */
export function columns(frames) {
  /** @type {{ times: number[], series: Series }[]} */
  const found = [];
  for (const frame of frames) {
    const times = frame.fields.find((field) => field.type === 'time')?.values;
    if (!times) continue;
    for (const field of frame.fields) {
      if (field.type !== 'number') continue;
      found.push({ times, series: { name: field.name, refId: frame.refId, labels: field.labels ?? {}, values: field.values } });
    }
  }
  if (found.length === 0) return { times: [], series: [] };
  const first = found[0].times;
  if (found.every((one) => same(one.times, first))) {
    return { times: first, series: found.map((one) => one.series) };
  }
  return join(found);
}

/** @param {{ times: number[], series: Series }[]} found */
function join(found) {
  const times = [...new Set(found.flatMap((one) => one.times))].sort((a, b) => a - b);
  const place = new Map(times.map((time, i) => [time, i]));
  const series = found.map((one) => {
    /** @type {(number | null)[]} */
    const values = new Array(times.length).fill(null);
    one.times.forEach((time, i) => {
      values[/** @type {number} */ (place.get(time))] = one.series.values[i];
    });
    return { ...one.series, values };
  });
  return { times, series };
}

/** @param {number[]} a @param {number[]} b */
function same(a, b) {
  return a === b || (a.length === b.length && a.every((time, i) => time === b[i]));
}

/** @type {Record<string, (values: number[]) => number>} */
const REDUCERS = {
  last: (values) => values[values.length - 1],
  first: (values) => values[0],
  min: (values) => values.reduce((a, b) => Math.min(a, b)),
  max: (values) => values.reduce((a, b) => Math.max(a, b)),
  sum: (values) => values.reduce((a, b) => a + b, 0),
  mean: (values) => values.reduce((a, b) => a + b, 0) / values.length,
  count: (values) => values.length,
  range: (values) => REDUCERS.max(values) - REDUCERS.min(values),
  delta: (values) => values[values.length - 1] - values[0],
};

/** What {@link reduce} knows. */
export const reducers = Object.keys(REDUCERS);

/**
 * One value for a column; gaps do not count.
 * @param {readonly (number | null)[]} values
 * @param {string} how one of {@link reducers}; any other takes the last
 * @returns {number | null} null if there is nothing but gaps
 */
export function reduce(values, how) {
  const there = /** @type {number[]} */ (values.filter((value) => value !== null && value !== undefined));
  if (there.length === 0) return how === 'count' ? 0 : null;
  return (Object.hasOwn(REDUCERS, how) ? REDUCERS[how] : REDUCERS.last)(there);
}

/**
 * The frames as CSV, one table after the other, instants in ISO 8601.
 * @param {readonly Frame[]} frames
 */
export function csv(frames) {
  return frames.map((frame) => {
    const head = frame.fields.map((field) => cell(field.name)).join(',');
    const rows = (frame.fields[0]?.values ?? []).map((_, row) => frame.fields.map((field) => {
      const value = field.values[row];
      if (value === null || value === undefined) return '';
      if (field.type === 'time') return new Date(value).toISOString();
      return field.type === 'text' ? cell(value) : String(value);
    }).join(','));
    return [head, ...rows, ''].join('\r\n');
  }).join('\r\n');
}

/** Quoted where needed; a text that a spreadsheet would run as a formula is made one that it shows. @param {string} text */
function cell(text) {
  const shown = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}
