// What a range query answers, as columns over one time. Pure functions.

/**
 * @typedef {{ metric: Record<string, string>, values?: [number, string][], histograms?: unknown[] }} RangeSeries
 * @typedef {{ name: string, labels: Record<string, string>, values: (number | null)[] }} Line
 */

/**
 * @param {RangeSeries[]} result
 * @param {number} from milliseconds
 * @param {number} to milliseconds
 * @param {number} step milliseconds
 * @returns {{ times: number[], lines: Line[] }} times in seconds; null where a series has no value
 */
export function columns(result, from, to, step) {
  const count = Math.floor((to - from) / step) + 1;
  const times = Array.from({ length: count }, (_, i) => (from + i * step) / 1000);
  const lines = result.filter((series) => series.values).map((series) => {
    /** @type {(number | null)[]} */
    const values = new Array(count).fill(null);
    for (const [at, text] of series.values ?? []) {
      const place = Math.round((at * 1000 - from) / step);
      const value = number(text);
      if (place >= 0 && place < count && Number.isFinite(value)) values[place] = value;
    }
    return { name: seriesName(series.metric), labels: series.metric, values };
  });
  return { times, lines };
}

/**
 * Values piled on each other in the order of the lines; a gap adds nothing and stays a gap.
 * @param {Line[]} lines
 * @returns {(number | null)[][]}
 */
export function stacked(lines) {
  /** @type {number[]} */
  let below = [];
  return lines.map((line) => {
    const top = line.values.map((value, i) => (below[i] ?? 0) + (value ?? 0));
    below = top;
    return top.map((sum, i) => (line.values[i] === null ? null : sum));
  });
}

/** A number as Prometheus writes it. @param {string} text */
export function number(text) {
  if (text === '+Inf' || text === 'Inf') return Infinity;
  if (text === '-Inf') return -Infinity;
  return Number(text);
}

/** A series as one would select it. @param {Record<string, string>} metric */
export function seriesName(metric) {
  const labels = Object.entries(metric).filter(([name]) => name !== '__name__')
    .map(([name, value]) => `${labelName(name)}=${JSON.stringify(value)}`);
  const name = metric.__name__ ?? '';
  return labels.length === 0 ? name || '{}' : `${name}{${labels.join(', ')}}`;
}

/** @param {string} name */
function labelName(name) {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : JSON.stringify(name);
}
