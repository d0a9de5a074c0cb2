"""A stand-in for GitHub's REST API, as much of it as is asked: comparisons, commits, pull requests.

It answers on the port of the simulated account, below /github, of the world's repositories.
"""

PREFIX = "/github"
TOKEN = "made-up-token-of-the-source-host"  # noqa: S105 - of nobody
TOKEN_PARAMETER = "/ground-control/source-host-token"  # noqa: S105 - a name
