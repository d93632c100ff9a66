// What hangs at the cursor: the instant, and the values of all series there.

const MOST_ROWS = 16;
const AWAY = 14;

export class Tooltip {
  constructor() {
    this.box = document.createElement('div');
    this.box.className = 'tooltip';
    this.box.setAttribute('role', 'tooltip');
    this.box.hidden = true;
  }

  /**
   * @param {string} time
   * @param {{ name: string, value: string, color: string, near: boolean }[]} rows the most important first
   * @param {number} x in the window
   * @param {number} y in the window
   */
  show(time, rows, x, y) {
    const head = document.createElement('div');
    head.className = 'time';
    head.textContent = time;
    const shown = rows.slice(0, MOST_ROWS);
    const near = rows.find((row) => row.near);
    if (near && !shown.includes(near)) shown[MOST_ROWS - 1] = near;
    const lines = shown.map((row) => {
      const line = document.createElement('div');
      line.className = row.near ? 'row near' : 'row';
      line.append(swatch(row.color), text('name', row.name), text('value', row.value));
      return line;
    });
    this.box.replaceChildren(head, ...lines);
    if (rows.length > shown.length) this.box.append(text('more', `and ${rows.length - shown.length} more`));
    this.box.hidden = false;
    this.place(x, y);
  }

  hide() {
    this.box.hidden = true;
  }

  place(x, y) {
    const { width, height } = this.box.getBoundingClientRect();
    const left = x + AWAY + width > innerWidth ? x - AWAY - width : x + AWAY;
    const top = Math.min(Math.max(4, y - height / 2), innerHeight - height - 4);
    this.box.style.left = `${Math.max(4, left)}px`;
    this.box.style.top = `${top}px`;
  }
}

/** @param {string} color */
export function swatch(color) {
  const mark = document.createElement('span');
  mark.className = 'swatch';
  mark.style.background = color;
  return mark;
}

/** Text is only ever text, whatever a label holds. @param {string} className @param {string} content */
export function text(className, content) {
  const node = document.createElement('span');
  node.className = className;
  node.textContent = content;
  return node;
}
