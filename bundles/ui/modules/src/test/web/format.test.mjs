import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ago, bytes, duration, inUnit, short } from '../../main/web/lib/format.js';

test('numbers keep the digits that matter', () => {
  assert.equal(short(0), '0');
  assert.equal(short(12.3456), '12.3');
  assert.equal(short(1234567), '1.23 M');
  assert.equal(short(999.6), '1 k');
  assert.equal(short(0.00042), '420 µ');
  assert.equal(short(-2500), '-2.5 k');
  assert.equal(short(3e-12), '3.00e-12');
  assert.equal(short(Infinity), '+Inf');
  assert.equal(short(NaN), 'NaN');
});

test('bytes go by powers of 1024', () => {
  assert.equal(bytes(0), '0 B');
  assert.equal(bytes(1536), '1.5 KiB');
  assert.equal(bytes(3 * 1024 ** 3), '3 GiB');
});

test('durations have at most two units', () => {
  assert.equal(duration(0.00025), '250 µs');
  assert.equal(duration(0.25), '250 ms');
  assert.equal(duration(1.5), '1.5 s');
  assert.equal(duration(3661), '1h 1m');
  assert.equal(duration(86400 * 2 + 5), '2d');
  assert.equal(duration(-90), '-1m 30s');
});

test('a value is written in its unit, and none is a dash', () => {
  assert.equal(inUnit(0.421, 'percentunit'), '42.1 %');
  assert.equal(inUnit(2048, 'bytes'), '2 KiB');
  assert.equal(inUnit(0.5, 's'), '500 ms');
  assert.equal(inUnit(12, 'reqps'), '12/s');
  assert.equal(inUnit(12, 'widgets'), '12 widgets');
  assert.equal(inUnit(null, 'bytes'), '–');
});

test('what never happened was never', () => {
  assert.equal(ago(0, 1000), 'never');
  assert.equal(ago(1000, 1500), 'just now');
  assert.equal(ago(1000, 63_000), '1m 2s ago');
});
