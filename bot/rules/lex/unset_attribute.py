"""Conditions ask about session attributes that some step sets."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.lex.conditions import SessionAttribute, references
from bot.rules.conditioning import branches
from bot.rules.rule import DefinitionRule
from bot.rules.steps import steps
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    known = {name for step in subject.once(steps) for name in step.state.session_attributes or ()}
    for conditional in subject.once(branches):
        for branch in conditional:
            found = references(branch.condition) if branch.condition is not None else ()
            for one in found:
                if isinstance(one, SessionAttribute) and one.name not in known:
                    message = f"no step sets the session attribute {one.name!r}"
                    cure = "Make sure that a function or a client does"
                    yield branch.place.problem(message, cure)


RULE = DefinitionRule(
    id="lex-unset-attribute",
    reason="A comparison of something that is not set is false, with != too.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/paths-branching.html",
    severity="note",
    check=check,
)
