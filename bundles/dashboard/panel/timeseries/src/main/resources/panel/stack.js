// Series piled up on one another. Pure.

/**
 * The heights of piled-up series: each stands on those before it. Positive and negative values pile
 * up apart, so that what is drawn below zero stays there.
 * @param {readonly (readonly (number | null)[])[]} columns
 * @param {readonly boolean[]} shown which of them count
 * @param {boolean} shares whether each height is a share of the whole, from 0 to 1
 * @returns {(number | null)[][]} null where a series has no value and nothing stands beneath it
 */
export function stack(columns, shown, shares) {
  const rows = columns[0]?.length ?? 0;
  const above = new Float64Array(rows);
  const below = new Float64Array(rows);
  const totals = shares ? sums(columns, shown, rows) : null;
  return columns.map((column, i) => {
    if (!shown[i]) return new Array(rows).fill(null);
    const down = isDown(column);
    const heights = down ? below : above;
    return column.map((value, row) => {
      heights[row] += (value ?? 0) / (totals ? totals[row] || 1 : 1);
      return value === null && heights[row] === 0 ? null : heights[row];
    });
  });
}

/**
 * Which column each one stands on: the nearest shown one before it that piles up the same way; -1 for the ground.
 * @param {readonly (readonly (number | null)[])[]} columns
 * @param {readonly boolean[]} shown
 */
export function supports(columns, shown) {
  const last = { up: -1, down: -1 };
  return columns.map((column, i) => {
    if (!shown[i]) return -1;
    const way = isDown(column) ? 'down' : 'up';
    const support = last[way];
    last[way] = i;
    return support;
  });
}

function sums(columns, shown, rows) {
  const totals = new Float64Array(rows);
  columns.forEach((column, i) => {
    if (shown[i]) column.forEach((value, row) => { totals[row] += Math.abs(value ?? 0); });
  });
  return totals;
}

/** Whether a series is one that is drawn below zero: it has values, and none above. */
function isDown(column) {
  return column.some((value) => value !== null && value < 0) && column.every((value) => value === null || value <= 0);
}
