"""Any text: a valid value or none, made of what was said, the same when it is resolved again."""

import re
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialog.state import SlotFill
from bot.platforms.lex import lex_platform
from bot.slots import (
    SlotContext,
    SlotTypeView,
    ValueView,
    built_in_view,
    find,
    hear,
    resolve,
    resolve_many,
)

PIECES = """
next friday week the in 3 days at 5 pm half past quarter to ten twenty five hundred and a
of million point minus - $ € % , . : / 12 24 2020 11 december 25th today morning january
oh double dot com @ jane plus yes no please maybe don't know orders prod street Main b as
in fünfundzwanzig nächste Woche halb neun Uhr und komma am ersten Januar heute ein halbes
1/2 h min PT1H30M usd cents − ½ ß İ ﷺ ² ٣ my name is 0 00 1e5 ''
""".split()  # noqa: SIM905, RUF001 - words and marks
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
)
LOCALES = st.sampled_from(["en_US", "en_GB", "de_DE", "sv_SE"])
VALUES = (ValueView("orders", ("order service",)), ValueView("prod", ("Production",)))
TYPES = st.sampled_from(
    [
        *(built_in_view(name) for name in sorted(lex_platform().built_in_types)),
        SlotTypeView("Expand", values=VALUES),
        SlotTypeView("Restrict", values=VALUES, strategy="TopResolution"),
        SlotTypeView("Code", built_in="AMAZON.AlphaNumeric", pattern="[A-Z]{2}[0-9]{1,4}"),
    ]
)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
FORMS = {
    "AMAZON.Date": None,
    "AMAZON.Time": r"([01]\d|2[0-3]):[0-5]\d|AM|PM|MO|AF|EV|NI",
    "AMAZON.Duration": r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?([\d.]+S)?)?",
    "AMAZON.Number": r"-?\d+(\.\d+)?",
    "AMAZON.Percentage": r"-?\d+(\.\d+)?%?",
    "AMAZON.Currency": r"[A-Z]{3} -?\d+\.\d\d",
    "AMAZON.PhoneNumber": r"\+?\d{3,20}",
    "AMAZON.Confirmation": r"Yes|No|Maybe|Don't know",
    "AMAZON.UKPostalCode": r"[A-Z0-9]{2,4} \d[A-Z]{2}",
    "AMAZON.EmailAddress": r"\S+@\S+\.\S+",
    "Code": r"[A-Z]{2}[0-9]{1,4}",
    "Restrict": r"orders|prod",
}


def check(slot_type: SlotTypeView, said: str, fill: SlotFill) -> None:
    assert fill.original
    assert fill.original in said
    assert len(fill.resolved) <= 5
    assert fill.interpreted is not None or len(fill.resolved) > 1
    for value in fill.resolved:
        form = FORMS.get(slot_type.name, "(?s).+")
        assert date.fromisoformat(value) if form is None else re.fullmatch(form, value, re.ASCII)


@settings(deadline=None)
@given(TYPES, TEXTS, LOCALES, MOMENTS)
def test_a_value_is_valid_and_the_same_again(
    slot_type: SlotTypeView, said: str, locale: str, now: datetime
) -> None:
    context = SlotContext(locale, now)
    fill = resolve(slot_type, said, context)
    if fill is not None:
        check(slot_type, said, fill)
        assert resolve(slot_type, fill.original, context) == fill


@settings(deadline=None)
@given(TYPES, TEXTS, LOCALES, MOMENTS, st.booleans())
def test_spans_are_in_order_and_say_what_stands_there(
    slot_type: SlotTypeView, said: str, locale: str, now: datetime, bare: bool
) -> None:
    end = 0
    for span in find(slot_type, said, SlotContext(locale, now), bare=bare):
        assert end <= span.start < span.end
        assert said[span.start : span.end] == span.fill.original
        check(slot_type, said, span.fill)
        end = span.end


@settings(deadline=None)
@given(TYPES, TEXTS, LOCALES, MOMENTS)
def test_an_answer_gives_at_least_what_the_whole_text_gives(
    slot_type: SlotTypeView, said: str, locale: str, now: datetime
) -> None:
    context = SlotContext(locale, now)
    if resolve(slot_type, said, context) is not None:
        assert hear(slot_type, said, context) is not None


@settings(deadline=None)
@given(TEXTS, LOCALES, st.booleans())
def test_a_list_holds_values_of_its_type(said: str, locale: str, restrict: bool) -> None:
    slot_type = SlotTypeView(
        "List", values=VALUES, strategy="TopResolution" if restrict else "OriginalValue"
    )
    context = SlotContext(locale, datetime(2020, 11, 25, tzinfo=UTC))
    fill = resolve_many(slot_type, said, context)
    if fill is not None:
        assert fill.shape == "List"
        assert fill.original in said
        assert fill.values
        assert all(item.original in said and item.shape == "Scalar" for item in fill.values)


@settings(deadline=None)
@given(st.text(alphabet=",.-: 1ahm@/", min_size=900, max_size=1100), TYPES, LOCALES)
def test_long_texts_of_marks_are_read_to_their_end(
    said: str, slot_type: SlotTypeView, locale: str
) -> None:
    context = SlotContext(locale, datetime(2020, 11, 25, tzinfo=UTC))
    for span in find(slot_type, said, context, bare=True):
        assert said[span.start : span.end] == span.fill.original
