"""Conditions ask about slots and intents that there are."""

from collections.abc import Iterator

from bot.documents import did_you_mean
from bot.errors import Problem
from bot.lex.conditions import SlotReference, references
from bot.model import Intent
from bot.rules.conditioning import branches
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for conditional in subject.once(branches):
        for branch in conditional:
            found = references(branch.condition) if branch.condition is not None else ()
            for one in found:
                if isinstance(one, SlotReference):
                    mistake = _mistake(subject, branch.part.intent, one)
                    if mistake:
                        yield branch.place.problem(*mistake)


def _mistake(subject: Subject, intent: Intent, one: SlotReference) -> tuple[str, str] | None:
    """Message and cure. A name alone is a slot; of several, the first is an intent or a slot."""
    first, *rest = one.path
    if rest and intent.slot(first) is None:
        other = subject.bot.intent(first)
        if other is None:
            known = [each.name for each in subject.bot.intents]
            return f"the condition names the unknown intent {first!r}", did_you_mean(first, known)
        return _mistake(subject, other, SlotReference(tuple(rest)))
    if intent.slot(first) is None:
        known = [slot.name for slot in intent.slots]
        message = f"the condition names the unknown slot {first!r} of {intent.name}"
        return message, did_you_mean(first, known)
    return None


RULE = DefinitionRule(
    id="lex-condition-names",
    reason="Lex refuses a condition about a slot that does not exist.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/paths-branching.html",
    needs_whole=True,
    check=check,
)
