import assert from 'node:assert/strict';
import test from 'node:test';
import { bounds, complete, entries, gridColumns, mapping } from '../../main/resources/panel/values.js';

const drawing = (/** @type {string} */ unit, /** @type {(number|null)[][]} */ ...columns) => ({
  panel: { unit },
  frames: [{ refId: 'A', name: '', fields: [
    { name: 'Time', type: 'time', values: [1, 2] },
    ...columns.map((values, i) => ({ name: `s${i}`, type: 'number', labels: {}, values }))] }],
});

test('a series is one value with its text, its colour and its share', () => {
  const options = complete({ thresholds: { steps: [{ value: null, color: 'ok' }, { value: 0.8, color: 'error' }] } });
  const [low, high] = entries(drawing('percentunit', [0.9, 0.25], [0.1, 0.9]), options);
  assert.deepEqual([low.number, low.unit, low.color, low.share], ['25', '%', 'ok', 0.25]);
  assert.deepEqual([high.number, high.color], ['90', 'error']);
});

test('the value may be another than the last', () => {
  assert.equal(entries(drawing('none', [4, 2]), complete({ reduce: 'max' }))[0].value, 4);
});

test('nothing but gaps is told by the text for it', () => {
  const [entry] = entries(drawing('bytes', [null, null]), complete({ noValue: 'silent' }));
  assert.deepEqual([entry.value, entry.number, entry.share], [null, 'silent', 0]);
});

test('a value can be given a text and a colour of its own', () => {
  const options = complete({ mappings: [{ value: 1, text: 'Up', color: 'ok' }, { value: 0, text: 'Down', color: 'error' }] });
  const [entry] = entries(drawing('none', [1, 0]), options);
  assert.deepEqual([entry.number, entry.unit, entry.color], ['Down', '', 'error']);
});

test('texts are found by value, by range and for no value', () => {
  const mappings = [{ from: 10, to: 20, text: 'some' }, { from: 21, text: 'many' }, { special: /** @type {'null'} */ ('null'), text: 'none' }];
  assert.deepEqual([10, 20.5, 1e9, null].map((value) => mapping(mappings, value)?.text), ['some', undefined, 'many', 'none']);
});

test('a gauge ends where it is told, where its unit ends, or at the largest value', () => {
  assert.deepEqual(bounds('percent', {}, [3]), [0, 100]);
  assert.deepEqual(bounds('percentunit', {}, [3]), [0, 1]);
  assert.deepEqual(bounds('bytes', {}, [3, 8, null]), [0, 8]);
  assert.deepEqual(bounds('celsius', { max: 40 }, [-5]), [-5, 40]);
});

test('tiles are laid out by the shape of their box', () => {
  assert.equal(gridColumns(4, 800, 100, 1.9), 4);
  assert.equal(gridColumns(4, 100, 400, 1.9), 1);
  assert.equal(gridColumns(4, 400, 220, 1.9), 2);
});
