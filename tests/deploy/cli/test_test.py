"""`ground test` as a person runs it: on a local endpoint, and on the local world."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner, Result

from deploy.cli.main import app
from deploy.errors import DeployError
from deploy.local.processes import checkout
from tests.bot.runtime.world import ALIAS_ID, BOT_ID, Served, served
from tests.deploy.cli.test_up import ground

FILES = Path(__file__).parents[2] / "bot/testing"
GOOD, WRONG = FILES / "conversations.test.yaml", FILES / "wrong.test.yaml"


@pytest.fixture(scope="module")
def world() -> Iterator[Served]:
    with served() as runtime:
        yield runtime


def run(world: Served, *arguments: object) -> Result:
    url = f"http://127.0.0.1:{world.port}"
    given = [*map(str, arguments), "--endpoint-url", url]
    named = ["--bot-id", BOT_ID, "--alias-id", ALIAS_ID, "--locale", "en_US"]
    return CliRunner().invoke(app, ["test", *given, *named])


def test_all_goes_as_written(world: Served) -> None:
    done = run(world, GOOD)
    assert done.exit_code == 0, done.output
    assert "3 of 3 conversations went as written" in done.output


def test_what_does_not_is_shown_and_ends_with_1(world: Served, tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    done = run(world, FILES, "--jobs", "4", "--junit", report)
    assert done.exit_code == 1
    assert "expected  environment=staging, service=cards" in done.output
    assert "3 of 4 conversations went as written" in done.output
    root = ET.parse(report).getroot()  # noqa: S314 - it is ours
    assert (root.get("tests"), root.get("failures")) == ("4", "1")


def test_a_filter_chooses(world: Served) -> None:
    assert "1 of 1 conversations" in run(world, FILES, "--filter", "the caller sets").output
    nothing = run(world, GOOD, "--filter", "zzz")
    assert isinstance(nothing.exception, DeployError)
    assert (str(nothing.exception), nothing.exception.exit_code) == (
        "no conversation to hold: none of 3 has 'zzz'",
        2,
    )


def test_mistakes_in_files_end_with_2_all_at_once(world: Served, tmp_path: Path) -> None:
    (tmp_path / "a.test.yaml").write_text("- - {say: a, intnet: B}\n", encoding="utf-8")
    (tmp_path / "b.test.yaml").write_text("- []\n", encoding="utf-8")
    done = run(world, tmp_path)
    assert isinstance(done.exception, DeployError)
    assert done.exception.exit_code == 2
    assert "2 problems in the conversations:" in str(done.exception)
    assert re.search(r"a\.test\.yaml:1: unknown key 'intnet'", str(done.exception))


def test_an_alias_of_lex_needs_a_name() -> None:
    done = CliRunner().invoke(app, ["test", str(GOOD), "--profile", "none"])
    assert str(done.exception) == "an alias of Lex has a name: give --bot-id and --alias-id"


def test_an_endpoint_that_gives_no_answer_ends_with_2() -> None:
    done = CliRunner().invoke(app, ["test", str(GOOD), "--endpoint-url", "http://127.0.0.1:1"])
    assert isinstance(done.exception, DeployError)
    assert done.exception.exit_code == 2
    assert str(done.exception).startswith(
        "http://127.0.0.1:1 GROUNDCTRL/TSTALIASID gives no answer"
    )


@pytest.mark.parametrize(
    "options",
    [
        ("--endpoint-url", "http://127.0.0.1:1"),
        ("--bot-id", "ABCDEFGHIJ", "--alias-id", "KLMNOPQRST"),
        ("--profile", "none"),
        ("--bot", str(FILES)),
    ],
)
def test_only_the_local_world_can_be_rewound(options: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, ["test", str(GOOD), "--reset", *options])
    assert isinstance(done.exception, DeployError)
    assert (str(done.exception).partition(":")[0], done.exception.exit_code) == (
        "--reset rewinds the local world and nothing else",
        2,
    )


def test_a_world_is_not_rewound_while_conversations_are_under_way() -> None:
    done = CliRunner().invoke(app, ["test", str(GOOD), "--reset", "--jobs", "2"])
    assert isinstance(done.exception, DeployError)
    assert "--jobs 2 holds several at once" in str(done.exception)


ACTING = ("alarm", "pipeline", "page_on_call")
"""Of one world, each can be done once: tests/fulfillment/test_acting.py holds them."""


def harmless() -> list[str]:
    """In English: tests/intents holds the German ones, tests/world some in the whole world."""
    files = sorted((checkout() / "intents").glob("*/examples.yaml"))
    return [str(file) for file in files if not file.parent.name.endswith(ACTING)]


@pytest.mark.world
def test_the_product_s_own_conversations_go_as_written_in_the_local_world(tmp_path: Path) -> None:
    done = ground(tmp_path, "test", *harmless(), "--jobs", "4")
    assert done.returncode == 0, done.stdout
    assert re.search(r"(\d+) of \1 conversations went as written", done.stdout)
