"""Problems as a person, a program and a code review get them."""

from collections.abc import Callable, Mapping

from rich.console import Console
from rich.text import Text

from bot.errors import Problem
from deploy.annotations import advice, as_github, as_json, place
from deploy.checking import Report

STYLES: Mapping[str, str] = {"error": "red", "warning": "yellow", "note": "dim"}


def tell(
    report: Report,
    form: str,
    console: Console,
    *,
    notes: bool,
    hint: Callable[[Report], str] = lambda _: "",
) -> None:
    """`form`: text, json or github. `hint`: what else the summary says of a report, "" for nothing.

    JSON has notes always.
    """
    shown = tuple(one for one in report.problems if notes or one.severity != "note")
    if form == "json":
        # Not through the console: it would wrap long lines.
        print(as_json(report.problems, report.files))
    elif form == "github":
        for problem in shown:
            print(as_github(problem, report.files))
    else:
        for problem in shown:
            console.print(_line(problem, report), soft_wrap=True)
        console.print(Text(_summary(report, hint(report), notes=notes)), soft_wrap=True)


def _line(problem: Problem, report: Report) -> Text:
    where = place(problem, report.files)
    line = Text(f"{where}: ")
    line.append(f"{problem.severity}: ", style=STYLES[problem.severity])
    line.append(advice(problem))
    return line.append(f" [{problem.rule}]" if problem.rule else "", style="dim")


def _summary(report: Report, hint: str, *, notes: bool) -> str:
    counts = {name: report.count(name) for name in ("error", "warning", "note")}
    found = [f"{n} {name}{'' if n == 1 else 's'}" for name, n in counts.items() if n]
    told = ", ".join(found) or "nothing to complain about"
    hidden = "--notes shows the notes" if counts["note"] and not notes else ""
    hints = "; ".join(one for one in (hidden, hint) if one)
    about = f"{report.size}: " if report.size else ""
    return f"{about}{told}{f' ({hints})' if hints else ''}."
