"""The file of example people, given to the gateway as an option."""

import json
from pathlib import Path
from typing import Any

from deploy.errors import SettingInvalid
from deploy.local.gateway.sign_in import LocalPerson


def read_people(file: Path) -> tuple[LocalPerson, ...]:
    """A JSON list of `{"sub", "name", "roles"}`. Raises `SettingInvalid`, naming file and place."""
    try:
        rows = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingInvalid(f"--people {file}: cannot be read as JSON: {error}") from None
    if not isinstance(rows, list) or not rows:
        raise SettingInvalid(f"--people {file}: must be a list of at least one person")
    return tuple(_person(row, f"--people {file}: entry {number}") for number, row in _count(rows))


def _count(rows: list[Any]) -> enumerate[Any]:
    return enumerate(rows, start=1)


def _person(row: object, place: str) -> LocalPerson:
    if not isinstance(row, dict) or not all(
        isinstance(row.get(key), str) and row[key] for key in ("sub", "name")
    ):
        raise SettingInvalid(f'{place}: must have "sub" and "name" as texts')
    roles = row.get("roles", {})
    if not isinstance(roles, dict):
        raise SettingInvalid(f'{place}: "roles" must map an environment to a role')
    return LocalPerson(row["sub"], row["name"], {str(key): str(roles[key]) for key in roles})
