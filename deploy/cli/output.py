"""What commands share: where the world lives, and how they speak to the person."""

import json
import os
from pathlib import Path

from rich.console import Console
from rich.text import Text

from channels.terminal.render import safe
from deploy.local import processes


def home() -> Path:
    """Where the running world leaves its address and logs: `.ground`, or GROUND_HOME."""
    return Path(os.environ.get("GROUND_HOME", processes.checkout() / ".ground"))


def tell(line: str) -> None:
    """A remark that is not the answer: on standard error, so that --json stays clean."""
    Console(stderr=True).print(Text(safe(line), style="dim"), soft_wrap=True)


def json_text(document: object) -> str:
    """JSON to read and to pipe: letters as they are, but nothing that moves a terminal's cursor."""
    text = json.dumps(document, indent=2, ensure_ascii=False)
    return "".join(one if safe(one) else json.dumps(one)[1:-1] for one in text)


def locale_or_default(locale: str) -> str:
    """The locale given with --locale, else GROUND_LOCALE, else "": the bot's first."""
    return locale or os.environ.get("GROUND_LOCALE", "")


def person_or_default(person: str) -> str:
    """The name given with --as, else GROUND_PERSON, else the example world's first person."""
    return person or os.environ.get("GROUND_PERSON", "ana")
