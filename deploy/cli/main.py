"""The `ground` command: thin verbs over the folders, one file a verb."""

import sys

import typer
from rich.console import Console
from rich.text import Text

from bot.errors import BotError
from deploy.cli import (
    chat,
    check,
    coverage,
    diff,
    drift,
    import_bot,
    lex,
    new_intent,
    nlu,
    parity,
    publish,
    rollback_bot,
    say,
    test,
    up,
)
from deploy.errors import DeployError
from fulfillment.errors import FulfillmentError

app = typer.Typer(
    help="Ground Control: ask what is deployed, and change it safely.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("up")(up.up)
app.command("chat")(chat.chat)
app.command("say")(say.say)
app.command("nlu")(nlu.nlu)
app.command("test")(test.hold)
app.command("coverage")(coverage.coverage)
app.command("parity")(parity.parity)
app.add_typer(lex.app, name="lex")
app.command("check")(check.check)
app.command("import")(import_bot.import_bot)
app.command("new-intent")(new_intent.new_intent)
app.command("diff")(diff.diff)
app.command("publish")(publish.publish)
app.command("rollback-bot")(rollback_bot.rollback_bot)
app.command("drift")(drift.drift)


def main() -> None:
    """Run a verb; an error of ours is one readable message and its exit code."""
    try:
        app()
    except (DeployError, BotError, FulfillmentError) as error:
        Console(stderr=True).print(Text(f"ground: {error}", style="red"), soft_wrap=True)
        sys.exit(error.exit_code if isinstance(error, DeployError) else 1)
