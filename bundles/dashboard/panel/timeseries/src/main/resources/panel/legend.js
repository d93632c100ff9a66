// The names of the series with their figures; a click shows one alone, with Ctrl it hides or shows it.
import { reduce } from '../../../modules/frames.js';
import { format } from '../../../modules/units.js';
import { swatch, text } from './tooltip.js';

const HEADS = { last: 'Last', first: 'First', min: 'Min', max: 'Max', mean: 'Mean', sum: 'Total', count: 'Count', range: 'Range', delta: 'Change' };

/**
 * @param {{ name: string, color: string, unit: string, decimals?: number, values: (number | null)[], shown: boolean }[]} series
 * @param {{ mode: string, calcs: string[] }} options
 * @param {(index: number, alone: boolean) => void} chosen
 * @returns {HTMLElement}
 */
export function legend(series, options, chosen) {
  return options.mode === 'table' ? table(series, options.calcs, chosen) : list(series, chosen);
}

function list(series, chosen) {
  const box = document.createElement('div');
  box.className = 'legend list';
  series.forEach((one, i) => box.append(name(one, i, chosen)));
  return box;
}

function table(series, calcs, chosen) {
  const box = document.createElement('div');
  box.className = 'legend';
  const head = document.createElement('tr');
  head.append(cell('th', 'Name'), ...calcs.map((calc) => cell('th', HEADS[calc] ?? calc)));
  const rows = series.map((one, i) => {
    const row = document.createElement('tr');
    const first = document.createElement('td');
    first.append(name(one, i, chosen));
    row.append(first, ...calcs.map((calc) => {
      const unit = calc === 'count' ? 'none' : one.unit;
      return cell('td', format(reduce(one.values, calc), unit, one.decimals));
    }));
    return row;
  });
  const whole = document.createElement('table');
  const top = document.createElement('thead');
  const body = document.createElement('tbody');
  top.append(head);
  body.append(...rows);
  whole.append(top, body);
  box.append(whole);
  return box;
}

function name(one, index, chosen) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = one.shown ? '' : 'hidden';
  button.setAttribute('aria-pressed', String(one.shown));
  button.title = one.name;
  button.append(swatch(one.color), text('name', one.name));
  button.addEventListener('click', (e) => chosen(index, !(e.ctrlKey || e.metaKey || e.shiftKey)));
  return button;
}

function cell(tag, content) {
  const node = document.createElement(tag);
  node.textContent = content;
  return node;
}
