// <pharos-table>: asks for an expression at the end of the page's span and lists what comes out.
//
// Method `run(expression)`.
import { get } from './lib/api.js';
import { define, make } from './lib/dom.js';
import { duration, instant } from './lib/format.js';
import { CHANGED, time } from './lib/time.js';

const MOST_ROWS = 1000;

class PharosTable extends HTMLElement {
  expression = '';
  /** @type {AbortController | undefined} */
  running = undefined;
  status = make('div', 'ph-query-status');
  body = make('div', 'ph-query-body');
  listen = () => this.ask();

  connectedCallback() {
    this.status.setAttribute('role', 'status');
    this.replaceChildren(this.status, this.body);
    addEventListener(CHANGED, this.listen);
    this.ask();
  }

  disconnectedCallback() {
    removeEventListener(CHANGED, this.listen);
    this.running?.abort();
  }

  /** @param {string} expression */
  run(expression) {
    this.expression = expression;
    this.ask();
  }

  async ask() {
    this.running?.abort();
    if (!this.isConnected) return;
    if (!this.expression.trim()) {
      this.status.textContent = '';
      this.body.replaceChildren(make('p', 'ph-empty', 'No data is shown yet. Write an expression and press Enter.'));
      return;
    }
    const running = new AbortController();
    this.running = running;
    this.classList.add('loading');
    const began = performance.now();
    try {
      const answer = await get('api/v1/query', { query: this.expression, time: time.range().to / 1000 }, running.signal);
      this.show(answer, performance.now() - began);
    } catch (e) {
      if (running.signal.aborted) return;
      this.status.textContent = '';
      this.body.replaceChildren(fault(e));
    }
    this.classList.remove('loading');
  }

  /** @param {any} answer @param {number} took */
  show(answer, took) {
    const rows = rowsOf(answer.data);
    const shown = rows.slice(0, MOST_ROWS);
    this.status.textContent = `${rows.length} ${rows.length === 1 ? 'result' : 'results'}, in ${duration(took / 1000)}, `
      + `at ${instant(time.range().to)}${rows.length > shown.length ? `; the first ${MOST_ROWS} are shown` : ''}`;
    this.body.replaceChildren(...notes(answer));
    if (rows.length === 0) {
      this.body.append(make('p', 'ph-empty', 'Nothing matches this expression at this time.'));
      return;
    }
    const table = make('table', 'ph-table ph-result');
    table.append(make('tbody', '', ...shown.map((row) => make('tr', '', make('td', '', row.series), make('td', 'value', row.value)))));
    this.body.append(table);
  }
}

/** @param {any} data @returns {{ series: Node, value: Node | string }[]} */
function rowsOf(data) {
  switch (data.resultType) {
    case 'vector':
      return data.result.map((/** @type {any} */ one) => (
        { series: selector(one.metric), value: one.histogram ? histogram(one.histogram[1]) : one.value[1] }));
    case 'matrix':
      return data.result.map((/** @type {any} */ one) => ({ series: selector(one.metric), value: samples(one) }));
    default:
      return [{ series: make('span', 'ph-muted', data.resultType), value: String(data.result[1]) }];
  }
}

/** @param {Record<string, string>} metric */
function selector(metric) {
  const node = make('span', 'ph-series');
  node.append(make('span', 'metric', metric.__name__ ?? ''));
  const labels = Object.entries(metric).filter(([name]) => name !== '__name__');
  if (labels.length > 0 || !metric.__name__) {
    node.append('{');
    labels.forEach(([name, value], i) => {
      node.append(i === 0 ? '' : ', ', make('span', 'name', name), '=', make('span', 'text', JSON.stringify(value)));
    });
    node.append('}');
  }
  return node;
}

/** @param {any} one */
function samples(one) {
  const list = make('div', 'ph-samples');
  for (const [at, value] of one.values ?? []) list.append(make('div', '', `${value} @${at}`));
  for (const [at, value] of one.histograms ?? []) list.append(make('div', '', histogram(value), ` @${at}`));
  return list;
}

/** @param {{ count: string, sum: string }} value */
function histogram(value) {
  return `histogram, count ${value.count}, sum ${value.sum}`;
}

/** What the server remarks about an answer. @param {any} answer */
export function notes(answer) {
  return [...(answer.warnings ?? []).map((/** @type {string} */ text) => make('p', 'ph-remark warn', text)),
    ...(answer.infos ?? []).map((/** @type {string} */ text) => make('p', 'ph-remark info', text))];
}

/** @param {unknown} e */
export function fault(e) {
  const box = make('div', 'ph-fault');
  box.setAttribute('role', 'alert');
  box.append(make('strong', '', 'The query failed'), make('span', '', e instanceof Error ? e.message : String(e)));
  return box;
}

define('pharos-table', PharosTable);
