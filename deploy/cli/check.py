"""`ground check`: every problem of the definition at once."""

import sys

from rich.console import Console
from rich.text import Text

from bot.load import load_bot
from bot.rules import check_all
from deploy.build import example_values
from deploy.local.processes import checkout


def check() -> None:
    """Check the definition against the platforms' rules. Exit code 1 when something is wrong."""
    bot = load_bot(checkout() / "intents", example_values(checkout()))
    problems = check_all(bot)
    console = Console()
    for problem in problems:
        console.print(Text(str(problem), style="red"), soft_wrap=True)
    if problems:
        sys.exit(1)
    console.print(
        f"{len(bot.intents)} intents, {len(bot.locales)} locale: nothing to complain about."
    )
