"""What a person may ask and do here: for help, and for what was not understood."""

from bot.model import Bot, Intent
from fulfillment.identity.authorization import OPEN, Authorizer
from fulfillment.request import Caller
from fulfillment.sentences import sentences
from fulfillment.turn import Ability


def abilities(authorizer: Authorizer, caller: Caller, *, can_change: bool) -> tuple[Ability, ...]:
    """Every intent with a line of help that this caller may use here; questions first."""
    found = [
        _ability(authorizer.bot, intent, caller.locale)
        for intent in authorizer.bot.intents
        # What anybody may say is about the conversation itself: help, cancel, more.
        if intent.access.default != OPEN
        and (can_change or intent.effect == "read")
        and authorizer.first(caller, intent).denial is None
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
