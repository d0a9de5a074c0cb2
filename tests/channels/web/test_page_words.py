"""What the page says by itself: there in every language, and none left over."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from bot.model import Locale, Sentence
from channels.web.host import STATIC
from deploy.page_words import PREFIX, page_words
from tests.bot.definition import product_bot

SCRIPTS = [path for path in STATIC.glob("*.js") if path.name != "words.js"]
CALL = re.compile(r'\bword\("([a-z_]+)"(, [^;]*?)?\)')
MENU = {"page_language"}
"""Read by language.js itself: the name of a language in its own words."""


class Page(HTMLParser):
    """`texts`: id -> what index.html itself shows for it, before a script runs."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}
        self._open = ""

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._open = found.get("data-word", "")
        for name, id_ in found.items():
            if name.startswith("data-word-"):
                self.texts[id_] = found[name.removeprefix("data-word-")]

    def handle_data(self, data: str) -> None:
        if self._open:
            self.texts[self._open] = data
            self._open = ""


def page() -> Mapping[str, str]:
    found = Page()
    found.feed((STATIC / "index.html").read_text(encoding="utf-8"))
    return found.texts


def used_by_scripts() -> set[str]:
    return {match[1] for path in SCRIPTS for match in CALL.finditer(path.read_text("utf-8"))}


def words(text: str) -> dict[str, dict[str, object]]:
    """The words of a module."""
    found: dict[str, dict[str, object]] = json.loads(text[text.index("{") : text.rindex(";")])
    return found


@pytest.mark.parametrize("locale", product_bot().locales, ids=lambda locale: locale.id)
def test_every_word_of_the_page_is_there_and_none_is_left_over(locale: Locale) -> None:
    found = words(page_words(product_bot()))[locale.id]

    assert used_by_scripts() | set(page()) | MENU == set(found)
    assert all(id_.startswith(PREFIX) for id_ in found)


def test_the_page_begins_in_the_first_language() -> None:
    first = words(page_words(product_bot()))[product_bot().locales[0].id]

    assert page() == {id_: first[id_] for id_ in page()}


def test_both_forms_of_a_plural_reach_the_page() -> None:
    german = product_bot().locales[1]
    counted = replace(german, replies={"page_left": Sentence("noch {count}", one="noch eins")})
    bot = replace(product_bot(), locales=(counted,))

    assert words(page_words(bot)) == {
        "de_DE": {"page_left": {"one": "noch eins", "other": "noch {count}"}}
    }
