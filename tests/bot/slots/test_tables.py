"""Every built-in type, by tables: text, locale, value."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.dialog.state import SlotFill
from bot.platforms.lex import lex_platform
from bot.slots import SlotContext, built_in_view, resolve

TABLES = Path(__file__).parent / "tables"
NOW = datetime(2020, 11, 25, 14, 7, tzinfo=UTC)


def rows() -> Iterator[tuple[str, str, str, Any]]:
    for file in sorted(TABLES.glob("*_*.yaml")):
        for section in yaml.safe_load(file.read_text(encoding="utf-8")).values():
            yield from typed_rows(file.stem, section)
    others = yaml.safe_load((TABLES / "others.yaml").read_text(encoding="utf-8"))
    for locale, section in others.items():
        yield from typed_rows(locale, section)


def typed_rows(locale: str, section: Mapping[str, Any]) -> Iterator[tuple[str, str, str, Any]]:
    for slot_type, table in section.items():
        for text, wanted in table.items():
            yield locale, slot_type, str(text), wanted


@pytest.mark.parametrize(
    ("locale", "slot_type", "text", "wanted"), list(rows()), ids=lambda item: str(item)[:40]
)
def test_value(locale: str, slot_type: str, text: str, wanted: object) -> None:
    context = SlotContext(locale, NOW)
    assert resolve(built_in_view(slot_type), text, context) == expected(text, wanted)


def expected(text: str, wanted: Any) -> SlotFill | None:
    """A row's right side as a value."""
    if wanted is None:
        return None
    original = wanted["original"] if isinstance(wanted, dict) else text
    value = wanted["is"] if isinstance(wanted, dict) else wanted
    if isinstance(value, list):
        return SlotFill(original, None, tuple(value))
    said = value.isoformat() if isinstance(value, date) else str(value)
    return SlotFill(original, said, (said,))


def test_the_tables_cover_every_built_in_type() -> None:
    tested = {slot_type for _, slot_type, _, wanted in rows() if wanted is not None}
    assert tested == lex_platform().built_in_types
