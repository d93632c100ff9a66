// The options of the panel with everything filled in. Pure.

/** @param {Record<string, any>} given */
export function complete(given) {
  const legend = { show: true, mode: 'list', placement: 'bottom', calcs: [], ...given.legend };
  if (legend.calcs.length > 0 && given.legend?.mode === undefined) legend.mode = 'table';
  return {
    draw: 'line',
    lineWidth: 1.5,
    fill: 0.12,
    points: 'auto',
    interpolation: 'linear',
    connectGaps: false,
    stack: 'none',
    decimals: undefined,
    overrides: [],
    ...given,
    legend,
    axis: { placement: 'left', label: '', scale: 'linear', ...given.axis },
    thresholds: { style: 'off', steps: [], ...given.thresholds },
  };
}

/**
 * How one series differs from the panel: the overrides that name it or its query, the later over the earlier.
 * @param {ReturnType<typeof complete>} options
 * @param {{ name: string, refId: string }} series
 * @returns {{ unit?: string, axis?: string, color?: string, fill?: number, lineWidth?: number, draw?: string, decimals?: number }}
 */
export function overridesFor(options, series) {
  return Object.assign({}, ...options.overrides
    .filter((one) => (one.name === undefined || one.name === series.name) && (one.refId === undefined || one.refId === series.refId))
    .map(({ name, refId, ...rest }) => rest));
}
