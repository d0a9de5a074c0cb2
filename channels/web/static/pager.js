// The form that pages who is on call. It knows an intent and its slots by the names of its fields:
// what a page is, who may send it and what it says is decided where typed words are.

import { createCounter } from "./counter.js";
import { element } from "./dom.js";
import { word } from "./language.js";

/**
 * `parts`: {button, dialog, form, service, services, reason, counter, problem, cancel}.
 * `ask(invocation)` gives a reply and throws; `send(text, invocation)` puts it into the
 * conversation and gives its reply (null for a failure), or false where it cannot now;
 * `show(reply)` shows a reply there; `onSent()` is called once the form is gone.
 */
export function createPager(parts, { ask, send, show, onSent }) {
  const { button, dialog, form, service, services, reason, problem } = parts;
  const counter = createCounter(reason, parts.counter, 200);
  let sent = false;

  function open() {
    sent = false;
    complain("");
    dialog.showModal();
    service.focus();
    offer();
  }

  /** What the bot would answer to "page": the services to choose from, or that this may not be. */
  async function offer() {
    // Without an answer a service can be named all the same, and sending tells what is wrong.
    const reply = await ask(invocation({})).catch(() => null);
    if (reply === null) return;
    services.replaceChildren(...(asksFor(reply) ? reply.suggestions : []).map((value) => element("option", { value })));
    if (reply.state !== "denied" || !dialog.open) return;
    dialog.close();
    show(reply);
  }

  const asksFor = (reply) => reply.state === "elicit" && reply.slot_to_elicit === service.name;

  function invocation(slots) {
    return { kind: "intent", name: form.dataset.intent, slots };
  }

  function complain(message) {
    problem.textContent = message;
    service.setAttribute("aria-invalid", String(message !== "" && service.value.trim() === ""));
  }

  async function submit(event) {
    event.preventDefault();
    if (service.value.trim() === "") {
      complain(word("page_pager_missing"));
      service.focus();
      return;
    }
    if (counter.isOver()) {
      reason.focus();
      return;
    }
    const answer = send(said(), invocation(filled()));
    if (!answer) {
      complain(word("page_answering"));
      return;
    }
    sent = true;
    dialog.close();
    const reply = await answer;
    // Whatever has to be corrected is still there when the form is opened again.
    if (reply?.state === "confirm" || reply?.state === "done") clear();
  }

  function filled() {
    const values = [...new FormData(form)].map(([name, value]) => [name, value.trim()]);
    return Object.fromEntries(values.filter(([, value]) => value !== ""));
  }

  function said() {
    const first = word("page_pager_said", { service: service.value.trim() });
    return [first, reason.value.trim()].filter(Boolean).join("\n");
  }

  function clear() {
    form.reset();
    counter.refresh();
  }

  button.addEventListener("click", open);
  parts.cancel.addEventListener("click", () => dialog.close());
  form.addEventListener("submit", submit);
  reason.addEventListener("input", counter.refresh);
  dialog.addEventListener("close", () => { button.focus(); if (sent) onSent(); });

  return { setLimit: counter.setLimit };
}
