"""What is said of a prompt's attempts can come to pass."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.lex.definition import PromptSpecification
from bot.rules.flows import flow_parts
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject

_RETRIES = {f"Retry{number}": number for number in range(1, 6)}


def check(subject: Subject) -> Iterator[Problem]:
    for part in subject.once(flow_parts):
        if not isinstance(part.value, PromptSpecification):
            continue
        retries = part.value.max_retries or 0
        for attempt in part.value.prompt_attempts_specification or ():
            if _RETRIES.get(attempt, 0) > retries:
                message = f"{part.at('attempts', attempt)}: max_retries is {retries}"
                cure = "Remove it, or raise max_retries"
                yield part.place("attempts", attempt).problem(message, cure)


RULE = DefinitionRule(
    id="lex-prompt-attempts",
    reason="n retries are Initial and Retry1 to Retry-n: nothing else is ever attempted.",
    source="botocore lexv2-models, shape PromptAttempt",
    severity="warning",
    check=check,
)
