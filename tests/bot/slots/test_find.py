"""Where values stand in a sentence."""

from datetime import UTC, datetime

import pytest

from bot.slots import SlotContext, SlotTypeView, ValueView, built_in_view, find, hear

NOW = datetime(2020, 11, 25, 14, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("slot_type", "locale", "said", "wanted"),
    [
        ("Date", "en_US", "call me in 3 days at 5 pm", ["in 3 days"]),
        ("Time", "en_US", "call me in 3 days at 5 pm", ["5 pm"]),
        (
            "Duration",
            "en_US",
            "wait 2 hours and 10 minutes and try again",
            ["2 hours and 10 minutes"],
        ),
        ("Duration", "en_US", "what changed in the last hour, or any hour of the day", ["hour"]),
        ("Duration", "de_DE", "was war in der letzten Stunde des Tages", ["Stunde"]),
        ("Number", "en_US", "scale orders to twenty five tasks, not 30", ["twenty five", "30"]),
        ("Number", "en_US", "roll back to v1.2.3 or abc123", []),
        ("Date", "en_US", "from december 24 until january 2nd", ["december 24", "january 2nd"]),
        ("Date", "en_US", "may I ask what was said in may", ["may"]),
        ("Date", "en_US", "the sun sat down", []),
        ("Date", "en_US", "is it friday's deploy", ["friday's"]),
        ("Time", "en_US", "at 5 or at six thirty", ["5", "six thirty"]),
        ("Time", "en_US", "give me 5 of them", []),
        ("Percentage", "en_US", "shift 10 percent now and 50% later", ["10 percent", "50%"]),
        ("Currency", "en_US", "transfer $1,250.50 and 3 euros", ["$1,250.50", "3 euros"]),
        (
            "EmailAddress",
            "en_US",
            "write to jane.doe@example.com, please",
            ["jane.doe@example.com"],
        ),
        ("PhoneNumber", "en_US", "call +1 555-123-4567 today", ["+1 555-123-4567"]),
        ("City", "en_US", "fly from NYC to new york city", ["NYC", "new york city"]),
        ("Country", "en_US", "from the United States to France", ["United States", "France"]),
        ("FirstName", "en_US", "tell Mary that it is done", ["Mary"]),
        ("StreetName", "en_US", "I live at 12 Main Street in Boston", ["12 Main Street"]),
        ("UKPostalCode", "en_GB", "send it to SW1A 1AA today", ["SW1A 1AA"]),
        ("AlphaNumeric", "en_US", "ticket APQ123 is open", ["APQ123"]),
        ("FreeFormInput", "en_US", "anything", []),
        ("Date", "de_DE", "ruf mich am 24.12. um halb neun an", ["24.12."]),
        ("Time", "de_DE", "ruf mich am 24.12. um halb neun an", ["halb neun"]),
        ("Date", "de_DE", "so, was läuft do", []),
        ("Number", "de_DE", "skaliere auf fünfundzwanzig", ["fünfundzwanzig"]),
    ],
)
def test_found(slot_type: str, locale: str, said: str, wanted: list[str]) -> None:
    spans = find(built_in_view(f"AMAZON.{slot_type}"), said, SlotContext(locale, NOW))
    assert [span.fill.original for span in spans] == wanted
    assert [said[span.start : span.end] for span in spans] == wanted


def test_bare_values_are_found_when_they_are_expected() -> None:
    context = SlotContext("en_US", NOW)
    time, said = built_in_view("AMAZON.Time"), "make it 5"
    assert find(time, said, context) == ()
    (span,) = find(time, said, context, bare=True)
    assert (span.start, span.fill.resolved) == (8, ("05:00", "17:00"))


def test_declared_values_are_found_longest_first_and_whole_words_only() -> None:
    services = SlotTypeView("Service", values=(ValueView("orders"), ValueView("orders api")))
    spans = find(services, "is Orders-API like orders, reorders?", SlotContext("en_US", NOW))
    assert [(span.start, span.fill.original, span.fill.resolved) for span in spans] == [
        (3, "Orders-API", ("orders api",)),
        (19, "orders", ("orders",)),
    ]


@pytest.mark.parametrize(
    ("slot_type", "said", "wanted"),
    [
        ("Date", "tomorrow at 5 pm", "2020-11-26"),
        ("Time", "tomorrow at 5 pm", "17:00"),
        ("Date", "friday or saturday", None),
        ("Number", "I would take 3 of those", "3"),
        ("FreeFormInput", "all of this", "all of this"),
    ],
)
def test_heard_in_a_longer_answer(slot_type: str, said: str, wanted: str | None) -> None:
    fill = hear(built_in_view(f"AMAZON.{slot_type}"), said, SlotContext("en_US", NOW))
    assert (fill.interpreted if fill else None) == wanted


def test_today_is_the_day_in_the_speakers_time_zone() -> None:
    late = datetime.fromisoformat("2020-11-25T23:30:00-05:00")
    date = built_in_view("AMAZON.Date")
    here, there = SlotContext("en_US", late), SlotContext("en_US", late.astimezone(UTC))
    assert hear(date, "today", here) != hear(date, "today", there)
