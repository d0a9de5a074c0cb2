"""`ground check` as a person, a program and a code review see it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.errors import ArchiveError, Problem
from bot.lex.archive import write_archive
from bot.lex.definition import LexBot, LexIntent, LexLocale, LexSlot
from bot.printing import on_one_line
from bot.rules.catalogue import rules
from deploy.annotations import as_github
from deploy.cli.main import app
from deploy.errors import DeployError
from tests.bot.lex.real import real
from tests.bot.rules.running import base

RUNNER = CliRunner()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A definition with an error in one file, a warning in another, and a note."""
    monkeypatch.chdir(tmp_path)
    files = {
        **base(),
        "order_pizza/intent.yaml": base()["order_pizza/intent.yaml"].replace("Size", "Sice"),
        "order_status/en_US.yaml": "utterances:\n  - where is order 2\nhelp: where is order 2\n",
    }
    for name, text in files.items():
        path = tmp_path / "small" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "small"


def run(*arguments: object, code: int = 0) -> str:
    result = RUNNER.invoke(app, ["check", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


def test_our_own_definition_has_no_errors() -> None:
    output = run()
    assert re.search(r"\d+ intents in \d+ locales: ", output)
    assert "error" not in output


def test_every_problem_is_told_with_file_line_cure_and_rule(root: Path) -> None:
    assert run(root, code=1) == (
        "small/order_pizza/intent.yaml:7: error: the slot 'size' has the unknown slot type 'Sice'."
        " Did you mean 'Size'? [unknown-slot-type]\n"
        "small/order_status/en_US.yaml:1: warning: 1 utterance of OrderStatus."
        " Write at least 10: (a|b) and [c] count each way. [lex-few-utterances]\n"
        "4 intents in 1 locale: 1 error, 1 warning (--rule ID explains a rule).\n"
    )


def test_warnings_and_notes_do_not_fail_it(root: Path) -> None:
    path = root / "order_pizza/intent.yaml"
    path.write_text(base()["order_pizza/intent.yaml"], encoding="utf-8")
    assert "1 warning, 1 note (--notes shows the notes;" in run(root)
    assert "note: 'where is order 2' is 'where is order two' in Alexa" in run(root, "--notes")


def test_a_program_reads_all_of_it(root: Path) -> None:
    found: list[dict[str, Any]] = json.loads(run(root, "--format", "json", code=1))
    assert found[0] == {
        "rule": "unknown-slot-type",
        "severity": "error",
        "file": "small/order_pizza/intent.yaml",
        "line": 7,
        "message": "the slot 'size' has the unknown slot type 'Sice'",
        "cure": "Did you mean 'Size'?",
    }


def test_a_code_review_marks_the_lines(root: Path) -> None:
    lines = run(root, "--format", "github", code=1).splitlines()
    assert lines[0] == (
        "::error file=small/order_pizza/intent.yaml,line=7,title=unknown-slot-type::"
        "the slot 'size' has the unknown slot type 'Sice'. Did you mean 'Size'?"
    )
    assert lines[1].startswith("::warning file=small/order_status/en_US.yaml,line=1,title=lex-few-")


@given(st.text(), st.text(), st.text())
def test_an_annotation_is_one_line_that_nothing_breaks_out_of(
    where: str, message: str, rule: str
) -> None:
    problem = Problem(where, 3, message, "Do it", rule=rule)
    line = as_github(problem, Path("intents"))
    assert not set(line) & set("\r\n")
    properties, _, told = line.removeprefix("::error ").partition("::")
    assert properties.count(",") == 2
    assert "::" not in properties
    assert told.replace("%25", "%") == on_one_line(f"{message}. Do it.")


@pytest.mark.parametrize("form", ["text", "github"])
def test_a_folders_name_commands_neither_a_terminal_nor_a_job(root: Path, form: str) -> None:
    hostile = root / "::stop\n::error::pwned\x1b[31m"
    hostile.mkdir()
    (hostile / "intent.yaml").write_text("intent: 1\n", encoding="utf-8")
    output = run(root, "--format", form, code=1)
    assert "pwned" in output
    assert "\x1b" not in output
    assert not re.search(r"^\s*::error::pwned", output, re.MULTILINE)


@pytest.mark.parametrize("name", ["BankingAgent.zip", "BlogBot.zip", "ReminderBot"])
def test_what_lex_exported_has_no_errors(name: str) -> None:
    output = run(real(name), "--format", "github", "--notes")
    assert "::error" not in output
    assert " file=" not in output


def test_an_archive_of_our_own_is_told_where_ground_import_would_write(tmp_path: Path) -> None:
    slots = {"city": LexSlot("city", slot_type_name="AMAZON.Citty")}
    fallback = LexIntent("Fallback", parent_intent_signature="AMAZON.FallbackIntent")
    locale = LexLocale(intents={"Fallback": fallback, "Book": LexIntent("Book", slots=slots)})
    (tmp_path / "bot.zip").write_bytes(write_archive(LexBot("Small", locales={"en_US": locale})))
    output = run(tmp_path / "bot.zip", code=1)
    assert output.startswith("book/intent.yaml:8: error: Lex has no slot type 'AMAZON.Citty'. Did")
    assert output.splitlines()[-1].startswith("Small, en_US: 1 error")


def test_what_is_no_definition_is_told_with_the_cure(tmp_path: Path) -> None:
    with pytest.raises(DeployError, match="has no bot"):
        run(tmp_path)
    with pytest.raises(DeployError, match="is not there: name"):
        run(tmp_path / "nothing")
    (tmp_path / "bot.zip").write_bytes(b"no zip")
    with pytest.raises(ArchiveError):
        run(tmp_path / "bot.zip")


def test_a_rule_explains_itself() -> None:
    output = run("--rule", "lex-value-length")
    assert output.startswith("lex-value-length (error)\nThe API takes 140 characters")
    assert "Source: botocore lexv2-models, shape Value" in output
    assert "slot_types/size.yaml\n" in output
    assert "-> error: slot_types/size.yaml:6: the value " in output


def test_a_rule_that_there_is_not_has_a_near_one() -> None:
    with pytest.raises(DeployError, match="Did you mean 'lex-value-length'"):
        run("--rule", "lex-value-len")


def test_every_rule_is_listed() -> None:
    output = run("--list")
    assert all(rule.id in output for rule in rules())
