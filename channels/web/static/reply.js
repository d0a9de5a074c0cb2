// One reply of the assistant, from data to elements, and kept up to date while an operation runs.

import { renderChart } from "./chart.js";
import { element, icon } from "./dom.js";
import { word } from "./language.js";
import { createProgress } from "./progress.js";
import { renderTable, tonedText } from "./table.js";
import { renderText } from "./text.js";

const STATES = {
  confirm: { label: () => word("page_please_confirm"), icon: "question" },
  denied: { label: () => word("page_not_allowed"), icon: "lock" },
  failed: { label: () => word("page_did_not_work"), icon: "alert" },
};

/**
 * The elements of a reply. `handlers`: `onAction(action)` and `onSuggestion(text)`.
 * Gives `{root, update(reply), settle(chosen), retire()}`.
 */
export function createReply(reply, handlers) {
  const text = element("div", { class: "reply-text", "data-testid": "reply-text" });
  const progress = createProgress();
  const rest = element("div", { class: "reply-rest" });
  const state = element("p", { class: "state-label", "data-testid": "state-label" });
  const root = element("div", { class: "reply" }, text, rest);
  let shownText = "";
  let shownRest = "";

  function update(next) {
    root.dataset.state = next.state;
    showState(root, state, next.state);
    const nextText = JSON.stringify(next.text);
    if (nextText !== shownText) text.replaceChildren(...renderText(next.text));
    text.hidden = next.text.length === 0;
    shownText = nextText;
    if (next.progress) {
      if (!progress.root.parentNode) text.after(progress.root);
      progress.update(next.progress);
    } else {
      progress.root.remove();
    }
    const nextRest = JSON.stringify({ ...next, text: null, progress: null });
    if (nextRest !== shownRest) rest.replaceChildren(...renderRest(next, handlers));
    shownRest = nextRest;
  }

  update(reply);
  return { root, update, settle: (chosen) => settle(rest, chosen), retire: () => retire(rest) };
}

function showState(root, label, state) {
  const known = STATES[state];
  label.remove();
  if (!known) return;
  label.replaceChildren(icon(known.icon), known.label());
  root.prepend(label);
}

function renderRest(reply, handlers) {
  return [
    reply.facts.length ? renderFacts(reply.facts) : null,
    reply.chart ? renderChart(reply.chart) : null,
    reply.table ? renderTable(reply.table) : null,
    reply.links.length ? renderLinks(reply.links) : null,
    reply.actions.length ? renderActions(reply.actions, handlers.onAction) : null,
    reply.suggestions.length && !hasAnswerButtons(reply) ? renderSuggestions(reply.suggestions, handlers.onSuggestion) : null,
  ].filter((part) => part !== null);
}

/** Chips that say "yes" and "no" next to buttons that do it would be one answer too many. */
function hasAnswerButtons(reply) {
  return reply.state === "confirm" && reply.actions.length > 0;
}

function renderFacts(facts) {
  const pairs = facts.map((fact) =>
    element("div", { class: "fact" }, element("dt", {}, fact.label), element("dd", {}, tonedText(fact.value))),
  );
  return element("dl", { class: "facts", "data-testid": "reply-facts" }, pairs);
}

function renderLinks(links) {
  const safe = links.filter((link) => /^https?:\/\//iu.test(link.url));
  const items = safe.map((link) => {
    const anchor = { href: link.url, target: "_blank", rel: "noopener noreferrer" };
    return element("li", {}, element("a", anchor, icon("link"), link.label));
  });
  return element("ul", { class: "links", "data-testid": "reply-links" }, items);
}

function renderActions(actions, onAction) {
  const buttons = actions.map((action) => {
    const kind = action.invocation.kind;
    const button = element(
      "button",
      { type: "button", class: `button ${action.style}`, "data-testid": "action", "data-kind": kind },
      action.label,
    );
    button.addEventListener("click", () => onAction(action));
    return button;
  });
  return element("div", { class: "actions", "data-testid": "reply-actions" }, buttons);
}

function renderSuggestions(suggestions, onSuggestion) {
  const chips = suggestions.map((text) => {
    const chip = element("button", { type: "button", class: "chip", "data-testid": "suggestion" }, text);
    chip.addEventListener("click", () => onSuggestion(text));
    return element("li", {}, chip);
  });
  return element("ul", { class: "chips", "aria-label": word("page_suggestions") }, chips);
}

/** The question has been answered, by the button labelled `chosen` or (null) in words. */
function settle(rest, chosen) {
  for (const button of rest.querySelectorAll("[data-testid=action]")) {
    const answers = button.dataset.kind === "confirm" || button.dataset.kind === "cancel";
    if (!answers && button.textContent !== chosen) continue;
    button.disabled = true;
    if (button.textContent === chosen) {
      button.classList.add("chosen");
      button.prepend(icon("check"));
    }
  }
}

/** Suggestions belong to the last reply only. */
function retire(rest) {
  rest.querySelector(".chips")?.remove();
}
