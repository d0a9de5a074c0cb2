"""`ground policy`: what is wrong in the policy, and why somebody may or may not do something."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.text import Text

from deploy.cli.output import json_text, locale_or_default
from deploy.cli.problems import tell
from deploy.policy.checking import check_policy, policy_subject

app = typer.Typer(
    help="Who may what: find mistakes in the policy, explain a decision.", no_args_is_help=True
)

Environments = Annotated[
    Path | None, typer.Option(help="The environments file; without it the checkout's.")
]


@app.command()
def check(
    file: Annotated[
        Path | None, typer.Argument(help="A policy file; without it the checkout's.")
    ] = None,
    environments: Environments = None,
    form: Annotated[
        Literal["text", "json", "github"],
        typer.Option("--format", help="github marks lines in a code review."),
    ] = "text",
    notes: Annotated[bool, typer.Option("--notes", help="Show notes too.")] = False,
) -> None:
    """Tell unknown names, rules that never decide or contradict, roles that nobody has.

    Exit code 1 on errors only.
    """
    report = check_policy(file, environments)
    tell(report, form, Console(), notes=notes)
    if report.count("error"):
        sys.exit(1)


@app.command()
def explain(  # noqa: PLR0913, PLR0917 - each is an option
    person: Annotated[
        str, typer.Argument(help="An id of the policy, or an identity: slack:T1:U1.")
    ],
    request: Annotated[
        str,
        typer.Argument(
            help="A sentence, or an intent and its slots: RestartService service=orders."
        ),
    ],
    channel: Annotated[
        str, typer.Option(help="slack, web, alexa or terminal; the person's first without it.")
    ] = "",
    audience: Annotated[str, typer.Option(help="Who reads along: private, shared, public.")] = "",
    place: Annotated[str, typer.Option(help="A place of the policy (#ops) or its id.")] = "",
    group: Annotated[
        list[str] | None,
        typer.Option(help="A group that the channel proves (slack:T1:S1); may be repeated."),
    ] = None,
    locale: Annotated[str, typer.Option(help="Locale of the sentence; the bot's first.")] = "",
    policy: Annotated[
        Path | None, typer.Option("--policy", help="A policy file; without it the checkout's.")
    ] = None,
    environments: Environments = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Print each check that fulfillment makes, and which line of the policy decides.

    What a plan adds is not known here: one that finds another service or environment is checked
    again. Exit code 0 whatever the verdict.
    """
    from deploy.policy.explaining import From  # noqa: PLC0415 - the recognizer
    from deploy.policy.explaining import explain as explained  # noqa: PLC0415 - as above
    from deploy.policy.explanation import explanation_text  # noqa: PLC0415 - as above

    where = From(channel, audience, place, tuple(group or ()), locale_or_default(locale))
    found = explained(policy_subject(policy, environments), person, request, where)
    if as_json:
        print(json_text(asdict(found)))
    else:
        Console().print(Text(explanation_text(found)), soft_wrap=True)
