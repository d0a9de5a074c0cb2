"""The conversations of intents/<intent>/examples.yaml and examples.<locale>.yaml, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.documents import Document, read_document
from bot.errors import EvaluationError
from bot.forms import EXAMPLES
from bot.model import Bot


@dataclass(frozen=True)
class ExampleTurn:
    """What a person says, and what must come of it."""

    say: str
    intent: str
    """The intent in play after the turn."""
    slots: Mapping[str, str] | None = None
    """Exactly the slots filled after it, in canonical values; None does not say."""
    reply_contains: str = ""
    """Words of the answer, in any case of letters."""


@dataclass(frozen=True)
class Conversation:
    place: str
    """File and line: "restart_service/examples.yaml:2"."""
    turns: tuple[ExampleTurn, ...]
    locale: str = ""
    """Locale id; "" is the first one of bot.yaml."""

    def is_in(self, bot: Bot, locale: str) -> bool:
        """Whether it is held in that locale of `bot`."""
        return (self.locale or bot.locales[0].id) == locale


def load_examples(root: Path) -> tuple[Conversation, ...]:
    """Every conversation under `root` (intents/). Raises EvaluationError with every problem."""
    documents = [
        read_document(path, f"{path.parent.name}/{path.name}", EXAMPLES)
        for path in sorted(root.glob("*/examples*.yaml"))
    ]
    problems = [str(problem) for document in documents for problem in document.problems]
    if problems:
        raise EvaluationError("\n".join(["the examples cannot be read:", *problems]))
    return tuple(
        conversation for document in documents for conversation in _conversations(document)
    )


def _conversations(document: Document) -> list[Conversation]:
    locale = document.file.rpartition("/")[2].removeprefix("examples").removesuffix(".yaml")
    return [
        Conversation(
            f"{document.file}:{document.line(number)}", tuple(map(_turn, turns)), locale[1:]
        )
        for number, turns in enumerate(document.data)
    ]


def _turn(data: dict[str, Any]) -> ExampleTurn:
    return ExampleTurn(
        data["say"], data["intent"], data.get("slots"), data.get("reply_contains", "")
    )
