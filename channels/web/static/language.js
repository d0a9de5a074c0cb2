// Which language the page speaks: the one that was chosen here, else what the browser prefers.

import { element } from "./dom.js";
import { WORDS } from "./words.js";

const KEY = "ground-control-locale";
const PLACEHOLDER = /\{([a-z0-9_]+)\}/gu;
const ATTRIBUTES = ["title", "placeholder", "aria-label"];
const known = Object.keys(WORDS);

/** A locale of the bot: "de_DE". */
export const locale = chosen() ?? preferred() ?? known[0];

/** What the page says by that id; where a count decides between two forms, by `values.count`. */
export function word(id, values = {}) {
  const said = WORDS[locale][id];
  const form = typeof said === "string" ? said : values.count === 1 ? said.one : said.other;
  return form.replace(PLACEHOLDER, (all, name) => String(values[name] ?? all));
}

/** Put the words in that the page asks for by `data-word` and `data-word-<attribute>`. */
export function translate(root) {
  root.documentElement.lang = locale.replace("_", "-");
  for (const place of root.querySelectorAll("[data-word]")) {
    place.textContent = word(place.dataset.word);
  }
  for (const attribute of ATTRIBUTES) {
    for (const place of root.querySelectorAll(`[data-word-${attribute}]`)) {
      place.setAttribute(attribute, word(place.getAttribute(`data-word-${attribute}`)));
    }
  }
}

/** A menu of the languages, where there are several. Choosing one opens the page anew in it. */
export function offerLanguages(menu) {
  const options = known.map((id) =>
    element("option", { value: id, selected: id === locale }, WORDS[id].page_language),
  );
  menu.replaceChildren(...options);
  menu.parentElement.hidden = known.length < 2;
  menu.addEventListener("change", () => {
    choose(menu.value);
    window.location.reload();
  });
}

function chosen() {
  try {
    const kept = window.localStorage.getItem(KEY);
    return known.find((id) => id === kept);
  } catch {
    return undefined; // storage is forbidden: the browser's languages decide
  }
}

function choose(id) {
  try {
    window.localStorage.setItem(KEY, id);
  } catch {
    // Forgotten storage costs the choice, never the conversation.
  }
}

function preferred() {
  for (const wanted of window.navigator.languages ?? []) {
    const named = wanted.replace("-", "_");
    const close = known.find((id) => id === named) ?? known.find((id) => languageOf(id) === languageOf(named));
    if (close) return close;
  }
  return undefined;
}

function languageOf(id) {
  return id.split("_", 1)[0];
}
