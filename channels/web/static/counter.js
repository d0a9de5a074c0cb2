// How much more fits into a field: told near its limit, and once it is passed.

import { word } from "./language.js";

const COUNT_FROM = 100; // characters left

/** Counts `field` into `place`. Gives `{refresh(), isOver(), setLimit(characters)}`. */
export function createCounter(field, place, limit) {
  // The server counts characters, JavaScript counts UTF-16 halves: an emoji is one, not two.
  const left = () => limit - [...field.value].length;

  function refresh() {
    const rest = left();
    place.textContent = rest < 0 ? word("page_too_many", { count: -rest }) : rest <= COUNT_FROM ? word("page_left", { count: rest }) : "";
    place.classList.toggle("over", rest < 0);
    field.setAttribute("aria-invalid", String(rest < 0));
  }

  return {
    refresh,
    isOver: () => left() < 0,
    setLimit(characters) { limit = characters; refresh(); },
  };
}
