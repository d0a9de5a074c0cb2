"""What of Slack an app uses. Light: a channel says so beside its code, and functions load it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Uses:
    """`events` are subscribed to, `methods` of the Web API are called with the bot's token."""

    events: tuple[str, ...]
    methods: tuple[str, ...]
    buttons: bool
