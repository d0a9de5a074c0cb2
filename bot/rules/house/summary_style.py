"""A summary is one short sentence."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.places import Place
from bot.rules.rule import OURS, DefinitionRule
from bot.rules.subject import Subject

MOST = 140


def check(subject: Subject) -> Iterator[Problem]:
    if subject.bot.dialog != "managed":
        return
    for summary, place in _summaries(subject):
        if len(summary) > MOST:
            message = f"the summary has {len(summary)} characters"
            yield place.problem(message, f"Say it in {MOST}: help and the command list show it")
        elif not summary.endswith("."):
            yield place.problem("the summary is no sentence", "End it with a period")


def _summaries(subject: Subject) -> Iterator[tuple[str, Place]]:
    yield subject.bot.summary, subject.places.bot("summary")
    for slot_type in subject.bot.slot_types:
        yield slot_type.summary, subject.places.slot_type(slot_type.name, "summary")
    for intent in subject.bot.intents:
        yield intent.summary, subject.places.intent(intent.name, "summary")


RULE = DefinitionRule(
    id="summary-style",
    reason="Help, the command list and the reference page show it beside others of its kind.",
    source=OURS,
    severity="warning",
    check=check,
)
