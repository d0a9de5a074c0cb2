"""The people of the policy, as the local page and `ground say` know them."""

from collections.abc import Mapping
from typing import Any

from deploy.build import POLICY
from deploy.documents import read_yaml
from deploy.errors import DeployError
from deploy.local.processes import checkout


def local_people(policy: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Who can sign in on the local page: everybody with a `web:` identity."""
    return [
        {
            "sub": identity.removeprefix("web:"),
            "name": person.get("name", name),
            "roles": person.get("roles", {}),
        }
        for name, person in policy["people"].items()
        for identity in person.get("identities", ())
        if identity.startswith("web:")
    ]


def identity(person: str, channel: str) -> str:
    """The identity of a person on a channel, the most specific one.

    Raises `DeployError` that names who there is.
    """
    people: Mapping[str, Any] = read_yaml(checkout() / POLICY)["people"]
    found = [
        identity
        for identity in people.get(person, {}).get("identities", ())
        if identity.startswith(f"{channel}:")
    ]
    if not found:
        known = [
            name
            for name, entry in people.items()
            if any(one.startswith(f"{channel}:") for one in entry.get("identities", ()))
        ]
        raise DeployError(
            f"the policy knows no {channel} identity of {person!r}: use --as {' or '.join(known)}"
        )
    return str(max(found, key=len))


def slack_user(person: str) -> str:
    """U0ANA for ana."""
    return identity(person, "slack").rpartition(":")[2]
