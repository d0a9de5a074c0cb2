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


def holdings(data: Mapping[str, Any], account: str, region: str, now: datetime) -> Holdings:
    """Of the key `holdings` of a world file. Raises what a malformed one raises."""

    def ago(span: str) -> datetime:
        return now - timedelta(seconds=seconds(span))

    def ahead(span: str) -> datetime:
        return now + timedelta(seconds=seconds(span))

    return Holdings(
        scans={
            (repository, str(tag)): ScanRecord(
                ago(one["ago"]), tuple(FoundData(**found) for found in one["findings"])
            )
            for repository, versions in data.get("scans", {}).items()
            for tag, one in versions.items()
        },
        stacks=tuple(
            StackRecord(
                name=name,
                status=one["status"],
                created_at=ago(one["created"]),
                updated_at=ago(one["updated"]) if "updated" in one else None,
                reason=one.get("reason", ""),
                drift=_drift(one.get("drift", {}), now),
                environment=one.get("environment", ""),
            )
            for name, one in data.get("stacks", {}).items()
        ),
        certificates=tuple(
            CertificateRecord(
                domain=domain,
                names=tuple(one.get("names", [domain])),
                expires_at=ahead(one["in"]),
                type=one["type"],
                key=one.get("key", "RSA_2048"),
                is_used=one.get("used", True),
            )
            for domain, one in data.get("certificates", {}).items()
        ),
        scheduled=tuple(
            ScheduledRecord(
                code=one["code"],
                service=one["service"],
                category=one.get("category", "scheduledChange"),
                status=one.get("status", "upcoming"),
                starts_at=ahead(one["in"]),
                entities=tuple(one.get("entities", ())),
            )
            for one in data.get("scheduled", ())
        ),
        instances=tuple(
            InstanceRecord(
                one["id"], one["zone"], one["code"], one["description"], ahead(one["in"])
            )
            for one in data.get("instances", ())
        ),
        costs=data.get("costs", {}),
        account=account,
        region=region,
    )


def _drift(one: Mapping[str, Any], now: datetime) -> DriftRecord:
    checked = now - timedelta(seconds=seconds(one["checked"])) if "checked" in one else None
    resources = {
        logical: (kind, status) for logical, (kind, status) in one.get("resources", {}).items()
    }
    return DriftRecord(one.get("status", "NOT_CHECKED"), checked, resources)
