// The panel 'Bar gauge': figures as bars side by side, on one scale.
import { withAlpha } from '../../../modules/colors.js';
import { element, figure, SinglePanel } from './element.js';

export const contract = 1;

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
.root { display: flex; flex-direction: column; gap: 6px; overflow: auto; scrollbar-width: thin; }
.bar { flex: 1 1 0; min-height: 30px; max-height: 64px; display: grid; grid-template: auto minmax(6px, 1fr) / minmax(0, 1fr) auto; gap: 2px 10px; align-items: center; }
.bar .name { grid-area: 1 / 1; }
.bar .figure { grid-area: 1 / 2; justify-self: end; }
.bar .figure .unit { font-size: .8em; }
.track { grid-area: 2 / 1 / 3 / 3; height: 100%; max-height: 14px; border-radius: 4px; background: var(--ph-surface-2); overflow: hidden; }
.fill { height: 100%; border-radius: 4px; transition: width .3s; }
.root.vertical { flex-direction: row; overflow: auto hidden; }
.vertical .bar { min-height: 0; max-height: none; min-width: 44px; max-width: 120px; height: 100%; grid-template: auto minmax(0, 1fr) auto / 1fr; }
.vertical .bar .figure { grid-area: 1 / 1; justify-self: center; }
.vertical .bar .name { grid-area: 3 / 1; text-align: center; }
.vertical .track { grid-area: 2 / 1; max-height: none; display: flex; align-items: flex-end; }
.vertical .fill { width: 100%; transition: height .3s; }
@media (prefers-reduced-motion: reduce) { .fill { transition: none !important; } }
`);

class BarGauge extends SinglePanel {
  constructor() {
    super(sheet);
  }

  render(found, options, theme, { height }) {
    const vertical = options.orientation === 'vertical';
    this.root.classList.toggle('vertical', vertical);
    const size = Math.max(12, Math.min(18, height / found.length * 0.35));
    this.root.replaceChildren(...found.map((entry) => bar(entry, theme, vertical, size)));
  }
}

function bar(entry, theme, vertical, size) {
  const box = element('div', 'bar');
  const color = theme(entry.color || 'accent');
  const name = element('div', 'name', entry.name);
  name.title = entry.name;
  const value = figure(entry, size);
  if (entry.color) value.style.color = color;
  const track = element('div', 'track');
  const fill = element('div', 'fill');
  fill.style[vertical ? 'height' : 'width'] = `${entry.share * 100}%`;
  fill.style.background = `linear-gradient(${vertical ? 'to top' : 'to right'}, ${withAlpha(color, 0.55)}, ${color})`;
  track.append(fill);
  box.append(name, value, track);
  return box;
}

const TAG = 'pharos-bargauge-0-1-0';
if (!customElements.get(TAG)) customElements.define(TAG, BarGauge);
