"""What was done through Ground Control itself: the audit."""

from collections.abc import Mapping, Sequence

from fulfillment.audit.reading import Action
from fulfillment.ops import audit
from fulfillment.ops.changes.port import Change, Window
from fulfillment.ops.changes.source import Read
from fulfillment.ops.reach import Reach
from fulfillment.sentences import Phrase, phrase

_DONE: Mapping[str, Phrase] = {
    "started": phrase("action_started"),
    "succeeded": phrase("action_succeeded"),
    "failed": phrase("action_failed"),
    "unknown": phrase("action_unknown"),
}
"""A change that was refused or denied changed nothing."""


def actions(reach: Reach, environments: Sequence[str], window: Window) -> Read:
    """A `WideSource`: one entry an act; nothing where no audit is kept."""
    if reach.audit is None:
        return Read()
    trail = audit.connect(reach)
    history = trail.history(environments, window.start, window.end, window.service)
    found = [_change(one) for one in history.actions if one.outcome in _DONE]
    return Read(found, () if history.is_whole else (phrase("audit_cut"),))


def _change(action: Action) -> Change:
    return Change(
        at=action.at,
        kind="action",
        what=phrase("action_done", title=action.title, outcome=_DONE[action.outcome]),
        environment=action.environment,
        service=action.service,
        by=action.person,
        is_trouble=action.outcome == "failed",
        is_ours=True,
    )
