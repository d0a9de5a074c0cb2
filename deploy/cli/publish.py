"""`ground publish`: the definition to Lex V2, with a plan first."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from deploy.cli import account
from deploy.local.processes import checkout

if TYPE_CHECKING:
    from deploy.publish.lex.apply import Published


def publish(  # noqa: PLR0913, PLR0917 - each is an option
    plan: Annotated[bool, typer.Option("--plan", help="Say what would be done, and stop.")] = False,
    yes: account.Yes = False,
    as_json: account.Json = False,
    profile: account.Profile = "",
    aws: account.Aws = False,
    region: account.Region = "",
    alias: account.Alias = "",
    function: account.Function = "",
    role: account.Role = "",
    environments: account.EnvironmentsFile = None,
) -> None:
    """Publish the bot to Lex V2: import, build, version, conversation tests, and the alias last.

    Works on the local world that runs (`make run`) unless an account is named.
    """
    connection = account.connect_to(profile, region, aws=aws)
    from bot.lex.compiling import compile_lex  # noqa: PLC0415 - boto3 comes with these: see account
    from bot.testing.examples import load_examples  # noqa: PLC0415 - as above
    from deploy.publish.lex.apply import apply  # noqa: PLC0415 - as above
    from deploy.publish.lex.gate import Place, hold  # noqa: PLC0415 - as above
    from deploy.publish.lex.known_misses import load_known_misses  # noqa: PLC0415 - as above
    from deploy.publish.lex.plan import make_plan  # noqa: PLC0415 - as above
    from deploy.publish.lex.settings import load_settings  # noqa: PLC0415 - as above
    from deploy.publish.lex.showing import plan_json, plan_text  # noqa: PLC0415 - as above

    services = connection.services
    settings = load_settings({"alias": alias, "function": function, "role": role})
    definition = account.checked_definition(environments, connection.discover)
    conversations, known = load_examples(checkout() / "intents"), load_known_misses()
    made = make_plan(services, settings, compile_lex(definition))
    console = Console()
    if not as_json:
        console.print(Text(plan_text(made, services.account, services.region)), soft_wrap=True)
    published = None
    if not plan:
        account.confirm("Publish?", yes=yes or made.is_empty)

        def gate(bot_id: str, alias_id: str, version: str) -> None:
            place = Place(bot_id, alias_id, version)
            hold(services, definition.bot, conversations, place, known)

        published = apply(services, made, gate)
    if as_json:
        outcome = asdict(published) if published else None
        document = {**plan_json(made, services.account, services.region), "published": outcome}
        print(json.dumps(document, indent=2, ensure_ascii=False))
    elif published:
        _say_where(console, published, settings.alias)


def _say_where(console: Console, published: "Published", alias: str) -> None:
    from deploy.publish.release import function_name  # noqa: PLC0415 - see above

    called = function_name(published.function)
    served = f"Alias {alias} serves version {published.version} with {called}."
    console.print(Text(served, style="green"), soft_wrap=True)
    console.print("Channels find it by these two variables of their functions:", soft_wrap=True)
    console.print(Text(f"  GROUND_BOT_ID={published.bot_id}"))
    console.print(Text(f"  GROUND_BOT_ALIAS_ID={published.alias_id}"))
