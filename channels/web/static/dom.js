// Making elements. Text is always a text node and attributes are always set one by one, so nothing
// that a person or a service says can become markup.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  new: ["M12 5v14M5 12h14"],
  down: ["M7 10l5 5 5-5"],
  globe: ["M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z", "M3 12h18", "M12 3c5 5.5 5 12.5 0 18c-5-5.5-5-12.5 0-18z"],
  pager: ["M6 16v-5a6 6 0 0 1 12 0v5l1.5 2h-15z", "M10 20.5a2.2 2.2 0 0 0 4 0"],
  send: ["M12 19V6M6 11.5L12 5.5l6 6"],
  check: ["M5 12.5l4.5 4.5L19 7.5"],
  lock: ["M7 11h10v8H7z", "M9 11V8a3 3 0 0 1 6 0v3"],
  alert: ["M12 8v5M12 16.5v.1", "M12 3.5l9 16H3z"],
  question: ["M9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M12 16.6v.1", "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18z"],
  link: ["M9 15l6-6M10 7l2-2a3.5 3.5 0 0 1 5 5l-2 2M14 17l-2 2a3.5 3.5 0 0 1-5-5l2-2"],
};

/**
 * An element with attributes (null and false are left out; true is an empty value) and children
 * (elements, or texts; null is left out).
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue;
    made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.flat().filter((child) => child !== null));
  return made;
}

/** An element of SVG, made as `element` makes those of HTML. */
export function svgElement(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const line of ICONS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", line);
    svg.append(path);
  }
  return svg;
}

/** Put the icons in that the page asks for by `data-icon`. */
export function fillIcons(root) {
  for (const place of root.querySelectorAll("[data-icon]")) {
    place.replaceChildren(icon(place.dataset.icon));
  }
}
