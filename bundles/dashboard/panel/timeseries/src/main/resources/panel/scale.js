// The ends of a scale of values. Pure.

const ROOM = 0.08;

/**
 * From where to where a scale goes, for data between `low` and `high`.
 *
 * `min` and `max` are kept whatever the data; `softMin` and `softMax` are where the scale ends at least.
 * Zero is shown whenever the data comes near it, so that heights can be compared.
 * @param {number | null} low null without data
 * @param {number | null} high
 * @param {{ min?: number, max?: number, softMin?: number, softMax?: number, zero?: boolean }} axis
 * @returns {[number, number]}
 */
export function range(low, high, axis) {
  let from = low ?? axis.softMin ?? axis.min ?? 0;
  let to = high ?? axis.softMax ?? axis.max ?? from + 1;
  if (from === to) {
    // A flat line stands in the middle, or on the ground if it is zero.
    const half = Math.abs(from) / 2 || 1;
    to += half;
    if (from !== 0) from -= half;
  }
  const room = (to - from) * ROOM;
  const nearZero = axis.zero || (from >= 0 && from <= to * 0.6) || (to <= 0 && to >= from * 0.6);
  let start = from - room;
  let end = to + room;
  if (from >= 0 && (nearZero || start < 0)) start = 0;
  if (to <= 0 && (nearZero || end > 0)) end = 0;
  if (axis.softMin !== undefined) start = from < axis.softMin ? start : axis.softMin;
  if (axis.softMax !== undefined) end = to > axis.softMax ? end : axis.softMax;
  start = axis.min ?? start;
  end = axis.max ?? end;
  return end > start ? [start, end] : [start, start + 1];
}

/** Round distances between ticks for units that count in powers of 2. */
export const BINARY_STEPS = Array.from({ length: 120 }, (_, i) => 2 ** (i - 20));
