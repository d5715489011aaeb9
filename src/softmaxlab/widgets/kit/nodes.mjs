/** Elements of a page, made in one call. */

/** Sets attributes; true is an empty one, false and undefined are none. */
export function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : value);
  }
  return node;
}

/** An HTML element with its children. */
export function h(tag, attributes = {}, ...children) {
  const node = set(document.createElement(tag), attributes);
  node.append(...children);
  return node;
}

/** An SVG element inside `parent`. */
export function s(tag, attributes, parent) {
  const node = set(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes);
  parent?.append(node);
  return node;
}

/** An id that no other widget of the page has. */
export const randomId = () => `smx-${Math.random().toString(36).slice(2, 10)}`;
