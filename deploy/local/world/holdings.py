"""What a world's account holds beside what runs, from its file: ages before the start are spans
(`ago`, `checked`), and so is what is to come (`in`)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from deploy.local.account.holdings.data import (
    CertificateRecord,
    DriftRecord,
    FoundData,
    Holdings,
    InstanceRecord,
    ScanRecord,
    ScheduledRecord,
    StackRecord,
)
from deploy.local.world.spans import seconds

Data = Mapping[str, Any]


def holdings(data: Data, account: str, region: str, now: datetime) -> Holdings:
    """Of the key `holdings` of a world file. Raises what a malformed one raises."""
    scans: Data = data.get("scans", {})
    return Holdings(
        scans={
            (repository, str(tag)): _scan(one, now)
            for repository, versions in scans.items()
            for tag, one in versions.items()
        },
        stacks=tuple(_stack(name, one, now) for name, one in data.get("stacks", {}).items()),
        certificates=tuple(
            _certificate(domain, one, now) for domain, one in data.get("certificates", {}).items()
        ),
        scheduled=tuple(_scheduled(one, now) for one in data.get("scheduled", ())),
        instances=tuple(_instance(one, now) for one in data.get("instances", ())),
        costs=data.get("costs", {}),
        account=account,
        region=region,
    )


def _ago(now: datetime, span: str) -> datetime:
    return now - timedelta(seconds=seconds(span))


def _ahead(now: datetime, span: str) -> datetime:
    return now + timedelta(seconds=seconds(span))


def _scan(one: Data, now: datetime) -> ScanRecord:
    return ScanRecord(_ago(now, one["ago"]), tuple(FoundData(**found) for found in one["findings"]))


def _stack(name: str, one: Data, now: datetime) -> StackRecord:
    return StackRecord(
        name=name,
        status=one["status"],
        created_at=_ago(now, one["created"]),
        updated_at=_ago(now, one["updated"]) if "updated" in one else None,
        reason=one.get("reason", ""),
        drift=_drift(one.get("drift", {}), now),
        environment=one.get("environment", ""),
    )


def _certificate(domain: str, one: Data, now: datetime) -> CertificateRecord:
    return CertificateRecord(
        domain=domain,
        names=tuple(one.get("names", [domain])),
        expires_at=_ahead(now, one["in"]),
        type=one["type"],
        key=one.get("key", "RSA_2048"),
        is_used=one.get("used", True),
    )


def _scheduled(one: Data, now: datetime) -> ScheduledRecord:
    return ScheduledRecord(
        code=one["code"],
        service=one["service"],
        category=one.get("category", "scheduledChange"),
        status=one.get("status", "upcoming"),
        starts_at=_ahead(now, one["in"]),
        entities=tuple(one.get("entities", ())),
    )


def _instance(one: Data, now: datetime) -> InstanceRecord:
    starts = _ahead(now, one["in"])
    return InstanceRecord(one["id"], one["zone"], one["code"], one["description"], starts)


def _drift(one: Data, now: datetime) -> DriftRecord:
    checked = _ago(now, one["checked"]) if "checked" in one else None
    resources = {
        logical: (kind, status) for logical, (kind, status) in one.get("resources", {}).items()
    }
    return DriftRecord(one.get("status", "NOT_CHECKED"), checked, resources)
