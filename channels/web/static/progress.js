// How far an operation has come.

import { element, icon } from "./dom.js";
import { word } from "./language.js";

const STATES = {
  running: () => word("page_running"),
  succeeded: () => word("page_succeeded"),
  failed: () => word("page_failed"),
  unknown: () => word("page_unknown"),
};

export function createProgress() {
  const title = element("span", { class: "progress-title" });
  const state = element("span", { class: "progress-state", "data-testid": "progress-state" });
  const bar = element("progress", { "aria-label": word("page_progress") });
  const count = element("span", { class: "progress-count", "data-testid": "progress-count" });
  const detail = element("span", { class: "progress-detail" });
  // The log announces additions; a bar that moves every second is not one of them.
  const root = element(
    "div",
    { class: "progress", "data-testid": "progress", "aria-live": "off" },
    element("div", { class: "progress-line" }, title, state),
    bar,
    element("div", { class: "progress-line small" }, detail, count),
  );

  function update(progress) {
    root.dataset.state = progress.state;
    title.textContent = progress.title;
    state.replaceChildren(...(progress.state === "succeeded" ? [icon("check")] : []), STATES[progress.state]());
    bar.max = Math.max(progress.total, 1);
    bar.value = progress.state === "succeeded" ? bar.max : progress.done;
    bar.setAttribute("aria-label", progress.title);
    count.textContent = progress.total > 0 ? word("page_done_of", progress) : "";
    detail.textContent = progress.detail;
  }

  return { root, update };
}
