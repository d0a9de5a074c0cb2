"""What is coming, read from the simulated account."""

from typing import Any

import pytest

from fulfillment.ops.maintenance import Maintenance
from fulfillment.ops.maintenance.reading import _certificate, _words
from fulfillment.turn import Person
from tests.fulfillment.handlers.scripted import a_turn
from tests.fulfillment.language import told
from tests.fulfillment.ops.faults import FAULTS, client_error, failing
from tests.fulfillment.world import Fulfillment

ANA = Person("ana", "Ana", "terminal:ana", {"*": "approver"})
BOTH = ("staging", "production")
DAY = 86_400


def maintenance_of(fulfillment: Fulfillment, *allowed: str) -> Maintenance:
    backends = fulfillment.application.dispatcher.backends(ANA, allowed or BOTH)
    found: Maintenance = backends.get("maintenance")
    return found


def test_everything_once_and_soonest_first(fulfillment: Fulfillment) -> None:
    found = maintenance_of(fulfillment).survey(BOTH)

    assert [(one.kind, one.name, round((one.in_seconds or 0) / DAY)) for one in found.upcoming] == [
        ("event", "hardware maintenance", 2),
        ("event", "task patching retirement", 5),
        ("certificate", "old.shop.example", 9),
        ("instance", "i-0c4f81d2a97be6305", 11),
        ("certificate", "www.shop.example", 19),
    ]
    assert found.upcoming[1].entities == ("production/payments", "production/cards")
    assert not found.upcoming[2].is_used
    assert found.gaps == ()


def test_what_is_of_production_is_not_told_to_whoever_may_only_ask_of_staging(
    fulfillment: Fulfillment,
) -> None:
    found = maintenance_of(fulfillment, "staging").survey(("staging",))

    assert "production" not in str(found.upcoming)
    assert found.upcoming == ()
    (gap,) = found.gaps
    assert told(gap).startswith("I left out what names no environment in the account of staging")


def test_of_an_environment_its_own_and_what_names_none(fulfillment: Fulfillment) -> None:
    found = maintenance_of(fulfillment).survey(("staging",))

    assert "task patching retirement" not in [one.name for one in found.upcoming]
    assert "www.shop.example" in [one.name for one in found.upcoming]
    assert found.gaps == ()


def test_without_a_support_plan_the_rest_is_told(
    fulfillment: Fulfillment, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch)("health.DescribeEvents", client_error("SubscriptionRequiredException"))
    found = maintenance_of(fulfillment).survey(BOTH)

    assert [one.kind for one in found.upcoming] == ["certificate", "instance", "certificate"]
    (gap,) = found.gaps
    assert "only to accounts with Business support" in told(gap)


@pytest.mark.parametrize(("error", "why"), FAULTS)
@pytest.mark.parametrize(
    ("operation", "what", "left"),
    [
        ("health.DescribeEvents", "read what AWS has scheduled for production", 3),
        ("health.DescribeAffectedEntities", "read what AWS has scheduled for production", 3),
        ("ec2.DescribeInstanceStatus", "read the events of the instances of production", 4),
        ("acm.ListCertificates", "read the certificates of production", 3),
    ],
)
def test_what_cannot_be_read_is_told_beside_what_can(
    fulfillment: Fulfillment,
    monkeypatch: pytest.MonkeyPatch,
    operation: str,
    what: str,
    left: int,
    error: Exception,
    why: str,
) -> None:
    failing(monkeypatch)(operation, error)
    found = maintenance_of(fulfillment).survey(("production",))

    assert len(found.upcoming) == left
    (gap,) = found.gaps
    assert told(gap).startswith(f"I could not {what} {why}")


@pytest.mark.parametrize(
    ("code", "service", "words"),
    [
        ("AWS_ECS_TASK_PATCHING_RETIREMENT", "ECS", "task patching retirement"),
        ("AWS_RDS_HARDWARE_MAINTENANCE_SCHEDULED", "RDS", "hardware maintenance"),
        ("AWS_EC2_INSTANCE_RETIREMENT_SCHEDULED", "EC2", "instance retirement"),
    ],
)
def test_a_code_in_words(code: str, service: str, words: str) -> None:
    assert _words(code, service) == words


@pytest.mark.parametrize(
    ("type_", "eligibility", "renews"),
    [
        ("AMAZON_ISSUED", "ELIGIBLE", True),
        ("AMAZON_ISSUED", "INELIGIBLE", False),
        ("IMPORTED", "INELIGIBLE", False),
    ],
)
def test_which_certificates_renew_themselves(type_: str, eligibility: str, renews: bool) -> None:
    summary: Any = {"DomainName": "x.example", "Type": type_, "RenewalEligibility": eligibility}

    assert _certificate(summary, a_turn().now).renews is renews
