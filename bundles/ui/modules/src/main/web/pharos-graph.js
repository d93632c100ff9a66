// <pharos-graph>: asks for an expression over the page's span and draws it.
//
// Method `run(expression)`; attributes `stacked` and `step` (milliseconds; chosen by the width if
// absent). Dragging over the graph chooses a span of time.
import { seriesName as colourName, themeAt, onThemeChange, withAlpha } from './colors.js';
import { get } from './lib/api.js';
import { define, make } from './lib/dom.js';
import { duration, instant } from './lib/format.js';
import { columns, stacked } from './lib/matrix.js';
import { formatDuration, stepFor } from './lib/range.js';
import { CHANGED, time } from './lib/time.js';
import { fault, notes } from './pharos-table.js';
import { format, formatTicks } from './units.js';
import uPlot, { sheet } from './uplot.js';

const HEIGHT = 360;
const MOST_LINES = 250;
const MOST_AT_CURSOR = 12;
const POINT_PIXELS = 3;

/** @typedef {import('./lib/matrix.js').Line} Line */

class PharosGraph extends HTMLElement {
  static observedAttributes = ['stacked', 'step'];
  expression = '';
  /** @type {AbortController | undefined} */
  running = undefined;
  /** @type {uPlot | undefined} */
  chart = undefined;
  /** @type {Line[]} */
  lines = [];
  /** @type {number[]} */
  times = [];
  /** Places of the lines that are shown alone; empty for all. @type {Set<number>} */
  alone = new Set();
  status = make('div', 'ph-query-status');
  body = make('div', 'ph-query-body');
  plot = make('div', 'ph-plot');
  legend = make('ul', 'ph-legend');
  cursor = make('div', 'ph-cursor');
  listen = () => this.ask();
  /** @type {ResizeObserver | undefined} */
  sizes = undefined;
  /** @type {(() => void) | undefined} */
  themes = undefined;

  connectedCallback() {
    if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
    this.status.setAttribute('role', 'status');
    this.cursor.hidden = true;
    this.replaceChildren(this.status, this.body);
    addEventListener(CHANGED, this.listen);
    this.sizes = new ResizeObserver(() => this.chart?.setSize({ width: this.width(), height: HEIGHT }));
    this.sizes.observe(this);
    this.themes = onThemeChange(() => this.draw());
    this.ask();
  }

  disconnectedCallback() {
    removeEventListener(CHANGED, this.listen);
    this.sizes?.disconnect();
    this.themes?.();
    this.running?.abort();
    this.chart?.destroy();
    this.chart = undefined;
    this.cursor.remove();
  }

  /** @param {string} name */
  attributeChangedCallback(name) {
    if (!this.isConnected) return;
    if (name === 'step') this.ask();
    else this.draw();
  }

  /** @param {string} expression */
  run(expression) {
    this.expression = expression;
    this.alone.clear();
    this.ask();
  }

  width() {
    return Math.max(200, this.clientWidth);
  }

  async ask() {
    this.running?.abort();
    if (!this.isConnected) return;
    if (!this.expression.trim()) {
      this.clear(make('p', 'ph-empty', 'No data is shown yet. Write an expression and press Enter.'));
      return;
    }
    const running = new AbortController();
    this.running = running;
    this.classList.add('loading');
    const { from, to } = time.range();
    const step = Number(this.getAttribute('step')) || stepFor(to - from, this.width() / POINT_PIXELS);
    const start = Math.ceil(from / step) * step;
    const began = performance.now();
    try {
      const answer = await get('api/v1/query_range',
        { query: this.expression, start: start / 1000, end: to / 1000, step: step / 1000 }, running.signal);
      this.take(answer, start, to, step, performance.now() - began);
    } catch (e) {
      if (running.signal.aborted) return;
      this.clear(fault(e));
    }
    this.classList.remove('loading');
  }

  /** @param {HTMLElement} instead */
  clear(instead) {
    this.status.textContent = '';
    this.chart?.destroy();
    this.chart = undefined;
    this.lines = [];
    this.body.replaceChildren(instead);
  }

  /** @param {any} answer @param {number} from @param {number} to @param {number} step @param {number} took */
  take(answer, from, to, step, took) {
    const all = answer.data.result;
    const { times, lines } = columns(all.slice(0, MOST_LINES), from, to, step);
    this.times = times;
    this.lines = lines;
    this.status.textContent = `${all.length} series, a point every ${formatDuration(step)}, in ${duration(took / 1000)}`
      + `${all.length > MOST_LINES ? `; the first ${MOST_LINES} are drawn` : ''}`;
    if (lines.length === 0) {
      const text = this.status.textContent;
      this.clear(make('p', 'ph-empty', all.length === 0
        ? 'Nothing matches this expression in this span of time.' : 'These series hold histograms; look at them as a table.'));
      this.status.textContent = text;
      return;
    }
    this.body.replaceChildren(...notes(answer), this.plot, this.legend);
    this.draw();
  }

  draw() {
    if (this.lines.length === 0) return;
    const theme = themeAt(this);
    const colours = this.lines.map((_, i) => theme(colourName(i)));
    const piled = this.hasAttribute('stacked');
    const shown = this.lines.map((_, i) => this.alone.size === 0 || this.alone.has(i));
    const pile = piled ? this.lines.map((_, i) => i).filter((i) => shown[i]).reverse() : [];
    const values = piled ? this.piled(pile) : this.lines.map((line) => line.values);
    const line = theme('grid');
    const text = theme('muted');
    const font = `12px ${getComputedStyle(this).fontFamily}`;
    const before = this.chart;
    this.plot.replaceChildren();
    this.chart = new uPlot({
      width: this.width(), height: HEIGHT, ms: 1e-3,
      legend: { show: false },
      cursor: { drag: { x: true, y: false, dist: 5 }, points: { size: 6 }, focus: { prox: 30 } },
      focus: { alpha: 0.35 },
      scales: { x: { time: true, min: this.times[0], max: this.times[this.times.length - 1] }, y: piled ? { range: fromZero } : {} },
      axes: [
        { stroke: text, font, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1, size: 4 }, size: 32, values: clock, space: 80 },
        { stroke: text, font, grid: { stroke: line, width: 1 }, ticks: { show: false }, size: axisWidth, values: (_, ticks) => formatTicks(ticks, 'short') },
      ],
      series: [{}, ...this.lines.map((one, i) => ({
        label: one.name, stroke: colours[i], width: 1.5, show: shown[i], spanGaps: false,
        fill: piled ? withAlpha(colours[i], 0.5) : this.lines.length === 1 ? withAlpha(colours[i], 0.1) : undefined,
        points: { show: lonely(values[i]), size: 4 },
      }))],
      // Each line of a pile is filled down to the next below it, and the lowest down to zero.
      bands: pile.slice(1).map((place, i) => ({ series: /** @type {[number, number]} */ ([place + 1, pile[i] + 1]) })),
      hooks: { setSelect: [(chart) => this.select(chart)], setCursor: [(chart) => this.point(chart, colours)] },
    }, /** @type {any} */ ([this.times, ...values]), this.plot);
    before?.destroy();
    this.list(colours);
  }

  /** Values of the lines, those in the pile on top of each other. @param {number[]} pile places, the lowest first */
  piled(pile) {
    const values = this.lines.map((line) => line.values);
    stacked(pile.map((place) => this.lines[place])).forEach((sums, i) => {
      values[pile[i]] = sums;
    });
    return values;
  }

  /** @param {uPlot} chart */
  select(chart) {
    const { left, width } = chart.select;
    if (width > 5) {
      time.choose(Math.round(chart.posToVal(left, 'x') * 1000), Math.round(chart.posToVal(left + width, 'x') * 1000));
    }
    chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }

  /** @param {uPlot} chart @param {string[]} colours */
  point(chart, colours) {
    const { idx, left = -1, top = -1 } = chart.cursor;
    if (idx === null || idx === undefined || left < 0) {
      this.cursor.hidden = true;
      return;
    }
    const near = chart.posToVal(top, 'y');
    const rows = this.lines.map((line, i) => ({ line, i, value: line.values[idx], drawn: /** @type {any} */ (chart.data[i + 1])[idx] }))
      .filter((row) => row.value !== null && chart.series[row.i + 1].show)
      .sort((a, b) => Math.abs(a.drawn - near) - Math.abs(b.drawn - near));
    const head = make('div', 'time', instant(this.times[idx] * 1000));
    this.cursor.replaceChildren(head, ...rows.slice(0, MOST_AT_CURSOR).map((row) => make('div', 'row', swatch(colours[row.i]),
      make('span', 'name', row.line.name), make('span', 'value', format(row.value, 'short')))));
    if (rows.length > MOST_AT_CURSOR) this.cursor.append(make('div', 'ph-muted', `and ${rows.length - MOST_AT_CURSOR} more`));
    if (!this.cursor.isConnected) document.body.append(this.cursor);
    this.cursor.hidden = false;
    const at = chart.over.getBoundingClientRect();
    const { width, height } = this.cursor.getBoundingClientRect();
    const x = at.left + left + 14 + width > innerWidth ? at.left + left - 14 - width : at.left + left + 14;
    this.cursor.style.left = `${Math.max(4, x)}px`;
    this.cursor.style.top = `${Math.max(4, Math.min(at.top + top - height / 2, innerHeight - height - 4))}px`;
  }

  /** @param {string[]} colours */
  list(colours) {
    this.legend.replaceChildren(...this.lines.map((line, i) => {
      const row = make('button', 'row', swatch(colours[i]), make('span', 'name', line.name));
      row.type = 'button';
      row.setAttribute('aria-pressed', String(this.alone.size === 0 || this.alone.has(i)));
      row.title = 'Click to show it alone; with Ctrl, to add or remove it';
      row.addEventListener('click', (e) => this.isolate(i, e.ctrlKey || e.metaKey));
      row.addEventListener('mouseenter', () => this.chart?.setSeries(i + 1, { focus: true }));
      row.addEventListener('mouseleave', () => this.chart?.setSeries(/** @type {any} */ (null), { focus: true }));
      return make('li', '', row);
    }));
  }

  /** @param {number} place @param {boolean} adding */
  isolate(place, adding) {
    if (adding) {
      if (this.alone.size === 0) this.lines.forEach((_, i) => this.alone.add(i));
      if (!this.alone.delete(place)) this.alone.add(place);
    } else if (this.alone.size === 1 && this.alone.has(place)) {
      this.alone.clear();
    } else {
      this.alone = new Set([place]);
    }
    if (this.alone.size === this.lines.length) this.alone.clear();
    this.draw();
  }
}

/** @param {string} colour */
function swatch(colour) {
  const mark = make('span', 'swatch');
  mark.style.background = colour;
  return mark;
}

/** Whether a line has points without neighbours, which a line cannot show. @param {(number | null)[]} values */
function lonely(values) {
  return values.some((value, i) => value !== null && (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null);
}

/** @param {uPlot} _ @param {number} min @param {number} max @returns {[number, number]} */
function fromZero(_, min, max) {
  return [Math.min(0, min), Math.max(0, max) * 1.05 || 1];
}

/** @param {uPlot} chart @param {string[]} ticks @param {number} place @param {number} round */
function axisWidth(chart, ticks, place, round) {
  const axis = /** @type {any} */ (chart.axes[place]);
  if (round > 1) return axis._size;
  const longest = Math.max(...(ticks ?? []).map((tick) => tick.length), 2);
  return Math.min(120, longest * 7.5 + 14);
}

/** @param {uPlot} _ @param {number[]} ticks @param {number} __ @param {number} ___ @param {number} step */
function clock(_, ticks, __, ___, step) {
  let day = '';
  return ticks.map((tick) => {
    const text = instant(tick * 1000);
    const today = text.slice(5, 10);
    const hour = step < 60 ? text.slice(11) : text.slice(11, 16);
    const shown = step >= 86400 ? today : today === day || day === '' && ticks.length > 0 && step < 3600 * 3 && sameDay(ticks) ? hour : `${hour}\n${today}`;
    day = today;
    return shown;
  });
}

/** @param {number[]} ticks */
function sameDay(ticks) {
  return instant(ticks[0] * 1000).slice(0, 10) === instant(ticks[ticks.length - 1] * 1000).slice(0, 10);
}

define('pharos-graph', PharosGraph);
