import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columns, number, seriesName, stacked } from '../../main/web/lib/matrix.js';

test('a series stands on the grid of steps, and gaps are null', () => {
  const { times, lines } = columns(
    [{ metric: { __name__: 'up', job: 'a' }, values: [[10, '1'], [30, '2.5']] }], 10_000, 30_000, 10_000);

  assert.deepEqual(times, [10, 20, 30]);
  assert.deepEqual(lines[0].values, [1, null, 2.5]);
  assert.equal(lines[0].name, 'up{job="a"}');
});

test('values that cannot be drawn are gaps', () => {
  const { lines } = columns([{ metric: {}, values: [[0, 'NaN'], [10, '+Inf'], [20, '1']] }], 0, 20_000, 10_000);

  assert.deepEqual(lines[0].values, [null, null, 1]);
});

test('samples outside of the span are left out', () => {
  const { lines } = columns([{ metric: {}, values: [[-10, '1'], [0, '2'], [50, '3']] }], 0, 20_000, 10_000);

  assert.deepEqual(lines[0].values, [2, null, null]);
});

test('series of histograms alone draw no line', () => {
  assert.equal(columns([{ metric: {}, histograms: [[0, {}]] }], 0, 10_000, 10_000).lines.length, 0);
});

test('stacking adds what is there and keeps gaps', () => {
  const line = (values) => ({ name: '', labels: {}, values });

  assert.deepEqual(stacked([line([1, 2, null]), line([10, null, 30]), line([100, 200, 300])]),
    [[1, 2, null], [11, null, 30], [111, 202, 330]]);
});

test('numbers are read as Prometheus writes them', () => {
  assert.equal(number('+Inf'), Infinity);
  assert.equal(number('-Inf'), -Infinity);
  assert.ok(Number.isNaN(number('NaN')));
  assert.equal(number('1.5e3'), 1500);
});

test('series are named as one would select them', () => {
  assert.equal(seriesName({ __name__: 'up' }), 'up');
  assert.equal(seriesName({}), '{}');
  assert.equal(seriesName({ job: 'a "b"' }), '{job="a \\"b\\""}');
  assert.equal(seriesName({ __name__: 'x', 'service.name': 'y' }), 'x{"service.name"="y"}');
});
