"""`ground check`: every problem of the definition at once."""

import sys

from rich.console import Console
from rich.text import Text

from bot.checking import check_folder
from bot.rules.subject import Surroundings
from deploy.build import example_values
from deploy.local.processes import checkout


def check() -> None:
    """Check the definition against the platforms' rules. Exit code 1 when something is wrong."""
    found = check_folder(checkout() / "intents", example_values(checkout()), Surroundings())
    console = Console()
    for problem in found.problems:
        line = f"{problem} [{problem.severity} {problem.rule}]"
        console.print(Text(line, style="red"), soft_wrap=True)
    if any(problem.severity == "error" for problem in found.problems):
        sys.exit(1)
