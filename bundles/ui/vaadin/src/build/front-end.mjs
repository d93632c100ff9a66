// Takes out of Vaadin's stock production bundle what the console serves: the entry page and the chunks that can be
// reached from it, without the commercial components.
//
//   node src/build/front-end.mjs <folder of the unpacked bundle> <folder of classes>
//
// It replaces Vaadin's own Maven plugin, which would do nothing else here.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { isCommercialFile, traces, unlisted } from './commercial.mjs';
import { prune } from './prune.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const MODULES = path.resolve(HERE, '../../../modules');
// The chunk that every page loads: elements of all components, a few of them commercial.
const ALL_COMPONENTS = 'generated-flow-imports-';
const ENTRY = /VAADIN\/build\/([\w.-]+\.js)/;
// A chunk names another in import(`./x.js`) when lazily, in from"./x.js" or import"./x.js" else.
const LAZY = /import\([`"']\.\/([\w.-]+\.js)[`"']\)/g;
const EAGER = /(?:from|import)\s*[`"']\.\/([\w.-]+\.js)[`"']/g;

const stock = path.resolve(process.argv[2]);
const target = path.resolve(process.argv[3], 'META-INF/VAADIN');
const chunks = path.join(stock, 'webapp/VAADIN/build');
const stamp = path.resolve(process.argv[3], '../front-end.sha256');
const hash = hashOf(
  ...fs.readdirSync(HERE).sort().map((name) => path.join(HERE, name)), path.join(MODULES, 'package-lock.json'), path.join(stock, 'config/stats.json'));

if (!fs.existsSync(stamp) || fs.readFileSync(stamp, 'utf8') !== hash || !fs.existsSync(path.join(target, 'webapp/index.html'))) {
  try {
    await build();
  } catch (error) {
    console.error(`bundles/ui/vaadin: ${error.message}`);
    process.exit(1);
  }
  fs.writeFileSync(stamp, hash);
}

async function build() {
  const stats = JSON.parse(fs.readFileSync(path.join(stock, 'config/stats.json'), 'utf8'));
  const unknown = unlisted(Object.keys(stats.cvdlModules));
  if (unknown.length > 0) {
    throw new Error(`Vaadin names commercial packages that src/build/commercial.json does not: ${unknown.join(', ')}`);
  }
  const reached = await reachable();
  fs.rmSync(target, { recursive: true, force: true });
  const build = path.join(target, 'webapp/VAADIN/build');
  fs.mkdirSync(build, { recursive: true });
  fs.mkdirSync(path.join(target, 'config'), { recursive: true });
  fs.copyFileSync(path.join(stock, 'webapp/index.html'), path.join(target, 'webapp/index.html'));
  fs.copyFileSync(path.join(stock, 'config/flow-build-info.json'), path.join(target, 'config/flow-build-info.json'));
  fs.writeFileSync(path.join(target, 'config/stats.json'), `${JSON.stringify(withoutCommercial(stats), null, 1)}\n`);
  for (const [name, pruned] of reached) {
    const compressed = path.join(chunks, `${name}.br`);
    if (pruned !== undefined) {
      fs.writeFileSync(path.join(build, name), pruned);
      fs.writeFileSync(path.join(build, `${name}.br`), brotliCompressSync(pruned));
    } else {
      fs.copyFileSync(path.join(chunks, name), path.join(build, name));
      if (fs.existsSync(compressed)) fs.copyFileSync(compressed, path.join(build, `${name}.br`));
    }
  }
}

/** The chunks that are shipped, with their text where it is not that of the stock. */
async function reachable() {
  const entry = ENTRY.exec(fs.readFileSync(path.join(stock, 'webapp/index.html'), 'utf8'));
  if (!entry) throw new Error(`${stock}/webapp/index.html names no entry chunk`);
  const reached = new Map();
  const open = [entry[1]];
  while (open.length > 0) {
    const name = open.pop();
    if (!reached.has(name)) {
      const original = text(name);
      const commercial = new Set(named(LAZY, original).filter((lazy) => !lazy.startsWith(ALL_COMPONENTS) && isCommercial(lazy, reached)));
      const pruned = commercial.size > 0 || traces(original).length > 0
        ? await prune(await tools(), original, (file) => commercial.has(file)) : undefined;
      reached.set(name, pruned);
      open.push(...named(EAGER, pruned ?? original), ...named(LAZY, pruned ?? original));
    }
  }
  return reached;
}

/** Whether a lazy chunk, or what only it brings along, holds a commercial component. */
function isCommercial(lazy, already) {
  const brings = new Set();
  const open = [lazy];
  while (open.length > 0) {
    const name = open.pop();
    if (!already.has(name) && !name.startsWith(ALL_COMPONENTS) && !brings.has(name)) {
      brings.add(name);
      if (traces(text(name)).length > 0) return true;
      open.push(...named(EAGER, text(name)));
    }
  }
  return false;
}

function named(pattern, script) {
  return [...script.matchAll(pattern)].map(([, name]) => name).filter((name) => fs.existsSync(path.join(chunks, name)));
}

function text(chunk) {
  return fs.readFileSync(path.join(chunks, chunk), 'utf8');
}

async function tools() {
  const require = createRequire(path.join(MODULES, 'package.json'));
  try {
    return { acorn: require('acorn'), esbuild: require('esbuild') };
  } catch {
    throw new Error('acorn and esbuild are those of bundles/ui/modules; build that module first');
  }
}

/** What Vaadin asks this file about at run time, for the components that are there. */
function withoutCommercial(value) {
  if (Array.isArray(value)) {
    return value.filter((each) => !isCommercialFile(stripped(each))).map(withoutCommercial);
  }
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).filter(([name]) => !isCommercialFile(stripped(name))).map(([name, each]) => [name, withoutCommercial(each)]));
  }
  return value;
}

function stripped(name) {
  return String(name).replace('Frontend/generated/jar-resources/', '');
}

function hashOf(...files) {
  const sum = createHash('sha256');
  for (const file of files) sum.update(fs.readFileSync(file)).update('\0');
  return sum.digest('hex');
}
