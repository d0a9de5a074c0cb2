"""Files that are written from others, and the check that they are in step.

`python -m deploy.generate` writes them; `--check` names those that differ and exits with 1.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.load import load_bot
from bot.model import Bot
from bot.schema import schema_text
from bot.testing.examples import Conversation, load_examples
from deploy.build import example_values
from deploy.local.processes import checkout
from deploy.manifests import slack_manifest
from deploy.page_words import page_words
from deploy.reference import reference_page, rules_page


@dataclass(frozen=True)
class Sources:
    """What files are written from."""

    bot: Bot
    conversations: tuple[Conversation, ...]


GENERATED: Mapping[str, Callable[[Sources], str]] = {
    "intents/schema.json": lambda _: schema_text(),
    "docs/what-can-be-said.md": lambda of: reference_page(of.bot, of.conversations),
    "docs/rules.md": lambda _: rules_page(checkout()),
    "channels/web/static/words.js": lambda of: page_words(of.bot),
    "channels/slack/manifest.yaml": lambda of: slack_manifest(of.bot, "request_url"),
    "channels/slack/manifest.socket_mode.yaml": lambda of: slack_manifest(of.bot, "socket_mode"),
}


def main(arguments: list[str], root: Path | None = None) -> int:
    """Write the generated files, or with --check say which are out of step."""
    folder = root or checkout()
    if arguments == ["--check"]:
        found = stale(folder)
        for path in found:
            print(f"{path} is out of step with its source: run `make generate`")  # noqa: T201 - a command
        return 1 if found else 0
    for path in write(folder):
        print(f"wrote {path}")  # noqa: T201 - a command
    return 0


def stale(root: Path) -> Mapping[str, str]:
    """The files under `root` that are not in step, and what belongs in them."""
    of = Sources(load_bot(root / "intents", example_values(root)), load_examples(root / "intents"))
    wanted = {path: text(of) for path, text in GENERATED.items()}
    return {path: text for path, text in wanted.items() if _current(root / path) != text}


def write(root: Path | None = None) -> tuple[str, ...]:
    """Bring the generated files in step; the paths of those that were not."""
    folder = root or checkout()
    found = stale(folder)
    for path, text in found.items():
        (folder / path).write_text(text, encoding="utf-8")
    return tuple(found)


def _current(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
