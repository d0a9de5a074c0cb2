"""What a person may ask and do here: for help, and for what was not understood."""

from collections.abc import Sequence

from bot.model import Bot, Intent
from fulfillment.identity.authorization import OPEN, refuse_channel, where_allowed
from fulfillment.request import Caller
from fulfillment.sentences import sentences
from fulfillment.turn import Ability

_OF_THE_TALK = ("AMAZON.HelpIntent", "AMAZON.FallbackIntent", "AMAZON.CancelIntent")
"""Intents about the conversation itself."""


def abilities(
    bot: Bot, caller: Caller, environments: Sequence[str], *, can_change: bool
) -> tuple[Ability, ...]:
    """Every intent with a line of help that this caller may use here; questions first."""
    found = [
        _ability(bot, intent, caller.locale)
        for intent in bot.intents
        if intent.builtin not in _OF_THE_TALK and _may(intent, caller, environments, can_change)
    ]
    return tuple(sorted((one for one in found if one.utterance), key=lambda one: one.changes))


def _ability(bot: Bot, intent: Intent, locale: str) -> Ability:
    say = sentences(bot, locale, intent.name)
    return Ability(
        intent=intent.name,
        utterance=intent.words[say.locale].help,
        does=say("ability"),
        summary=intent.summary,
        changes=intent.effect != "read",
    )


def _may(intent: Intent, caller: Caller, environments: Sequence[str], can_change: bool) -> bool:
    if intent.effect != "read" and not can_change:
        return False
    if refuse_channel(intent, caller.person, caller.channel, caller.audience) is not None:
        return False
    is_open = intent.access.default == OPEN
    return is_open or bool(where_allowed(caller.person, intent, environments))
