"""Every prompt can be reached by its slot's retries."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject
from bot.rules.wording import worded


def check(subject: Subject) -> Iterator[Problem]:
    for one in worded(subject):
        for slot in one.intent.slots:
            asked = slot.max_retries + 1
            texts = one.words.prompts.get(slot.name, ())
            if len(texts) > asked:
                path = ("prompts", slot.name, asked)
                place = subject.places.words(one.intent.name, one.locale, *path)
                message = f"{len(texts)} prompts for {slot.name!r}, and max_retries asks {asked}"
                yield place.problem(message, "Remove those at the end, or raise max_retries")


RULE = DefinitionRule(
    id="lex-prompt-retries",
    reason="n retries are n + 1 prompts: what is written beyond them is never asked.",
    source="botocore lexv2-models, shape PromptMaxRetries",
    severity="warning",
    check=check,
)
