"""The scopes of what is used: the least that suffice, each with its reason."""

import pytest

from bot.slack.scopes import scopes
from bot.slack.uses import Uses


def test_each_scope_is_asked_for_once_with_all_that_needs_it() -> None:
    uses = Uses(("message.im",), ("chat.update", "chat.postMessage"), buttons=True)

    assert scopes(uses, "/ops") == {
        "chat:write": ("chat.postMessage", "chat.update"),
        "commands": ("/ops",),
        "im:history": ("message.im",),
    }


def test_a_method_may_take_a_scope_for_each_kind_of_channel() -> None:
    methods = ("conversations.info", "conversations.members")

    found = scopes(Uses((), methods, buttons=False), "/ops")

    assert found == {
        "channels:read": methods,
        "commands": ("/ops",),
        "groups:read": methods,
        "mpim:read": methods,
    }


@pytest.mark.parametrize(
    ("events", "methods"), [(("channel_created",), ()), ((), ("files.upload",))]
)
def test_what_has_no_known_scope_is_refused(
    events: tuple[str, ...], methods: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError, match=r"the scope of .* is not known: add it to bot/platforms"):
        scopes(Uses(events, methods, buttons=True), "/ops")
