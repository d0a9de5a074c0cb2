"""Holdings as plain data. Moments are aware, UTC."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class FoundData:
    """A finding of a scan."""

    name: str
    severity: str
    """As ECR writes it: HIGH."""
    package: str
    installed: str
    description: str = ""


@dataclass(frozen=True)
class ScanRecord:
    completed_at: datetime
    findings: tuple[FoundData, ...]


@dataclass(frozen=True)
class DriftRecord:
    status: str
    """As CloudFormation writes it: DRIFTED."""
    checked_at: datetime | None = None
    resources: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Logical id -> type and status of each resource that differs."""


@dataclass(frozen=True)
class StackRecord:
    name: str
    status: str
    created_at: datetime
    updated_at: datetime | None
    reason: str
    drift: DriftRecord
    environment: str


@dataclass(frozen=True)
class CertificateRecord:
    domain: str
    names: tuple[str, ...]
    expires_at: datetime
    type: str
    key: str
    is_used: bool


@dataclass(frozen=True)
class ScheduledRecord:
    """An event of AWS Health."""

    code: str
    service: str
    category: str
    status: str
    starts_at: datetime
    entities: tuple[str, ...]


@dataclass(frozen=True)
class InstanceRecord:
    """A host of EC2 that AWS has scheduled something for."""

    id: str
    zone: str
    code: str
    description: str
    not_before: datetime


@dataclass(frozen=True)
class Holdings:
    scans: Mapping[tuple[str, str], ScanRecord] = field(default_factory=dict)
    """(Repository, tag) -> its scan."""
    stacks: tuple[StackRecord, ...] = ()
    certificates: tuple[CertificateRecord, ...] = ()
    scheduled: tuple[ScheduledRecord, ...] = ()
    instances: tuple[InstanceRecord, ...] = ()
    costs: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """ "this_month" and "last_month" -> service as the bill names it -> US dollars."""
    account: str = ""
    region: str = ""
