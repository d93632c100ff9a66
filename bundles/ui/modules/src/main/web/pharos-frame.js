// What the console's frame does in the browser alone: icons, the theme, times that pass, the palette of
// commands and the keys.
import { ago, instant } from './lib/format.js';
import { get } from './lib/api.js';

const SVG = 'http://www.w3.org/2000/svg';

/** An icon drawn from the path in its attribute `d`; decoration only. */
class PharosIcon extends HTMLElement {
  static observedAttributes = ['d'];

  connectedCallback() {
    this.setAttribute('aria-hidden', 'true');
    this.draw();
  }

  attributeChangedCallback() {
    this.draw();
  }

  draw() {
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    const line = document.createElementNS(SVG, 'path');
    line.setAttribute('d', this.getAttribute('d') ?? '');
    svg.append(line);
    this.replaceChildren(svg);
  }
}

/** How long ago the instant in its attribute `at` was; goes on counting. */
class PharosAgo extends HTMLElement {
  static observedAttributes = ['at'];
  /** @type {Set<PharosAgo>} */
  static shown = new Set();
  static {
    setInterval(() => PharosAgo.shown.forEach((one) => one.draw()), 1000);
  }

  connectedCallback() {
    PharosAgo.shown.add(this);
    this.draw();
  }

  disconnectedCallback() {
    PharosAgo.shown.delete(this);
  }

  attributeChangedCallback() {
    this.draw();
  }

  draw() {
    const at = Number(this.getAttribute('at') ?? 0);
    const text = ago(at, Date.now());
    if (this.textContent !== text) this.textContent = text;
    this.title = at > 0 ? instant(at) : '';
  }
}

/** Three buttons in a row: light, dark, as the system has it. */
class PharosThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.setAttribute('role', 'radiogroup');
    this.setAttribute('aria-label', 'Theme');
    this.draw();
  }

  draw() {
    const chosen = localStorage.getItem('pharos.theme') ?? 'system';
    this.replaceChildren(...['light', 'dark', 'system'].map((name) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.setAttribute('role', 'radio');
      button.setAttribute('aria-checked', String(name === chosen));
      button.textContent = name[0].toUpperCase() + name.slice(1);
      button.addEventListener('click', () => {
        localStorage.setItem('pharos.theme', name);
        dispatchEvent(new CustomEvent('pharos-theme-chosen'));
        this.draw();
      });
      return button;
    }));
  }
}

/**
 * @typedef {{ kind: string, label: string, hint?: string, address: string }} Destination
 */

/** Goes anywhere by typing: pages, dashboards and metrics. Opened with Ctrl+K or Cmd+K. */
class PharosPalette extends HTMLElement {
  /** @type {Destination[]} */
  known = [];
  /** @type {Destination[]} */
  metrics = [];
  metricsAt = 0;
  chosen = 0;
  /** @type {HTMLDialogElement} */
  dialog = document.createElement('dialog');
  input = document.createElement('input');
  list = document.createElement('ul');

  constructor() {
    super();
    this.input.type = 'search';
    this.input.placeholder = 'Go to a page, a dashboard or a metric…';
    this.input.setAttribute('role', 'combobox');
    this.input.setAttribute('aria-expanded', 'true');
    this.input.setAttribute('aria-controls', 'palette-list');
    this.input.setAttribute('aria-label', 'Go to');
    this.list.id = 'palette-list';
    this.list.setAttribute('role', 'listbox');
    this.dialog.className = 'ph-palette';
    this.dialog.setAttribute('aria-label', 'Go to');
    this.dialog.append(this.input, this.list);
    this.input.addEventListener('input', () => this.show());
    this.input.addEventListener('keydown', (e) => this.key(e));
    this.dialog.addEventListener('click', (e) => {
      if (e.target === this.dialog) this.dialog.close();
    });
  }

  /** Pages and dashboards, as JSON, from the server. @param {string} json */
  set destinations(json) {
    this.known = JSON.parse(json);
  }

  connectedCallback() {
    this.append(this.dialog);
    const early = Object.getOwnPropertyDescriptor(this, 'destinations');
    if (early) {
      delete /** @type {any} */ (this).destinations;
      this.destinations = early.value;
    }
  }

  open() {
    if (this.dialog.open) return;
    this.input.value = '';
    this.dialog.showModal();
    this.show();
    this.load();
  }

  async load() {
    if (Date.now() - this.metricsAt < 60_000) return;
    try {
      const answer = await get('api/v1/label/__name__/values', { limit: 20_000 });
      this.metrics = answer.data.map((/** @type {string} */ name) => (
        { kind: 'Metric', label: name, address: `query?g0.expr=${encodeURIComponent(name)}&g0.tab=graph` }));
      this.metricsAt = Date.now();
      this.show();
    } catch {
      // Without metrics the palette still knows the pages.
    }
  }

  /** @returns {Destination[]} */
  found() {
    const words = this.input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const all = words.length === 0 ? this.known : [...this.known, ...this.metrics];
    return all.filter((one) => words.every((word) => `${one.label} ${one.hint ?? ''}`.toLowerCase().includes(word))).slice(0, 50);
  }

  show() {
    const found = this.found();
    this.chosen = 0;
    this.list.replaceChildren(...found.map((one, i) => {
      const item = document.createElement('li');
      item.setAttribute('role', 'option');
      item.id = `palette-${i}`;
      const label = document.createElement('span');
      label.textContent = one.label;
      if (one.kind === 'Metric') label.className = 'mono';
      const kind = document.createElement('span');
      kind.className = 'kind';
      kind.textContent = one.kind;
      item.append(label, kind);
      item.addEventListener('click', () => this.go(one));
      return item;
    }));
    if (found.length === 0) {
      const none = document.createElement('li');
      none.className = 'none';
      none.textContent = 'Nothing found';
      this.list.append(none);
    }
    this.mark();
  }

  mark() {
    [...this.list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === this.chosen)));
    this.input.setAttribute('aria-activedescendant', `palette-${this.chosen}`);
    this.list.children[this.chosen]?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {KeyboardEvent} e */
  key(e) {
    const found = this.found();
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault();
      this.chosen = (this.chosen + (e.key === 'ArrowDown' ? 1 : -1) + found.length) % Math.max(found.length, 1);
      this.mark();
    } else if (e.key === 'Enter' && found[this.chosen]) {
      e.preventDefault();
      this.go(found[this.chosen]);
    }
  }

  /** @param {Destination} one */
  go(one) {
    this.dialog.close();
    this.dispatchEvent(new CustomEvent('go', { detail: { address: one.address } }));
  }
}

/** The list of keys, opened with the question mark. */
class PharosKeys extends HTMLElement {
  dialog = document.createElement('dialog');

  connectedCallback() {
    const keys = [
      ['Ctrl K', 'Go to a page, a dashboard or a metric'],
      ['g then h', 'Home'],
      ['g then q', 'Query'],
      ['g then t', 'Targets'],
      ['g then d', 'Dashboards'],
      ['g then e', 'Extensions'],
      ['Enter', 'In a query: run it'],
      ['Shift Enter', 'In a query: a new line'],
      ['?', 'This list'],
    ];
    const title = document.createElement('h2');
    title.textContent = 'Keys';
    const list = document.createElement('dl');
    for (const [key, what] of keys) {
      const term = document.createElement('dt');
      for (const part of key.split(' ')) {
        const cap = document.createElement(part === 'then' ? 'span' : 'kbd');
        cap.textContent = part;
        term.append(cap, ' ');
      }
      const text = document.createElement('dd');
      text.textContent = what;
      list.append(term, text);
    }
    const close = document.createElement('button');
    close.type = 'button';
    close.textContent = 'Close';
    close.className = 'ph-button';
    close.addEventListener('click', () => this.dialog.close());
    this.dialog.className = 'ph-keys';
    this.dialog.setAttribute('aria-label', 'Keys');
    this.dialog.replaceChildren(title, list, close);
    this.replaceChildren(this.dialog);
  }

  open() {
    this.dialog.showModal();
  }
}

const PLACES = /** @type {Record<string, string>} */ (
  { h: '', q: 'query', t: 'targets', d: 'dashboards', e: 'extensions' });
let waitingForPlace = 0;

/** @param {KeyboardEvent} e */
function onKey(e) {
  const palette = /** @type {PharosPalette | null} */ (document.querySelector('pharos-palette'));
  if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k') {
    e.preventDefault();
    palette?.open();
    return;
  }
  if (e.ctrlKey || e.metaKey || e.altKey || isTyping(e)) return;
  if (e.key === '?') {
    /** @type {PharosKeys | null} */ (document.querySelector('pharos-keys'))?.open();
  } else if (e.key === 'g') {
    waitingForPlace = Date.now();
  } else if (e.key in PLACES && Date.now() - waitingForPlace < 1500) {
    waitingForPlace = 0;
    palette?.go({ kind: 'Page', label: '', address: PLACES[e.key] });
  }
}

/** @param {KeyboardEvent} e */
function isTyping(e) {
  const target = e.composedPath()[0];
  return target instanceof HTMLElement
    && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('dialog[open]') !== null);
}

for (const [tag, type] of Object.entries({
  'pharos-icon': PharosIcon, 'pharos-ago': PharosAgo, 'pharos-theme-switch': PharosThemeSwitch,
  'pharos-palette': PharosPalette, 'pharos-keys': PharosKeys,
})) {
  if (!customElements.get(tag)) customElements.define(tag, type);
}
addEventListener('keydown', onKey);

// The frame's buttons that need no server: navigation, palette, keys.
const NARROW = 'pharos.nav';
if (localStorage.getItem(NARROW) === 'narrow') document.documentElement.dataset.nav = 'narrow';
addEventListener('click', (e) => {
  const origin = e.target instanceof Element ? e.target : null;
  const root = document.documentElement;
  const nav = /** @type {HTMLElement | null} */ (origin?.closest('[data-nav]') ?? null);
  if (nav && nav !== root) {
    if (nav.dataset.nav === 'narrow') {
      const narrow = root.dataset.nav !== 'narrow';
      if (narrow) root.dataset.nav = 'narrow';
      else delete root.dataset.nav;
      localStorage.setItem(NARROW, narrow ? 'narrow' : 'wide');
    } else {
      root.toggleAttribute('data-nav-open');
    }
  } else if (origin?.closest('.ph-nav a')) {
    root.removeAttribute('data-nav-open');
  } else if (origin?.closest('[data-palette]')) {
    /** @type {PharosPalette | null} */ (document.querySelector('pharos-palette'))?.open();
  } else if (origin?.closest('[data-keys]')) {
    /** @type {PharosKeys | null} */ (document.querySelector('pharos-keys'))?.open();
  }
});
