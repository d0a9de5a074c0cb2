"""The catalogue's files: the one that people keep, and the discovered one beside it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from deploy.build import DISCOVERED, ENVIRONMENTS, POLICY
from deploy.catalogue.looking import Clients, Tell, look
from deploy.catalogue.rights import unforeseen
from deploy.catalogue.seen import difference, document, merged
from deploy.documents import read_yaml
from deploy.errors import BuildError
from deploy.policy.source import read_source
from fulfillment.catalog.environments import environments_from_json
from fulfillment.errors import DocumentError

_NOTE = """\
# Written by `ground discover`: what the account has and environments.yaml does not say. Do not edit
# it; what environments.yaml says counts more.
"""


def look_and_make(
    root: Path, clients: Clients, region: str, clusters: tuple[str, ...], owner_tag: str, tell: Tell
) -> dict[str, Any]:
    """The discovered document. Raises DeployError, and BuildError where the two files together
    would be no catalogue."""
    written = read_yaml(root / ENVIRONMENTS)
    made = document(look(clients, region, clusters, owner_tag, tell), written)
    if clusters:
        made = merged(discovered(root), made)
    try:
        environments_from_json(merged(made, written))
    except DocumentError as error:
        raise BuildError(
            f"what was found does not fit {ENVIRONMENTS}; name it there first:\n{error}"
        ) from error
    return made


def discovered(root: Path) -> Mapping[str, Any]:
    """What was written last; nothing where there is no file yet."""
    path = root / DISCOVERED
    return read_yaml(path) if path.is_file() else {}


def differences(root: Path, made: Mapping[str, Any]) -> list[str]:
    """Against what was written last, a line each."""
    return difference(discovered(root), made, read_yaml(root / ENVIRONMENTS))


def warnings(root: Path, made: Mapping[str, Any]) -> list[str]:
    """Environments that the policy, where there is one, does not foresee, a line each."""
    policy = root / POLICY
    if not policy.is_file():
        return []
    environments = environments_from_json(merged(made, read_yaml(root / ENVIRONMENTS)))
    return unforeseen(read_source(policy).policy, environments.names())


def write(root: Path, made: Mapping[str, Any]) -> Path:
    """The file's path, relative to the checkout."""
    text = yaml.safe_dump(dict(made), sort_keys=False, allow_unicode=True, width=100)
    (root / DISCOVERED).write_text(_NOTE + text, encoding="utf-8")
    return DISCOVERED
