// Builds the browser's modules: check, test, bundle. Does nothing when nothing has changed.
//
//   node src/build/build.mjs <folder of classes>
//
// The result is kept in node_modules/.pharos under the hash of all that it depends on, so that a
// clean build of unchanged sources runs neither npm nor a bundler.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const HOME = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const SOURCES = path.join(HOME, 'src/main/web');
const TESTS = path.join(HOME, 'src/test/web');
const LIBRARIES = path.join(HOME, 'node_modules');
const KEPT = path.join(LIBRARIES, '.pharos');
const ENTRIES = /\.(js|css)$/;

const target = path.resolve(process.argv[2] ?? path.join(HOME, 'target/classes'));
const major = Number(process.versions.node.split('.')[0]);
if (major < 18) {
  fail(`Node ${process.versions.node} is too old; install Node 18 or newer (Debian: apt install nodejs npm)`);
}

const hash = hashOf(
  ['package.json', 'package-lock.json', 'tsconfig.json', 'src/build', 'src/main/web', 'src/test/web'].map(
    (name) => path.join(HOME, name)));
const kept = path.join(KEPT, hash);
if (!fs.existsSync(path.join(kept, 'complete'))) {
  libraries();
  run('type check', [path.join(LIBRARIES, 'typescript/bin/tsc'), '--project', HOME]);
  run('tests', ['--test', ...tests()]);
  await bundle(kept);
}
install(kept, target);

function libraries() {
  const lock = path.join(HOME, 'package-lock.json');
  const stamp = path.join(LIBRARIES, '.pharos-lock');
  const wanted = hashOf([lock]);
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) {
    return;
  }
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'],
    { cwd: HOME, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' });
  if (npm.error) {
    fail(`npm cannot be run (${npm.error.message}); install it (Debian: apt install npm)`);
  }
  if (npm.status !== 0) {
    fail('npm ci failed; it needs the npm registry once for each change of package-lock.json');
  }
  fs.writeFileSync(stamp, wanted);
}

async function bundle(folder) {
  const { build } = await import(pathToFileURL(path.join(LIBRARIES, 'esbuild/lib/main.js')).href);
  const work = `${folder}.tmp`;
  fs.rmSync(work, { recursive: true, force: true });
  const names = fs.readdirSync(SOURCES).filter((name) => ENTRIES.test(name));
  const common = { absWorkingDir: HOME, minify: true, legalComments: 'none', logLevel: 'warning', target: ['es2022'] };
  const modules = names.filter((name) => name.endsWith('.js') && name !== 'theme-boot.js');
  const result = await build({
    ...common, entryPoints: modules.map((name) => path.join(SOURCES, name)), outdir: path.join(work, 'modules'),
    bundle: true, splitting: true, format: 'esm', chunkNames: 'chunks/[name]-[hash]', metafile: true,
    loader: { '.css': 'text' },
  });
  // These run as they are: a classic script that must not wait, and style sheets.
  await build({
    ...common, entryPoints: names.filter((name) => !modules.includes(name)).map((name) => path.join(SOURCES, name)),
    outdir: path.join(work, 'modules'),
  });
  await build({
    ...common, stdin: { contents: '@import "uplot/dist/uPlot.min.css";', resolveDir: HOME, loader: 'css' },
    bundle: true, outfile: path.join(work, 'modules/uplot.css'),
  });
  for (const image of fs.readdirSync(SOURCES).filter((name) => name.endsWith('.svg'))) {
    fs.copyFileSync(path.join(SOURCES, image), path.join(work, 'modules', image));
  }
  fs.writeFileSync(path.join(work, 'npm-licences.json'), `${JSON.stringify(licences(result.metafile), null, 2)}\n`);
  const files = walk(path.join(work, 'modules'));
  fs.writeFileSync(path.join(work, 'modules/list.txt'),
    files.map((file) => `${hashOf([file]).slice(0, 32)} ${path.relative(path.join(work, 'modules'), file).replaceAll(path.sep, '/')}\n`).join(''));
  fs.writeFileSync(path.join(work, 'complete'), '');
  for (const old of fs.existsSync(KEPT) ? fs.readdirSync(KEPT) : []) {
    if (old !== path.basename(work)) fs.rmSync(path.join(KEPT, old), { recursive: true, force: true });
  }
  fs.renameSync(work, folder);
}

/** The npm packages whose code is in the modules, with their licences, for the notices. */
function licences(metafile) {
  const names = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (found) names.add(found[1]);
  }
  names.add('uplot');
  return [...names].sort().map((name) => {
    const folder = path.join(LIBRARIES, name);
    const about = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const text = fs.readdirSync(folder).find((file) => /^(licen[cs]e|copying)/i.test(file));
    return {
      name, version: about.version, licence: about.license ?? 'unknown',
      text: text ? fs.readFileSync(path.join(folder, text), 'utf8') : '',
    };
  });
}

function install(from, to) {
  const stamp = path.join(to, '../modules-hash.txt');
  if (fs.existsSync(path.join(to, 'modules/list.txt')) && fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === hash) {
    return;
  }
  fs.rmSync(path.join(to, 'modules'), { recursive: true, force: true });
  fs.cpSync(path.join(from, 'modules'), path.join(to, 'modules'), { recursive: true });
  fs.copyFileSync(path.join(from, 'npm-licences.json'), path.join(to, '../npm-licences.json'));
  fs.mkdirSync(path.join(to, 'META-INF'), { recursive: true });
  fs.copyFileSync(path.join(from, 'npm-licences.json'), path.join(to, 'META-INF/npm-licences.json'));
  fs.writeFileSync(stamp, hash);
}

function tests() {
  return walk(TESTS).filter((file) => file.endsWith('.test.mjs'));
}

function run(what, args) {
  const done = spawnSync(process.execPath, args, { cwd: HOME, stdio: ['ignore', 'inherit', 'inherit'] });
  if (done.status !== 0) fail(`${what} of the browser's modules failed`);
}

function hashOf(names) {
  const sum = createHash('sha256');
  for (const file of names.flatMap((name) => (fs.statSync(name).isDirectory() ? walk(name) : [name])).sort()) {
    sum.update(path.relative(HOME, file).replace(/^.*\.tmp/, '')).update('\0').update(fs.readFileSync(file)).update('\0');
  }
  return sum.digest('hex');
}

function walk(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? walk(file) : [file];
  }).sort();
}

function fail(message) {
  console.error(`bundles/ui/modules: ${message}`);
  process.exit(1);
}
