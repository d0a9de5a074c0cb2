"""The Markdown subset: outside text stays literal, marks become spans."""

from hypothesis import given
from hypothesis import strategies as st

from fulfillment.markdown import Span, bold, code, escape, plain, spans


@given(st.text())
def test_escaped_text_is_one_plain_span_of_itself(text: str) -> None:
    assert spans(escape(text)) == ((Span(text),) if text else ())


@given(st.text(min_size=1), st.text(min_size=1))
def test_bold_and_code_hold_any_text(first: str, second: str) -> None:
    marked = f"{bold(first)} and {code(second)}"

    assert spans(marked) == (Span(first, "bold"), Span(" and "), Span(second, "code"))


def test_a_mark_without_a_partner_is_literal() -> None:
    assert plain("2 ** 3 and `open") == "2 ** 3 and `open"


def test_plain_drops_the_marks() -> None:
    assert plain("**orders** is at `1.2.0`\\*") == "orders is at 1.2.0*"


def test_a_long_run_of_marks_is_read_in_linear_time() -> None:
    assert plain("*" * 100_000) == "*" * 100_000
