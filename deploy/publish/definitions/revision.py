"""A definition as it stood at a git revision, without touching the working tree."""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Final

from bot.assembling import LiveValues
from bot.definition import Definition
from bot.errors import DefinitionError
from bot.load import load_definition
from deploy.build import live_values, read_environments
from deploy.errors import BuildError, PublishError
from fulfillment.catalog.environments import environments_from_json
from fulfillment.errors import FulfillmentError

FOLDERS: Final = ("intents", "fulfillment/catalog")
_GIT_SECONDS: Final = 60


def definition_at(root: Path, revision: str, names: LiveValues) -> Definition:
    """The definition of `revision`, its live slot types filled from `names`.

    Raises PublishError: there is no such revision, or what stands there cannot be loaded.
    """
    with checked_out(root, revision) as tree:
        try:
            return definition_of(tree, names)
        except (DefinitionError, BuildError, FulfillmentError) as error:
            raise PublishError(f"the definition at {revision} does not load: {error}") from error


def definition_of(root: Path, names: LiveValues) -> Definition:
    """The definition of a checkout. Raises DefinitionError, BuildError or FulfillmentError."""
    environments = environments_from_json(read_environments(root))
    return load_definition(root / "intents", live_values(environments, lambda _: names))


@contextmanager
def checked_out(root: Path, revision: str) -> Iterator[Path]:
    """A temporary folder with the definition's files of `revision`. Raises PublishError."""
    commit = _git(
        root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    if commit.returncode:
        raise PublishError(f"git knows no revision {revision!r} in {root}: {_CURE}")
    archive = _git(root, "archive", "--format=tar", commit.stdout.decode().strip(), "--", *FOLDERS)
    if archive.returncode:
        reason = archive.stderr.decode(errors="replace").strip()
        raise PublishError(f"git cannot read the definition at {revision}: {reason}")
    with tempfile.TemporaryDirectory(prefix="ground-diff-") as folder:
        _unpack(archive.stdout, Path(folder))
        yield Path(folder)


def short_name(root: Path, revision: str) -> str:
    """A revision for people: "main (1a2b3c4)"."""
    found = _git(root, "rev-parse", "--short", "--verify", "--end-of-options", revision)
    short = found.stdout.decode().strip()
    return revision if found.returncode or short == revision else f"{revision} ({short})"


def _git(root: Path, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    try:
        return subprocess.run(  # noqa: S603 - no shell; a revision cannot pass for an option
            ["git", "-C", str(root), *arguments],  # noqa: S607 - the person's own git
            capture_output=True,
            check=False,
            timeout=_GIT_SECONDS,
        )
    except FileNotFoundError:
        raise PublishError("there is no git on this machine: install it") from None
    except subprocess.TimeoutExpired:
        raise PublishError(f"git did not answer within {_GIT_SECONDS} s") from None


def _unpack(data: bytes, folder: Path) -> None:
    """Regular files only: a link in the repository leads nowhere."""
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            path = PurePosixPath(member.name)
            file = archive.extractfile(member) if member.isreg() else None
            if file is None or path.is_absolute() or ".." in path.parts:
                continue
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read())


_CURE = "fetch it (`git fetch origin`), or name another: a branch, a tag, a commit"
