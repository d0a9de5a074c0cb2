// The message field: sends with Enter, grows with its text, counts near the limit, remembers.

import { createCounter } from "./counter.js";

/**
 * `onSend(text)` is called with what is to be sent. `store.history`: what was said, oldest first.
 * Gives `{focus, fill(text), setBusy(busy), setLimit(characters)}`.
 */
export function createComposer({ form, field, button, counter }, store, onSend) {
  const count = createCounter(field, counter, 1024);
  let busy = false;
  let place = null; // in the history while it is walked through; null is the draft
  let draft = "";

  const canSend = () => !busy && field.value.trim() !== "" && !count.isOver();

  function refresh() {
    count.refresh();
    button.disabled = !canSend();
    grow();
  }

  function grow() {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 180)}px`;
  }

  function fill(text) {
    field.value = text;
    field.setSelectionRange(text.length, text.length);
    refresh();
  }

  function send() {
    if (!canSend()) return;
    const text = field.value.trim();
    place = null;
    fill("");
    onSend(text);
  }

  function recall(step) {
    const history = store.history;
    if (place === null) draft = field.value;
    const next = (place ?? history.length) + step;
    if (next < 0 || next > history.length) return;
    place = next === history.length ? null : next;
    fill(place === null ? draft : history[place]);
  }

  function onKey(event) {
    if (event.isComposing) return; // Enter then accepts an input method's word
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    } else if (event.key === "ArrowUp" && (field.value === "" || place !== null)) {
      event.preventDefault();
      recall(-1);
    } else if (event.key === "ArrowDown" && place !== null) {
      event.preventDefault();
      recall(1);
    }
  }

  field.addEventListener("keydown", onKey);
  field.addEventListener("input", () => { place = null; refresh(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); send(); });

  return {
    fill,
    /** Not on a touch screen, where it would open the keyboard over the answer. */
    focus() { if (!window.matchMedia("(pointer: coarse)").matches) field.focus(); },
    isEmpty: () => field.value === "",
    setBusy(now) { busy = now; refresh(); },
    setLimit(characters) { count.setLimit(characters); refresh(); },
  };
}
