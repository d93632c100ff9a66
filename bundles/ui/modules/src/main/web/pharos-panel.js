// <pharos-panel uid="…" panel-id="…">: shows one panel of a dashboard over the page's span.
//
// Fetches the panel's frames, loads the ES module of its type and hands them over; whatever goes wrong
// in there stays in here. Also <pharos-dashboard from="…" refresh="…">, which holds panels and
// suggests what they show when nothing was chosen.
import { get, root } from './lib/api.js';
import { button, define, drawn, make, openBelow } from './lib/dom.js';
import { CHANGED, time } from './lib/time.js';

/** The version of the contract between this element and the modules of panels. */
export const contract = 1;

const RETRY_MILLIS = 5000;
const LEAST_POINTS = 50;
const ICONS = {
  menu: 'M12 5.5h.01M12 12h.01M12 18.5h.01', about: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 11v5M12 8h.01',
  waiting: 'M7 3h10M7 21h10M8 3c0 5 8 4 8 9s-8 4-8 9M16 3c0 5-8 4-8 9s8 4 8 9', fault: 'M12 4L2.5 20h19zM12 10v5M12 17.5h.01',
};

/**
 * @typedef {HTMLElement & {
 *   update?: (drawing: any) => void, resize?: (width: number, height: number) => void,
 *   destroy?: () => void, exportData?: () => string,
 * }} Drawer
 */

class PharosPanel extends HTMLElement {
  heading = make('h3');
  about = make('span', 'about');
  warnings = make('span', 'errors');
  stage = make('div', 'stage');
  note = make('div', 'note');
  /** @type {Drawer | undefined} */
  drawer = undefined;
  /** @type {AbortController | undefined} */
  running = undefined;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  retry = undefined;
  visible = false;
  stale = true;
  listen = () => this.refresh();
  /** A panel whose reader chose a stretch of time says so. @param {Event} e */
  zoom = (e) => {
    const { from, to } = /** @type {CustomEvent} */ (e).detail;
    time.choose(Math.round(from), Math.round(to));
  };
  sizes = new ResizeObserver(() => this.resized());
  sight = new IntersectionObserver((entries) => {
    this.visible = entries[entries.length - 1].isIntersecting;
    if (this.visible && this.stale) this.refresh();
  }, { rootMargin: '200px' });

  connectedCallback() {
    if (!this.firstChild) this.build();
    addEventListener(CHANGED, this.listen);
    this.addEventListener('pharos-range', this.zoom);
    this.sizes.observe(this.stage);
    this.sight.observe(this);
  }

  disconnectedCallback() {
    removeEventListener(CHANGED, this.listen);
    this.sizes.disconnect();
    this.sight.disconnect();
    this.running?.abort();
    clearTimeout(this.retry);
    this.drop();
    this.stale = true;
  }

  build() {
    this.heading.textContent = this.getAttribute('heading') ?? '';
    const menu = make('div', 'ph-popover ph-panel-menu');
    menu.popover = 'auto';
    const choose = (/** @type {string} */ label, /** @type {() => void} */ action) => button('', label, () => {
      menu.hidePopover();
      action();
    });
    menu.append(choose('Refresh', () => this.refresh()), choose('Export as CSV', () => this.save()));
    const open = button('menu', 'More', () => openBelow(menu, open), ICONS.menu);
    this.about.append(drawn(ICONS.about));
    this.about.hidden = true;
    this.about.tabIndex = 0;
    this.warnings.append(drawn(ICONS.fault));
    this.warnings.hidden = true;
    this.warnings.tabIndex = 0;
    this.note.hidden = true;
    this.replaceChildren(make('header', '', this.heading, this.about, this.warnings, open, menu), make('div', 'bar'), this.note, this.stage);
  }

  /** Fetches and draws anew; waits until the panel is in sight. */
  async refresh() {
    this.stale = true;
    if (!this.visible) return;
    this.stale = false;
    this.running?.abort();
    clearTimeout(this.retry);
    const running = new AbortController();
    this.running = running;
    this.classList.add('loading');
    try {
      const { from, to } = time.range();
      const uid = encodeURIComponent(this.getAttribute('uid') ?? '');
      const id = encodeURIComponent(this.getAttribute('panel-id') ?? '');
      const points = Math.max(LEAST_POINTS, Math.round(this.stage.clientWidth / 2));
      const drawing = await get(`api/pharos/v1/dashboards/${uid}/panels/${id}/frames`, { from, to, points }, running.signal);
      await this.draw(drawing);
    } catch (e) {
      if (running.signal.aborted) return;
      this.fail(e);
    }
    if (this.running === running) this.classList.remove('loading');
  }

  /** @param {any} drawing */
  async draw(drawing) {
    const panel = drawing.panel;
    this.heading.textContent = panel.title;
    tell(this.about, panel.description);
    if (!panel.module || !panel.element) {
      tell(this.warnings, '');
      this.drop();
      this.say(ICONS.waiting, `Waiting for a bundle that draws panels of type “${panel.type}”`);
      this.retry = setTimeout(() => this.refresh(), RETRY_MILLIS);
      return;
    }
    tell(this.warnings, drawing.errors.join('\n'));
    await this.prepare(panel);
    const empty = drawing.frames.every((/** @type {any} */ frame) => frame.fields.every((/** @type {any} */ field) => field.values.length === 0));
    if (empty && drawing.errors.length > 0) {
      this.say(ICONS.fault, drawing.errors[0], true);
    } else if (empty) {
      this.say('', 'No data');
    } else {
      this.quiet();
      this.drawer?.update?.(drawing);
    }
  }

  /** Puts the element that draws on the stage. @param {any} panel */
  async prepare(panel) {
    if (this.drawer?.localName === panel.element) return;
    const module = await import(new URL(panel.module.replace(/^\//, ''), root()).href);
    if (module.contract !== contract) {
      throw new Error(`The panel type “${panel.type}” was made for version ${module.contract} of the browser's contract, and this is version ${contract}. Update its bundle.`);
    }
    await customElements.whenDefined(panel.element);
    this.drop();
    this.drawer = /** @type {Drawer} */ (document.createElement(panel.element));
    this.stage.append(this.drawer);
    this.resized();
  }

  resized() {
    try {
      this.drawer?.resize?.(this.stage.clientWidth, this.stage.clientHeight);
    } catch (e) {
      this.fail(e);
    }
  }

  drop() {
    try {
      this.drawer?.destroy?.();
    } catch (e) {
      console.warn('A panel could not be ended', e);
    }
    this.drawer?.remove();
    this.drawer = undefined;
  }

  /** @param {unknown} e */
  fail(e) {
    this.say(ICONS.fault, e instanceof Error ? e.message : String(e), true);
  }

  /** @param {string} icon @param {string} words @param {boolean} [bad] */
  say(icon, words, bad = false) {
    this.note.replaceChildren(...(icon ? [drawn(icon)] : []), make('span', '', words));
    this.note.className = bad ? 'note bad' : 'note';
    this.note.hidden = false;
    this.dataset.state = bad ? 'error' : icon === ICONS.waiting ? 'waiting' : 'empty';
    this.stage.classList.add('covered');
  }

  quiet() {
    this.note.hidden = true;
    this.dataset.state = 'drawn';
    this.stage.classList.remove('covered');
  }

  save() {
    const text = this.drawer?.exportData?.();
    if (text === undefined) return;
    const link = make('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
    link.download = `${(this.heading.textContent || 'panel').replace(/[^\p{L}\p{N}]+/gu, '-')}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  }
}

/** Shows a mark with words that appear at it, or hides it. @param {HTMLElement} mark @param {string} words */
function tell(mark, words) {
  mark.hidden = !words;
  mark.title = words;
  mark.setAttribute('aria-label', words);
  mark.setAttribute('role', 'img');
}

/** Holds the panels of a dashboard. Event `range` (detail.from, detail.to) tells panels drawn on the server. */
class PharosDashboard extends HTMLElement {
  tell = () => this.dispatchEvent(new CustomEvent('range', { detail: time.range() }));

  connectedCallback() {
    addEventListener(CHANGED, this.tell);
    time.suggest(this.getAttribute('from') ?? 'now-1h', Number(this.getAttribute('refresh') ?? 0) * 1000);
    setTimeout(this.tell);
  }

  disconnectedCallback() {
    removeEventListener(CHANGED, this.tell);
  }
}

define('pharos-panel', PharosPanel);
define('pharos-dashboard', PharosDashboard);
