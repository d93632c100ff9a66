// The smallest real panel: a lamp per series, lit while its last value is above zero.
import { columns, csv, reduce } from '../../../modules/frames.js';

export const contract = 1;

class Example extends HTMLElement {
  frames = [];

  /** New data, or the panel was changed. */
  update(drawing) {
    this.frames = drawing.frames;
    this.style.cssText = 'display: flex; flex-wrap: wrap; gap: 6px 16px; align-content: center; height: 100%; color: var(--ph-text)';
    this.replaceChildren(...columns(this.frames).series.map((series) => {
      const value = reduce(series.values, 'last');
      const lamp = document.createElement('span');
      const color = value === null ? '--ph-border' : value > 0 ? '--ph-ok' : '--ph-error';
      lamp.style.cssText = `border-left: 12px solid var(${color}); border-radius: 6px; padding-left: 6px`;
      lamp.textContent = series.name; // never innerHTML: a label may hold anything
      return lamp;
    }));
  }

  /** The host has another size; CSS has seen to it. */
  resize() {}

  /** The panel is taken away: end timers and requests here. */
  destroy() {
    this.replaceChildren();
  }

  /** What 'Download CSV' gives. */
  exportData() {
    return csv(this.frames);
  }
}

const TAG = 'pharos-example-0-1-0';
if (!customElements.get(TAG)) customElements.define(TAG, Example);
