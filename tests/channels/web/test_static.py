"""Rules for the page's files, by reading them."""

import re
from html.parser import HTMLParser

import pytest

from channels.web.host import PAGE_HEADERS, STATIC
from tests.bot.definition import product_bot

SCRIPTS = sorted(STATIC.glob("*.js"))
FILES = sorted(path for path in STATIC.iterdir() if path.is_file())
MARKUP_SINKS = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment"
    r"|setHTMLUnsafe|\beval\b|new Function|srcdoc|\.on[a-z]+ ="
)
ELSEWHERE = re.compile(r"https?://(?!www\.w3\.org/2000/svg)[\w.]+|[\"'(]//[\w.]+")


class Page(HTMLParser):
    """Attributes that the content security policy would refuse, ids, and forms."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []
        self.ids: list[str] = []
        self.forms: list[tuple[str, set[str]]] = []
        """(intent, names of the fields) of each form that sends one."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self.refused += [name for name in names if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in names):
            self.refused.append(tag)
        if "data-intent" in names:
            self.forms.append((str(names["data-intent"]), set()))
        if names.get("name") and tag in ("input", "textarea", "select"):
            self.forms[-1][1].add(str(names["name"]))
        if names.get("id"):
            self.ids.append(str(names["id"]))


def test_there_are_scripts_to_check() -> None:
    assert len(SCRIPTS) > 5


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_makes_markup_from_text(script: object) -> None:
    assert MARKUP_SINKS.findall(_text(script)) == []


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_no_file_loads_from_elsewhere(file: object) -> None:
    assert ELSEWHERE.findall(_text(file)) == []


def test_the_page_has_nothing_inline_and_ids_are_unique() -> None:
    page = Page()
    page.feed((STATIC / "index.html").read_text(encoding="utf-8"))

    assert page.refused == []
    assert len(page.ids) == len(set(page.ids)) > 5


def test_the_fields_of_a_form_are_slots_of_its_intent() -> None:
    page = Page()
    page.feed((STATIC / "index.html").read_text(encoding="utf-8"))

    (name, fields) = page.forms[0]
    intent = product_bot().intent(name)
    assert intent is not None
    assert fields == {slot.name for slot in intent.slots} - {"environment"}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_import_is_there(script: object) -> None:
    for name in re.findall(r'from "\./([\w-]+\.js)"', _text(script)):
        assert (STATIC / name).is_file()


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_files_stay_small(file: object) -> None:
    assert _text(file).count("\n") <= 400


def test_the_policy_allows_nothing_inline_and_no_markup_sinks() -> None:
    policy = PAGE_HEADERS["content-security-policy"]

    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "require-trusted-types-for 'script'" in policy


def _text(file: object) -> str:
    return (STATIC / str(file)).read_text(encoding="utf-8")
