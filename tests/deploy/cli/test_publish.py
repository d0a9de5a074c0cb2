"""`ground publish`, `drift`, `rollback-bot` and `diff` as a person runs them, in a checkout."""

import contextlib
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deploy.local.clients import account_clients
from deploy.local.joining import Address, running
from tests.deploy.account.harness import CHECKOUT, Server
from tests.deploy.cli.test_up import environ, read_until
from tests.deploy.trimmed import trim

pytestmark = pytest.mark.world

RUN = "from deploy.cli.entry import main; main()"


@dataclass(frozen=True)
class Checkout:
    """A checkout of its own, with a history, and where its world lives."""

    root: Path
    home: Path

    @property
    def environ(self) -> dict[str, str]:
        return {**environ(self.home), "PYTHONPATH": str(self.root)}

    def ground(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [sys.executable, "-c", RUN, *arguments],
            cwd=self.home,
            env=self.environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert "Traceback" not in done.stderr
        return done

    def replace(self, file: str, old: str, new: str) -> None:
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def git(self, *arguments: str) -> None:
        identity = ("-c", "user.name=Test", "-c", "user.email=test@example.com")
        command = ["git", "-C", str(self.root), *identity, *arguments]
        subprocess.run(command, check=True, capture_output=True)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    made = Checkout(tmp_path_factory.mktemp("checkout"), tmp_path_factory.mktemp("home"))
    for folder in ("intents", "bot", "fulfillment", "channels", "deploy"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(CHECKOUT / folder, made.root / folder, ignore=ignored)
    trim(made.root / "intents", made.root / "fulfillment")
    made.git("init", "--quiet", "--initial-branch=main")
    made.git("add", "--all")
    made.git("commit", "--quiet", "--message", "as it is")
    return made


@pytest.fixture(scope="module")
def world(checkout: Checkout) -> Iterator[Address]:
    """`ground up`, its account's time running fast: builds take seconds of it."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            RUN,
            "up",
            *["--port", "0", "--lex-port", "0", "--account-port", "0"],
        ],
        env=checkout.environ,
        cwd=checkout.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    try:
        read_until(process, "Ctrl-C stops everything")
        address = running(checkout.home)
        assert address is not None
        with hurrying(Server(address.account, process=None)):  # type: ignore[arg-type]
            yield address
    finally:
        process.terminate()
        process.communicate()


@contextlib.contextmanager
def hurrying(server: Server) -> Iterator[None]:
    """A minute of the account's time goes by in one second."""
    stop = threading.Event()

    def run() -> None:
        while not stop.wait(0.1):
            server.advance(6)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_from_the_first_publish_to_the_roll_back(checkout: Checkout, world: Address) -> None:
    planned = checkout.ground("publish", "--plan")
    assert planned.returncode == 0
    assert "Bot GroundControl is not in account 123456789012, us-east-1 yet." in planned.stdout
    assert "point alias live at the new version" in planned.stdout

    unasked = checkout.ground("publish")
    assert unasked.returncode == 1
    assert "nobody can be asked here: add --yes" in unasked.stderr

    first = checkout.ground("publish", "--yes")
    assert first.returncode == 0, first.stderr
    assert "conversations understood as meant" in first.stderr
    assert "Alias live serves version 1 with ground-control-fulfillment:1." in first.stdout
    ids = dict(re.findall(r"(GROUND_BOT\w*_ID)=(\w+)", first.stdout))
    again = json.loads(checkout.ground("publish", "--yes", "--json").stdout)
    assert again["up_to_date"] is True
    assert again["published"]["bot_id"] == ids["GROUND_BOT_ID"]
    assert again["published"]["alias_id"] == ids["GROUND_BOT_ALIAS_ID"]
    assert checkout.ground("drift").stdout.startswith("No drift")

    checkout.replace("intents/cancel/en_US.yaml", "utterances:\n", "utterances:\n  - zap it all\n")
    plan = json.loads(checkout.ground("publish", "--plan", "--json").stdout)
    assert {change["subject"] for change in plan["changes"]} == {"Cancel"}
    assert plan["published"] is None
    assert checkout.ground("publish", "--yes").returncode == 0

    edit_in_console(world, ids["GROUND_BOT_ID"])
    drift = checkout.ground("drift", "--json")
    assert drift.returncode == 1
    (finding,) = json.loads(drift.stdout)
    assert (finding["subject"], finding["changes"][0]["what"]) == ("DRAFT", "1 value added")

    back = checkout.ground("rollback-bot", "--yes")
    assert back.returncode == 0
    assert "- zap it all" in back.stdout
    assert "Alias live serves version 1 again." in back.stdout
    none = checkout.ground("rollback-bot")
    assert none.returncode == 1
    assert "there is no earlier release of alias live" in none.stderr


def test_a_definition_that_does_not_hold_is_not_published(
    checkout: Checkout, world: Address
) -> None:
    checkout.replace("intents/help/intent.yaml", "intent: Help\n", "intent: Help\nsumary: x\n")

    failed = checkout.ground("publish", "--yes")

    assert failed.returncode == 1
    assert "help/intent.yaml:2" in failed.stderr
    checkout.git("checkout", "--quiet", "--", "intents/help")


def test_a_pull_request_sees_what_the_bot_understands_anew(checkout: Checkout) -> None:
    checkout.git("checkout", "--quiet", "--", "intents")
    assert "is the same as at HEAD" in checkout.ground("diff", "HEAD").stdout

    checkout.replace(
        "intents/cancel/en_US.yaml", "utterances:\n", "utterances:\n  - zap it [all]\n"
    )
    checkout.replace("intents/cancel/en_US.yaml", "help: cancel", "help: '</details> ``` @all'")
    text = checkout.ground("diff", "HEAD")
    comment = checkout.ground("diff", "HEAD", "--format", "github").stdout
    document = json.loads(checkout.ground("diff", "main", "--json").stdout)

    assert "  Cancel: 1 template added, help changed\n      + zap it [all]" in text.stdout
    assert "  Cancel: 2 utterances added" in text.stdout
    assert "```text\nen_US\n  Cancel: 1 template added, help changed\n```" in comment
    assert "\n````text\n" in comment
    assert comment.index("\n````text\n") < comment.index("</details> ``` @all")
    assert document["definition"][0]["details"] == ["+ zap it [all]"]
    checkout.git("checkout", "--quiet", "--", "intents")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (
            ("publish", "--plan"),
            1,
            "no local world runs: start one (`make run`), or name an account",
        ),
        (("drift", "--region", "eu-west-1"), 1, "--region goes with --profile or --aws"),
        (("publish", "--profile", "nobody", "--plan"), 1, "there is no such AWS profile (nobody)"),
        (("publish", "--aws"), 1, "there is no such AWS profile (AWS_PROFILE)"),
        (("diff", "no-such-branch"), 1, "git knows no revision 'no-such-branch'"),
        (("diff", "main", "--format", "pdf"), 2, "github"),
    ],
)
def test_a_mistake_is_one_readable_message(
    checkout: Checkout, tmp_path: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    elsewhere = Checkout(checkout.root, tmp_path)

    done = elsewhere.ground(*arguments)

    assert done.returncode == code
    assert says in " ".join(done.stderr.split())


def edit_in_console(world: Address, bot_id: str) -> None:
    lex: Any = account_clients(world)("lexv2-models")
    where = {"botId": bot_id, "botVersion": "DRAFT", "localeId": "en_US"}
    listed = lex.list_slot_types(**where)["slotTypeSummaries"]
    (type_id,) = [one["slotTypeId"] for one in listed if one["slotTypeName"] == "Environment"]
    found = lex.describe_slot_type(**where, slotTypeId=type_id)
    kept = {key: found[key] for key in ("slotTypeName", "valueSelectionSetting")}
    values = [*found["slotTypeValues"], {"sampleValue": {"value": "moonbase"}}]
    lex.update_slot_type(**where, slotTypeId=type_id, slotTypeValues=values, **kept)


@pytest.fixture(scope="module")
def developer() -> Iterator[str]:
    """The URL of a Skill Management API with one new skill in it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "deploy.local.smapi", "--port", "0", "--seconds", "0.2"],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    try:
        yield process.stdout.readline().split()[-1]
    finally:
        process.terminate()
        process.communicate()


def skill(checkout: Checkout, verb: str, url: str, *more: str) -> str:
    arguments = [verb, "amzn1.ask.skill.local", "--smapi-url", url]
    for option in ("client-id", "client-secret", "refresh-token"):
        arguments += [f"--{option}", f"env:{option.upper().replace('-', '_')}"]
    secrets = {
        "CLIENT_ID": "amzn1.application-oa2-client.local",
        "CLIENT_SECRET": "local-secret",
        "REFRESH_TOKEN": "local-refresh-token",
    }
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments, *more],
        cwd=checkout.home,
        env={**checkout.environ, **secrets},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "Traceback" not in done.stderr
    assert not any(secret in done.stdout + done.stderr for secret in list(secrets.values())[1:])
    return done.stdout + done.stderr


ENDPOINT = ("--endpoint", "arn:aws:lambda:us-east-1:123456789012:function:ground-control-alexa")


@pytest.mark.usefixtures("world")
def test_the_skill_is_planned_published_and_taken_back(checkout: Checkout, developer: str) -> None:
    assert "language: added" in skill(checkout, "publish-skill", developer, *ENDPOINT, "--plan")
    refused = skill(checkout, "publish-skill", developer, *ENDPOINT)
    assert "add --yes to do it" in refused
    assert "its models are built" in skill(checkout, "publish-skill", developer, *ENDPOINT, "--yes")
    assert "Nothing changes." in skill(checkout, "publish-skill", developer, *ENDPOINT, "--yes")
    assert "language: removed" in skill(checkout, "rollback-skill", developer, "--plan")
    assert "The skill is what it was" in skill(checkout, "rollback-skill", developer, "--yes")


@pytest.mark.usefixtures("world")
def test_a_skill_without_credentials_says_which_are_missing(checkout: Checkout) -> None:
    arguments = ["amzn1.ask.skill.local", *ENDPOINT, "--client-id", "env:NOT_SET"]
    done = checkout.ground("publish-skill", *arguments)
    assert done.returncode == 1
    assert "NOT_SET" in done.stderr
