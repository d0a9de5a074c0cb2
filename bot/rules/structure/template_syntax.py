"""Templates can be read, and their phrases are there."""

from collections.abc import Collection, Iterator

from bot.errors import Problem, TemplateError
from bot.load_checks import Documents
from bot.phrases import with_phrase
from bot.rules.rule import OURS, FilesRule
from bot.rules.written import written_templates
from bot.templates import parse


def check(documents: Documents, _: Collection[str]) -> Iterator[Problem]:
    cure = "Templates are words with (a|b), [optional], {slot} and <phrase>"
    for one in written_templates(documents):
        try:
            parse(with_phrase(one.text, one.phrases))
        except TemplateError as error:
            yield Problem(one.words.file, one.line, str(error), cure)


RULE = FilesRule(
    id="template-syntax",
    reason="A template that does not parse stands for no utterance.",
    source=OURS,
    check=check,
)
