// From frames to single values with their texts, colours and shares. Needs the shared modules; touches no page.
import { thresholdName } from '../../../modules/colors.js';
import { columns, reduce } from '../../../modules/frames.js';
import { parts } from '../../../modules/units.js';

/**
 * @typedef {{ value?: number | string, from?: number, to?: number, special?: 'null' | 'nan', text?: string, color?: string }} Mapping
 * @typedef {{ name: string, value: number | null, number: string, unit: string, color: string, share: number,
 *   times: number[], values: (number | null)[] }} Entry
 */

/** The options of these panels with everything filled in. @param {Record<string, any>} given */
export function complete(given) {
  return {
    reduce: 'last',
    decimals: undefined,
    min: undefined,
    max: undefined,
    mappings: [],
    noValue: '–',
    color: 'value',
    graph: 'area',
    text: 'auto',
    orientation: 'auto',
    ...given,
    thresholds: { steps: [], ...given.thresholds },
  };
}

/**
 * One entry per series.
 * @param {any} drawing
 * @param {ReturnType<typeof complete>} options
 * @returns {Entry[]}
 */
export function entries(drawing, options) {
  const { times, series } = columns(drawing.frames);
  const values = series.map((one) => reduce(one.values, options.reduce));
  const [min, max] = bounds(drawing.panel.unit, options, values);
  return series.map((one, i) => {
    const value = values[i];
    const mapped = mapping(options.mappings, value);
    const plain = value === null ? { number: options.noValue, unit: '' } : parts(value, drawing.panel.unit, options.decimals);
    return {
      name: one.name,
      value,
      ...(mapped?.text === undefined ? plain : { number: mapped.text, unit: '' }),
      color: mapped?.color ?? thresholdName(options.thresholds.steps, value, ''),
      share: value === null || max <= min ? 0 : Math.min(1, Math.max(0, (value - min) / (max - min))),
      times,
      values: one.values,
    };
  });
}

/**
 * The ends of a gauge: those that are set, else what the unit suggests, else from zero to the largest value.
 * @param {string} unit
 * @param {{ min?: number, max?: number }} options
 * @param {readonly (number | null)[]} values
 * @returns {[number, number]}
 */
export function bounds(unit, options, values) {
  const there = /** @type {number[]} */ (values.filter((value) => value !== null));
  const whole = unit === 'percent' ? 100 : unit === 'percentunit' ? 1 : 0;
  const min = options.min ?? Math.min(0, ...there);
  const max = options.max ?? (whole || Math.max(min, ...there));
  return [min, max];
}

/** @param {Mapping[]} mappings @param {number | null} value */
export function mapping(mappings, value) {
  return mappings.find((one) => {
    if (one.special !== undefined) return value === null || Number.isNaN(value);
    if (value === null) return false;
    if (one.value !== undefined) return Number(one.value) === value;
    if (one.from === undefined && one.to === undefined) return false;
    return value >= (one.from ?? -Infinity) && value <= (one.to ?? Infinity);
  });
}

/**
 * How many columns lay so many tiles out best in a box: with the widest tiles that are not flatter than wanted.
 * @param {number} count
 * @param {number} width
 * @param {number} height
 * @param {number} shape wanted width of a tile, in heights
 */
export function gridColumns(count, width, height, shape) {
  let best = 1;
  let least = Infinity;
  for (let columnCount = 1; columnCount <= count; columnCount++) {
    const rows = Math.ceil(count / columnCount);
    const off = Math.abs(Math.log((width / columnCount) / (height / rows) / shape)) + (columnCount * rows - count) * 0.15;
    if (off < least) {
      least = off;
      best = columnCount;
    }
  }
  return best;
}
