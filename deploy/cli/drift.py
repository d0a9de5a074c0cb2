"""`ground drift`: what others changed since the last publish."""

import json
import sys

from rich.console import Console
from rich.text import Text

from deploy.cli import account


def drift(  # noqa: PLR0913, PLR0917 - each is an option
    as_json: account.Json = False,
    profile: account.Profile = "",
    aws: account.Aws = False,
    region: account.Region = "",
    alias: account.Alias = "",
    role: account.Role = "",
    name: account.BotName = "",
    environments: account.EnvironmentsFile = None,
) -> None:
    """Say what was changed in the console. Exit code 1 when something was."""
    connection = account.connect_to(profile, region, aws=aws)
    services = connection.services
    from bot.errors import BotError  # noqa: PLC0415 - as below
    from bot.lex.compiling import compile_lex  # noqa: PLC0415 - see account
    from deploy.errors import DeployError  # noqa: PLC0415 - as above
    from deploy.publish.lex.drift import find_drift  # noqa: PLC0415 - as above
    from deploy.publish.lex.settings import load_settings  # noqa: PLC0415 - as above
    from deploy.publish.lex.showing import drift_json, drift_text  # noqa: PLC0415 - as above

    settings = load_settings({"alias": alias, "role": role})
    # A bot of another name is another definition: there is nothing here to hold it against.
    definition = None
    if not name:
        try:
            checked = account.checked_definition(environments, connection.discover)
            definition = compile_lex(checked)
        except (BotError, DeployError) as error:
            print(f"What is served is not held against the definition: {error}", file=sys.stderr)
    findings = find_drift(services, settings, account.bot_name(name), definition)
    if as_json:
        print(json.dumps(drift_json(findings), indent=2, ensure_ascii=False))
    else:
        text = drift_text(findings) or "No drift: bot and alias are as they were published."
        Console().print(Text(text), soft_wrap=True)
    if findings:
        sys.exit(1)
