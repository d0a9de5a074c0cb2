"""A card has as many buttons as are shown."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.lex.definition import ImageResponseCard
from bot.platforms import lex_platform
from bot.rules.flows import flow_parts
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    shown = lex_platform().limits["card_buttons_shown"]
    most = lex_platform().limits["card_buttons"]
    for part in subject.once(flow_parts):
        if isinstance(part.value, ImageResponseCard):
            count = len(part.value.buttons or ())
            if shown < count <= most:
                message = f"{part.at('buttons')}: {count} buttons, and some places show {shown}"
                yield part.place("buttons").problem(message, "Put what matters most first")


RULE = DefinitionRule(
    id="lex-card-buttons",
    reason="The API takes five buttons, the guide speaks of three: not every client shows more.",
    source="https://docs.aws.amazon.com/lexv2/latest/dg/howitworks-manage-prompts.html",
    severity="note",
    check=check,
)
