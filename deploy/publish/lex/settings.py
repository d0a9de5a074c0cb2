"""What publishing works on: a small file, and what the command line says instead."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from deploy.documents import read_yaml
from deploy.errors import SettingInvalid

FILE: Final = Path(__file__).with_name("settings.yaml")
_NAME: Final = re.compile(r"(?:[0-9a-zA-Z][_-]?){1,100}")
_KEYS: Final = ("alias", "candidate", "function", "role", "keep_versions")
LEAST_KEPT: Final = 2
"""The release that is live and the one to go back to."""


@dataclass(frozen=True)
class Settings:
    alias: str
    candidate: str
    function: str
    role: str
    """A name with its path ("lex/ground-control-bot"), or an ARN."""
    keep_versions: int

    def role_arn(self, account: str) -> str:
        return (
            self.role
            if self.role.startswith("arn:")
            else f"arn:aws:iam::{account}:role/{self.role}"
        )


def load_settings(given: Mapping[str, str], file: Path = FILE) -> Settings:
    """The settings of `file`, with those of `given` that are not "" in their place.

    Raises SettingInvalid with every problem.
    """
    document: dict[str, Any] = {**read_yaml(file)}
    document |= {key: value for key, value in given.items() if value}
    problems = list(_problems(document, file))
    if problems:
        raise SettingInvalid("\n".join(problems))
    return Settings(**{key: document[key] for key in _KEYS})


def _problems(document: Mapping[str, Any], file: Path) -> list[str]:
    found = [f"{file.name}: there is no setting {key!r}" for key in set(document) - set(_KEYS)]
    found += [f"{file.name}: {key} is missing" for key in _KEYS if key not in document]
    if found:
        return sorted(found)
    for key in ("alias", "candidate"):
        if not _NAME.fullmatch(str(document[key])):
            found.append(f"{key} {document[key]!r}: letters and digits, single _ or - between them")
    if document["alias"] == document["candidate"]:
        found.append(f"alias and candidate are both {document['alias']!r}: tests need their own")
    for key in ("function", "role"):
        if not isinstance(document[key], str) or not document[key]:
            found.append(f"{key} must be a name, not {document[key]!r}")
    kept = document["keep_versions"]
    if not isinstance(kept, int) or kept < LEAST_KEPT:
        found.append(f"keep_versions must be {LEAST_KEPT} or more, not {kept!r}")
    return found
