"""`ground new-intent` in a copy of the checkout: what it makes passes the tests as created."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.processes import checkout
from tests.deploy.trimmed import trim

FOLDERS = ("intents", "bot", "fulfillment", "channels", "deploy", "docs", "tests")
RUN = "from deploy.cli.main import main; main()"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for folder in FOLDERS:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(checkout() / folder, tmp_path / folder, ignore=ignored)
    shutil.copy(checkout() / "pyproject.toml", tmp_path)
    trim(tmp_path / "intents", tmp_path / "fulfillment")
    return tmp_path


def run(copy: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *command],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=False,
    )


def new_intent(copy: Path, name: str, *slots: str) -> "subprocess.CompletedProcess[str]":
    options = [part for slot in slots for part in ("--slot", slot)]
    summary = 'Say: when "a license" ends, really.'
    return run(copy, "-c", RUN, "new-intent", name, "--summary", summary, *options)


@pytest.mark.parametrize("slots", [("service:Service", "environment:Environment")])
def test_a_new_intent_passes_the_tests_as_created(copy: Path, slots: tuple[str, ...]) -> None:
    assert run(copy, "-m", "deploy.generate").returncode == 0
    made = new_intent(copy, "LicenseExpiry", *slots)
    assert made.returncode == 0, made.stderr
    assert (copy / "fulfillment/handlers/license_expiry.py").exists()

    tested = run(
        copy,
        *("-m", "pytest", "-p", "no:cacheprovider", "tests/intents"),
        *(
            "tests/fulfillment/handlers/test_contract.py",
            "tests/fulfillment/test_sentences.py",
            "tests/bot/test_load.py",
            "tests/bot/test_words.py",
        ),
        # Of the sentences that all intents share, some belong to those that are trimmed away.
        *("-k", "not suggested and not left_over"),
    )
    linted = run(copy, "-m", "ruff", "check", "--no-cache", "fulfillment", "intents")
    formatted = run(copy, "-m", "ruff", "format", "--no-cache", "--check", "fulfillment/handlers")
    checked = run(copy, "-c", RUN, "check")
    in_step = run(copy, "-m", "deploy.generate", "--check")

    assert in_step.returncode == 0, in_step.stdout
    assert tested.returncode == 0, tested.stdout
    assert linted.returncode == 0, linted.stdout
    assert formatted.returncode == 0, formatted.stdout
    assert checked.returncode == 0, checked.stdout


def test_a_name_that_is_taken_is_refused_and_nothing_is_written(copy: Path) -> None:
    before = (copy / "intents/service_health/intent.yaml").read_text(encoding="utf-8")

    refused = new_intent(copy, "ServiceHealth")

    assert refused.returncode == 1
    assert "is there already" in refused.stderr
    assert (copy / "intents/service_health/intent.yaml").read_text(encoding="utf-8") == before


def test_every_problem_is_named_at_once(copy: Path) -> None:
    refused = new_intent(copy, "owner", "service", "who:Person")

    assert all(word in refused.stderr for word in ("'owner'", "'service'", "'who:Person'"))
