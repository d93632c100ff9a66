// Takes the commercial elements out of a chunk that Rolldown has written.
//
// In such a chunk each source module is one function, `var init = esm(() => { … })`, which runs when it is first called:
// by the modules that import it and, at the end of the chunk, by a statement that calls what the page wants. The values
// and functions of the module are bindings of the chunk. So a module is gone when nobody calls its function any more and
// no binding leads to it: the calls are cut here, and esbuild drops what can then no longer be reached.
import { goes, traces } from './commercial.mjs';

const ELEMENT = /static get is\(\)\{return[`"']([a-z-]+)[`"']\}/g;
const CONNECTOR = /\bwindow\.Vaadin\.Flow\.([A-Za-z]+)=/g;

/**
 * @param {{acorn: typeof import('acorn'), esbuild: typeof import('esbuild')}} tools
 * @param {string} chunk the source of the chunk
 * @param {(file: string) => boolean} isDropped whether a chunk that this one imports lazily is not shipped
 */
export async function prune({ acorn, esbuild }, chunk, isDropped) {
  const program = parse(acorn, chunk);
  const modules = modulesOf(program);
  const dropped = new Set(modules.filter(({ init }) => traces(chunk.slice(init.start, init.end)).length > 0).map(({ name }) => name));
  const edits = modules.map(({ init }) => ({ start: init.start, end: init.start, text: '/* @__PURE__ */' }));
  for (const body of [...modules.map(({ init }) => init), ...program.body.filter(isEntry).map(({ expression }) => expression.callee)]) {
    for (const call of statementsOf(body).filter((each) => isCallOf(each, dropped))) {
      edits.push({ start: call.start, end: call.end, text: '0' });
    }
  }
  edits.push(...lazyImports(program, isDropped), ...preloads(program, isDropped));

  const { code } = await esbuild.transform(applied(chunk, edits), {
    format: 'esm', target: 'esnext', charset: 'utf8', treeShaking: true, minifySyntax: true, minifyWhitespace: true, legalComments: 'none',
  });
  parse(acorn, code);
  verify(chunk, code);
  return code;
}

function parse(acorn, source) {
  return acorn.parse(source, { ecmaVersion: 'latest', sourceType: 'module' });
}

/** `esm(() => { … })()`: what the chunk runs as soon as it is loaded, once the chunks it imports have been. */
function isEntry(statement) {
  return statement.type === 'ExpressionStatement' && statement.expression.type === 'CallExpression' && isInit(statement.expression.callee);
}

function isInit(node) {
  const [body] = node?.type === 'CallExpression' ? node.arguments : [];
  return node?.type === 'CallExpression' && node.callee.type === 'Identifier' && node.arguments.length === 1
    && body.type === 'ArrowFunctionExpression' && body.params.length === 0 && body.body.type === 'BlockStatement';
}

function modulesOf(program) {
  const helpers = new Set(program.body.filter(isEntry).map(({ expression }) => expression.callee.callee.name));
  return program.body
    .filter(({ type }) => type === 'VariableDeclaration')
    .flatMap(({ declarations }) => declarations)
    .filter(({ init }) => isInit(init) && helpers.has(init.callee.name))
    .map(({ id, init }) => ({ name: id.name, init }));
}

/** What the function of a module does one after the other, be it written with semicolons or commas. */
function statementsOf(init) {
  return init.arguments[0].body.body
    .filter(({ type }) => type === 'ExpressionStatement')
    .flatMap(({ expression }) => (expression.type === 'SequenceExpression' ? expression.expressions : [expression]));
}

function isCallOf(node, names) {
  return node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.arguments.length === 0 && names.has(node.callee.name);
}

/** Of `a === 'x' && load(() => import('./x.js')), …` the parts that load what is not there. */
function lazyImports(program, isDropped) {
  const found = [];
  walk(program, (node, part) => {
    if (node.type === 'ImportExpression' && isDropped(fileOf(node.source))) {
      if (!part) throw new Error(`a commercial chunk is loaded at ${node.start} in a way that cannot be cut out`);
      found.push({ start: part.start, end: part.end, text: '0' });
    }
  });
  return found;
}

/** The names of those chunks in the table of files to load ahead; each other keeps its place in it. */
function preloads(program, isDropped) {
  const found = [];
  walk(program, (node) => {
    if (node.type === 'ArrayExpression') {
      for (const element of node.elements) {
        if (element?.type === 'Literal' && isDropped(fileOf(element))) {
          found.push({ start: element.start, end: element.end, text: '""' });
        }
      }
    }
  });
  return found;
}

function fileOf(node) {
  const text = node.type === 'TemplateLiteral' ? node.quasis[0].value.cooked : node.value;
  return typeof text === 'string' ? text.replace(/^\.\//, '') : '';
}

/** Visits each node together with the innermost part of a comma expression that it stands in. */
function walk(node, visit, part) {
  visit(node, part);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === 'string') {
        walk(child, visit, node.type === 'SequenceExpression' ? child : part);
      }
    }
  }
}

function applied(source, edits) {
  let rest = source.length;
  const parts = [];
  for (const { start, end, text } of edits.sort((a, b) => b.start - a.start)) {
    parts.push(source.slice(end, rest), text);
    rest = start;
  }
  return parts.concat(source.slice(0, rest)).reverse().join('');
}

/** Nothing commercial is left, and nothing else is lost. */
function verify(before, after) {
  const left = traces(after);
  if (left.length > 0) {
    throw new Error(`still reachable after the commercial elements were cut out: ${left.join(', ')}`);
  }
  const lost = [
    ...missing(before, after, ELEMENT).filter((tag) => !goes(tag)),
    ...missing(before, after, CONNECTOR).filter((name) => traces(name).length === 0),
  ];
  if (lost.length > 0) {
    throw new Error(`lost along with the commercial elements: ${lost.join(', ')}`);
  }
}

function missing(before, after, pattern) {
  const there = new Set([...after.matchAll(pattern)].map(([, name]) => name));
  return [...new Set([...before.matchAll(pattern)].map(([, name]) => name))].filter((name) => !there.has(name));
}
