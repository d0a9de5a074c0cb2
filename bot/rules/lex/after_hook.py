"""After a code hook there is a way on."""

from collections.abc import Iterator
from dataclasses import replace

from bot.errors import Problem
from bot.lex.definition import DialogCodeHook, PostCodeHook
from bot.rules.flows import flow_parts
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject

_OUTCOMES = ("success", "failure", "timeout")


def check(subject: Subject) -> Iterator[Problem]:
    for part in subject.once(flow_parts):
        if not isinstance(part.value, DialogCodeHook) or not part.value.active:
            continue
        after = part.value.post_code_hook_specification or PostCodeHook()
        for outcome in _OUTCOMES:
            if getattr(after, f"{outcome}_next_step") is None:
                message = f"{part.at('then')}: nothing follows on {outcome}"
                cure = f"Add '{outcome}_next:' with a step"
                found = part.place("then").problem(message, cure)
                yield found if outcome == "success" else replace(found, severity="warning")


RULE = DefinitionRule(
    id="lex-after-hook",
    reason="A step after a code hook that has no next step may make the bot fail.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/understanding-new-flows.html",
    check=check,
)
