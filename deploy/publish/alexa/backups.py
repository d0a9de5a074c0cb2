"""What the skill was before each change, as Alexa exported it.

Not interaction model versions, which SMAPI also keeps: those leave out the manifest, go language by
language, and cannot be made current but by sending each model again. An exported package has all of
it, images included, and goes back by the same import that publishing uses.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from deploy.errors import PublishError

_MARK = "rolling-back-to"


class Backups(Protocol):
    """Packages by skill, in the order in which they were kept. Names sort as they came."""

    def names(self, skill: str) -> tuple[str, ...]:
        """Oldest first."""
        ...

    def read(self, skill: str, name: str) -> bytes: ...

    def keep(self, skill: str, data: bytes) -> str:
        """The name of the new one."""
        ...

    def forget(self, skill: str, name: str) -> None: ...

    def begin(self, skill: str, name: str) -> None:
        """Remember that the skill is on its way back to `name`."""
        ...

    def begun(self, skill: str) -> str:
        """What `begin` remembered; "" where no way back is under way."""
        ...

    def end(self, skill: str) -> None:
        """Forget what `begin` remembered."""
        ...


class FolderBackups:
    """`Backups` in a folder: `<skill>/0007.zip`. Every write is whole or not there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self, skill: str) -> tuple[str, ...]:
        return tuple(sorted(path.name for path in self._of(skill).glob("[0-9]*.zip")))

    def read(self, skill: str, name: str) -> bytes:
        try:
            return (self._of(skill) / name).read_bytes()
        except OSError as error:
            raise PublishError(f"the backup {name} cannot be read: {error.strerror}") from error

    def keep(self, skill: str, data: bytes) -> str:
        numbers = [int(name.removesuffix(".zip")) for name in self.names(skill)]
        name = f"{max([0, *numbers]) + 1:04}.zip"
        self._write(skill, name, data)
        return name

    def forget(self, skill: str, name: str) -> None:
        (self._of(skill) / name).unlink(missing_ok=True)

    def begin(self, skill: str, name: str) -> None:
        self._write(skill, _MARK, name.encode())

    def begun(self, skill: str) -> str:
        path = self._of(skill) / _MARK
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def end(self, skill: str) -> None:
        (self._of(skill) / _MARK).unlink(missing_ok=True)

    def _of(self, skill: str) -> Path:
        return self._folder / skill

    def _write(self, skill: str, name: str, data: bytes) -> None:
        folder = self._of(skill)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            unfinished = folder / f"{name}.part"
            unfinished.write_bytes(data)
            unfinished.replace(folder / name)
        except OSError as error:
            raise PublishError(f"{folder} cannot be written: {error.strerror}") from error


def newest_first(backups: Backups, skill: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of each."""
    for name in reversed(backups.names(skill)):
        yield name, backups.read(skill, name)
