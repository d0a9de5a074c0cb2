"""Files that are written from others, and the check that they are in step.

`python -m deploy.generate` writes them; `--check` names those that differ and exits with 1.
"""

import sys
from collections.abc import Callable, Mapping

from bot.load import load_bot
from bot.model import Bot, Intent
from bot.schema import schema_text
from deploy.build import example_values
from deploy.local.processes import checkout

_ROOT = checkout()


def what_can_be_said() -> str:
    """docs/what-can-be-said.md: every intent with its help line, slots and who may."""
    bot = load_bot(_ROOT / "intents", example_values(_ROOT))
    rows = [_row(bot, intent) for intent in bot.intents if intent.name != "Fallback"]
    return (
        "# What can be said\n\n"
        "Generated from `intents/` by `make generate`.\n\n"
        "| say | what it does | command | who may |\n|---|---|---|---|\n" + "".join(rows)
    )


def _row(bot: Bot, intent: Intent) -> str:
    words = intent.words[bot.locales[0].id]
    command = f"`/ops {intent.command}`" if intent.command else ""
    more = ", ".join(f"{role} in {name}" for name, role in intent.access.environment.items())
    who = f"{intent.access.default}; {more}" if more else intent.access.default
    return f"| {words.help or intent.name} | {intent.summary} | {command} | {who} |\n"


GENERATED: Mapping[str, Callable[[], str]] = {
    "intents/schema.json": schema_text,
    "docs/what-can-be-said.md": what_can_be_said,
}


def main(arguments: list[str]) -> int:
    """Write the generated files, or with --check say which are out of step."""
    stale = [path for path, text in GENERATED.items() if _current(path) != text()]
    if arguments == ["--check"]:
        for path in stale:
            print(f"{path} is out of step with its source: run `make generate`")  # noqa: T201 - a command
        return 1 if stale else 0
    for path in write():
        print(f"wrote {path}")  # noqa: T201 - a command
    return 0


def write() -> tuple[str, ...]:
    """Bring the generated files in step; the paths of those that were not."""
    stale = tuple(path for path, text in GENERATED.items() if _current(path) != text())
    for path in stale:
        (_ROOT / path).write_text(GENERATED[path](), encoding="utf-8")
    return stale


def _current(path: str) -> str:
    try:
        return (_ROOT / path).read_text(encoding="utf-8")
    except OSError:
        return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
