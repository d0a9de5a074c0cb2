"""The slot types of real exports."""

from datetime import UTC, datetime

import pytest

from bot.dialog.state import SlotFill
from bot.lex.archive import read_archive
from bot.slots import SlotContext, resolve, views
from tests.bot.lex.real import real

CONTEXT = SlotContext("en_US", datetime(2020, 11, 25, 14, 7, tzinfo=UTC))


@pytest.mark.parametrize("name", ["BankingAgent", "BlogBot"])
def test_every_type_that_slots_use_has_a_view(name: str) -> None:
    bot = read_archive(real(f"{name}.zip").read_bytes()).bot
    for locale in bot.locales.values():
        known = views(locale)
        used = {
            slot.slot_type_name
            for intent in locale.intents.values()
            for slot in intent.slots.values()
        }
        assert used
        assert used <= set(known)


def test_a_type_of_an_export_that_expands_takes_any_name() -> None:
    known = views(read_archive(real("BlogBot.zip").read_bytes()).bot.locales["en_US"])
    fill = resolve(known["CustomerName"], "my name is Zaphod", CONTEXT)
    assert fill == SlotFill("Zaphod", "Zaphod")
    assert resolve(known["AMAZON.Number"], "four", CONTEXT) == SlotFill("four", "4", ("4",))


def test_a_type_of_an_export_that_restricts_takes_its_values_only() -> None:
    known = views(read_archive(real("BankingAgent.zip").read_bytes()).bot.locales["en_US"])
    declared = known["planName"].values[0].value
    fill = resolve(known["planName"], declared.upper(), CONTEXT)
    assert fill == SlotFill(declared.upper(), declared, (declared,))
    assert resolve(known["planName"], "Zaphod", CONTEXT) is None
