// <pharos-facts path="api/v1/status/flags">: names and values as the API tells them, in a table.
//
// With the attribute `filter`, an input narrows them down.
import { get } from './lib/api.js';
import { define, make } from './lib/dom.js';
import { fault } from './pharos-table.js';

class PharosFacts extends HTMLElement {
  /** @type {AbortController | undefined} */
  running = undefined;

  connectedCallback() {
    this.ask();
  }

  disconnectedCallback() {
    this.running?.abort();
  }

  async ask() {
    const running = new AbortController();
    this.running = running;
    this.replaceChildren(make('p', 'ph-empty', 'Loading…'));
    try {
      const answer = await get(this.getAttribute('path') ?? '', {}, running.signal);
      this.show(answer.data);
    } catch (e) {
      if (!running.signal.aborted) this.replaceChildren(fault(e));
    }
  }

  /** @param {Record<string, unknown>} facts */
  show(facts) {
    const body = make('tbody');
    const table = make('table', 'ph-table ph-facts');
    table.append(body);
    const list = (/** @type {string} */ wanted) => body.replaceChildren(...Object.entries(facts)
      .filter(([name, value]) => `${name} ${value}`.toLowerCase().includes(wanted))
      .map(([name, value]) => make('tr', '', row(name, this.hasAttribute('verbatim')), make('td', 'ph-mono', text(value)))));
    list('');
    this.replaceChildren(table);
    if (this.hasAttribute('filter')) {
      const input = make('input', 'ph-input');
      input.type = 'search';
      input.placeholder = 'Filter by name or value';
      input.setAttribute('aria-label', 'Filter');
      input.addEventListener('input', () => list(input.value.toLowerCase()));
      this.prepend(input);
    }
  }
}

/** @param {string} name @param {boolean} verbatim */
function row(name, verbatim) {
  const head = make('th', verbatim ? 'ph-mono' : '', verbatim ? `--${name}` : words(name));
  head.scope = 'row';
  return head;
}

/** CWD as it is, goroutineCount as Goroutine count. @param {string} name */
function words(name) {
  if (name === name.toUpperCase()) return name;
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return spaced[0].toUpperCase() + spaced.slice(1);
}

/** @param {unknown} value */
function text(value) {
  return typeof value === 'string' ? value || '–' : JSON.stringify(value);
}

define('pharos-facts', PharosFacts);
