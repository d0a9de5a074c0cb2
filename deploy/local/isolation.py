"""Cutting a command off from the person's AWS settings, and from every other machine."""

import os
from collections.abc import Collection

from deploy.local import loopback, processes

_KEPT = ("GROUND_HOME", "GROUND_EMBEDDING")
"""Which world is meant, and what hears there: no settings of AWS, and needed again."""


def isolate(also: Collection[str] = ()) -> None:
    """For commands on the local world: no profile, no credentials, no address but loopback.

    `also`: host names that are let through. Cannot be taken back in this process.
    """
    kept = processes.local_environment("")
    kept |= {name: os.environ[name] for name in _KEPT if name in os.environ}
    for name in set(os.environ) - set(kept):
        del os.environ[name]
    os.environ.update({name: value for name, value in kept.items() if name != "AWS_ENDPOINT_URL"})
    os.environ.pop("AWS_ENDPOINT_URL", None)
    loopback.install(also)
