"""The alias that conversations are tried with: what was tried must be what users get."""

from dataclasses import dataclass

from deploy.errors import PublishError
from deploy.publish.lex.alias_settings import alias_settings
from deploy.publish.state import AliasState


@dataclass(frozen=True)
class Candidate:
    """As publishing left it; `left` is what Lex told right after."""

    alias_id: str
    name: str
    version: int
    locales: tuple[str, ...]
    function: str
    left: AliasState | None


def require_untouched(candidate: Candidate, now: AliasState | None) -> None:
    """Raises PublishError where it is not as it was left.

    One that was taken elsewhere and back looks the same: its time of change tells.
    """
    tried = f"while version {candidate.version} was tried"
    cure = "run `ground publish` again. Users go on with what they had"
    name = candidate.name
    if now is None:
        raise PublishError(f"somebody deleted alias {name} {tried}: {cure}")
    if now.version != candidate.version:
        there = f"version {now.version}" if now.version is not None else "DRAFT"
        raise PublishError(f"somebody pointed alias {name} at {there} {tried}: {cure}")
    wanted = alias_settings(
        now, name, candidate.version, candidate.locales, candidate.function, enable=True
    )
    is_moved = candidate.left is None or now.updated != candidate.left.updated
    if now.settings != wanted or is_moved:
        raise PublishError(f"somebody changed alias {name} {tried}: {cure}")
