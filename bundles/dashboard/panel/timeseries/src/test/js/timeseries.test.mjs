import assert from 'node:assert/strict';
import test from 'node:test';
import { complete, overridesFor } from '../../main/resources/panel/options.js';
import { range } from '../../main/resources/panel/scale.js';
import { stack, supports } from '../../main/resources/panel/stack.js';

test('each series stands on those before it', () => {
  assert.deepEqual(stack([[1, 2], [10, 20], [100, 200]], [true, true, true], false), [[1, 2], [11, 22], [111, 222]]);
});

test('a hidden series bears nothing', () => {
  assert.deepEqual(stack([[1], [10], [100]], [true, false, true], false), [[1], [null], [101]]);
  assert.deepEqual(supports([[1], [10], [100]], [true, false, true]), [-1, -1, 0]);
});

test('a gap is no height of its own, and a gap on the ground stays one', () => {
  assert.deepEqual(stack([[null, 1], [5, null]], [true, true], false), [[null, 1], [5, 1]]);
});

test('what is drawn below zero piles up downwards', () => {
  const columns = [[1], [-1], [2], [-3]];
  assert.deepEqual(stack(columns, [true, true, true, true], false), [[1], [-1], [3], [-4]]);
  assert.deepEqual(supports(columns, [true, true, true, true]), [-1, -1, 0, 1]);
});

test('shares add up to one, and nothing at all is no share', () => {
  assert.deepEqual(stack([[1, 0], [3, 0]], [true, true], true), [[0.25, null].map((v) => v ?? 0), [1, 0]]);
});

test('a scale leaves room above and shows zero when the data comes near it', () => {
  assert.deepEqual(range(2, 10, {}), [0, 10.64]);
  const [from] = range(95, 100, {});
  assert.ok(from > 90 && from < 95, String(from));
});

test('a flat line is given room, and zero stands on the ground', () => {
  assert.deepEqual(range(0, 0, {}), [0, 1.08]);
  const [from, to] = range(4, 4, {});
  assert.ok(from < 4 && to > 4);
});

test('soft ends hold until the data passes them, hard ones always', () => {
  assert.deepEqual(range(0.2, 0.4, { softMin: 0, softMax: 1 }), [0, 1]);
  assert.ok(range(0.2, 1.5, { softMax: 1 })[1] > 1.5);
  assert.deepEqual(range(-5, 500, { min: 0, max: 100 }), [0, 100]);
});

test('without data a scale still has two ends', () => {
  assert.deepEqual(range(null, null, {}), [0, 1.08]);
  assert.deepEqual(range(null, null, { min: 5, max: 5 }), [5, 6]);
});

test('a legend with figures is a table unless it is told otherwise', () => {
  assert.equal(complete({ legend: { calcs: ['max'] } }).legend.mode, 'table');
  assert.equal(complete({ legend: { calcs: ['max'], mode: 'list' } }).legend.mode, 'list');
  assert.equal(complete({}).legend.mode, 'list');
});

test('overrides name a series or a query, and later ones win', () => {
  const options = complete({ overrides: [{ refId: 'A', color: 'red', axis: 'right' }, { name: 'x', color: 'blue' }] });
  assert.deepEqual(overridesFor(options, { name: 'x', refId: 'A' }), { color: 'blue', axis: 'right' });
  assert.deepEqual(overridesFor(options, { name: 'y', refId: 'B' }), {});
});
