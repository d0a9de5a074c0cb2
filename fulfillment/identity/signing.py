"""A channel's keys: what it signs its assertions with, and what of that is accepted.

They are kept as one text: a key as it is, which is version 1; or, once it was rotated, a JSON
document with the keys that are accepted and the one to sign with: `{"current": "2", "keys": {…}}`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from fulfillment.errors import DocumentError

Keys = Mapping[str, str]
"""Key id (`kid`) -> key. An id is the channel and the key's version: "slack.2"."""
CHANNELS = ("slack", "web", "alexa", "terminal")
DEFAULT_PATH = "/ground-control/keys"
FIRST = "1"


@dataclass(frozen=True)
class SigningKey:
    """The key that a channel signs with now, and its id."""

    kid: str
    value: str


@dataclass(frozen=True)
class ChannelKeys:
    """The keys of one channel: version -> key, and the version to sign with."""

    current: str
    keys: Mapping[str, str]

    def signing(self, channel: str) -> SigningKey:
        is_plain = self.current == FIRST
        kid = channel if is_plain else f"{channel}.{self.current}"
        return SigningKey(kid, self.keys[self.current])

    def rotated(self, new: str) -> "ChannelKeys":
        """`new` signs from now on; what signed until now is accepted until it is retired."""
        version = str(max(int(one) for one in self.keys) + 1)
        return ChannelKeys(version, {self.current: self.keys[self.current], version: new})

    def retired(self) -> "ChannelKeys":
        """Only the current key is accepted."""
        return ChannelKeys(self.current, {self.current: self.keys[self.current]})

    def document(self) -> str:
        """The parameter's value."""
        return json.dumps({"current": self.current, "keys": dict(self.keys)})


def keys_of(value: str) -> ChannelKeys:
    """The keys in a parameter's value. Raises `DocumentError`, which never holds a key."""
    if not value.startswith("{"):
        return ChannelKeys(FIRST, {FIRST: value})
    try:
        document = json.loads(value)
        current, keys = document["current"], document["keys"]
        is_sound = isinstance(keys, dict) and all(
            version.isdigit() and isinstance(key, str) and key for version, key in keys.items()
        )
    except (ValueError, KeyError, TypeError):
        is_sound, current, keys = False, "", {}
    if not is_sound or current not in keys:
        raise DocumentError(
            'the keys of a channel must be a text, or {"current": "2", "keys": {"1": …, "2": …}}'
            " with the current version among the keys; `ground keys rotate` writes it"
        )
    return ChannelKeys(current, keys)
