// The panel 'Gauge': figures on an arc from the least to the greatest, with the thresholds around it.
import { byValue } from '../../../modules/colors.js';
import { format } from '../../../modules/units.js';
import { element, shape, showsNames, SinglePanel } from './element.js';
import { bounds, gridColumns } from './values.js';

export const contract = 1;

/** Where the arc begins and ends, in degrees from the top. */
const START = -120;
const END = 120;
const RADIUS = 80;

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
.root { display: grid; gap: 4px; }
.tile { display: flex; flex-direction: column; align-items: center; justify-content: center; min-width: 0; min-height: 0; }
.tile svg { flex: 0 1 auto; aspect-ratio: 4 / 3; min-height: 0; width: 100%; }
.tile .name { max-width: 96%; flex: none; font-size: 12px; }
.number { font-weight: 600; font-variant-numeric: tabular-nums; }
`);

class Gauge extends SinglePanel {
  constructor() {
    super(sheet);
  }

  render(found, options, theme, { width, height }) {
    const across = gridColumns(found.length, width, height, 1.25);
    const rows = Math.ceil(found.length / across);
    this.root.style.gridTemplate = `repeat(${rows}, minmax(0, 1fr)) / repeat(${across}, minmax(0, 1fr))`;
    const { unit } = this.drawing.panel;
    const ends = bounds(unit, options, found.map((entry) => entry.value));
    const named = showsNames(options, found.length);
    this.root.replaceChildren(...found.map((entry) => {
      const tile = element('div', 'tile');
      tile.append(dial(entry, options, theme, ends, unit));
      if (named) tile.append(element('div', 'name', entry.name));
      return tile;
    }));
  }
}

function dial(entry, options, theme, [min, max], unit) {
  const color = theme(entry.color || 'accent');
  const svg = shape('svg', { viewBox: '-100 -96 200 150', role: 'img', 'aria-label': `${entry.name}: ${entry.number}${entry.unit}` });
  svg.append(arc(0, 1, RADIUS, 17, theme('grid')));
  if (entry.share > 0) svg.append(arc(0, entry.share, RADIUS, 17, color));
  const steps = [...options.thresholds.steps].sort(byValue);
  if (steps.length > 1 && max > min) {
    const at = (step) => (step.value === null ? 0 : Math.min(1, Math.max(0, (step.value - min) / (max - min))));
    steps.forEach((step, i) => {
      const [from, to] = [at(step), i + 1 < steps.length ? at(steps[i + 1]) : 1];
      if (to > from) svg.append(arc(from, to, RADIUS + 12, 3, theme(step.color)));
    });
  }
  const text = entry.number + entry.unit;
  svg.append(
    label(text, 0, 12, Math.min(38, 190 / Math.max(3, text.length)), theme(entry.color || 'text'), 'middle', 'number'),
    label(format(min, unit), ...edge(START), 10, theme('muted'), 'middle'),
    label(format(max, unit), ...edge(END), 10, theme('muted'), 'middle'));
  return svg;
}

/** Where the arc's end is labelled. @param {number} degrees @returns {[number, number]} */
function edge(degrees) {
  const [x, y] = point(degrees, RADIUS);
  return [x * 0.9, y + 13];
}

function label(content, x, y, size, color, anchor, className = '') {
  const text = shape('text', { x, y, 'font-size': size, fill: color, 'text-anchor': anchor, class: className });
  text.textContent = content;
  return text;
}

function arc(from, to, radius, width, color) {
  const [a, b] = [START + (END - START) * from, START + (END - START) * to];
  const [x1, y1] = point(a, radius);
  const [x2, y2] = point(b, radius);
  return shape('path', {
    d: `M${x1.toFixed(2)} ${y1.toFixed(2)}A${radius} ${radius} 0 ${b - a > 180 ? 1 : 0} 1 ${x2.toFixed(2)} ${y2.toFixed(2)}`,
    fill: 'none', stroke: color, 'stroke-width': width,
  });
}

/** @returns {[number, number]} */
function point(degrees, radius) {
  const angle = degrees * Math.PI / 180;
  return [Math.sin(angle) * radius, -Math.cos(angle) * radius];
}

const TAG = 'pharos-gauge-0-1-0';
if (!customElements.get(TAG)) customElements.define(TAG, Gauge);
