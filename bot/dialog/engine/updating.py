"""What is said while a function takes long to fulfill (guide: streaming-progress)."""

from collections.abc import Sequence

from bot.dialog.engine.saying import NoUsableMessageError
from bot.dialog.engine.session import Working
from bot.dialog.state import Message, Updates
from bot.lex.definition import MessageGroup

DEFAULT_TIMEOUT_SECONDS = 30
"""Where an active specification names none, as without updates (guide: quotas)."""


def updates_of(working: Working) -> Updates | None:
    """Of the intent in play; None where its updates are not switched on."""
    intent = working.definition.intent(working.intent.name)
    hook = intent.fulfillment_code_hook if intent else None
    setting = hook.fulfillment_updates_specification if hook else None
    if setting is None or not setting.active:
        return None
    start, update = setting.start_response, setting.update_response
    return Updates(
        _said(working, start.message_groups if start else None, "start"),
        (start.delay_in_seconds if start else None) or 0,
        _said(working, update.message_groups if update else None, "update"),
        (update.frequency_in_seconds if update else None) or 0,
        setting.timeout_in_seconds or DEFAULT_TIMEOUT_SECONDS,
    )


def _said(
    working: Working, groups: Sequence[MessageGroup] | None, which: str
) -> tuple[Message, ...]:
    """Who does not take any of them does without: the fulfillment itself goes on."""
    where = f"{working.intent.name}/fulfillment/{which}"
    try:
        return working.voice.messages(groups or (), working.lookup, where=where)
    except NoUsableMessageError:
        return ()
