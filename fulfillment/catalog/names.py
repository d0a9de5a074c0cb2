"""What people call things -> what they are called, and what they may have meant."""

import difflib
import re
from collections.abc import Iterable, Mapping

_NEAR = 0.6
_AT_MOST = 3
_AROUND = re.compile(r"^(the|our)-|-(service|svc|app)$")
_BETWEEN = re.compile(r"[\s_]+")


def same(word: str) -> str:
    """`word` as names are compared: in lower case, hyphens between words."""
    return _BETWEEN.sub("-", word.strip().casefold())


def exact(word: str, names: Mapping[str, Iterable[str]]) -> str | None:
    """The name that `word` is, or is a synonym of. `names`: name -> synonyms."""
    spoken = {same(other): name for name, others in names.items() for other in others}
    spoken.update({same(name): name for name in names})
    wanted = same(word)
    bare = _AROUND.sub("", _AROUND.sub("", wanted))
    return spoken.get(wanted) or spoken.get(bare)


def near(word: str, names: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Up to three names that `word` may be a slip of, nearest first."""
    spoken = {same(other): name for name, others in names.items() for other in others}
    spoken.update({same(name): name for name in names})
    wanted = _AROUND.sub("", _AROUND.sub("", same(word)))
    found = difflib.get_close_matches(wanted, list(spoken), n=_AT_MOST * 2, cutoff=_NEAR)
    return tuple(dict.fromkeys(spoken[one] for one in found))[:_AT_MOST]
