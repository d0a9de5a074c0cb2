"""`python -m bot.runtime --models-endpoint-url`: publish by boto3, then talk by boto3."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.definition import Definition
from bot.lex.archive import write_archive
from bot.lex.bundle import to_bundle
from bot.lex.compiling import compile_dialogs
from bot.lex.definition import DialogHookSwitch, Fulfillment, LexBot
from bot.serialize import to_json
from tests.bot.dialog.sample import sample_bot
from tests.bot.runtime.test_process import ENVIRONMENT, ROOT, ready_port
from tests.bot.runtime.world import ALIAS_ID, BOT_ID, client
from tests.deploy.account.harness import ROLE, Server, an_archive, launch
from tests.deploy.account.harness import ready_port as account_port
from tests.deploy.account.lex_models.archives import shop
from tests.deploy.account.lex_models.world import EN, Lex, new_name, with_function

EMPTY_WORLD = ROOT / "deploy" / "local" / "world" / "empty.yaml"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:shop"
QUICK = """
lex_durations: {creating: 0, updating: 0, deleting: 0, importing: 0, exporting: 0,
                build_queued: 0, building: 0, version_hidden: 0, versioning: 0}
"""


class QuickLex(Lex):
    """The account's clock follows wall time, and its service takes none."""

    def settle(self) -> None:
        self.pass_time(0)


@dataclass
class Local:
    lex: Lex
    runtime_port: int

    def say(self, bot: str, alias: str, text: str, session: str) -> Any:
        return client(self.runtime_port).recognize_text(
            botId=bot, botAliasId=alias, localeId=EN, sessionId=session, text=text
        )

    def heard(self, bot: str, alias: str, text: str, session: str = "me") -> str:
        messages = self.say(bot, alias, text, session)["messages"]
        return " ".join(message.get("content", "") for message in messages)


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Local]:
    folder = tmp_path_factory.mktemp("published")
    world = folder / "world.yaml"
    world.write_text(EMPTY_WORLD.read_text(encoding="utf-8") + QUICK, encoding="utf-8")
    account = launch("--port", "0", "--exit-on-stdin-eof", "--world", str(world))
    server = Server(account_port(account), account)
    server.client("lambda").create_function(
        FunctionName="shop",
        Runtime="python3.12",
        Role=ROLE,
        Handler="tests.bot.runtime.published_function.handle",
        Timeout=5,
        Code={"ZipFile": an_archive()},
    )
    runtime = _runtime(folder, server.url)
    try:
        yield Local(QuickLex(server), ready_port(runtime))
    finally:
        for child in (runtime, account):
            child.kill()
            child.communicate()


def _runtime(folder: Path, url: str) -> "subprocess.Popen[str]":
    definition = folder / "definition.json"
    definition.write_text(json.dumps(to_json(sample_bot())), encoding="utf-8")
    dialogs = folder / "dialogs.json"
    document = to_bundle(compile_dialogs(Definition(sample_bot())))
    dialogs.write_text(json.dumps(document), encoding="utf-8")
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "bot.runtime", "--definition", str(definition)),
            *("--dialogs", str(dialogs)),
            *("--bot-id", BOT_ID, "--lambda-arn", FUNCTION, "--port", "0"),
            *("--aws-endpoint-url", url, "--models-endpoint-url", url, "--exit-on-stdin-eof"),
            *("--embedding", "words"),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=ENVIRONMENT,
        cwd=ROOT,
        text=True,
    )


def managed(bot: LexBot) -> LexBot:
    """With the function asked during the dialog and to fulfill."""
    locale = bot.locales[EN]
    order = replace(
        locale.intents["Order"],
        dialog_code_hook=DialogHookSwitch(enabled=True),
        fulfillment_code_hook=Fulfillment(enabled=True, active=True),
    )
    intents = {**locale.intents, "Order": order}
    return replace(bot, locales={EN: replace(locale, intents=intents)})


def publish(lex: Lex, bot: LexBot, name: str) -> tuple[str, str]:
    """Bot id and number of a new version."""
    bot_id: str = _settled_import(lex, bot, name)
    where = {"botId": bot_id, "botVersion": "DRAFT", "localeId": EN}
    lex.api.build_bot_locale(**where)
    lex.settle()
    assert lex.api.describe_bot_locale(**where)["botLocaleStatus"] == "Built"
    return bot_id, lex.version(bot_id)


def _settled_import(lex: Lex, bot: LexBot, name: str) -> str:
    done = lex.import_bot(write_archive(bot), name)
    assert done["importStatus"] == "Completed", done
    found: str = done["importedResourceId"]
    return found


def test_a_bot_that_was_published_can_be_talked_to_and_followed(local: Local) -> None:
    lex, name = local.lex, new_name()
    bot, first = publish(lex, managed(shop("order a {size} coffee", "order coffee")), name)
    settings = {"botAliasLocaleSettings": with_function(FUNCTION)}
    alias = lex.alias(bot, "live", botVersion=first, **settings)

    assert local.heard(bot, alias, "order a small coffee") == f"{name} 1 live: Order small"
    asked = local.say(bot, alias, "order coffee", "asked")
    assert asked["sessionState"]["dialogAction"]["slotToElicit"] == "size"
    assert local.heard(bot, alias, "large", "asked") == f"{name} 1 live: Order large"

    _, second = publish(lex, managed(shop("buy a {size} coffee")), name)
    lex.api.update_bot_alias(
        botId=bot, botAliasId=alias, botAliasName="live", botVersion=second, **settings
    )
    deadline = time.monotonic() + 20
    while local.heard(bot, alias, "buy a small coffee", "later") != f"{name} 2 live: Order small":
        assert time.monotonic() < deadline, "the alias was not followed"


def test_what_it_was_started_with_and_what_is_nowhere(local: Local) -> None:
    runtime = client(local.runtime_port)
    where: Any = {"localeId": EN, "sessionId": "me", "text": "Status"}

    assert runtime.recognize_text(botId=BOT_ID, botAliasId=ALIAS_ID, **where)["sessionState"]
    with pytest.raises(runtime.exceptions.ResourceNotFoundException, match="no bot NOBODYHERE"):
        runtime.recognize_text(botId="NOBODYHERE", botAliasId=ALIAS_ID, **where)
