// Puts the page together: the one place that knows every part.

import { offerPeople, readConfiguration, showPerson } from "./account.js";
import { createApi } from "./api.js";
import { createChat } from "./chat.js";
import { createComposer } from "./composer.js";
import { fillIcons } from "./dom.js";
import { offerLanguages, translate } from "./language.js";
import { createLog } from "./log.js";
import { createPager } from "./pager.js";
import { createStore } from "./store.js";

const byId = (id) => document.getElementById(id);

async function start() {
  translate(document);
  fillIcons(document);
  offerLanguages(byId("language"));
  const store = createStore();
  const log = createLog(byId("log"), byId("scroller"));
  const account = accountParts();
  const configuration = await readConfiguration(); // a first visit is signed in by this
  const composerParts = { form: byId("composer"), field: byId("say"), button: byId("send"), counter: byId("counter") };
  let chat = null;
  const composer = createComposer(composerParts, store, (text) => chat.say(text));
  const api = createApi(() => store.conversation);
  const pager = createPager(pagerParts(), {
    ask: async (invocation) => (await api.invoke(invocation)).reply,
    send: (text, invocation) => chat.request(text, invocation),
    show: (reply) => chat.show(reply),
    onSent: () => composer.focus(),
  });
  chat = createChat({ api, store, log, composer, announce, onLimits: (limits) => pager.setLimit(limits.value) });

  byId("new-conversation").addEventListener("click", () => startAnew(store));
  document.addEventListener("keydown", (event) => focusOnSlash(event, composer));
  const person = await chat.open();
  composer.focus();
  if (person) {
    showPerson(account, person);
    await offerPeople(account, configuration.signIn, person, () => window.location.reload());
  }
}

function pagerParts() {
  return {
    button: byId("page-on-call"),
    dialog: byId("pager"),
    form: byId("pager-form"),
    service: byId("pager-service"),
    services: byId("pager-services"),
    reason: byId("pager-reason"),
    counter: byId("pager-counter"),
    problem: byId("pager-problem"),
    cancel: byId("pager-cancel"),
  };
}

function accountParts() {
  return {
    button: byId("account"),
    name: byId("account-name"),
    initials: byId("account-initials"),
    caret: byId("account-caret"),
    list: byId("people-list"),
  };
}

/** Said to a screen reader, without a place in the log. */
function announce(text) {
  byId("announcer").textContent = text;
}

function startAnew(store) {
  store.clear();
  window.location.reload();
}

function focusOnSlash(event, composer) {
  const typing = event.target.closest?.("textarea, input");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  composer.focus();
}

start();
