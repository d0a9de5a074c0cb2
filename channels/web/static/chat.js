// The conversation: one request at a time, every answer and every failure in the log.

import { word } from "./language.js";
import { follow } from "./operation.js";
import { createReply } from "./reply.js";
import { plainText } from "./text.js";

const OPENING_WAITS_MS = [500, 1_000, 2_000];

/**
 * Entries of the log are plain data, kept by the store:
 *   {who: "person", text}
 *   {who: "assistant", reply, chosen?}   chosen: the label of the button used, or null for words
 *   {who: "problem", message, again?, check?, signIn?}
 */
export function createChat({ api, store, log, composer, announce, onLimits }) {
  let busy = false;
  let last = null; // the last reply: {entry, view}

  async function open() {
    try {
      const session = await sessionSoon();
      store.belongsTo(session.person.subject);
      composer.setLimit(session.limits.text);
      onLimits(session.limits);
      show(session.greeting, {}, log.addGreeting);
      store.entries.forEach(restore);
      log.toEnd();
      return session.person;
    } catch (error) {
      addProblem({ who: "problem", message: word("page_cannot_ask", { why: error.message }), reload: true });
      return null;
    }
  }

  /** Who is signed in, asked again while a server is coming up: asking changes nothing. */
  async function sessionSoon() {
    for (const wait of OPENING_WAITS_MS) {
      try {
        return await api.session();
      } catch (error) {
        if (error.kind !== "unknown") throw error;
        await new Promise((resume) => { window.setTimeout(resume, wait); });
      }
    }
    return api.session();
  }

  function restore(entry) {
    if (entry.who === "person") log.addPerson(entry.text);
    else if (entry.who === "problem") showProblem(entry);
    else showReply(entry);
  }

  function say(text) {
    if (busy) {
      composer.fill(text);
      return;
    }
    store.remember(text);
    log.addPerson(text);
    store.add({ who: "person", text });
    ask({ send: () => api.say(text), again: { text }, check: openPlan(), question: last });
  }

  function press(entry, view, action) {
    if (busy) return;
    const { kind, name } = action.invocation;
    entry.chosen = action.label;
    store.touch();
    view.settle(action.label);
    composer.focus();
    const check = kind === "confirm" ? name : null;
    ask({ send: () => api.invoke(action.invocation), again: { invocation: action.invocation }, check });
  }

  /**
   * What a form of the page asks for; `text` tells it in the log. Gives its reply, or null for a
   * failure; false where an answer is still awaited.
   */
  function request(text, invocation) {
    if (busy) return false;
    log.addPerson(text);
    store.add({ who: "person", text });
    return ask({ send: () => api.invoke(invocation), again: { invocation }, check: null });
  }

  /**
   * `again`: how to send it once more; `check`: the plan that it may have used; `question`: the
   * reply that these words answer. Gives the reply, or null for a failure.
   */
  async function ask({ send, again, check, question = null }) {
    setBusy(true);
    try {
      const { reply } = await send();
      setBusy(false);
      if (question) settle(question);
      addReply(reply);
      return reply;
    } catch (error) {
      setBusy(false);
      addProblem(problemOf(error, again, check));
      if (error.kind === "refused" && again.text && composer.isEmpty()) composer.fill(again.text);
      return null;
    }
  }

  function setBusy(now) {
    busy = now;
    composer.setBusy(now);
    if (now) log.startTyping();
    else log.stopTyping();
  }

  function addReply(reply) {
    const entry = { who: "assistant", reply };
    store.add(entry);
    showReply(entry);
  }

  function showReply(entry) {
    const view = show(entry.reply, entry);
    if ("chosen" in entry) view.settle(entry.chosen);
    last = { entry, view };
    if (entry.reply.progress && !entry.reply.progress.final) followUp(entry, view);
  }

  function show(reply, entry, add = log.addReply) {
    last?.view.retire();
    const view = createReply(reply, {
      onAction: (action) => press(entry, view, action),
      onSuggestion: (text) => { composer.focus(); say(text); },
    });
    add(view.root);
    last = { entry, view };
    return view;
  }

  function followUp(entry, view) {
    const operationId = entry.reply.progress.operation_id;
    follow(api, operationId, {
      onReply(reply) {
        entry.reply = reply;
        store.touch();
        log.keepEnd(() => view.update(reply));
        if (reply.progress?.final) announce(plainText(reply.text) || reply.progress.title);
      },
      onGivenUp(error) {
        addProblem({ who: "problem", message: word("page_stopped_looking", { why: error.message }), check: operationId });
      },
    });
  }

  function addProblem(entry) {
    store.add(entry);
    showProblem(entry);
  }

  function showProblem(entry) {
    const drop = (message) => { store.remove(entry); message.remove(); };
    const message = log.addProblem(entry.message, buttonsFor(entry, () => drop(message)));
  }

  function buttonsFor(entry, drop) {
    const once = (act) => () => { if (!busy) { drop(); act(); } };
    if (entry.reload) {
      return [{ label: word("page_reload"), testId: "problem-reload", onPress: once(() => window.location.reload()) }];
    }
    if (entry.check) {
      return [{ label: word("page_check"), testId: "problem-check", onPress: once(() => checkOn(entry.check)) }];
    }
    return entry.again ? [{ label: word("page_again"), testId: "problem-again", onPress: once(() => sendAgain(entry.again)) }] : [];
  }

  function sendAgain(again) {
    if ("text" in again) {
      ask({ send: () => api.say(again.text), again, check: openPlan(), question: last });
    } else {
      const check = again.invocation.kind === "confirm" ? again.invocation.name : null;
      ask({ send: () => api.invoke(again.invocation), again, check });
    }
    composer.focus();
  }

  function checkOn(operationId) {
    const invocation = { kind: "operation", name: operationId, slots: {} };
    ask({ send: () => api.invoke(invocation), again: { invocation }, check: null });
    composer.focus();
  }

  /** The id of the plan that a "yes" would now use, or null. */
  function openPlan() {
    if (!last || !isOpen(last.entry)) return null;
    const confirm = last.entry.reply.actions.find((action) => action.invocation.kind === "confirm");
    return confirm ? confirm.invocation.name : null;
  }

  /** A question that was open has been answered in words. */
  function settle({ entry, view }) {
    if (!isOpen(entry)) return;
    entry.chosen = null;
    store.touch();
    view.settle(null);
  }

  return { open, say, request, show: addReply };
}

/** Whether a reply asks for a yes or no that nobody has given yet. */
function isOpen(entry) {
  return entry.reply?.state === "confirm" && !("chosen" in entry);
}

/** What a failure means to a person, and the safe way on: a change is never sent a second time. */
function problemOf(error, again, check) {
  if (error.kind === "refused") return { who: "problem", message: error.message };
  if (error.kind === "signedOut") return { who: "problem", message: error.message, reload: true };
  if (error.kind === "later") return { who: "problem", message: error.message, again };
  if (check) {
    return { who: "problem", message: word("page_may_have_started", { why: error.message }), check };
  }
  return { who: "problem", message: word("page_may_be_lost", { why: error.message }), again };
}
