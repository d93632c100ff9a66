// What the elements of these panels have in common: data, theme and size lead to one call of `render`.
import { onThemeChange, themeAt } from '../../../modules/colors.js';
import { csv } from '../../../modules/frames.js';
import { complete, entries } from './values.js';

const SVG = 'http://www.w3.org/2000/svg';

export class SinglePanel extends HTMLElement {
  drawing = null;
  root = document.createElement('div');
  sizes = new ResizeObserver(() => this.draw());
  leaveTheme = () => {};

  /** @param {CSSStyleSheet} sheet */
  constructor(sheet) {
    super();
    this.root.className = 'root';
    const shadow = this.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [common, sheet];
    shadow.append(this.root);
  }

  connectedCallback() {
    this.sizes.observe(this);
    this.leaveTheme = onThemeChange(() => this.draw());
    this.draw();
  }

  disconnectedCallback() {
    this.sizes.disconnect();
    this.leaveTheme();
  }

  update(drawing) {
    this.drawing = drawing;
    this.draw();
  }

  resize() {
    this.draw();
  }

  destroy() {
    this.drawing = null;
    this.remove();
  }

  exportData() {
    return this.drawing ? csv(this.drawing.frames) : '';
  }

  draw() {
    if (!this.drawing || !this.isConnected) return;
    const options = complete(this.drawing.panel.options);
    const found = entries(this.drawing, options);
    if (found.length === 0) {
      this.root.replaceChildren(element('div', 'empty', 'No data'));
      return;
    }
    const { width, height } = this.getBoundingClientRect();
    this.render(found, options, themeAt(this), { width, height });
  }

  /**
   * Draws into `this.root`.
   * @param {import('./values.js').Entry[]} found
   * @param {any} options
   * @param {(name: string) => string} theme
   * @param {{ width: number, height: number }} size
   */
  render(found, options, theme, size) {
    throw new Error(`${this.localName} draws nothing of ${found.length} ${options} ${theme} ${size}`);
  }
}

/** Text is only ever text, whatever a label holds. @param {string} tag @param {string} className @param {string} [content] */
export function element(tag, className, content = '') {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = content;
  return node;
}

/** @param {string} tag @param {Record<string, string | number>} attributes */
export function shape(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
}

/** A figure and its unit, the unit smaller. @param {import('./values.js').Entry} entry @param {number} size in pixels */
export function figure(entry, size) {
  const box = element('span', 'figure');
  const unit = element('span', 'unit', entry.unit);
  box.style.fontSize = `${size}px`;
  box.append(element('span', 'number', entry.number), unit);
  return box;
}

const measure = /** @type {CanvasRenderingContext2D} */ (document.createElement('canvas').getContext('2d'));
const TRIAL = 100;
const UNIT = 0.62;

/**
 * The size at which a figure fills a width, and no more than a height.
 * @param {import('./values.js').Entry} entry
 * @param {number} width
 * @param {number} height
 * @param {string} family of the font
 */
export function fontSize(entry, width, height, family) {
  measure.font = `600 ${TRIAL}px ${family}`;
  const atTrial = measure.measureText(entry.number).width + measure.measureText(entry.unit).width * UNIT;
  return Math.max(10, Math.min(height, width / Math.max(1.2 * TRIAL, atTrial) * TRIAL));
}

/** Whether names are shown: if asked for, or if there is more than one to tell apart. */
export function showsNames(options, count) {
  return options.text === 'name' || options.text === 'value_and_name' || (options.text === 'auto' && count > 1);
}

const common = new CSSStyleSheet();
common.replaceSync(`
:host { display: block; width: 100%; height: 100%; min-height: 0; color: var(--ph-text); font: 12px/1.3 var(--ph-font); }
.root { width: 100%; height: 100%; overflow: hidden; position: relative; }
.empty { position: absolute; inset: 0; display: grid; place-items: center; color: var(--ph-text-muted); font-size: 13px; }
.figure { font-weight: 600; white-space: nowrap; line-height: 1.1; font-variant-numeric: tabular-nums; letter-spacing: -.01em; }
.figure .unit { font-size: ${UNIT}em; font-weight: 500; }
.name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; color: var(--ph-text-muted); }
`);
