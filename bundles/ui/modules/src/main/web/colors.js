// Colours of panels: the names that dashboards use, resolved by the theme that is in force.

const NAMES = /** @type {Record<string, string>} */ ({
  ok: '--ph-ok', warn: '--ph-warn', error: '--ph-error', info: '--ph-info', accent: '--ph-accent',
  text: '--ph-text', muted: '--ph-text-muted', grid: '--ph-grid', surface: '--ph-surface',
  green: '--ph-series-3', yellow: '--ph-series-8', orange: '--ph-series-2', red: '--ph-series-4',
  blue: '--ph-series-1', purple: '--ph-series-5',
});
const SERIES = 10;

/** @typedef {{ value: number | null, color: string }} ThresholdStep from this value on; null for all below the first */

/**
 * Reads the theme at an element, once, and answers colours by name: "warn", "series-3", or any CSS colour.
 * @param {Element} element
 * @returns {(name: string) => string}
 */
export function themeAt(element) {
  const style = getComputedStyle(element);
  return (name) => {
    const variable = Object.hasOwn(NAMES, name) ? NAMES[name] : /^series-\d+$/.test(name) ? `--ph-${name}` : '';
    return variable ? style.getPropertyValue(variable).trim() || '#888888' : name;
  };
}

/** The name of the colour of the n-th series, from 0. @param {number} index */
export function seriesName(index) {
  return `series-${(index % SERIES) + 1}`;
}

/**
 * The same colour, let through.
 * @param {string} color
 * @param {number} alpha 0 to 1
 */
export function withAlpha(color, alpha) {
  const hex = /^#([0-9a-f]{6})$/i.exec(color);
  const share = Math.round(Math.min(1, Math.max(0, alpha)) * 255);
  return hex ? `${color}${share.toString(16).padStart(2, '0')}` : `color-mix(in srgb, ${color} ${alpha * 100}%, transparent)`;
}

/**
 * The name of the colour that thresholds give a value.
 * @param {readonly ThresholdStep[] | undefined} steps
 * @param {number | null} value
 * @param {string} otherwise if no step applies
 */
export function thresholdName(steps, value, otherwise) {
  let found = otherwise;
  if (value === null) return found;
  for (const step of [...(steps ?? [])].sort(byValue)) {
    if (step.value === null || value >= step.value) found = step.color;
  }
  return found;
}

/** @param {ThresholdStep} a @param {ThresholdStep} b */
export function byValue(a, b) {
  return (a.value ?? -Infinity) - (b.value ?? -Infinity);
}

/**
 * Calls back when the theme changes, until the answer is called.
 * @param {() => void} changed
 * @returns {() => void}
 */
export function onThemeChange(changed) {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['theme'] });
  return () => observer.disconnect();
}
