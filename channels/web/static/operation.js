// Asking how an operation goes until it is over. Asking changes nothing, so it may be repeated.

const EVERY_MS = 1_000;
const SLOWER_AFTER = 60; // looks: a minute
const SLOW_MS = 5_000;
const LONGEST_WAIT_MS = 30_000;
const MOST_FAILURES = 8;

/**
 * Look every second (slower after a minute, ever slower while looking fails) and hand each reply
 * to `onReply`. Ends when the operation is over, or with `onGivenUp(error)`. Gives a function that
 * stops it.
 */
export function follow(api, operationId, { onReply, onGivenUp }, schedule = window.setTimeout.bind(window)) {
  let stopped = false;
  let looks = 0;
  let failures = 0;

  async function look() {
    if (stopped) return;
    try {
      const { reply } = await api.invoke({ kind: "operation", name: operationId, slots: {} });
      failures = 0;
      looks += 1;
      if (stopped) return;
      onReply(reply);
      if (reply.progress && !reply.progress.final) schedule(look, looks < SLOWER_AFTER ? EVERY_MS : SLOW_MS);
    } catch (error) {
      failures += 1;
      if (stopped) return;
      if (failures >= MOST_FAILURES || isSettled(error)) onGivenUp(error);
      else schedule(look, Math.min(EVERY_MS * 2 ** failures, LONGEST_WAIT_MS));
    }
  }

  schedule(look, EVERY_MS);
  return () => { stopped = true; };
}

/** Asking again would bring the same answer. */
function isSettled(error) {
  return error.kind === "refused" || error.kind === "signedOut";
}
