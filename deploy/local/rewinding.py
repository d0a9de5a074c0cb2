"""Rewinding a local world: what was done in it is undone, the clock goes on."""

import json
import urllib.request
from collections.abc import Callable

from deploy.errors import DeployError
from deploy.local.clients import account_clients
from deploy.local.joining import Address
from deploy.local.provision import empty_tables

_SECONDS = 30


def rewinding(world: Address) -> Callable[[], None]:
    """What rewinds `world`, as often as it is called.

    The simulated services are built again as of now, and what Ground Control wrote into its tables
    is taken away (plans, operations, what was acknowledged, snoozed or paged, the audit). Spent
    assertions stay spent, functions, keys and queues stay as they are, and so do the sessions of
    Lex. Nothing may be asked meanwhile. Raises `DeployError` where the account does not answer.
    """
    clients = account_clients(world)
    # Made once: a client takes longer than a rewinding.
    dynamodb = clients("dynamodb")

    def rewind() -> None:
        _reset(world.account_url)
        empty_tables(dynamodb)

    return rewind


def _reset(account_url: str) -> None:
    request = urllib.request.Request(  # noqa: S310 - a port of 127.0.0.1, see Address
        f"{account_url}/ground/reset",
        data=json.dumps({}).encode(),
        headers={"content-type": "application/json"},
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS):  # noqa: S310 - as above
            return
    except OSError as error:
        raise DeployError(
            f"the simulated account at {account_url} cannot be rewound ({error}): "
            "is that still the local world (`make run`)?"
        ) from error
