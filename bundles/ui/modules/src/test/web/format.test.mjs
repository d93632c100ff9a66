import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ago, duration } from '../../main/web/lib/format.js';

test('durations have at most two units', () => {
  assert.equal(duration(0), '0 s');
  assert.equal(duration(0.00025), '250 µs');
  assert.equal(duration(0.25), '250 ms');
  assert.equal(duration(1.5), '1.5 s');
  assert.equal(duration(3661), '1h 1m');
  assert.equal(duration(86400 * 2 + 5), '2d');
  assert.equal(duration(-90), '-1m 30s');
});

test('what never happened was never', () => {
  assert.equal(ago(0, 1000), 'never');
  assert.equal(ago(1000, 1500), 'just now');
  assert.equal(ago(1000, 63_000), '1m 2s ago');
});
