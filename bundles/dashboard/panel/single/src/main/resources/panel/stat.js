// The panel 'Stat': large figures, with how they came to be behind them.
import { withAlpha } from '../../../modules/colors.js';
import { element, figure, fontSize, shape, showsNames, SinglePanel } from './element.js';
import { gridColumns } from './values.js';

export const contract = 1;

const GAP = 6;
const HEIGHT = 100;

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
.root { display: grid; gap: ${GAP}px; }
.tile { position: relative; min-width: 0; min-height: 0; overflow: hidden; border-radius: var(--ph-radius); display: flex; flex-direction: column; align-items: center; justify-content: center; text-align: center; }
.tile .name { max-width: 94%; position: relative; }
.tile .figure { position: relative; }
.tile.filled .name { color: inherit; opacity: .85; }
svg { position: absolute; left: 0; right: 0; bottom: 0; width: 100%; height: 46%; }
`);

class Stat extends SinglePanel {
  constructor() {
    super(sheet);
  }

  render(found, options, theme, { width, height }) {
    const across = options.orientation === 'vertical' ? 1
      : options.orientation === 'horizontal' ? found.length : gridColumns(found.length, width, height, 1.9);
    const rows = Math.ceil(found.length / across);
    this.root.style.gridTemplate = `repeat(${rows}, minmax(0, 1fr)) / repeat(${across}, minmax(0, 1fr))`;
    const room = { width: (width - GAP * (across - 1)) / across - 24, height: (height - GAP * (rows - 1)) / rows };
    const named = showsNames(options, found.length);
    const { fontFamily } = getComputedStyle(this);
    // All figures alike in size: the longest sets it.
    const size = Math.min(...found.map((entry) => fontSize(entry, room.width, room.height * (named ? 0.42 : 0.5), fontFamily)), 64);
    this.root.replaceChildren(...found.map((entry) => tile(entry, options, theme, size, named)));
  }
}

function tile(entry, options, theme, size, named) {
  const box = element('div', 'tile');
  const color = theme(entry.color || 'text');
  const filled = options.color === 'background' && entry.color !== '';
  if (filled) {
    box.classList.add('filled');
    box.style.background = color;
    box.style.color = theme('surface');
  } else if (options.color === 'value') {
    box.style.color = color;
  }
  if (options.graph === 'area' && entry.values.length > 1) {
    box.append(sparkline(entry, filled ? theme('surface') : theme(entry.color || 'series-1')));
  }
  if (options.text !== 'name') box.append(figure(entry, size));
  if (named) {
    const name = element('div', 'name', entry.name);
    name.title = entry.name;
    name.style.fontSize = `${Math.min(14, Math.max(11, size * 0.4))}px`;
    box.append(name);
  }
  return box;
}

function sparkline(entry, color) {
  const there = entry.values.filter((value) => value !== null);
  const low = Math.min(...there);
  const span = Math.max(...there) - low || 1;
  // From the first value to the last: how a young series came to be matters more than its age.
  const start = entry.times[entry.values.findIndex((value) => value !== null)];
  const length = entry.times[entry.values.findLastIndex((value) => value !== null)] - start || 1;
  let line = '';
  let first = 0;
  let last = 0;
  entry.values.forEach((value, i) => {
    if (value === null) return;
    const x = (entry.times[i] - start) / length * HEIGHT;
    const y = HEIGHT - 8 - (value - low) / span * (HEIGHT - 20);
    if (line === '') first = x;
    last = x;
    line += `${line === '' ? 'M' : 'L'}${x.toFixed(2)} ${y.toFixed(2)}`;
  });
  const svg = shape('svg', { viewBox: `0 0 ${HEIGHT} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  if (line !== '') {
    svg.append(
      shape('path', { d: `${line}L${last} ${HEIGHT}L${first} ${HEIGHT}Z`, fill: withAlpha(color, 0.16) }),
      shape('path', { d: line, fill: 'none', stroke: withAlpha(color, 0.75), 'stroke-width': 1.5, 'vector-effect': 'non-scaling-stroke' }));
  }
  return svg;
}

const TAG = 'pharos-stat-0-1-0';
if (!customElements.get(TAG)) customElements.define(TAG, Stat);
