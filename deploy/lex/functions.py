"""Which function answers the code hooks of bots that are served: --lambda and --lambda-url."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from bot.runtime.functions import Delegating, LocalFunction, PostedFunction
from bot.runtime.registry import CodeHook
from deploy.errors import SettingInvalid

NONE = "none"


@dataclass(frozen=True)
class Function:
    """A code hook, and what is told of it at the start."""

    hook: CodeHook
    told: str


def function(name: str, url: str, folder: Path) -> Function:
    """`module:function` found from `folder`, or a URL, or neither (`none`).

    Raises SettingInvalid, HandlerMissingError, and whatever importing the module raises.
    """
    if url and name not in ("", NONE):
        raise SettingInvalid("--lambda and --lambda-url name two functions: give one of them")
    if url:
        return _posted(url)
    if name in ("", NONE):
        return Function(
            Delegating(), "No function: dialog hooks go as configured, fulfillment succeeds."
        )
    return Function(
        LocalFunction(name, folder), f"Function {name}, in this process; a change is read again."
    )


def _posted(url: str) -> Function:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingInvalid(
            f"--lambda-url {url!r} is no URL of a function: write http://HOST:PORT/PATH"
        )
    hook = PostedFunction(url)
    return Function(hook, f"Function at {hook.where}.")
