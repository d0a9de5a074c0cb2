"""Templates name slots of their intent."""

from collections.abc import Collection, Iterator

from bot.documents import did_you_mean
from bot.errors import Problem, TemplateError
from bot.load_checks import Documents
from bot.phrases import with_phrase
from bot.rules.rule import FilesRule
from bot.rules.written import Written, written_templates
from bot.templates import slot_names


def check(documents: Documents, _: Collection[str]) -> Iterator[Problem]:
    for one in written_templates(documents):
        for name in _slots(one):
            if name not in one.slots:
                message = f"the template refers to the unknown slot {name!r}"
                yield Problem(one.words.file, one.line, message, did_you_mean(name, one.slots))


def _slots(one: Written) -> tuple[str, ...]:
    try:
        return slot_names(with_phrase(one.text, one.phrases))
    except TemplateError:
        return ()


RULE = FilesRule(
    id="unknown-slot-in-template",
    reason="Lex refuses an utterance with a slot that the intent does not have.",
    source="https://docs.aws.amazon.com/lexv2/latest/APIReference/API_SampleUtterance.html",
    check=check,
)
