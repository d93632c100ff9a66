import assert from 'node:assert/strict';
import test from 'node:test';
import { base, format, formatTicks, names, parts } from '../../main/web/units.js';

/** @param {string} unit @param {[number, string][]} cases */
function all(unit, cases) {
  for (const [value, text] of cases) assert.equal(format(value, unit), text, `${value} ${unit}`);
}

test('plain numbers have three digits that matter', () => {
  all('short', [[0, '0'], [1, '1'], [0.123456, '0.123'], [12.345, '12.3'], [999.4, '999'], [999.96, '1 K'], [1234, '1.23 K'],
    [2_500_000, '2.5 Mil'], [-1500, '−1.5 K'], [1e12, '1 Tri'], [0.00012345, '0.000123']]);
});

test('bytes are counted in powers of 1024, and of 1000 where the unit says so', () => {
  all('bytes', [[0, '0 B'], [512, '512 B'], [1536, '1.5 KiB'], [1024 ** 3 * 7.81, '7.81 GiB']]);
  all('decbytes', [[1500, '1.5 kB'], [2e9, '2 GB']]);
  all('binBps', [[2048, '2 KiB/s']]);
  all('Bps', [[2000, '2 kB/s']]);
  all('bps', [[1e6, '1 Mb/s']]);
  all('kbytes', [[1024, '1 MiB']]);
});

test('shares are percents', () => {
  all('percent', [[42.123, '42.1%'], [100, '100%'], [0, '0%']]);
  all('percentunit', [[0.5, '50%'], [0, '0%'], [1, '100%'], [0.0123, '1.23%']]);
});

test('durations are in the unit that fits', () => {
  all('s', [[0, '0 s'], [0.0042, '4.2 ms'], [1.5, '1.5 s'], [90, '1.5 min'], [86400 * 3, '3 d'], [2e-7, '200 ns']]);
  all('ms', [[250, '250 ms'], [1500, '1.5 s']]);
  all('h', [[48, '2 d']]);
});

test('rates name what is counted', () => {
  all('reqps', [[12, '12 req/s'], [1200, '1.2 K req/s']]);
  all('ops', [[0.5, '0.5 ops/s']]);
});

test('what is neither on nor off is told by its words', () => {
  all('bool_on_off', [[0, 'Off'], [1, 'On']]);
  all('celsius', [[21.5, '21.5 °C']]);
  all('currencyEUR', [[1200, '€1.2 K']]);
});

test('a unit that is not known stands behind the number', () => {
  all('furlongs', [[3, '3 furlongs']]);
  all('suffix: pods', [[3, '3 pods']]);
  all('constructor', [[3, '3 constructor']]);
});

test('a gap and the infinities have signs of their own', () => {
  assert.equal(format(null, 'bytes'), '–');
  assert.equal(format(NaN, 'bytes'), '–');
  assert.equal(format(Infinity, 'bytes'), '+∞');
});

test('decimals that are asked for are kept', () => {
  assert.equal(format(1, 'short', 2), '1.00');
  assert.equal(format(1.239, 's', 1), '1.2 s');
});

test('a figure and its unit come apart', () => {
  assert.deepEqual(parts(1536, 'bytes'), { number: '1.5', unit: ' KiB' });
});

test('the ticks of an axis share one scale and tell each other apart', () => {
  assert.deepEqual(formatTicks([0, 0.25, 0.5, 0.75, 1], 'percentunit'), ['0%', '25%', '50%', '75%', '100%']);
  assert.deepEqual(formatTicks([0, 512 * 1024 ** 2, 1024 ** 3], 'bytes'), ['0.0 GiB', '0.5 GiB', '1.0 GiB']);
  assert.deepEqual(formatTicks([0, 0.001, 0.002], 's'), ['0 ms', '1 ms', '2 ms']);
  assert.deepEqual(formatTicks([0, 0.25, 0.5], 'none'), ['0.00', '0.25', '0.50']);
  assert.deepEqual(formatTicks([1000, 1500, 2000], 'short'), ['1.0 K', '1.5 K', '2.0 K']);
  assert.deepEqual(formatTicks([], 'short'), []);
});

test('an axis of binary bytes has its round values at powers of 2', () => {
  assert.equal(base('bytes'), 2);
  assert.equal(base('decbytes'), 10);
});

test('every unit writes a number without falling over', () => {
  for (const unit of names()) {
    for (const value of [0, 1e-12, -3.7, 1e25]) assert.notEqual(format(value, unit), '', unit);
  }
});
