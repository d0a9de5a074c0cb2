// The transcript on the screen: messages, problems, and that an answer is on its way.

import { element, icon } from "./dom.js";
import { word } from "./language.js";

const NEAR_END_PX = 120;
const SHOW_TYPING_MS = 150;
const STILL_WORKING_MS = 6_000;

export function createLog(root, scroller) {
  let timers = [];
  const words = element("span", { class: "typing-words" });
  const typing = element(
    "div",
    { class: "message assistant typing", "data-testid": "typing", role: "status" },
    element("span", { class: "visually-hidden" }, word("page_answering")),
    element("span", { class: "dots", "aria-hidden": "true" }, element("i"), element("i"), element("i")),
    words,
  );

  let pinned = true; // at the end: stay there when the room changes (a longer draft, a keyboard)
  const isNearEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;

  function toEnd() {
    scroller.scrollTop = scroller.scrollHeight;
  }

  scroller.addEventListener("scroll", () => { pinned = isNearEnd(); }, { passive: true });
  new ResizeObserver(() => { if (pinned) toEnd(); }).observe(scroller);

  function append(message, { follow = isNearEnd() } = {}) {
    root.append(message);
    if (typing.isConnected) root.append(typing);
    if (follow) toEnd();
    return message;
  }

  function startTyping() {
    words.textContent = "";
    timers = [
      window.setTimeout(() => append(typing), SHOW_TYPING_MS),
      window.setTimeout(() => { words.textContent = word("page_still_working"); }, STILL_WORKING_MS),
    ];
  }

  function stopTyping() {
    timers.forEach(window.clearTimeout);
    typing.remove();
  }

  return {
    startTyping,
    stopTyping,
    toEnd,
    /** Keep the end in view while something at the end grows. */
    keepEnd(change) {
      const near = isNearEnd();
      change();
      if (near) toEnd();
    },
    clear: () => root.replaceChildren(),
    addPerson: (text) => append(message("person", word("page_you_said"), element("p", { class: "said" }, text)), { follow: true }),
    addReply: (reply) => append(message("assistant", word("page_bot_said"), reply)),
    addGreeting: (reply) => append(message("assistant greeting", word("page_bot_said"), reply)),
    addProblem: (problem, buttons) => append(message("problem", word("page_problem"), problemBody(problem, buttons)), { follow: true }),
  };
}

function message(who, label, body) {
  const attributes = { class: `message ${who}`, "data-testid": "message", "data-who": who.split(" ")[0] };
  return element("article", attributes, element("h2", { class: "visually-hidden" }, label), body);
}

function problemBody(text, buttons) {
  const actions = buttons.map(({ label, testId, onPress }) => {
    const button = element("button", { type: "button", class: "button small", "data-testid": testId }, label);
    button.addEventListener("click", onPress);
    return button;
  });
  return element(
    "div",
    { class: "problem-body", "data-testid": "problem", role: "alert" },
    icon("alert"),
    element("p", {}, text),
    actions.length ? element("div", { class: "actions" }, actions) : null,
  );
}
