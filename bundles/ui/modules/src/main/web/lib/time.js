// The span of time that the page shows, one for all its parts, and the beat at which they refresh.
import { formatDuration, parseDuration, resolve } from './range.js';

/** What window says when the span has changed or its end has moved on. */
export const CHANGED = 'pharos-time';

/** What the span is called in the address of the query page, as Prometheus has it. */
const RANGE = 'g0.range_input';
const END = 'g0.end_input';

class Time {
  from = 'now-1h';
  to = 'now';
  refreshMillis = 0;
  /** Whether the span was chosen, by the address or by hand, and not by a dashboard's default. */
  chosen = false;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  beat = undefined;

  /** The span as it is at this moment, in milliseconds. */
  range() {
    const now = Date.now();
    const to = resolve(this.to, now);
    const from = resolve(this.from, now);
    return { from: Math.min(from, to - 1), to };
  }

  /** @param {string | number} from @param {string | number} to */
  choose(from, to) {
    this.from = String(from);
    this.to = String(to);
    this.chosen = true;
    this.write();
    this.tell();
  }

  /** Takes what a dashboard shows when it is opened, unless something was chosen. @param {string} from @param {number} refreshMillis */
  suggest(from, refreshMillis) {
    if (this.chosen) return;
    this.from = from;
    this.to = 'now';
    this.every(refreshMillis, false);
    this.tell();
  }

  /** @param {number} millis 0 for never @param {boolean} [write] */
  every(millis, write = true) {
    this.refreshMillis = millis;
    clearInterval(this.beat);
    if (millis > 0) {
      this.beat = setInterval(() => {
        if (document.visibilityState === 'visible') this.tell();
      }, millis);
    }
    if (write) this.write();
  }

  /** Moves by half of the span. @param {-1 | 1} direction */
  shift(direction) {
    const { from, to } = this.range();
    const half = Math.round((to - from) / 2) * direction;
    this.choose(from + half, to + half);
  }

  widen() {
    const relative = this.to === 'now' ? /^now-(.+)$/.exec(this.from) : null;
    if (relative) {
      this.choose(`now-${formatDuration(parseDuration(relative[1]) * 2)}`, 'now');
      return;
    }
    const { from, to } = this.range();
    const half = Math.round((to - from) / 2);
    this.choose(from - half, to + half);
  }

  tell() {
    dispatchEvent(new CustomEvent(CHANGED));
  }

  /** Takes the span from the address, where it is there. */
  read() {
    const query = new URLSearchParams(location.search);
    const range = parseDuration(query.get(RANGE) ?? '');
    const from = query.get('from');
    if (from) {
      this.from = from;
      this.to = query.get('to') ?? 'now';
      this.chosen = true;
    } else if (range > 0) {
      const end = query.get(END);
      const at = end ? Date.parse(`${end.replace(' ', 'T')}Z`) : NaN;
      this.from = Number.isNaN(at) ? `now-${formatDuration(range)}` : String(at - range);
      this.to = Number.isNaN(at) ? 'now' : String(at);
      this.chosen = true;
    }
    const refresh = parseDuration(query.get('refresh') ?? '');
    if (refresh > 0) this.every(refresh, false);
  }

  /** Writes the span into the address, so that a link to the page shows the same. */
  write() {
    const url = new URL(location.href);
    const query = url.searchParams;
    for (const name of ['from', 'to', 'refresh', RANGE, END]) query.delete(name);
    if (url.pathname.endsWith('/query')) {
      const { from, to } = this.range();
      query.set(RANGE, formatDuration(Math.round((to - from) / 1000) * 1000));
      if (this.to !== 'now') query.set(END, new Date(to).toISOString().slice(0, 19).replace('T', ' '));
    } else {
      query.set('from', this.from);
      query.set('to', this.to);
    }
    if (this.refreshMillis > 0) query.set('refresh', formatDuration(this.refreshMillis));
    history.replaceState(history.state, '', url);
  }
}

export const time = new Time();
if (typeof location !== 'undefined') time.read();
