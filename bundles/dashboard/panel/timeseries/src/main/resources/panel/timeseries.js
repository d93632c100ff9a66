// The panel 'Time series': lines over time, by uPlot. docs/extending/panel.md tells the contract.
import uPlot, { sheet as uplotSheet } from '../../../modules/uplot.js';
import { onThemeChange, seriesName, themeAt } from '../../../modules/colors.js';
import { columns, csv } from '../../../modules/frames.js';
import { format } from '../../../modules/units.js';
import { data, settings } from './chart.js';
import { legend } from './legend.js';
import { complete, overridesFor } from './options.js';
import { sheet } from './style.js';
import { Tooltip } from './tooltip.js';

export const contract = 1;

const INSTANT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

class TimeSeries extends HTMLElement {
  drawing = null;
  chart = null;
  lines = [];
  drawn = '';
  /** Names of the series that are not shown. */
  off = new Set();
  root = document.createElement('div');
  plot = document.createElement('div');
  empty = document.createElement('div');
  tooltip = new Tooltip();
  legendBox = document.createElement('div');
  sizes = new ResizeObserver(() => this.fit());
  leaveTheme = () => {};

  constructor() {
    super();
    this.root.className = 'root';
    this.plot.className = 'plot';
    this.empty.className = 'empty';
    this.empty.textContent = 'No data';
    this.plot.append(this.empty);
    this.root.append(this.plot, this.legendBox, this.tooltip.box);
    const shadow = this.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [uplotSheet, sheet];
    shadow.append(this.root);
  }

  connectedCallback() {
    this.sizes.observe(this.plot);
    this.leaveTheme = onThemeChange(() => this.draw());
    if (this.drawing) this.draw();
  }

  disconnectedCallback() {
    this.sizes.disconnect();
    this.leaveTheme();
    this.clear();
  }

  update(drawing) {
    this.drawing = drawing;
    if (this.isConnected) this.draw();
  }

  resize() {
    this.fit();
  }

  destroy() {
    this.drawing = null;
    this.remove();
    this.clear();
  }

  exportData() {
    return this.drawing ? csv(this.drawing.frames) : '';
  }

  /** Draws what was given last; only the data anew where nothing else has changed. */
  draw() {
    if (!this.drawing) return;
    const { panel, frames } = this.drawing;
    const options = complete(panel.options);
    const theme = themeAt(this);
    const { times, series } = columns(frames);
    // Grounds under many lines would hide one another.
    options.fill *= Math.min(1, 4 / Math.max(1, series.length));
    this.lines = series.map((one, i) => this.line(one, i, panel, options, theme));
    this.empty.hidden = this.lines.length > 0;
    const drawn = JSON.stringify([options, theme('text'), theme('surface'), this.lines.map(({ values, ...look }) => look)]);
    if (this.lines.length === 0) {
      this.clear();
    } else if (this.chart && drawn === this.drawn) {
      this.chart.setData(data(times, this.lines, options.stack));
    } else {
      this.build(times, options, theme);
      this.drawn = drawn;
    }
    this.drawLegend(options);
  }

  line(one, index, panel, options, theme) {
    const own = { unit: panel.unit, axis: options.axis.placement, fill: options.fill, lineWidth: options.lineWidth, draw: options.draw,
      decimals: options.decimals, ...overridesFor(options, one) };
    return { ...one, ...own, color: theme(own.color ?? seriesName(index)), shown: !this.off.has(one.name) };
  }

  build(times, options, theme) {
    this.clear();
    const { width, height } = this.plot.getBoundingClientRect();
    const place = {
      width: Math.max(40, Math.floor(width)),
      height: Math.max(40, Math.floor(height)),
      font: getComputedStyle(this).fontFamily,
      xRange: () => [this.drawing.range.from / 1000, this.drawing.range.to / 1000],
      hooks: {
        setSelect: [(u) => this.select(u)],
        setCursor: [(u) => this.point(u)],
      },
    };
    this.chart = new uPlot(settings(this.lines, options, theme, place), data(times, this.lines, options.stack), this.plot);
    this.chart.over.addEventListener('mouseleave', () => this.tooltip.hide());
    this.chart.over.addEventListener('dblclick', () => this.tooltip.hide());
  }

  drawLegend(options) {
    this.root.classList.toggle('right', options.legend.placement === 'right');
    const box = options.legend.show && this.lines.length > 0
      ? legend(this.lines, options.legend, (index, alone) => this.choose(index, alone))
      : document.createElement('div');
    const top = this.legendBox.scrollTop;
    this.legendBox.replaceWith(box);
    this.legendBox = box;
    box.scrollTop = top;
  }

  /** Shows a series alone, or all again; or hides and shows it among the others. */
  choose(index, alone) {
    const names = this.lines.map((line) => line.name);
    const name = names[index];
    if (!alone) {
      if (!this.off.delete(name)) this.off.add(name);
    } else if (!this.off.has(name) && this.off.size === new Set(names).size - 1) {
      this.off.clear();
    } else {
      this.off = new Set(names.filter((other) => other !== name));
    }
    this.draw();
  }

  /** A stretch of time was drawn over: whoever holds the range may take it. */
  select(u) {
    if (u.select.width < 2) return;
    const from = Math.round(u.posToVal(u.select.left, 'x') * 1000);
    const to = Math.round(u.posToVal(u.select.left + u.select.width, 'x') * 1000);
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.tooltip.hide();
    this.dispatchEvent(new CustomEvent('pharos-range', { detail: { from, to }, bubbles: true, composed: true }));
  }

  point(u) {
    const index = u.cursor.idx;
    // A cursor that follows another panel's has no event of its own, and nothing to tell.
    if (index == null || !u.cursor.event || !u.over.matches(':hover')) {
      this.tooltip.hide();
      return;
    }
    const near = this.nearest(u, index);
    const rows = this.lines
      .map((line, i) => ({ line, value: line.values[index], near: i === near }))
      .filter((row) => row.line.shown && row.value != null)
      .sort((a, b) => b.value - a.value)
      .map(({ line, value, near: isNear }) => ({
        name: line.name, value: format(value, line.unit, line.decimals), color: line.color, near: isNear }));
    if (rows.length === 0) {
      this.tooltip.hide();
      return;
    }
    const { left, top } = u.over.getBoundingClientRect();
    this.tooltip.show(INSTANT.format(u.data[0][index] * 1000), rows, left + u.cursor.left, top + u.cursor.top);
  }

  nearest(u, index) {
    let found = -1;
    let least = Infinity;
    this.lines.forEach((line, i) => {
      const height = u.data[i + 1][index];
      if (!line.shown || height == null) return;
      const distance = Math.abs(u.valToPos(height, u.series[i + 1].scale) - u.cursor.top);
      if (distance < least) {
        least = distance;
        found = i;
      }
    });
    return found;
  }

  fit() {
    const { width, height } = this.plot.getBoundingClientRect();
    if (this.chart && width > 40 && height > 40) {
      const [w, h] = [Math.floor(width), Math.floor(height)];
      if (w !== this.chart.width || h !== this.chart.height) this.chart.setSize({ width: w, height: h });
    }
  }

  clear() {
    this.tooltip.hide();
    this.chart?.destroy();
    this.chart = null;
    this.drawn = '';
  }
}

const TAG = 'pharos-timeseries-0-1-0';
if (!customElements.get(TAG)) customElements.define(TAG, TimeSeries);
