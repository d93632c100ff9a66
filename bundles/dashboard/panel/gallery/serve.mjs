// Serves the gallery, the panels' own files and the shared modules as a Pharos server would.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const MODULES = path.resolve(HERE, '../../../ui/modules/target/classes/modules');
const FAMILIES = { timeseries: 'timeseries', stat: 'single', gauge: 'single', bargauge: 'single', example: 'example' };
const TYPES = { js: 'text/javascript', mjs: 'text/javascript', css: 'text/css', html: 'text/html; charset=utf-8', svg: 'image/svg+xml' };
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

/** @param {string} pathname */
function file(pathname) {
  const panel = /^\/panels\/([a-z]+)\/[^/]+\/([a-z-]+\.js)$/.exec(pathname);
  if (panel && Object.hasOwn(FAMILIES, panel[1])) return path.join(HERE, '..', FAMILIES[panel[1]], 'src/main/resources/panel', panel[2]);
  const shared = /^\/modules\/((?:chunks\/)?[\w-]+\.(?:js|css))$/.exec(pathname);
  if (shared) return path.join(MODULES, shared[1]);
  const own = /^\/(gallery\.(?:html|js|css))?$/.exec(pathname);
  return own ? path.join(HERE, own[1] ?? 'gallery.html') : null;
}

const server = http.createServer((request, response) => {
  const found = file(new URL(request.url ?? '/', 'http://x').pathname);
  if (!found || !fs.existsSync(found)) {
    response.writeHead(404).end('There is nothing here');
    return;
  }
  response.writeHead(200, { 'Content-Type': TYPES[path.extname(found).slice(1)], 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-store' });
  fs.createReadStream(found).pipe(response);
});
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${/** @type {any} */ (server.address()).port}/`);
});
