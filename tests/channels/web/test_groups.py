"""The groups that the page's authorizer proves; the browser has no say in them."""

from typing import Any

import pytest

from channels.web.request import GROUPS_CLAIM, to_turn
from tests.channels.web.events import Event, load
from tests.fulfillment.language import english


def groups_of(claim: Any) -> tuple[str, ...]:
    def change(event: Event) -> None:
        event["requestContext"]["authorizer"]["jwt"]["claims"][GROUPS_CLAIM] = claim

    return to_turn(load("turn", change), english()).speaker.groups


@pytest.mark.parametrize(
    ("claim", "groups"),
    [
        ("[operators approvers]", ("web:operators", "web:approvers")),
        (["operators"], ("web:operators",)),
        ("[]", ()),
        ("operators", ()),
        (None, ()),
        ([1, "a b", ""], ()),
        ({"operators": True}, ()),
    ],
)
def test_groups_come_from_the_authorizer(claim: Any, groups: tuple[str, ...]) -> None:
    assert groups_of(claim) == groups


def test_a_header_gives_no_group() -> None:
    def change(event: Event) -> None:
        event["headers"][GROUPS_CLAIM] = "[approvers]"

    assert to_turn(load("turn", change), english()).speaker.groups == ()
