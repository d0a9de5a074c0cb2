// What this tab remembers over a reload: its conversation, the transcript, and what was said.
// Session storage only: it ends with the tab.

const KEY = "ground-control";
const MOST_ENTRIES = 100;
const MOST_HISTORY = 50;

export function createStore(storage = window.sessionStorage) {
  let state = read(storage) ?? empty();

  function save() {
    try {
      storage.setItem(KEY, JSON.stringify(state));
    } catch {
      // Full or forbidden storage costs the memory of this tab, never the conversation.
    }
  }

  return {
    get conversation() { return state.conversation; },
    get entries() { return state.entries; },
    get history() { return state.history; },

    /** Forget what another person said in this tab. */
    belongsTo(subject) {
      if (state.subject !== subject) {
        const { conversation } = state.subject === null ? state : empty();
        state = { ...empty(), conversation, subject };
      }
      save();
    },
    add(entry) {
      state.entries = [...state.entries, entry].slice(-MOST_ENTRIES);
      save();
    },
    /** An entry has been changed in place. */
    touch: save,
    remove(entry) {
      state.entries = state.entries.filter((kept) => kept !== entry);
      save();
    },
    remember(text) {
      state.history = [...state.history.filter((said) => said !== text), text].slice(-MOST_HISTORY);
      save();
    },
    clear() {
      state = { ...empty(), subject: state.subject, history: state.history };
      save();
    },
  };
}

function empty() {
  return { conversation: crypto.randomUUID(), subject: null, entries: [], history: [] };
}

function read(storage) {
  try {
    const state = JSON.parse(storage.getItem(KEY));
    return state && Array.isArray(state.entries) && Array.isArray(state.history) ? state : null;
  } catch {
    return null;
  }
}
