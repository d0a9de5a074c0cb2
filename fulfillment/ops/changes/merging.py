"""One act, one entry: a deployment, the call that started it and our own record of it are one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from fulfillment.ops.changes.port import Change

NEAR = timedelta(seconds=90)
"""Between a call and the deployment that it starts: seconds; a retry by ECS may take longer."""
STARTS = frozenset({"CreateService", "UpdateService"})


def merged(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Newest first."""
    every = tuple(changes)
    writes = [one for one in every if one.kind == "write"]
    actions = [one for one in every if one.kind == "action"]
    rest = [one for one in every if one.kind not in ("write", "action")]
    rest, actions = _told_once(rest, actions, _as_ours)
    starts = [one for one in writes if one.operation in STARTS]
    rest, starts = _told_once(rest, starts, _with_caller)
    others = [one for one in writes if one.operation not in STARTS]
    actions, echoes = _without_echoes(actions, [*starts, *others])
    return tuple(
        sorted([*rest, *actions, *echoes], key=lambda one: (one.at, one.service), reverse=True)
    )


Join = Callable[[Change, Change], Change]


def _told_once(
    entries: Sequence[Change], causes: Sequence[Change], join: Join
) -> tuple[list[Change], list[Change]]:
    """The entries, each joined with the cause nearest to it, and the causes that are left over."""
    found, left = list(entries), []
    for cause in causes:
        effects = [at for at, one in enumerate(found) if _is_caused(one, cause)]
        if not effects:
            left.append(cause)
            continue
        nearest = min(effects, key=lambda at: _apart(found[at], cause))
        found[nearest] = join(found[nearest], cause)
    return found, left


def _is_caused(entry: Change, cause: Change) -> bool:
    return (
        entry.kind == "deployment"
        and (entry.environment, entry.service) == (cause.environment, cause.service)
        and _apart(entry, cause) <= NEAR
    )


def _apart(entry: Change, cause: Change) -> timedelta:
    return abs((entry.began or entry.at) - cause.at)


def _with_caller(entry: Change, cause: Change) -> Change:
    """Our own record knows the person better than the name of a session does."""
    return entry if entry.is_ours else replace(entry, by=cause.by)


def _as_ours(entry: Change, cause: Change) -> Change:
    return replace(entry, by=cause.by, is_ours=True)


def _is_echo(write: Change, action: Change) -> bool:
    """By the same person; or about the same service, whatever credentials the act function has."""
    is_same = action.by == write.by or (action.service and action.service == write.service)
    return bool(is_same) and action.environment in ("", write.environment)


def _without_echoes(
    actions: Sequence[Change], writes: Sequence[Change]
) -> tuple[list[Change], list[Change]]:
    """Our own acts, and the writes that are not what those sent to AWS in the same moment."""
    left = [
        write
        for write in writes
        if not any(
            _is_echo(write, action) and abs(action.at - write.at) <= NEAR for action in actions
        )
    ]
    return list(actions), left
