"""`ground check`: every problem of every file at once."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.documents import did_you_mean
from bot.errors import Problem
from bot.rules.catalogue import rule_named, rules
from bot.rules.rule import Rule
from bot.testing.rule_examples import load_example
from deploy.annotations import advice, as_github, as_json, place
from deploy.checking import Report, check_target, no_collecting
from deploy.errors import DeployError
from deploy.local.processes import checkout

_STYLES = {"error": "red", "warning": "yellow", "note": "dim"}


def check(
    target: Annotated[
        Path | None,
        typer.Argument(help="A definition's folder, or a Lex V2 archive: its zip or its folder."),
    ] = None,
    form: Annotated[
        Literal["text", "json", "github"],
        typer.Option("--format", help="github marks lines in a code review."),
    ] = "text",
    notes: Annotated[bool, typer.Option("--notes", help="Show notes too.")] = False,
    rule: Annotated[str, typer.Option("--rule", help="Explain the rule with this id.")] = "",
    listing: Annotated[bool, typer.Option("--list", help="List the rules.")] = False,
) -> None:
    """Check the definition against the platforms' rules and ours. Exit code 1 on errors only."""
    console = Console()
    if listing:
        console.print(_table())
    elif rule:
        _explain(_known(rule), console)
    else:
        with no_collecting():
            report = check_target(target)
        _tell(report, form, console, notes=notes)
        if report.count("error"):
            sys.exit(1)


def _tell(report: Report, form: str, console: Console, *, notes: bool) -> None:
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
        console.print(Text(_summary(report, notes=notes)), soft_wrap=True)


def _line(problem: Problem, report: Report) -> Text:
    where = place(problem, report.files)
    line = Text(f"{where}: ")
    line.append(f"{problem.severity}: ", style=_STYLES[problem.severity])
    line.append(advice(problem))
    return line.append(f" [{problem.rule}]" if problem.rule else "", style="dim")


def _summary(report: Report, *, notes: bool) -> str:
    counts = {name: report.count(name) for name in ("error", "warning", "note")}
    found = [f"{n} {name}{'' if n == 1 else 's'}" for name, n in counts.items() if n]
    told = ", ".join(found) or "nothing to complain about"
    hidden = counts["note"] and not notes
    more = [
        "--notes shows the notes" if hidden else "",
        "--rule ID explains a rule" if counts["error"] or counts["warning"] else "",
    ]
    hints = "; ".join(hint for hint in more if hint)
    about = f"{report.size}: " if report.size else ""
    return f"{about}{told}{f' ({hints})' if hints else ''}."


def _known(id_: str) -> Rule:
    found = rule_named(id_)
    if found is None:
        known = did_you_mean(id_, [one.id for one in rules()])
        raise DeployError(f"there is no rule {id_!r}. {known} (--list shows all)")
    return found


def _explain(rule: Rule, console: Console) -> None:
    console.print(Text(f"{rule.id} ({rule.severity})", style="bold"))
    console.print(Text(rule.reason), soft_wrap=True)
    console.print(Text(f"Source: {rule.source}", style="dim"), soft_wrap=True)
    example = load_example(checkout(), rule.id)
    if example is None:
        return
    console.print()
    for edit in example.edits[:3]:
        console.print(Text(f"{edit.file}", style="bold"))
        for line in edit.shown.splitlines():
            console.print(Text(f"  {line}"), soft_wrap=True)
    for problem in example.problems[:3]:
        console.print(Text(f"-> {problem}", style=_STYLES[rule.severity]), soft_wrap=True)


def _table() -> Table:
    table = Table("rule", "severity", "reason", box=None, pad_edge=False)
    for one in rules():
        table.add_row(Text(one.id), Text(one.severity, style=_STYLES[one.severity]), one.reason)
    return table
