// The panels of the gallery: each entry is place, type, unit, options and made-up series.
const VERSION = '0.1.0';
const HOSTILE = '<img src=x onerror="window.hostile = true">';
const TO = 1_790_000_000_000;
const FROM = TO - 3_600_000;
const STEP = 15_000;
const TIMES = Array.from({ length: (TO - FROM) / STEP + 1 }, (_, i) => FROM + i * STEP);

/** A wave with some noise that is the same each time. */
function wave(seed, low, high, gaps = () => false) {
  let state = seed * 7919;
  return TIMES.map((time, i) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    const noise = state / 2147483648 - 0.5;
    const share = 0.5 + 0.35 * Math.sin(i / (28 + seed * 6) + seed) + 0.25 * noise;
    return gaps(i) ? null : low + (high - low) * Math.min(1, Math.max(0, share));
  });
}

function field(name, values) {
  return { name, type: 'number', labels: {}, values };
}

const CPU = ['user', 'system', 'iowait', 'softirq', 'steal'].map((name, i) => field(name, wave(i + 1, 0, 0.34 / (i + 1))));
const LEVELS = [{ value: null, color: 'ok' }, { value: 0.7, color: 'warn' }, { value: 0.9, color: 'error' }];

const PANELS = [
  [0, 0, 6, 4, 'stat', 'CPU busy', 'percentunit', { thresholds: { steps: LEVELS } }, [field('cpu', wave(2, 0.2, 0.9))]],
  [6, 0, 6, 4, 'stat', 'Uptime', 's', { graph: 'none' }, [field('up', [null, 864000 * 1.37])]],
  [12, 0, 6, 4, 'stat', 'Targets', 'none', { color: 'background', mappings: [{ value: 1, text: 'Up', color: 'ok' }, { value: 0, text: 'Down', color: 'error' }] },
    [field('api', [1, 1]), field('node', [1, 1]), field('mysql', [1, 0])]],
  [18, 0, 6, 4, 'stat', 'Requests', 'reqps', {}, [field('GET /items', wave(3, 10, 40)), field('POST /orders', wave(4, 2, 9))]],
  [0, 4, 12, 9, 'timeseries', 'CPU by mode', 'percentunit', { stack: 'normal', axis: { softMax: 1 }, legend: { calcs: ['last', 'mean', 'max'] } }, CPU],
  [12, 4, 12, 9, 'timeseries', 'Memory', 'bytes', { legend: { calcs: ['last', 'max'] } },
    [field('used', wave(5, 3e9, 5e9)), field('cached', wave(6, 1e9, 2.2e9))]],
  [0, 13, 8, 8, 'timeseries', 'Latency', 's', { thresholds: { style: 'line+area', steps: [{ value: null, color: 'ok' }, { value: 0.25, color: 'warn' }, { value: 0.4, color: 'error' }] } },
    [field('p50', wave(1, 0.02, 0.08)), field('p90', wave(2, 0.1, 0.3)), field('p99', wave(3, 0.2, 0.6))]],
  [8, 13, 8, 8, 'timeseries', 'Network', 'binBps', { overrides: [{ name: 'errors', axis: 'right', unit: 'short', color: 'error', fill: 0 }] },
    [field('received', wave(1, 1e5, 9e5)), field('sent', wave(2, 1e5, 9e5).map((v) => -v)), field('errors', wave(3, 0, 3))]],
  [16, 13, 8, 8, 'timeseries', 'Gaps, points and steps', 'short', { interpolation: 'stepped', fill: 0 },
    [field('gaps', wave(1, 10, 90, (i) => i % 60 > 40)), field('lonely', wave(2, 10, 90, (i) => i % 30 !== 0))]],
  [0, 21, 8, 7, 'gauge', 'File systems', 'percentunit', { thresholds: { steps: LEVELS } },
    [field('/', [0.42, 0.43]), field('/home', [0.75, 0.76]), field('/var', [0.93, 0.94])]],
  [8, 21, 8, 7, 'bargauge', 'Disks', 'percentunit', { thresholds: { steps: LEVELS } },
    [field('sda', [0.42, 0.43]), field('sdb', [0.75, 0.76]), field('nvme0n1', [0.93, 0.94]), field('vda', [0, 0])]],
  [16, 21, 8, 7, 'bargauge', 'Queues', 'short', { orientation: 'vertical' }, ['mail', 'orders', 'search', 'audit'].map((n, i) => field(n, [1, 12 * (i + 1)]))],
  [0, 28, 8, 8, 'timeseries', 'Fifty series', 'short', {}, Array.from({ length: 50 }, (_, i) => field(`series with a rather long name, number ${i}`, wave(i + 1, i, i + 20)))],
  [8, 28, 8, 8, 'timeseries', 'Hostile labels', 'short', { legend: { calcs: ['last'], placement: 'right' } }, [field(HOSTILE, wave(1, 1, 9)), field('=1+1', wave(2, 1, 9))]],
  [16, 28, 4, 8, 'timeseries', 'Nothing', 'short', {}, []],
  [20, 28, 4, 4, 'stat', 'Hostile', HOSTILE, {}, [field(HOSTILE, [1, 2]), field('x', [1, 2])]],
  [20, 32, 4, 4, 'gauge', 'Flat', 'celsius', { max: 100 }, [field('core', [61, 61.5])]],
  [0, 36, 8, 7, 'timeseries', 'Bars', 'reqps', { draw: 'bars', stack: 'normal' }, [field('200', wave(1, 10, 40).filter((_, i) => i % 8 === 0)), field('500', wave(2, 0, 6).filter((_, i) => i % 8 === 0))], 8],
  [8, 36, 8, 7, 'timeseries', 'Logarithmic', 'bytes', { axis: { scale: 'log' }, interpolation: 'smooth' }, [field('small', wave(1, 10, 900)), field('large', wave(2, 1e5, 9e7))]],
  [16, 36, 8, 7, 'timeseries', 'Share of all', 'short', { stack: 'percent' }, CPU],
];

document.documentElement.setAttribute('theme', new URLSearchParams(location.search).get('theme') ?? 'light');
const board = document.createElement('main');
board.className = 'board';
document.body.append(board);
window.panels = await Promise.all(PANELS.map(async ([x, y, w, h, type, title, unit, options, fields, every = 1], id) => {
  const frame = document.createElement('section');
  frame.className = 'frame';
  frame.style.gridArea = `${y + 1} / ${x + 1} / ${y + h + 1} / ${x + w + 1}`;
  const head = document.createElement('h2');
  head.textContent = title;
  const place = document.createElement('div');
  frame.append(head, place);
  board.append(frame);
  const module = await import(`/panels/${type}/${VERSION}/${type}.js`);
  if (module.contract !== 1) throw new Error(`${type} speaks contract ${module.contract}`);
  const element = document.createElement(`pharos-${type}-${VERSION.replaceAll('.', '-')}`);
  place.append(element);
  const length = fields[0]?.values.length ?? 0;
  const times = TIMES.filter((_, i) => i % every === 0).slice(-length || undefined).slice(0, length);
  element.update({
    contract: 1,
    panel: { id, type, title, unit, options },
    range: { from: FROM, to: TO },
    frames: length === 0 ? [] : [{ refId: 'A', name: '', fields: [{ name: 'Time', type: 'time', values: times }, ...fields] }],
    errors: [],
  });
  return element;
}));
document.title = window.hostile ? 'HOSTILE TEXT WAS RUN' : 'ready';
