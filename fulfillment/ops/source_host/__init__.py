"""The host of the source code: commits, pull requests, what lies between two versions."""

from fulfillment.ops.reach import Reach
from fulfillment.ops.source_host.github import GithubHost
from fulfillment.ops.source_host.http import Http
from fulfillment.ops.source_host.nowhere import Nowhere
from fulfillment.ops.source_host.port import (
    Commit,
    Comparison,
    Pull,
    SourceHost,
)
from fulfillment.ops.source_host.token import token_of

__all__ = ["Commit", "Comparison", "Pull", "SourceHost", "connect"]


def connect(reach: Reach) -> SourceHost:
    entry = reach.all_environments.sources.source_host
    if entry is None:
        return Nowhere()
    http = Http(entry.url, lambda: token_of(reach, entry.token) if entry.token else "")
    return GithubHost(http, entry.repositories, reach.workers.inner)
