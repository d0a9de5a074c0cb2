"""Every locale says the same things: the same replies, with the same placeholders."""

from collections.abc import Collection, Iterator

from bot.errors import Problem
from bot.load_checks import Documents
from bot.reply_checks import check_replies
from bot.rules.rule import OURS, FilesRule


def check(documents: Documents, _: Collection[str]) -> Iterator[Problem]:
    yield from check_replies(documents.locales, documents.words)


RULE = FilesRule(
    id="replies",
    reason="A handler says a reply by its id in whatever language the person speaks.",
    source=OURS,
    check=check,
)
