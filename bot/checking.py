"""Everything that is wrong with a definition, in one run."""

from dataclasses import dataclass
from pathlib import Path

from bot.definition import Definition
from bot.errors import Problem
from bot.load import LiveValues, survey
from bot.rules.checking import check_definition
from bot.rules.subject import Surroundings


@dataclass(frozen=True)
class Checked:
    """`definition`: as far as it could be read. `problems`: by file and line, each once."""

    definition: Definition | None
    problems: tuple[Problem, ...]


def check_folder(root: Path, live_values: LiveValues, surroundings: Surroundings) -> Checked:
    """Every problem of every file under `root`; raises nothing for what is in them."""
    found = survey(root, live_values)
    problems = list(found.problems)
    if found.definition is not None:
        is_whole = not problems
        problems += check_definition(found.definition, surroundings, is_whole=is_whole)
    return Checked(found.definition, tuple(sorted(problems)))
