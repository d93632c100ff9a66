// Tells what is commercial in Vaadin's front end, by the list in commercial.json.
import fs from 'node:fs';

const list = JSON.parse(fs.readFileSync(new URL('commercial.json', import.meta.url), 'utf8'));
const tags = list.components.map(({ tag }) => tag).join('|');
const TAG = new RegExp(`^(?:${tags})(?:-|$)`);
// An element's name in quotes, what an element says of its licence, a connector between element and server.
const TRACE = new RegExp(`[\`"'](?:${tags})(?:-[a-z-]+)?[\`"']|\\bcvdlName\\b|\\b(?:${list.connectors.join('|')})\\b`, 'g');
const names = [...list.components.map(({ npm }) => npm), ...list.files];

/** Everything in a script that belongs to a commercial element; nothing but such an element mentions these. */
export function traces(script) {
  return [...new Set(script.match(TRACE) ?? [])];
}

/** Whether an element is a commercial one, or used by those alone. */
export function goes(tag) {
  return TAG.test(tag) || list.with.includes(tag);
}

/** Whether a package, or a file by its path, is of a commercial component. */
export function isCommercialFile(name) {
  return names.some((known) => name === known || name.startsWith(known.endsWith('/') ? known : `${known}/`));
}

/** Of the packages that Vaadin calls commercial, those that the list does not know. */
export function unlisted(packages) {
  return packages.filter((name) => !isCommercialFile(name));
}
