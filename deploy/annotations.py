"""Problems for whoever reads them: a person, a program, a code review on GitHub."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.errors import Problem, Severity
from bot.printing import on_one_line

_COMMANDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}


def place(problem: Problem, files: Path | None) -> str:
    """`intents/help/en_US.yaml:3`, from where the person is."""
    file = shown_file(problem, files)
    return on_one_line(f"{file}:{problem.line}" if problem.line else file)


def shown_file(problem: Problem, files: Path | None) -> str:
    """The file as a path from the working folder, where it is below that."""
    if files is None or not problem.line:
        return problem.where
    path = files / problem.where
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def advice(problem: Problem) -> str:
    """What is wrong and what to do, as sentences."""
    cure = problem.cure if problem.cure.endswith(("?", ".")) else f"{problem.cure}."
    return on_one_line(f"{problem.message}. {cure}")


def as_json(problems: tuple[Problem, ...], files: Path | None) -> str:
    """A list of objects: rule, severity, file, line (0 where there is none), message, cure."""
    found: list[dict[str, Any]] = [
        {
            "rule": problem.rule,
            "severity": problem.severity,
            "file": shown_file(problem, files),
            "line": problem.line,
            "message": problem.message,
            "cure": problem.cure,
        }
        for problem in problems
    ]
    return json.dumps(found, indent=2, ensure_ascii=False)


def as_github(problem: Problem, files: Path | None) -> str:
    """A workflow command that marks the line in a review.

    Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
    """
    properties = {"title": problem.rule or "check"}
    told = advice(problem)
    if files is not None and problem.line:
        where = {"file": on_one_line(shown_file(problem, files)), "line": str(problem.line)}
        properties = {**where, **properties}
    else:
        # An archive has no files that a review could mark.
        told = f"{place(problem, files)}: {told}"
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{_COMMANDS[problem.severity]} {given}::{_data(told)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
