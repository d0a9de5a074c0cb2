"""Something says every message."""

from collections.abc import Iterator

from bot.documents import did_you_mean
from bot.errors import Problem
from bot.flow import message_ids
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject

SAID = ("confirmation_prompt", "confirmation_retry", "declined", "failed", "fallback",
        "retries_exhausted")  # fmt: skip
"""What the dialog says by itself: `bot.dialog`."""


def check(subject: Subject) -> Iterator[Problem]:
    for locale in subject.bot.locales:
        for id_ in locale.messages:
            if id_ not in SAID:
                place = subject.places.locale(locale.id, "messages", id_)
                message = f"nothing says the message {id_!r}"
                yield place.problem(message, f"Remove it. {did_you_mean(id_, SAID)}")
    for (intent, language), words in subject.places.intent_words.items():
        contract = subject.places.intents[intent].data.get("flow")
        used = message_ids(contract) if contract else ()
        for id_ in words.data.get("messages", {}):
            if id_ not in used:
                place = subject.places.words(intent, language, "messages", id_)
                message = f"the contract's flow does not say the message {id_!r}"
                yield place.problem(message, f"Remove it. {did_you_mean(id_, used)}")


RULE = DefinitionRule(
    id="unused-message",
    reason="A sentence that is never said is translated and kept for nothing.",
    source=OURS,
    severity="warning",
    needs_whole=True,
    check=check,
)
