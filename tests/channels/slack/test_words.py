"""Slack's escaped text as words."""

import pytest

from channels.slack.words import plain_words, words_of_event
from tests.channels.slack.payloads import event_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("what is broken?", "what is broken?"),
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("&amp;lt;", "&lt;"),
        ("see <https://orders.test|orders.test> now", "see orders.test now"),
        ("see <https://orders.test>", "see https://orders.test"),
        ("in <#C0002|staging>", "in #staging"),
        ("ask <@U0BEN|ben>", "ask @ben"),
        ("ask <@U0BEN>", "ask U0BEN"),
        ("<!here> <!subteam^S1|@ops>", "here ops"),
        ("two\n lines\t here", "two lines here"),
        ("a < b", "a < b"),
        ("half \ud83d a rocket", "half  a rocket"),
        ("", ""),
    ],
)
def test_text_is_read_as_a_person_reads_it(text: str, words: str) -> None:
    assert plain_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<@U0BOT> help", "help"),
        ("hey <@U0BOT>, is <@U0BEN> there?", "hey , is U0BEN there?"),
        ("<@U0BOT>", ""),
    ],
)
def test_the_bots_own_mention_is_no_word(text: str, words: str) -> None:
    assert words_of_event(event_of("app_mention", text=text)) == words


def test_without_authorizations_the_first_mention_is_the_bots() -> None:
    event = event_of("app_mention", text="<@U0BOT> ask <@U0BEN>") | {"authorizations": None}

    assert words_of_event(event) == "ask U0BEN"
