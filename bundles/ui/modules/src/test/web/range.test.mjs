import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describe, formatDuration, parseDuration, resolve, stepFor } from '../../main/web/lib/range.js';

test('durations are read as Prometheus writes them', () => {
  assert.equal(parseDuration('1h30m'), 5_400_000);
  assert.equal(parseDuration('250ms'), 250);
  assert.equal(parseDuration('2w'), 1_209_600_000);
  assert.ok(Number.isNaN(parseDuration('soon')));
  assert.ok(Number.isNaN(parseDuration('1h later')));
  assert.ok(Number.isNaN(parseDuration('')));
});

test('durations that are written read back the same', () => {
  for (const text of ['15s', '1h30m', '2d', '1w', '250ms', '1d1h1m1s']) {
    assert.equal(formatDuration(parseDuration(text)), text);
  }
});

test('ends of a span are instants, or relative to now', () => {
  assert.equal(resolve('now', 5000), 5000);
  assert.equal(resolve('now-2s', 5000), 3000);
  assert.equal(resolve('now+1s', 5000), 6000);
  assert.equal(resolve('1234', 5000), 1234);
  assert.equal(resolve('2020-01-01T00:00:00Z', 0), 1577836800000);
  assert.ok(Number.isNaN(resolve('yesterday-ish', 0)));
});

test('a span is told in words', () => {
  assert.equal(describe('now-1h', 'now', String), 'Last hour');
  assert.equal(describe('now-6h', 'now', String), 'Last 6 hours');
  assert.equal(describe('now-90s', 'now', String), 'Last 90 seconds');
  assert.equal(describe('1000', '2000', String), '1000 – 2000');
});

test('steps are round and give no more points than there is room for', () => {
  assert.equal(stepFor(3600_000, 250), 15_000);
  assert.equal(stepFor(60_000, 1000), 1000);
  for (const span of [6e4, 36e5, 864e5, 6048e5, 31536e6]) {
    for (const points of [50, 300, 1000]) {
      assert.ok(span / stepFor(span, points) <= points);
    }
  }
});
