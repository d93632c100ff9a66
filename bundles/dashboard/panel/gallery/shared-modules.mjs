// Lets panels be tested by Node alone: their imports of `../../../modules/<name>.js`, which a browser
// finds on the server, lead to the sources in bundles/ui/modules.
//
//   node --import ../gallery/shared-modules.mjs --test src/test/js/<name>.test.mjs
import { register } from 'node:module';

const SOURCES = new URL('../../../ui/modules/src/main/web/', import.meta.url).href;

register(`data:text/javascript,${encodeURIComponent(`
  const shared = /^(?:\\.\\.\\/){3}modules\\/([a-z-]+\\.js)$/;
  export async function resolve(specifier, context, next) {
    const found = shared.exec(specifier);
    return next(found ? ${JSON.stringify(SOURCES)} + found[1] : specifier, context);
  }
`)}`, import.meta.url);
