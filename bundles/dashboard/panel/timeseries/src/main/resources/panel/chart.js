// The drawing itself: what uPlot is told.
import uPlot from '../../../modules/uplot.js';
import { byValue, withAlpha } from '../../../modules/colors.js';
import { base, format, formatTicks } from '../../../modules/units.js';
import { BINARY_STEPS, range } from './scale.js';
import { stack, supports } from './stack.js';

const GRID_WIDTH = 1;
const CHARACTER = 6.4;

/**
 * One line of the chart.
 * @typedef {{ name: string, refId: string, values: (number | null)[], color: string, unit: string, decimals?: number,
 *   axis: string, fill: number, lineWidth: number, draw: string, shown: boolean }} Line
 */

/**
 * What uPlot draws: instants in seconds, then a column per line.
 * @param {number[]} times in milliseconds
 * @param {Line[]} lines
 * @param {string} stacking none, normal or percent
 */
export function data(times, lines, stacking) {
  const columns = lines.map((line) => line.values);
  const heights = stacking === 'none' ? columns : stack(columns, lines.map((line) => line.shown), stacking === 'percent');
  return [times.map((time) => time / 1000), ...heights];
}

/**
 * @param {Line[]} lines
 * @param {any} options complete
 * @param {(name: string) => string} theme
 * @param {{ width: number, height: number, font: string, xRange: () => [number, number], hooks: any }} place
 */
export function settings(lines, options, theme, place) {
  const stacked = options.stack !== 'none';
  const scales = [...new Set(lines.map((line) => scaleOf(line)))];
  if (scales.length === 0) scales.push('y');
  const axisFont = `11px ${place.font}`;
  const unitOn = (scale) => (stacked && options.stack === 'percent' ? 'percentunit' : lines.find((line) => scaleOf(line) === scale)?.unit ?? '');
  return {
    width: place.width,
    height: place.height,
    padding: [8, scales.includes('y2') ? 0 : 18, 0, 0],
    legend: { show: false },
    focus: { alpha: 1 },
    cursor: {
      drag: { x: true, y: false, setScale: false, dist: 6 },
      focus: { prox: 24 },
      points: { size: 7, width: 1.5, fill: () => theme('surface') },
      y: false,
      // All panels of a page point at the same instant; what is chosen in one is that one's alone.
      sync: { key: 'pharos-time', setSeries: false, scales: ['x', null], filters: { pub: isPointing, sub: isPointing } },
    },
    scales: {
      x: { time: true, range: () => place.xRange() },
      ...Object.fromEntries(scales.map((scale) => [scale, valueScale(options, stacked)])),
    },
    axes: [
      { stroke: theme('muted'), grid: { stroke: theme('grid'), width: GRID_WIDTH }, ticks: { show: false }, font: axisFont, gap: 4, size: 24,
        values: timeValues, space: 70 },
      ...(options.axis.placement === 'hidden' ? [] : scales.map((scale) => valueAxis(scale, unitOn(scale), options, theme, axisFont))),
    ],
    series: [{}, ...lines.map((line) => series(line, options, stacked))],
    bands: stacked ? bands(lines) : [],
    hooks: {
      ...place.hooks,
      drawClear: [(u) => regions(u, options.thresholds, theme)],
      draw: [(u) => rules(u, options.thresholds, theme)],
    },
  };
}

/** @param {string} event */
function isPointing(event) {
  return event === 'mousemove' || event === 'mouseleave';
}

/** @param {Line} line */
function scaleOf(line) {
  return line.axis === 'right' ? 'y2' : 'y';
}

function valueScale(options, stacked) {
  if (options.axis.scale === 'log') return { distr: 3, log: 10 };
  const axis = { ...options.axis, zero: stacked || options.draw === 'bars' };
  if (options.stack === 'percent') Object.assign(axis, { min: 0, max: 1 });
  return { range: (_, low, high) => range(low, high, axis) };
}

function valueAxis(scale, unit, options, theme, font) {
  return {
    scale,
    side: scale === 'y2' || options.axis.placement === 'right' ? 1 : 3,
    stroke: theme('muted'),
    grid: scale === 'y' ? { stroke: theme('grid'), width: GRID_WIDTH } : { show: false },
    ticks: { show: false },
    font,
    gap: 6,
    label: options.axis.label || undefined,
    labelFont: font,
    labelSize: options.axis.label ? 18 : undefined,
    space: 32,
    ...(base(unit) === 2 ? { incrs: BINARY_STEPS } : {}),
    ...(options.axis.scale === 'log'
      ? { splits: (_, __, low, high) => powers(low, high), values: (_, ticks) => ticks.map((tick) => (tick === null ? null : format(tick, unit, options.decimals))) }
      : { values: (_, ticks) => formatTicks(ticks, unit, options.decimals) }),
    size: (_, values) => Math.max(36, Math.ceil(Math.max(0, ...(values ?? []).map((value) => value?.length ?? 0)) * CHARACTER) + 14),
  };
}

/** The powers of ten between the ends of a logarithmic scale. */
function powers(low, high) {
  const found = [];
  for (let power = Math.ceil(Math.log10(low) - 1e-9); power <= Math.log10(high) + 1e-9; power++) found.push(10 ** power);
  return found;
}

function series(line, options, stacked) {
  return {
    label: line.name,
    scale: scaleOf(line),
    show: line.shown,
    stroke: line.draw === 'points' ? 'transparent' : line.color,
    width: line.draw === 'bars' ? 0 : line.lineWidth,
    fill: fill(line, stacked),
    paths: paths(line, options),
    spanGaps: options.connectGaps,
    points: points(line, options),
  };
}

function fill(line, stacked) {
  if (line.draw === 'points' || line.fill <= 0) return undefined;
  if (line.draw === 'bars') return withAlpha(line.color, Math.max(0.6, line.fill));
  if (stacked) return withAlpha(line.color, Math.max(0.35, line.fill));
  return (u) => {
    const { top, height } = u.bbox;
    if (!Number.isFinite(top) || !(height > 0)) return withAlpha(line.color, line.fill);
    const gradient = u.ctx.createLinearGradient(0, top, 0, top + height);
    gradient.addColorStop(0, withAlpha(line.color, Math.min(1, line.fill * 1.8)));
    gradient.addColorStop(1, withAlpha(line.color, line.fill * 0.2));
    return gradient;
  };
}

function paths(line, options) {
  if (line.draw === 'points') return () => null;
  if (line.draw === 'bars') return uPlot.paths.bars({ size: [0.8, 40], align: 0 });
  if (options.interpolation === 'stepped') return uPlot.paths.stepped({ align: 1 });
  if (options.interpolation === 'smooth') return uPlot.paths.spline();
  return uPlot.paths.linear();
}

function points(line, options) {
  const look = { stroke: line.color, fill: line.color, size: line.draw === 'points' ? 5 : 4, width: 0 };
  if (line.draw === 'points' || options.points === 'always') return { ...look, show: true };
  if (options.points === 'never' || line.draw === 'bars') return { show: false };
  // A sample between gaps makes no line: it shows as a point, so that it shows at all.
  return { ...look, show: true, filter: (u, index) => alone(u.data[index]) };
}

/** @param {(number | null)[]} values */
function alone(values) {
  const found = [];
  for (let i = 0; i < values.length; i++) {
    if (values[i] != null && values[i - 1] == null && values[i + 1] == null) found.push(i);
  }
  return found;
}

/** @param {Line[]} lines */
function bands(lines) {
  return supports(lines.map((line) => line.values), lines.map((line) => line.shown))
    .map((support, i) => ({ series: [i + 1, support + 1], fill: withAlpha(lines[i].color, Math.max(0.35, lines[i].fill)) }))
    .filter((band) => band.series[1] > 0);
}

/** Lines across at the thresholds. */
function rules(u, thresholds, theme) {
  if (!thresholds.style.includes('line')) return;
  const { ctx } = u;
  const { left, width, top, height } = u.bbox;
  ctx.save();
  ctx.lineWidth = 1.5 * devicePixelRatio;
  ctx.setLineDash([6 * devicePixelRatio, 5 * devicePixelRatio]);
  for (const step of thresholds.steps) {
    if (step.value === null) continue;
    const y = u.valToPos(step.value, 'y', true);
    if (!(y >= top && y <= top + height)) continue;
    ctx.strokeStyle = theme(step.color);
    ctx.beginPath();
    ctx.moveTo(left, y);
    ctx.lineTo(left + width, y);
    ctx.stroke();
  }
  ctx.restore();
}

/** Tinted grounds between the thresholds. */
function regions(u, thresholds, theme) {
  if (!thresholds.style.includes('area')) return;
  const { ctx } = u;
  const { left, width, top, height } = u.bbox;
  const steps = [...thresholds.steps].sort(byValue);
  const at = (value) => Math.min(top + height, Math.max(top, u.valToPos(value, 'y', true)));
  ctx.save();
  steps.forEach((step, i) => {
    const low = step.value === null ? top + height : at(step.value);
    const high = i + 1 < steps.length ? at(steps[i + 1].value) : top;
    ctx.fillStyle = withAlpha(theme(step.color), 0.09);
    ctx.fillRect(left, high, width, low - high);
  });
  ctx.restore();
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const SECONDS = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const DAY = new Intl.DateTimeFormat(undefined, { month: '2-digit', day: '2-digit' });
const MONTH = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: '2-digit' });

/** Instants along the axis in the viewer's zone, as fine as the distance between them asks. */
function timeValues(_, splits, __, ___, step) {
  const form = step < 60 ? SECONDS : step < 86400 ? CLOCK : step < 28 * 86400 ? DAY : MONTH;
  return splits.map((seconds) => {
    const at = new Date(seconds * 1000);
    const midnight = form === CLOCK && at.getHours() === 0 && at.getMinutes() === 0;
    return (midnight ? DAY : form).format(at);
  });
}
