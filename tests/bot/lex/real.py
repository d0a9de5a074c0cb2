"""Real exports of Lex, which lie beside the checkout; without them their tests are skipped."""

from pathlib import Path

import pytest

ARCHIVES = Path(__file__).parents[4] / "shared/data/lex-archives"
REAL = ("BankingAgent.zip", "BlogBot.zip", "ReminderBot")


def real(name: str) -> Path:
    path = ARCHIVES / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the checkout")
    return path
