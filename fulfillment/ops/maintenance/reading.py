"""`Maintenance` over AWS Health, EC2 and ACM."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from fulfillment.catalog.environments import Environment
from fulfillment.ops.accounts import environment_of, is_whole, once_each
from fulfillment.ops.failures import reading
from fulfillment.ops.maintenance.port import Survey, Upcoming
from fulfillment.ops.reach import Reach, gathered
from fulfillment.ops.visible import names_hidden
from fulfillment.sentences import phrase

if TYPE_CHECKING:
    from mypy_boto3_acm import ACMClient
    from mypy_boto3_acm.literals import KeyAlgorithmType
    from mypy_boto3_acm.type_defs import CertificateSummaryTypeDef
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_health import HealthClient
    from mypy_boto3_health.type_defs import EventTypeDef

HEALTH_REGION = "us-east-1"
"""AWS Health has one endpoint for the world's other partitions aside."""
EXPIRES_WITHIN = timedelta(days=45)
"""ACM begins to renew 60 days before and warns 45 days before the end."""
_PAGES = 5
_MOST_ENTITIES = 10
_AT_ONCE = 10
"""DescribeAffectedEntities takes at most ten events."""
_CODES = [
    "instance-reboot",
    "system-reboot",
    "system-maintenance",
    "instance-retirement",
    "instance-stop",
]
_DONE = ("[Completed]", "[Canceled]")
"""How EC2 begins the description of an event that is over."""
_KEYS: "Sequence[KeyAlgorithmType]" = [
    "RSA_1024",
    "RSA_2048",
    "RSA_3072",
    "RSA_4096",
    "EC_prime256v1",
    "EC_secp384r1",
    "EC_secp521r1",
]
"""ListCertificates leaves out most of them unless they are asked for."""


class AwsMaintenance:
    """As one person may see it. Calls for an account and region: at most five pages each of events,
    of instances with events and of certificates, and one for each ten events."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def survey(self, environments: Sequence[str]) -> Survey:
        found, gaps = self._reach.each(
            lambda one: self._account(one, environments), once_each(self._reach, environments)
        )
        upcoming = sorted((one for some in found for one in some.upcoming), key=_soonest)
        inside = tuple(gap for some in found for gap in some.gaps)
        return Survey(tuple(upcoming), (*gaps, *inside))

    def _account(self, environment: str, environments: Sequence[str]) -> Survey:
        where = self._reach.environment(environment)
        reads: Sequence[Callable[[Environment], list[Upcoming]]] = (
            self._events,
            self._instances,
            self._certificates,
        )
        submit = self._reach.workers.inner.submit
        found, gaps = gathered([submit(read, where) for read in reads])
        whole = is_whole(self._reach, environment)
        told = self._told([one for some in found for one in some], environments, is_whole=whole)
        # Said whether there is such a thing or not: that would tell of it.
        unplaced = () if whole else (phrase("unplaced_left_out", environment=environment),)
        return Survey(told, (*gaps, *unplaced))

    def _told(
        self, upcoming: Sequence[Upcoming], environments: Sequence[str], *, is_whole: bool
    ) -> tuple[Upcoming, ...]:
        """What is of those environments, each with its own entities; with what names none, where
        the account is told as a whole."""
        known = self._reach.all_environments.all()

        def is_told(name: str) -> bool:
            place = environment_of(name, (), known)
            if not place:
                return is_whole
            return place in environments and not names_hidden(self._reach, place, [name])

        narrowed = (replace(one, entities=tuple(filter(is_told, one.entities))) for one in upcoming)
        return tuple(
            after
            for before, after in zip(upcoming, narrowed, strict=True)
            if (after.entities if before.entities else is_told(before.name))
        )

    def _events(self, where: Environment) -> list[Upcoming]:
        client: HealthClient = self._reach.client("health", where.name, HEALTH_REGION)
        found: list[EventTypeDef] = []
        with reading(phrase("read_health_events", environment=where.name)):
            pages = client.get_paginator("describe_events").paginate(
                filter={
                    "regions": [where.region, "global"],
                    "eventStatusCodes": ["open", "upcoming"],
                    "eventTypeCategories": ["scheduledChange"],
                }
            )
            for page in islice(pages, _PAGES):
                found += page["events"]
            entities = _entities(client, [one["arn"] for one in found if "arn" in one])
        now = self._reach.now()
        return [
            Upcoming(
                kind="event",
                name=_words(one.get("eventTypeCode", ""), one.get("service", "")),
                in_seconds=_until(one.get("startTime"), now),
                service=one.get("service", ""),
                entities=tuple(entities.get(one.get("arn", ""), ())),
            )
            for one in found
        ]

    def _instances(self, where: Environment) -> list[Upcoming]:
        client: EC2Client = self._reach.client("ec2", where.name)
        found: list[Upcoming] = []
        with reading(phrase("read_instance_events", environment=where.name)):
            pages = client.get_paginator("describe_instance_status").paginate(
                Filters=[{"Name": "event.code", "Values": _CODES}]
            )
            for page in islice(pages, _PAGES):
                now = self._reach.now()
                found += [
                    Upcoming(
                        kind="instance",
                        name=one.get("InstanceId", ""),
                        in_seconds=_until(event.get("NotBefore"), now),
                        detail=event.get("Description", ""),
                    )
                    for one in page["InstanceStatuses"]
                    for event in one.get("Events", [])
                    if not event.get("Description", "").startswith(_DONE)
                ]
        return found

    def _certificates(self, where: Environment) -> list[Upcoming]:
        client: ACMClient = self._reach.client("acm", where.name)
        found: list[CertificateSummaryTypeDef] = []
        with reading(phrase("read_certificates", environment=where.name)):
            pages = client.get_paginator("list_certificates").paginate(
                CertificateStatuses=["ISSUED", "EXPIRED"], Includes={"keyTypes": _KEYS}
            )
            for page in islice(pages, _PAGES):
                found += page["CertificateSummaryList"]
        now = self._reach.now()
        all_ends = [_certificate(one, now) for one in found if "NotAfter" in one]
        limit = EXPIRES_WITHIN.total_seconds()
        return [one for one in all_ends if one.in_seconds is not None and one.in_seconds <= limit]


def _entities(client: "HealthClient", arns: Sequence[str]) -> Mapping[str, list[str]]:
    """ARN of an event -> what it is about."""
    found: dict[str, list[str]] = {}
    for start in range(0, len(arns), _AT_ONCE):
        pages = client.get_paginator("describe_affected_entities").paginate(
            filter={"eventArns": list(arns[start : start + _AT_ONCE])}
        )
        for page in islice(pages, _PAGES):
            for one in page["entities"]:
                some = found.setdefault(one.get("eventArn", ""), [])
                if len(some) < _MOST_ENTITIES:
                    some.append(one.get("entityValue", ""))
    return found


def _certificate(one: "CertificateSummaryTypeDef", now: datetime) -> Upcoming:
    renews = one.get("Type") == "AMAZON_ISSUED" and one.get("RenewalEligibility") == "ELIGIBLE"
    return replace(
        Upcoming("certificate", one.get("DomainName", ""), _until(one.get("NotAfter"), now)),
        renews=renews,
        is_used=one.get("InUse", True),
    )


def _until(moment: datetime | None, now: datetime) -> float | None:
    return (moment - now).total_seconds() if moment else None


def _words(code: str, service: str) -> str:
    """ "AWS_ECS_TASK_PATCHING_RETIREMENT" of ECS -> "task patching retirement"."""
    words = code.removeprefix("AWS_").removeprefix(f"{service}_")
    return words.removesuffix("_SCHEDULED").replace("_", " ").lower()


def _soonest(one: Upcoming) -> tuple[bool, float]:
    return one.in_seconds is None, one.in_seconds or 0.0
