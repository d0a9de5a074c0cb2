"""Examples of what each rule is for: edits of a small definition, and what must be told of them.

tests/bot/rules/base/               the definition: it breaks no rule
tests/bot/rules/examples/<id>.yaml  edits that break one, and its messages
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.errors import EvaluationError
from bot.model import SlotValue

BASE = Path("tests/bot/rules/base")
EXAMPLES = Path("tests/bot/rules/examples")
_COUNTER = "<n>"
"""Stands for 1, 2, 3 … in an edit that has `times`."""
_WIDTH, _HEIGHT = 100, 16


@dataclass(frozen=True)
class Edit:
    """`by` instead of `replace`; without that, the whole file. `times`: written over and over."""

    file: str
    by: str = ""
    replace: str = ""
    append: str = ""
    remove: bool = False
    times: int = 1

    @property
    def shown(self) -> str:
        """What a person needs to see of it: not more than a screen holds."""
        if self.remove:
            return "(removed)"
        lines = (self.append or self.by).strip("\n").splitlines()
        more = [f"… {self.times} times, <n> is 1, 2, 3 …"] if self.times > 1 else []
        shown = [line if len(line) <= _WIDTH else f"{line[:_WIDTH]}…" for line in lines[:_HEIGHT]]
        return "\n".join([*shown, *(["…"] if len(lines) > _HEIGHT else []), *more])

    def applied(self, files: Mapping[str, str]) -> dict[str, str]:
        """`files` with this edit. Raises EvaluationError where there is nothing to replace."""
        if self.remove:
            return {name: text for name, text in files.items() if name != self.file}
        if _COUNTER in self.file:
            return {**files, **{_counted(self.file, n): _counted(self.by, n) for n in self._turns}}
        return {**files, self.file: self._text(files.get(self.file, ""))}

    def _text(self, old: str) -> str:
        if self.append:
            return old + self._repeated(self.append)
        if not self.replace:
            return self._repeated(self.by)
        if self.replace not in old:
            raise EvaluationError(f"{self.file} does not hold {self.replace!r}: nothing to replace")
        return old.replace(self.replace, self._repeated(self.by), 1)

    def _repeated(self, text: str) -> str:
        return "".join(_counted(text, turn) for turn in self._turns)

    @property
    def _turns(self) -> range:
        return range(1, self.times + 1)


@dataclass(frozen=True)
class RuleExample:
    """`problems`: all that the rule tells, each after its severity. `also`: other rules that the
    edits break."""

    edits: tuple[Edit, ...]
    problems: tuple[str, ...]
    also: tuple[str, ...] = ()
    handlers: tuple[str, ...] | None = None
    live: Mapping[str, tuple[SlotValue, ...]] = field(default_factory=dict)

    def files(self, base: Mapping[str, str]) -> dict[str, str]:
        """Path -> text: the base with every edit."""
        found = dict(base)
        for edit in self.edits:
            found = edit.applied(found)
        return found


def base_files(root: Path) -> dict[str, str]:
    """Path -> text of the small definition. `root`: of the checkout."""
    folder = root / BASE
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.yaml"))
    }


def load_example(root: Path, rule: str) -> RuleExample | None:
    """The example of the rule with this id; None where there is no file.

    Raises EvaluationError for a file that is not what it must be.
    """
    path = root / EXAMPLES / f"{rule}.yaml"
    if not path.is_file():
        return None
    try:
        return _example(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, TypeError, KeyError, AttributeError) as error:
        raise EvaluationError(f"{path.name} is no example of a rule: {error}") from error


def _example(data: Mapping[str, Any]) -> RuleExample:
    handlers = data.get("handlers")
    return RuleExample(
        edits=tuple(Edit(**edit) for edit in data["change"]),
        problems=tuple(data["problems"]),
        also=tuple(data.get("also", ())),
        handlers=None if handlers is None else tuple(handlers),
        live={name: tuple(map(SlotValue, found)) for name, found in data.get("live", {}).items()},
    )


def _counted(text: str, turn: int) -> str:
    return text.replace(_COUNTER, str(turn))
