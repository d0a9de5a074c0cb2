"""A handler of this machine, called as Lambda calls it."""

import os
import threading
from pathlib import Path
from typing import Any

import pytest

from bot.errors import CodeHookError
from bot.runtime.functions import LocalFunction
from bot.runtime.functions.local import HandlerMissingError

EVENT: dict[str, Any] = {"sessionState": {"intent": {"name": "Hello"}}, "text": "grüß"}
GATE = threading.Event()
"""What a handler that takes too long waits for; nobody opens it."""


def written(folder: Path, code: str, name: str = "") -> str:
    """A module of its own, so that no test meets what another has imported."""
    module = name or f"handler_{folder.name}".replace("-", "_")
    (folder / f"{module}.py").write_text(code, encoding="utf-8")
    return module


def hook(folder: Path, code: str, seconds: float = 10) -> LocalFunction:
    return LocalFunction(f"{written(folder, code)}:handle", folder, seconds)


def test_the_event_and_the_answer_pass_through_json(tmp_path: Path) -> None:
    answering = hook(
        tmp_path,
        "def handle(event, context):\n"
        "    event['sessionState']['more'] = (1, 2)\n"
        "    return event\n",
    )
    assert answering(EVENT) == {**EVENT, "sessionState": {**EVENT["sessionState"], "more": [1, 2]}}
    assert "more" not in EVENT["sessionState"]


def test_the_context_has_what_lambda_gives(tmp_path: Path) -> None:
    answering = hook(
        tmp_path,
        "def handle(event, context):\n"
        "    return {'left': context.get_remaining_time_in_millis(), 'id': context.aws_request_id,"
        " 'arn': context.invoked_function_arn, 'log': context.log_group_name}\n",
    )
    first, second = answering(EVENT), answering(EVENT)
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert 0 < first["left"] <= 10_000
    assert first["id"] != second["id"]
    assert first["arn"].endswith(first["log"].removeprefix("/aws/lambda/"))


@pytest.mark.parametrize(
    ("body", "kind", "told"),
    [
        ("raise ValueError('the pin is 1234')", "raised", r"Unhandled \(ValueError\)"),
        ("import sys; sys.exit(1)", "raised", r"\(SystemExit\)"),
        ("return {'a': {1, 2}}", "raised", r"\(Runtime.MarshalError\)"),
        ("return float('nan')", "raised", r"\(Runtime.MarshalError\)"),
        ("return 'x' * 60_000", "malformed", "exceeds maximum size"),
    ],
)
def test_each_failure_is_told_as_lex_tells_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], body: str, kind: str, told: str
) -> None:
    failing = hook(tmp_path, f"def handle(event, context):\n    {body}\n")
    with pytest.raises(CodeHookError, match=told) as raised:
        failing(EVENT)
    assert raised.value.kind == kind
    assert "1234" not in str(raised.value)
    assert ("Traceback" in capsys.readouterr().err) == (kind == "raised")


def test_a_handler_that_takes_too_long_is_a_timeout(tmp_path: Path) -> None:
    code = f"from {__name__} import GATE\ndef handle(event, context):\n    GATE.wait(20)\n"
    with pytest.raises(CodeHookError, match=r"gave no answer within 0\.01 seconds") as raised:
        hook(tmp_path, code, 0.01)(EVENT)
    GATE.set()
    assert raised.value.kind == "timeout"


def test_a_changed_file_is_read_again_with_what_it_imports(tmp_path: Path) -> None:
    helper = tmp_path / f"{written(tmp_path, 'WORD = 1', f'words_{tmp_path.name}')}.py"
    code = f"from {helper.stem} import WORD\ndef handle(event, context):\n    return WORD\n"
    answering = hook(tmp_path, code)
    assert answering(EVENT) == 1
    changed(helper, "WORD = 'two'")
    assert answering(EVENT) == "two"
    changed(helper, "WORD = (")
    with pytest.raises(CodeHookError, match="SyntaxError"):
        answering(EVENT)
    changed(helper, "WORD = 'three'")
    assert answering(EVENT) == "three"


def changed(file: Path, code: str) -> None:
    """With a time of change of its own: two edits of a test can be within one tick."""
    later = file.stat().st_mtime_ns + 2_000_000_000
    file.write_text(code, encoding="utf-8")
    os.utime(file, ns=(later, later))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("handler", "write module:function"),
        (":handle", "write module:function"),
        ("no_such_module:handle", "No module named 'no_such_module'; the module is looked for"),
        ("json:handle", "json has no function 'handle'; it has JSONDecodeError"),
        ("json:__name__", "has no function"),
    ],
)
def test_a_handler_that_is_not_there_is_told_at_once(tmp_path: Path, name: str, told: str) -> None:
    with pytest.raises(HandlerMissingError, match=told):
        LocalFunction(name, tmp_path)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("def handle(:", r"SyntaxError: invalid syntax \(never_a_handler\.py, line 1\)"),
        ("\nraise ValueError('no table')", r"ValueError: no table \(.*never_a_handler\.py, line 2"),
        ("import sys; sys.exit(4)", "SystemExit: 4"),
    ],
)
def test_a_handler_that_cannot_be_imported_is_told_with_its_line(
    tmp_path: Path, code: str, told: str
) -> None:
    (tmp_path / "never_a_handler.py").write_text(code, encoding="utf-8")
    with pytest.raises(HandlerMissingError, match=f"cannot be imported: {told}"):
        LocalFunction("never_a_handler:handle", tmp_path)
