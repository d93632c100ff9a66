// Making elements. Whatever comes from data is only ever set as text.

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} [className]
 * @param {...(Node | string)} content
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, className = '', ...content) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...content);
  return node;
}

/**
 * A button that does something.
 * @param {string} className
 * @param {string} label for people who cannot see the icon; also the text if there is no icon
 * @param {() => void} action
 * @param {string} [icon] an SVG path in a 24 by 24 box
 */
export function button(className, label, action, icon) {
  const node = make('button', className);
  node.type = 'button';
  if (icon) {
    node.append(drawn(icon));
    node.setAttribute('aria-label', label);
    node.title = label;
  } else {
    node.textContent = label;
  }
  node.addEventListener('click', action);
  return node;
}

/** @param {string} path */
export function drawn(path) {
  const icon = document.createElement('pharos-icon');
  icon.setAttribute('d', path);
  return icon;
}

/**
 * Opens a popover below a button, within the window.
 * @param {HTMLElement} popover
 * @param {HTMLElement} anchor
 */
export function openBelow(popover, anchor) {
  popover.showPopover();
  const at = anchor.getBoundingClientRect();
  const { width, height } = popover.getBoundingClientRect();
  popover.style.left = `${Math.max(8, Math.min(at.right - width, innerWidth - width - 8))}px`;
  popover.style.top = `${Math.max(8, Math.min(at.bottom + 4, innerHeight - height - 8))}px`;
}

/** Defines an element unless it is there: a module may be loaded twice. @param {string} tag @param {CustomElementConstructor} type */
export function define(tag, type) {
  if (!customElements.get(tag)) customElements.define(tag, type);
}

/**
 * Gives an element the properties that were set on it before its class was known.
 * @param {HTMLElement} element
 * @param {...string} names
 */
export function takeEarly(element, ...names) {
  const bag = /** @type {any} */ (element);
  for (const name of names) {
    if (Object.hasOwn(bag, name)) {
      const value = bag[name];
      delete bag[name];
      bag[name] = value;
    }
  }
}
