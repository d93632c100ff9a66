import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

const told = [];
globalThis.dispatchEvent = (event) => told.push(event.type);
globalThis.location = new URL('http://pharos/dashboards/host');
globalThis.history = { state: null, replaceState: (_state, _title, url) => { globalThis.location = url; } };
const { time } = await import('../../main/web/lib/time.js');

beforeEach(() => {
  time.chosen = false;
  time.choose('now-1h', 'now');
  told.length = 0;
  globalThis.location = new URL('http://pharos/dashboards/host');
});

test('a span that is chosen stands in the address', () => {
  time.choose('now-6h', 'now');

  assert.equal(location.searchParams.get('from'), 'now-6h');
  assert.equal(location.searchParams.get('to'), 'now');
});

test('on the query page it stands there by the names of Prometheus', () => {
  globalThis.location = new URL('http://pharos/query?g0.expr=up');

  time.choose(1577836800000, 1577840400000);

  assert.equal(location.searchParams.get('g0.range_input'), '1h');
  assert.equal(location.searchParams.get('g0.end_input'), '2020-01-01 01:00:00');
  assert.equal(location.searchParams.get('g0.expr'), 'up');
});

test('a link of Prometheus is understood', () => {
  globalThis.location = new URL('http://pharos/query?g0.range_input=30m&g0.end_input=2020-01-01+01:00:00');

  time.read();

  assert.deepEqual(time.range(), { from: 1577838600000, to: 1577840400000 });
});

test('what a dashboard suggests counts only while nothing was chosen', () => {
  time.suggest('now-7d', 0);
  assert.equal(time.from, 'now-1h');

  time.chosen = false;
  time.suggest('now-7d', 0);
  assert.equal(time.from, 'now-7d');
});

test('twice as long keeps the end of a span that ends now', () => {
  time.widen();

  assert.equal(time.from, 'now-2h');
  assert.equal(time.to, 'now');
});

test('going back moves both ends by half of the span', () => {
  time.choose(1000, 3000);
  time.shift(-1);

  assert.deepEqual(time.range(), { from: 0, to: 2000 });
});

test('every change is told', () => {
  time.choose('now-5m', 'now');

  assert.deepEqual(told, ['pharos-time']);
});
