import assert from 'node:assert/strict';
import test from 'node:test';
import { thresholdName, withAlpha, seriesName } from '../../main/web/colors.js';
import { columns, csv, reduce } from '../../main/web/frames.js';

const time = (/** @type {number[]} */ ...values) => ({ name: 'Time', type: /** @type {'time'} */ ('time'), values });
const number = (/** @type {string} */ name, /** @type {(number|null)[]} */ ...values) =>
  ({ name, type: /** @type {'number'} */ ('number'), values });

test('frames over the same times stand side by side', () => {
  const { times, series } = columns([
    { refId: 'A', name: '', fields: [time(1, 2), number('a', 1, 2), number('b', 3, null)] },
    { refId: 'B', name: '', fields: [time(1, 2), number('c', 5, 6)] },
  ]);
  assert.deepEqual(times, [1, 2]);
  assert.deepEqual(series.map((one) => [one.refId, one.name, one.values]), [['A', 'a', [1, 2]], ['A', 'b', [3, null]], ['B', 'c', [5, 6]]]);
});

test('frames over other times are joined, with gaps', () => {
  const { times, series } = columns([
    { refId: 'A', name: '', fields: [time(1, 3), number('a', 1, 3)] },
    { refId: 'B', name: '', fields: [time(2, 3), number('b', 20, 30)] },
  ]);
  assert.deepEqual(times, [1, 2, 3]);
  assert.deepEqual(series.map((one) => one.values), [[1, null, 3], [null, 20, 30]]);
});

test('a frame without times has nothing to draw over time', () => {
  assert.deepEqual(columns([{ refId: 'A', name: '', fields: [number('a', 1)] }]), { times: [], series: [] });
});

test('gaps do not count when a column is reduced', () => {
  const values = [null, 4, 1, null, 3, null];
  const found = Object.fromEntries(['last', 'first', 'min', 'max', 'sum', 'mean', 'count', 'range', 'delta']
    .map((how) => [how, reduce(values, how)]));
  assert.deepEqual(found, { last: 3, first: 4, min: 1, max: 4, sum: 8, mean: 8 / 3, count: 3, range: 3, delta: -1 });
  assert.equal(reduce([null], 'max'), null);
  assert.equal(reduce([], 'count'), 0);
  assert.equal(reduce([1, 2], 'constructor'), 2);
});

test('CSV quotes what needs it and disarms formulas', () => {
  const text = csv([{ refId: 'A', name: '', fields: [
    time(0, 1000), number('a,"b"', 1.5, null), { name: '=cmd()', type: 'text', values: ['-1', 'x\ny'] }] }]);
  assert.equal(text, 'Time,"a,""b""",\'=cmd()\r\n1970-01-01T00:00:00.000Z,1.5,\'-1\r\n1970-01-01T00:00:01.000Z,,"x\ny"\r\n');
});

test('the highest threshold that a value has reached gives its colour', () => {
  const steps = [{ value: 80, color: 'warn' }, { value: null, color: 'ok' }, { value: 90, color: 'error' }];
  assert.deepEqual([10, 80, 95].map((value) => thresholdName(steps, value, 'text')), ['ok', 'warn', 'error']);
  assert.equal(thresholdName([], 5, 'text'), 'text');
  assert.equal(thresholdName(steps, null, 'text'), 'text');
});

test('colours are let through, and come round after ten series', () => {
  assert.equal(withAlpha('#102030', 0.5), '#10203080');
  assert.equal(withAlpha('red', 0.25), 'color-mix(in srgb, red 25%, transparent)');
  assert.equal(seriesName(0), 'series-1');
  assert.equal(seriesName(10), 'series-1');
});
