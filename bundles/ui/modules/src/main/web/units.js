// Values with their units, for panels: one number as a text, and the numbers of an axis alike.
//
// A unit is named as in dashboards: "bytes", "percentunit", "s", "reqps" … A name that is not known
// is shown behind the number as it stands; "suffix:x" and "prefix:x" do so on purpose.

/**
 * How values of a unit are scaled and written.
 * @typedef {{
 *   steps: readonly Step[],
 *   join?: string,
 *   before?: string,
 *   base?: 2 | 10,
 *   text?: (value: number) => string,
 * }} Unit
 * @typedef {readonly [size: number, label: string]} Step values from this size on are divided by it
 */

const SI = ['n', 'µ', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const SI_ZERO = 3;
const IEC = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const WORDS = /** @type {Step[]} */ ([
  [1e-9, 'n'], [1e-6, 'µ'], [1e-3, 'm'], [1, ''], [1e3, ' K'], [1e6, ' Mil'], [1e9, ' Bil'], [1e12, ' Tri'],
]);
const DURATIONS = /** @type {Step[]} */ ([
  [1e-9, 'ns'], [1e-6, 'µs'], [1e-3, 'ms'], [1, 's'], [60, 'min'], [3600, 'h'], [86400, 'd'], [31536000, 'y'],
]);

/** @param {string} suffix @param {number} [least] power of a thousand to begin at, 0 for one @returns {Step[]} */
function si(suffix, least = 0) {
  return SI.slice(SI_ZERO + least).map((sign, i) => [1000 ** (least + i), sign + suffix]);
}

/** @param {string} suffix @returns {Step[]} */
function iec(suffix) {
  return IEC.map((sign, i) => [1024 ** i, sign + suffix]);
}

/** @param {number} inSeconds length of the unit itself @returns {Unit} */
function time(inSeconds) {
  return { steps: DURATIONS.map(([size, label]) => [size / inSeconds, label]), join: ' ' };
}

/** @param {string} label @param {string} [join] @returns {Unit} */
function fixed(label, join = ' ') {
  return { steps: [[1, label]], join };
}

/** @param {string} label @returns {Unit} */
function rate(label) {
  return { steps: WORDS.slice(3).map(([size, sign]) => [size, sign + label]) };
}

/** @param {string} no @param {string} yes @returns {Unit} */
function either(no, yes) {
  return { steps: [[1, '']], text: (value) => (value === 0 ? no : yes) };
}

/** @param {string} sign @returns {Unit} */
function money(sign) {
  return { steps: WORDS.slice(3), before: sign };
}

/** @type {Record<string, Unit>} */
const UNITS = {
  '': { steps: WORDS.slice(3) },
  none: { steps: [[1, '']] },
  short: { steps: WORDS.slice(3) },
  si: { steps: si('', -3), join: '' },
  sci: { steps: [[1, '']], text: (value) => value.toExponential(2) },
  hex: { steps: [[1, '']], text: (value) => `0x${Math.trunc(value).toString(16).toUpperCase()}` },
  locale: { steps: [[1, '']], text: (value) => value.toLocaleString('en') },
  percent: fixed('%', ''),
  percentunit: { steps: [[0.01, '%']], join: '' },
  humidity: fixed('%H', ''),
  ppm: fixed('ppm'),
  decibel: fixed('dB'),

  bytes: { steps: iec('B'), join: ' ', base: 2 },
  decbytes: { steps: si('B'), join: ' ' },
  bits: { steps: iec('b'), join: ' ', base: 2 },
  decbits: { steps: si('b'), join: ' ' },
  kbytes: { steps: iec('B').slice(1).map(([size, label]) => [size / 1024, label]), join: ' ', base: 2 },
  mbytes: { steps: iec('B').slice(2).map(([size, label]) => [size / 1024 ** 2, label]), join: ' ', base: 2 },
  gbytes: { steps: iec('B').slice(3).map(([size, label]) => [size / 1024 ** 3, label]), join: ' ', base: 2 },
  Bps: { steps: si('B/s'), join: ' ' },
  binBps: { steps: iec('B/s'), join: ' ', base: 2 },
  bps: { steps: si('b/s'), join: ' ' },
  binbps: { steps: iec('b/s'), join: ' ', base: 2 },
  pps: { steps: si('p/s'), join: ' ' },

  ns: time(1e-9),
  'µs': time(1e-6),
  us: time(1e-6),
  ms: time(1e-3),
  s: time(1),
  m: time(60),
  h: time(3600),
  d: time(86400),
  hertz: { steps: si('Hz'), join: ' ' },
  dateTimeAsIso: { steps: [[1, '']], text: (value) => iso(value) },

  cps: rate(' c/s'),
  ops: rate(' ops/s'),
  reqps: rate(' req/s'),
  rps: rate(' rd/s'),
  wps: rate(' wr/s'),
  iops: rate(' io/s'),
  eps: rate(' evt/s'),
  mps: rate(' msg/s'),
  cpm: rate(' c/m'),
  opm: rate(' ops/m'),
  reqpm: rate(' req/m'),

  celsius: fixed('°C'),
  fahrenheit: fixed('°F'),
  kelvin: fixed('K'),
  watt: { steps: si('W', -1), join: ' ' },
  watth: { steps: si('Wh', -1), join: ' ' },
  joule: { steps: si('J', -1), join: ' ' },
  volt: { steps: si('V', -1), join: ' ' },
  amp: { steps: si('A', -1), join: ' ' },
  ohm: { steps: si('Ω'), join: ' ' },
  lengthm: { steps: si('m', -1), join: ' ' },
  pressurehpa: fixed('hPa'),
  rotrpm: fixed('rpm'),
  rothz: fixed('Hz'),
  degree: fixed('°', ''),

  bool: either('False', 'True'),
  bool_yes_no: either('No', 'Yes'),
  bool_on_off: either('Off', 'On'),

  currencyUSD: money('$'),
  currencyEUR: money('€'),
  currencyGBP: money('£'),
};

/** @param {string} name @returns {Unit} */
function unitOf(name) {
  if (Object.hasOwn(UNITS, name)) return UNITS[name];
  if (name.startsWith('suffix:')) return fixed(name.slice(7), '');
  if (name.startsWith('prefix:')) return { steps: WORDS.slice(3), before: name.slice(7) };
  return fixed(name);
}

/**
 * A value as a text, split where a large figure and its small unit are set apart.
 * @param {number | null | undefined} value null for a gap
 * @param {string} unit
 * @param {number} [decimals] places behind the point; as many as matter if absent
 * @returns {{ number: string, unit: string }}
 */
export function parts(value, unit, decimals) {
  if (value === null || value === undefined || Number.isNaN(value)) return { number: '–', unit: '' };
  if (!Number.isFinite(value)) return { number: value > 0 ? '+∞' : '−∞', unit: '' };
  const kind = unitOf(unit);
  if (kind.text) return { number: kind.text(value), unit: '' };
  // Rounding may reach the next step: 999.96 k is 1 M.
  const [size, label] = stepFor(kind, Math.abs(value) * 1.0005);
  const number = places(value / size, decimals ?? significant(value / size), decimals !== undefined);
  return { number: (kind.before ?? '') + number, unit: (kind.join ?? '') + label };
}

/**
 * A value as a text.
 * @param {number | null | undefined} value null for a gap
 * @param {string} unit
 * @param {number} [decimals]
 */
export function format(value, unit, decimals) {
  const { number, unit: label } = parts(value, unit, decimals);
  return number + label;
}

/**
 * The values at an axis's ticks, all in one scale and with the places that tell them apart.
 * @param {readonly number[]} ticks ascending
 * @param {string} unit
 * @param {number} [decimals]
 * @returns {string[]}
 */
export function formatTicks(ticks, unit, decimals) {
  const kind = unitOf(unit);
  if (kind.text) return ticks.map((tick) => /** @type {any} */ (kind).text(tick));
  const largest = Math.max(0, ...ticks.map(Math.abs));
  const [size, label] = stepFor(kind, largest);
  const apart = ticks.length > 1 ? Math.abs(ticks[1] - ticks[0]) / size : largest / size;
  const behind = decimals ?? (apart > 0 ? Math.min(6, Math.max(0, Math.ceil(-Math.log10(apart) - 1e-9))) : 0);
  const enough = decimals === undefined && apart > 0 && !isWhole(apart * 10 ** behind) ? behind + 1 : behind;
  return ticks.map((tick) => (kind.before ?? '') + places(tick / size, enough, true) + (kind.join ?? '') + label);
}

/** Whether an axis of this unit has its round values at powers of 2 or of 10. @param {string} unit */
export function base(unit) {
  return unitOf(unit).base ?? 10;
}

/** Names of all units that are known, sorted. */
export function names() {
  return Object.keys(UNITS).filter(Boolean).sort();
}

/** @param {Unit} kind @param {number} size @returns {Step} */
function stepFor(kind, size) {
  const { steps } = kind;
  let found = steps.find(([step]) => step === 1) ?? steps[0];
  if (size === 0) return found;
  found = steps[0];
  for (const step of steps) {
    if (size >= step[0]) found = step;
  }
  return found;
}

/** Places behind the point that show three digits. @param {number} value */
function significant(value) {
  const size = Math.abs(value);
  if (size === 0 || size >= 100) return 0;
  if (size >= 10) return 1;
  if (size >= 1) return 2;
  return Math.min(9, 2 - Math.floor(Math.log10(size)));
}

/** @param {number} value @param {number} behind @param {boolean} keepZeros */
function places(value, behind, keepZeros) {
  const text = value.toFixed(behind);
  const trimmed = keepZeros || !text.includes('.') ? text : text.replace(/\.?0+$/, '');
  return Number(trimmed) === 0 ? trimmed.replace('-', '') : trimmed.replace('-', '−');
}

/** @param {number} value */
function isWhole(value) {
  return Math.abs(value - Math.round(value)) < 1e-6;
}

/** @param {number} millis */
function iso(millis) {
  const at = new Date(millis);
  return Number.isNaN(at.getTime()) ? '–' : at.toISOString().replace('T', ' ').slice(0, 19);
}
