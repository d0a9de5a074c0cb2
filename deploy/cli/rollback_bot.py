"""`ground rollback-bot`: alias and function back to an earlier release, together."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from deploy.cli import account


def rollback_bot(  # noqa: PLR0913, PLR0917 - each is an option
    to: Annotated[
        int | None, typer.Option(help="A version of the bot; else the release before this one.")
    ] = None,
    plan: Annotated[bool, typer.Option("--plan", help="Say what would be done, and stop.")] = False,
    yes: account.Yes = False,
    as_json: account.Json = False,
    profile: account.Profile = "",
    aws: account.Aws = False,
    region: account.Region = "",
    alias: account.Alias = "",
    name: account.BotName = "",
) -> None:
    """Take users back to an earlier release of the bot: its version and its function together.

    Nothing is built and nothing is tested, so that it is quick.
    """
    services = account.connect_to(profile, region, aws=aws).services
    from deploy.publish.lex.rollback import plan_rollback, roll_back  # noqa: PLC0415 - see account
    from deploy.publish.lex.settings import load_settings  # noqa: PLC0415 - as above
    from deploy.publish.lex.showing import rollback_json, rollback_text  # noqa: PLC0415 - as above

    settings = load_settings({"alias": alias})
    made = plan_rollback(services, settings, account.bot_name(name), to)
    console = Console()
    if not as_json:
        console.print(Text(rollback_text(made)), soft_wrap=True)
    is_done = not plan and not made.is_empty
    if is_done:
        account.confirm("Roll back?", yes=yes)
        roll_back(services, made)
    if as_json:
        document = {**rollback_json(made), "done": is_done}
        print(json.dumps(document, indent=2, ensure_ascii=False))
    elif is_done:
        done = f"Alias {settings.alias} serves version {made.target.number} again."
        console.print(Text(done, style="green"), soft_wrap=True)
