"""Which function --lambda and --lambda-url name."""

from pathlib import Path

import pytest

from bot.errors import BotError
from bot.runtime.functions import Delegating, LocalFunction, PostedFunction
from deploy.errors import DeployError
from deploy.lex.functions import function


def test_a_function_is_code_a_url_or_none(tmp_path: Path) -> None:
    (tmp_path / "code_of_test_functions.py").write_text("def handle(event, context): ...")
    code = function("code_of_test_functions:handle", "", tmp_path)
    assert isinstance(code.hook, LocalFunction)
    url = function("", "http://me:secret@127.0.0.1:9000/2015-03-31/functions/f?k=secret", tmp_path)
    assert isinstance(url.hook, PostedFunction)
    assert url.told == "Function at http://127.0.0.1:9000/2015-03-31/functions/f."
    for name in ("", "none"):
        none = function(name, "", tmp_path)
        assert isinstance(none.hook, Delegating)
        assert "fulfillment succeeds" in none.told


@pytest.mark.parametrize(
    ("name", "url", "told"),
    [
        ("a:b", "http://127.0.0.1", "give one of them"),
        ("", "127.0.0.1:9000/f", "is no URL of a function"),
        ("", "ftp://host/f", "is no URL of a function"),
        ("handler", "", "write module:function"),
    ],
)
def test_what_names_no_function_is_told(tmp_path: Path, name: str, url: str, told: str) -> None:
    with pytest.raises((DeployError, BotError), match=told):
        function(name, url, tmp_path)
