"""The accounts and regions whose CodePipeline is asked."""

from typing import Any

from fulfillment.catalog.environments import Environment
from fulfillment.ops.reach import Reach


def homes(reach: Reach) -> dict[str, Environment]:
    """Account and region -> an environment there, whose role is used; an allowed one, where there
    is one: a pipeline of another account may deploy to what is allowed.

    With `sources.codepipeline`, only what that names.
    """
    sources = reach.all_environments.sources.codepipeline
    if sources:
        named = [
            Environment(one.name, one.account, one.region, "", one.role, one.act_role)
            for one in sources
        ]
        return {_key(one): one for one in named}
    every = sorted(reach.all_environments.all(), key=lambda one: one.name not in reach.allowed)
    found: dict[str, Environment] = {}
    for one in every:
        found.setdefault(_key(one), one)
    return found


def client(reach: Reach, service: str, home: Environment) -> Any:
    """A client there, in the person's name. Raises `OpsError`."""
    return reach.sessions.client(service, home, reach.person)


def _key(home: Environment) -> str:
    return f"{home.account}/{home.region}"
