"""Roles by environment, by service and by owner; what is named more closely counts."""

import pytest

from fulfillment.identity.roles import best_role_of, is_whole, role_of

ROLES = {
    "*": "viewer",
    "*/orders-*": "admin",
    "staging": "operator",
    "staging/cards": "anyone",
    "production/owner:payments": "approver",
    "production/pay*": "viewer",
}


@pytest.mark.parametrize(
    ("environment", "service", "owner", "role"),
    [
        ("elsewhere", "", "", "viewer"),
        ("elsewhere", "orders-api", "", "admin"),
        ("elsewhere", "ORDERS-API", "", "admin"),
        ("elsewhere", "orders", "", "viewer"),
        ("staging", "orders-api", "", "operator"),
        ("staging", "cards", "", "anyone"),
        ("production", "cards", "payments", "approver"),
        ("production", "payouts", "payments", "approver"),
        ("production", "payouts", "", "viewer"),
        ("production", "orders-api", "", "admin"),
        ("production", "", "payments", "viewer"),
    ],
)
def test_the_closest_entry_counts(environment: str, service: str, owner: str, role: str) -> None:
    assert role_of(ROLES, environment, service, owner) == role


def test_before_a_service_is_known_the_strongest_counts() -> None:
    assert best_role_of(ROLES, "production") == "admin"
    assert best_role_of(ROLES, "staging") == "operator"
    assert best_role_of({"staging": "operator"}, "production") == "anyone"


@pytest.mark.parametrize(
    ("roles", "whole"),
    [
        ({"*": "viewer"}, True),
        ({"*": "viewer", "production/orders-*": "admin"}, True),
        ({"*": "viewer", "production/orders": "anyone"}, False),
        ({"production": "viewer", "*/owner:payments": "anyone"}, False),
        ({"*": "viewer", "staging/orders": "anyone"}, True),
        ({"*": "viewer", "production": "anyone"}, False),
        ({"production/orders": "admin"}, False),
        ({}, False),
    ],
)
def test_whether_a_role_is_for_all_of_an_environment(roles: dict[str, str], whole: bool) -> None:
    assert is_whole(roles, "production") is whole
