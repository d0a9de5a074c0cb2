// The page's only way to the server. Nothing here is ever sent twice: a request may be a change.

import { locale, word } from "./language.js";

const TIMEOUT_MS = 35_000; // above the server's own 30 s, so that its words arrive first

/**
 * Why a request brought no answer. `kind`:
 *   "refused"   the server took it and said no: nothing was done
 *   "later"     it was not taken now (busy, too many): nothing was done, it may be sent again
 *   "signedOut" nobody is signed in: nothing was done
 *   "unknown"   the network or the server failed: how far it got is not known
 */
export class ApiError extends Error {
  constructor(kind, message) {
    super(message);
    this.kind = kind;
  }
}

/** The API; `conversationId()` says which conversation of this browser a request belongs to. */
export function createApi(conversationId) {
  const headers = () => ({
    "x-ground-conversation": conversationId(),
    "x-ground-locale": locale,
    "x-ground-time-zone": Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC",
  });
  return {
    session: () => request("/api/session", { headers: headers() }),
    say: (text) => post("/api/turns", { text }, headers()),
    invoke: (invocation) => post("/api/invocations", invocation, headers()),
  };
}

export function post(path, body, headers = {}) {
  return request(path, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

export async function request(path, options = {}) {
  const response = await send(path, options);
  const document = await readJson(response);
  if (!response.ok) throw refusal(response.status, document);
  return document;
}

async function send(path, options) {
  try {
    return await fetch(path, {
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...options,
    });
  } catch (error) {
    const late = error.name === "TimeoutError";
    throw new ApiError("unknown", late ? word("page_late") : word("page_unreachable"));
  }
}

async function readJson(response) {
  try {
    return await response.json();
  } catch {
    throw new ApiError("unknown", word("page_unreadable"));
  }
}

function refusal(status, document) {
  const message = document?.error?.message ?? word("page_no_answer");
  return new ApiError(kindOf(status), message);
}

function kindOf(status) {
  if (status === 401) return "signedOut";
  if (status === 409 || status === 429) return "later";
  return status >= 400 && status < 500 ? "refused" : "unknown";
}
