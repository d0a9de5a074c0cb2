"""What a contract's flow says is there in every language."""

import re
from collections.abc import Iterator

from bot.documents import did_you_mean
from bot.errors import Problem
from bot.flow import message_ids
from bot.forms import ID
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for (intent, locale), words in subject.places.intent_words.items():
        contract = subject.places.intents[intent].data.get("flow")
        known = words.data.get("messages", {})
        for id_ in message_ids(contract) if contract else ():
            if id_ not in known:
                place = subject.places.words(intent, locale, "messages")
                cure = f"Add '{id_}:' under messages. {did_you_mean(id_, known)}"
                what = "message" if re.search(ID, id_) else "text"
                message = f"the {what} {id_!r} of the contract's flow is missing in {locale}"
                yield place.problem(message, cure)


RULE = DefinitionRule(
    id="missing-message",
    reason="A contract has no words: what its flow says by id stands in each language's file.",
    source=OURS,
    check=check,
)
