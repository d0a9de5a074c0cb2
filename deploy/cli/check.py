"""`ground check`: every problem of every file at once."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.documents import did_you_mean
from bot.rules.catalogue import rule_named, rules
from bot.rules.rule import Rule
from bot.testing.rule_examples import load_example
from deploy.checking import Report, check_target, no_collecting
from deploy.cli.problems import STYLES, tell
from deploy.errors import DeployError
from deploy.local.processes import checkout


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
        tell(report, form, console, notes=notes, hint=_hint)
        if report.count("error"):
            sys.exit(1)


def _hint(report: Report) -> str:
    is_explained = report.count("error") or report.count("warning")
    return "--rule ID explains a rule" if is_explained else ""


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
        console.print(Text(f"-> {problem}", style=STYLES[rule.severity]), soft_wrap=True)


def _table() -> Table:
    table = Table("rule", "severity", "reason", box=None, pad_edge=False)
    for one in rules():
        table.add_row(Text(one.id), Text(one.severity, style=STYLES[one.severity]), one.reason)
    return table
