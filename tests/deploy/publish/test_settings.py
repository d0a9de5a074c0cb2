"""The settings file, and what the command line says instead."""

from pathlib import Path

import pytest

from deploy.errors import SettingInvalid
from deploy.publish.lex.settings import load_settings
from tests.deploy.account.harness import CHECKOUT


def test_the_file_of_the_checkout_names_what_the_local_world_has() -> None:
    settings = load_settings({})

    assert (settings.alias, settings.candidate) == ("live", "candidate")
    functions = (CHECKOUT / "deploy/local/functions.yaml").read_text(encoding="utf-8")
    assert f"\n  {settings.function}:\n" in functions
    assert settings.role_arn("123456789012") == (
        "arn:aws:iam::123456789012:role/ground-control-bot"
    )


def test_an_option_wins_and_an_empty_one_does_not() -> None:
    settings = load_settings({"alias": "beta", "function": "", "role": "arn:aws:iam::1:role/x"})

    assert settings.alias == "beta"
    assert settings.function == "ground-control-fulfillment"
    assert settings.role_arn("2") == "arn:aws:iam::1:role/x"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("alias: live\n", ["candidate is missing", "keep_versions is missing"]),
        (
            "{alias: a b, candidate: a b, function: '', role: 7, keep_versions: 1}",
            [
                "alias 'a b'",
                "alias and candidate are both 'a b'",
                "function must be a name, not ''",
                "role must be a name, not 7",
                "keep_versions must be 2 or more, not 1",
            ],
        ),
        (
            "{alias: a, candidate: b, function: f, role: r, keep_versions: 3, alais: x}",
            ["there is no setting 'alais'"],
        ),
    ],
)
def test_every_problem_is_told_at_once(tmp_path: Path, text: str, problems: list[str]) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(SettingInvalid) as invalid:
        load_settings({}, file)

    assert all(problem in str(invalid.value) for problem in problems)
    assert invalid.value.exit_code == 2
