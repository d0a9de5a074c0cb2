"""Text from anywhere stays text: what GitHub's parser would make of it, held against it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from deploy.reference.markdown import Section, anchors, bullets, code, escape, page, table

PARSER = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")
HOSTILE = "a|b <script>`x` *y* _z_ [l](http://e) &amp; ~~s~~ \\ ![i](j) __w__ 1. # - <!-- c"
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from(HOSTILE))


def spans(markdown: str) -> list[Token]:
    """The inline parts of every block."""
    return [
        child
        for token in PARSER.parse(markdown)
        for child in (token.children or ())
        if token.content
    ]


def literal(markdown: str) -> str:
    """What a reader sees; anything but plain text and code fails."""
    found = spans(markdown)
    assert {token.type for token in found} <= {"text", "text_special", "code_inline"}
    return "".join(token.content for token in found)


def one_line(text: str) -> str:
    return " ".join(text.split())


@given(texts)
def test_escaped_text_is_read_as_it_was_written(text: str) -> None:
    assert one_line(literal(f"x {escape(text)} x")) == one_line(f"x {text} x")


@given(texts.filter(str.strip))
def test_code_is_read_as_it_was_written(text: str) -> None:
    assert literal(f"x {code(text)}") == f"x {one_line(text)}"


@given(st.lists(st.tuples(texts, texts.filter(str.strip)), min_size=1, max_size=4))
def test_a_table_keeps_its_cells(rows: list[tuple[str, str]]) -> None:
    markdown = table(["a", "b"], [[escape(first), code(second)] for first, second in rows])

    parsed = PARSER.parse(markdown)
    cells = [
        "".join(child.content for child in token.children or ())
        for token in parsed
        if token.type == "inline"
    ]
    wanted = [one_line(cell) for row in rows for cell in row]
    assert cells == ["a", "b", *wanted]


def test_no_rows_are_no_table() -> None:
    assert (table(["a"], []), bullets([])) == ("", "")


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a_b", "a_b"),
        ("_a_", "\\_a\\_"),
        ("what's up - in 1.2?", "what's up - in 1.2?"),
        ("<!channel>", "\\<!channel\\>"),
    ],
)
def test_what_needs_no_mark_gets_none(text: str, escaped: str) -> None:
    assert escape(text) == escaped


def test_the_table_of_contents_leads_to_every_heading() -> None:
    sections = [
        Section(1, "Page", "Words."),
        Section(2, "Was & wie?"),
        Section(3, "Über `uns`"),
        Section(4, "not listed"),
        Section(2, "Was & wie?"),
    ]

    assert page(sections) == (
        "# Page\n\nWords.\n\n## Contents\n\n"
        "- [Was \\& wie?](#was--wie)\n"
        "  - [Über \\`uns\\`](#über-uns)\n"
        "- [Was \\& wie?](#was--wie-1)\n\n"
        "## Was \\& wie?\n\n### Über \\`uns\\`\n\n#### not listed\n\n## Was \\& wie?\n"
    )


def test_an_anchor_is_made_as_github_makes_it() -> None:
    assert anchors(["At a glance", "what's new", "At a glance", "a_b-c"]) == [
        *("at-a-glance", "whats-new", "at-a-glance-1", "a_b-c"),
    ]
    assert re.fullmatch(r"[\w-]*", anchors([HOSTILE])[0])
