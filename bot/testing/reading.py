"""Files of conversations as scripts, or every problem of every file at once."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.documents import Document, did_you_mean, read_document
from bot.errors import ConversationsError, Problem
from bot.forms import LOCALE
from bot.testing.building import turn_of
from bot.testing.forms import CONVERSATIONS, EXPECTED
from bot.testing.script import Run, Script, Turn, pattern_of

PATTERNS = ("examples*.yaml", "*.test.yaml")
"""Files that a folder is searched for."""

_VARIABLE = re.compile(r"\$\{([a-z0-9_]+)\}|\$\$\{")
"""A variable; or `$${`, which is `${` and no variable."""
_LITERAL = ("is", "contains", "lacks")
"""Keys of a message whose texts are no patterns, whatever they look like."""
Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class _Part:
    """A value in a file: where it stands, and what it is."""

    document: Document
    path: Path_
    data: Any

    def inner(self, key: str | int, default: Any = None) -> "_Part":
        if isinstance(key, str):
            return _Part(self.document, (*self.path, key), self.data.get(key, default))
        return _Part(self.document, (*self.path, key), self.data[key])

    def items(self) -> Iterator["_Part"]:
        return (self.inner(number) for number in range(len(self.data or ())))

    @property
    def place(self) -> str:
        return f"{self.document.file}:{self.document.line(*self.path)}"

    def report(self, message: str, cure: str) -> None:
        problem = Problem(self.document.file, self.document.line(*self.path), message, cure)
        if problem not in self.document.problems:
            self.document.problems.append(problem)


@dataclass
class _File:
    """A file with what it shares and what it includes."""

    whole: _Part
    steps: dict[str, _Part] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)


def load_scripts(paths: Iterable[Path]) -> tuple[Script, ...]:
    """The conversations of files, and of the folders among `paths`, each in each of its runs.

    Raises ConversationsError with every problem.
    """
    reader = _Reader()
    scripts = [script for path in _files(paths) for script in reader.scripts(path)]
    if reader.problems:
        raise ConversationsError(reader.problems)
    return tuple(scripts)


def _files(paths: Iterable[Path]) -> list[Path]:
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted({one for pattern in PATTERNS for one in path.rglob(pattern)})
        found.update(dict.fromkeys(inside if path.is_dir() else [path]))
    return list(found)


class _Reader:
    def __init__(self) -> None:
        self._documents: dict[Path, Document] = {}

    @property
    def problems(self) -> list[Problem]:
        return [problem for one in self._documents.values() for problem in one.problems]

    def scripts(self, path: Path) -> list[Script]:
        file = self._file(path, ())
        if file.whole.data is None or file.whole.document.problems:
            return []
        listed = isinstance(file.whole.data, list)
        conversations = file.whole if listed else file.whole.inner("conversations", [])
        runs = _runs(file, _locale(path))
        return [
            script
            for conversation in conversations.items()
            for run, variables in _chosen(conversation, runs)
            if (script := _script(file, conversation, run, variables))
        ]

    def _file(self, path: Path, above: tuple[Path, ...]) -> _File:
        document = self._documents.get(path)
        if document is None:
            document = self._documents[path] = read_document(path, str(path), CONVERSATIONS)
        file = _File(_Part(document, (), document.data))
        if not isinstance(document.data, Mapping):
            return file
        for include in file.whole.inner("include", []).items():
            self._include(file, include, path, (*above, path))
        file.variables.update(document.data.get("variables", {}))
        steps = file.whole.inner("steps", {})
        file.steps.update({name: steps.inner(name) for name in steps.data})
        return file

    def _include(self, file: _File, include: _Part, path: Path, above: tuple[Path, ...]) -> None:
        other = path.parent / include.data
        if other in above:
            include.report(f"{include.data} includes this file", "Take one of the two out")
            return
        if not other.is_file():
            include.report(f"there is no file {other}", "Write the path from this file's folder")
            return
        found = self._file(other, above)
        file.variables.update(found.variables)
        file.steps.update(found.steps)


def _locale(path: Path) -> str:
    """`examples.de_DE.yaml` is in German."""
    inner = Path(path.stem.removesuffix(".test")).suffix.removeprefix(".")
    return inner if re.search(LOCALE, inner) else ""


_Runs = Mapping[str, tuple[Run, Mapping[str, str]]]


def _runs(file: _File, locale: str) -> _Runs:
    """Name -> run and variables; one without a name where the file has none."""
    given = file.whole.inner("runs", []) if isinstance(file.whole.data, Mapping) else None
    if given is None or not given.data:
        return {"": (Run(locale=locale), file.variables)}
    found: dict[str, tuple[Run, Mapping[str, str]]] = {}
    for part in given.items():
        run = _run(part.data, locale)
        if run.name in found:
            part.report(f"there are two runs {run.name!r}", "Name each run differently")
        found[run.name] = (run, {**file.variables, **part.data.get("variables", {})})
    return found


def _run(data: Mapping[str, Any], locale: str) -> Run:
    return Run(
        data["name"],
        data.get("locale", locale),
        data.get("request_attributes", {}),
        data.get("session_attributes", {}),
        data.get("channel", ""),
        data.get("as", ""),
    )


def _chosen(conversation: _Part, runs: _Runs) -> list[tuple[Run, Mapping[str, str]]]:
    if isinstance(conversation.data, list):
        return list(runs.values())
    names = conversation.inner("runs", list(runs))
    for number, name in enumerate(names.data):
        if name not in runs:
            cure = did_you_mean(name, [one for one in runs if one])
            names.inner(number).report(f"there is no run {name!r}", cure)
    return [runs[name] for name in names.data if name in runs]


def _script(
    file: _File, conversation: _Part, run: Run, variables: Mapping[str, str]
) -> Script | None:
    listed = isinstance(conversation.data, list)
    turns = conversation if listed else conversation.inner("turns")
    if not turns.data:
        conversation.report("a conversation without turns shows nothing", "Add one with say:")
        return None
    found = tuple(_turns(file, turns, variables, ()))
    name = "" if listed else str(conversation.data.get("name", ""))
    return Script(conversation.place, name, run, found)


def _turns(
    file: _File, turns: _Part, variables: Mapping[str, str], above: tuple[str, ...]
) -> Iterator[Turn]:
    for turn in turns.items():
        kinds = [kind for kind in ("say", "put", "include") if kind in turn.data]
        if len(kinds) != 1:
            found = " and ".join(f"'{kind}'" for kind in kinds) or "none of 'say', 'put', 'include'"
            turn.report(f"a turn has one of 'say', 'put' and 'include', not {found}", "Keep one")
        elif kinds == ["include"]:
            yield from _included(file, turn, variables, above)
        else:
            _check_patterns(turn)
            yield turn_of(turn.place, _filled(turn, variables))


def _included(
    file: _File, turn: _Part, variables: Mapping[str, str], above: tuple[str, ...]
) -> Iterator[Turn]:
    name = turn.data["include"]
    if more := [key for key in turn.data if key != "include"]:
        turn.inner(more[0]).report(
            f"{more[0]!r} stands beside 'include'", "Expect it in the turns that are included"
        )
    if name not in file.steps:
        turn.inner("include").report(f"there are no steps {name!r}", did_you_mean(name, file.steps))
    elif name in above:
        turn.inner("include").report(f"the steps {name!r} include themselves", "Take this out")
    else:
        yield from _turns(file, file.steps[name], variables, (*above, name))


def _filled(part: _Part, variables: Mapping[str, str]) -> Any:
    """The part's data with every ${variable} replaced; one that is not known is reported."""
    data = part.data
    if isinstance(data, Mapping):
        return {key: _filled(part.inner(key), variables) for key in data}
    if isinstance(data, list):
        return [_filled(item, variables) for item in part.items()]
    if not isinstance(data, str):
        return data
    for name in _VARIABLE.findall(data):
        if name and name not in variables:
            part.report(f"there is no variable {name!r}", did_you_mean(name, variables))
    return _VARIABLE.sub(
        lambda found: variables.get(found[1], found[0]) if found[1] else "${", data
    )


def _check_patterns(turn: _Part) -> None:
    for key in turn.data:
        if key in EXPECTED:
            _check_pattern(turn.inner(key))


def _check_pattern(part: _Part) -> None:
    if isinstance(part.data, Mapping):
        literal = _LITERAL if "messages" in part.path[-2:] else ()
        for key in part.data:
            if key not in literal:
                _check_pattern(part.inner(key))
    elif isinstance(part.data, list):
        for item in part.items():
            _check_pattern(item)
    elif isinstance(part.data, str):
        try:
            pattern_of(part.data)
        except re.error as error:
            cure = "Put it right, or write 'is:' for exactly this text"
            part.report(f"{part.data!r} is no pattern: {error}", cure)


def selected(scripts: Sequence[Script], text: str) -> tuple[Script, ...]:
    """Those whose place or title holds `text`, in any case."""
    wanted = text.casefold()
    return tuple(
        script for script in scripts if wanted in f"{script.place} {script.title}".casefold()
    )
