"""A developer account: skills, uploads, imports and exports, on a clock.

An import takes `import_seconds`, and what it changed is read `lag_seconds` later (Alexa's answers
lag behind). Nothing here knows HTTP.
"""

import itertools
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.alexa import SkillContent, read_package
from bot.errors import ArchiveError
from deploy.local.smapi.checking import problems

Json = dict[str, Any]


@dataclass
class Skill:
    """The development stage. `package`: the zip file as it was imported, assets and all."""

    content: SkillContent
    package: bytes
    failed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Part -> why its last change was refused."""
    imports: int = 0
    """Packages taken so far."""


@dataclass
class Import:
    skill: str
    content: SkillContent
    package: bytes
    ends: float
    problems: Mapping[str, tuple[str, ...]]
    is_done: bool = False


@dataclass
class Export:
    skill: str
    ends: float


class Developer:
    """Thread-safe. `clock` gives seconds that only go forward."""

    def __init__(
        self, clock: Callable[[], float], *, import_seconds: float = 4.0, lag_seconds: float = 2.0
    ) -> None:
        self._clock = clock
        self._import_seconds = import_seconds
        self._lag_seconds = lag_seconds
        self._lock = threading.RLock()
        self._numbers = itertools.count(1)
        self._seen: dict[str, tuple[float, SkillContent]] = {}
        self.skills: dict[str, Skill] = {}
        self.uploads: dict[str, bytes] = {}
        self.imports: dict[str, Import] = {}
        self.exports: dict[str, Export] = {}

    def new_id(self, kind: str) -> str:
        return f"amzn1.ask-package.{kind}.{next(self._numbers):06}"

    def add(self, skill_id: str, package: bytes) -> Skill:
        """A skill whose development stage holds `package`. Raises ArchiveError."""
        self.skills[skill_id] = Skill(read_package(package), package)
        return self.skills[skill_id]

    def visible(self, skill_id: str) -> SkillContent:
        """What a reader sees: shortly after a change, still what was before."""
        with self._lock:
            self._finish()
            until, before = self._seen.get(skill_id, (0.0, SkillContent()))
            return before if self._clock() < until else self.skills[skill_id].content

    def running(self, skill_id: str) -> Import | None:
        """The import that has not ended yet."""
        with self._lock:
            self._finish()
            return next(
                (one for one in self.imports.values() if one.skill == skill_id and not one.is_done),
                None,
            )

    def start_import(self, skill_id: str, package: bytes) -> str | None:
        """The id of the import; None while another one runs."""
        with self._lock:
            if self.running(skill_id) is not None:
                return None
            content, found = _checked(package)
            name = self.new_id("import")
            ends = self._clock() + self._import_seconds
            self.imports[name] = Import(skill_id, content, package, ends, found)
            return name

    def start_export(self, skill_id: str) -> str:
        with self._lock:
            name = self.new_id("export")
            self.exports[name] = Export(skill_id, self._clock() + self._import_seconds / 2)
            return name

    def is_exported(self, name: str) -> bool:
        return self._clock() >= self.exports[name].ends

    def import_of(self, name: str) -> Import | None:
        with self._lock:
            self._finish()
            return self.imports.get(name)

    def _finish(self) -> None:
        for one in self.imports.values():
            if not one.is_done and self._clock() >= one.ends:
                self._end(one)

    def _end(self, one: Import) -> None:
        one.is_done = True
        skill = self.skills[one.skill]
        skill.failed = one.problems
        if one.problems:
            return
        self._seen[one.skill] = (one.ends + self._lag_seconds, skill.content)
        skill.content, skill.package = one.content, one.package
        skill.imports += 1


def _checked(package: bytes) -> tuple[SkillContent, dict[str, tuple[str, ...]]]:
    """The content of a package, and by part what is wrong with it."""
    try:
        content = read_package(package)
    except ArchiveError as error:
        return SkillContent(), {"Manifest": (str(error),)}
    return content, problems(content)
