"""`ground check`: every problem of the definition at once."""

import sys

from rich.console import Console
from rich.text import Text

from bot.load import examine
from bot.rules.checking import check_definition
from bot.rules.subject import Surroundings
from deploy.build import example_values
from deploy.local.processes import checkout


def check() -> None:
    """Check the definition against the platforms' rules. Exit code 1 when something is wrong."""
    found = examine(checkout() / "intents", example_values(checkout()))
    problems = list(found.problems)
    if found.definition is not None:
        problems += check_definition(found.definition, Surroundings(), is_whole=not problems)
    console = Console()
    for problem in sorted(problems):
        console.print(Text(str(problem), style="red"), soft_wrap=True)
    if any(problem.severity == "error" for problem in problems):
        sys.exit(1)
