// <pharos-time>: chooses the span of time that the page shows.
import { button, define, drawn, make, openBelow } from './lib/dom.js';
import { instant } from './lib/format.js';
import { describe, formatDuration, resolve } from './lib/range.js';
import { CHANGED, time } from './lib/time.js';

const QUICK = ['5m', '15m', '30m', '1h', '3h', '6h', '12h', '1d', '2d', '7d', '30d', '90d'];
const BEATS = [0, 5_000, 10_000, 30_000, 60_000, 300_000];
const ICONS = {
  back: 'M15 6l-6 6 6 6', on: 'M9 6l6 6-6 6', clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4l3 2',
  widen: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5l5 5M7.5 10.5h6',
  refresh: 'M20 11a8 8 0 1 0-2.3 6.3M20 5v6h-6', down: 'M7 10l5 5 5-5',
};

class PharosTime extends HTMLElement {
  label = make('span', 'label');
  beatLabel = make('span', 'label');
  problem = make('div', 'problem');
  from = make('input');
  to = make('input');
  panel = make('div', 'ph-popover ph-time-choice');
  beats = make('div', 'ph-popover ph-beats');
  listen = () => this.show();

  connectedCallback() {
    if (!this.firstChild) this.build();
    addEventListener(CHANGED, this.listen);
    this.show();
  }

  disconnectedCallback() {
    removeEventListener(CHANGED, this.listen);
  }

  build() {
    const open = button('choose', 'Span of time', () => this.open(open));
    open.replaceChildren(drawn(ICONS.clock), this.label, drawn(ICONS.down));
    const beat = button('beat', 'Refresh by itself', () => openBelow(this.beats, beat));
    beat.replaceChildren(this.beatLabel, drawn(ICONS.down));
    beat.setAttribute('aria-label', 'Refresh by itself');
    this.panel.popover = 'auto';
    this.beats.popover = 'auto';
    this.buildPanel();
    this.replaceChildren(
      group(button('', 'Back by half', () => time.shift(-1), ICONS.back), open,
        button('', 'On by half', () => time.shift(1), ICONS.on),
        button('', 'Twice as long', () => time.widen(), ICONS.widen)),
      group(button('', 'Refresh', () => time.tell(), ICONS.refresh), beat),
      this.panel, this.beats);
  }

  buildPanel() {
    const quick = make('div', 'quick', ...QUICK.map((span) => {
      const choice = button('', words(span), () => {
        time.choose(`now-${span}`, 'now');
        this.panel.hidePopover();
      });
      choice.dataset.span = span;
      return choice;
    }));
    const form = make('form', 'exact', field('From', this.from), field('To', this.to), this.problem);
    const apply = make('button', 'ph-button primary', 'Show');
    form.append(apply, make('p', 'ph-muted', 'A date and time, or words such as now-6h.'));
    this.problem.setAttribute('role', 'alert');
    form.addEventListener('submit', (e) => {
      e.preventDefault();
      this.apply();
    });
    this.panel.append(form, quick);
  }

  /** @param {HTMLElement} anchor */
  open(anchor) {
    const { from, to } = time.range();
    this.from.value = time.from.startsWith('now') ? time.from : instant(from);
    this.to.value = time.to.startsWith('now') ? time.to : instant(to);
    this.problem.textContent = '';
    openBelow(this.panel, anchor);
  }

  apply() {
    const now = Date.now();
    const from = read(this.from.value);
    const to = read(this.to.value);
    if (Number.isNaN(resolve(from, now)) || Number.isNaN(resolve(to, now))) {
      this.problem.textContent = `"${Number.isNaN(resolve(from, now)) ? from : to}" is no time. Write 2026-01-31 12:00:00 or now-1h.`;
    } else if (resolve(from, now) >= resolve(to, now)) {
      this.problem.textContent = 'The beginning must come before the end.';
    } else {
      time.choose(from, to);
      this.panel.hidePopover();
    }
  }

  show() {
    this.label.textContent = describe(time.from, time.to, instant);
    this.beatLabel.textContent = time.refreshMillis ? formatDuration(time.refreshMillis) : 'Off';
    for (const choice of this.panel.querySelectorAll('[data-span]')) {
      const chosen = time.to === 'now' && time.from === `now-${/** @type {HTMLElement} */ (choice).dataset.span}`;
      choice.toggleAttribute('aria-current', chosen);
    }
    this.beats.replaceChildren(...BEATS.map((millis) => {
      const choice = button('', millis ? `Every ${formatDuration(millis)}` : 'Off', () => {
        time.every(millis);
        this.beats.hidePopover();
        this.show();
      });
      choice.toggleAttribute('aria-current', millis === time.refreshMillis);
      return choice;
    }));
  }
}

/** @param {...Node} content */
function group(...content) {
  const row = make('div', 'ph-button-group', ...content);
  row.setAttribute('role', 'group');
  return row;
}

/** @param {string} label @param {HTMLInputElement} input */
function field(label, input) {
  input.spellcheck = false;
  input.autocomplete = 'off';
  return make('label', '', make('span', '', label), input);
}

/** @param {string} span */
function words(span) {
  return describe(`now-${span}`, 'now', String);
}

/** What was typed, dates as milliseconds. @param {string} text */
function read(text) {
  const trimmed = text.trim();
  const date = /^\d{4}-\d\d-\d\d/.test(trimmed) ? Date.parse(trimmed.replace(' ', 'T')) : NaN;
  return Number.isNaN(date) ? trimmed : String(date);
}

define('pharos-time', PharosTime);
