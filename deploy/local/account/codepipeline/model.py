"""What pipelines are made of, and what runs through them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Kind = Literal["source", "build", "deploy", "approval"]
Status = Literal["InProgress", "Succeeded", "Failed", "Superseded"]


@dataclass(frozen=True)
class ActionSpec:
    name: str
    kind: Kind
    takes: float = 60.0
    """Seconds; an approval takes as long as nobody decides."""
    project: str = ""
    """The CodeBuild project of a build."""


@dataclass(frozen=True)
class StageSpec:
    name: str
    actions: tuple[ActionSpec, ...]
    """One after another."""


@dataclass(frozen=True)
class PipelineSpec:
    name: str
    repository: str
    """Owner and name at the source host: "shop/orders"."""
    stages: tuple[StageSpec, ...]
    service: str = ""
    """The service that it releases, where it is one: the tag `ground:service`."""

    def stage(self, name: str) -> StageSpec | None:
        return next((one for one in self.stages if one.name == name), None)


@dataclass(frozen=True)
class Commit:
    id: str
    message: str


@dataclass(frozen=True)
class Trouble:
    """How an execution is going to fail."""

    action: str
    message: str
    """What the action says of it; of a build, the failed command and why."""
    log: tuple[str, ...] = ()
    """Of a build: what it writes before it ends."""


@dataclass
class ActionRun:
    id: str
    stage: str
    action: ActionSpec
    started: datetime
    changed: datetime
    status: Status = "InProgress"
    token: str = ""
    """Of an approval, while it is open."""
    external_id: str = ""
    """Of a build: CodeBuild's id."""
    summary: str = ""
    error: str = ""
    updated_by: str = ""


@dataclass
class Execution:
    id: str
    commit: Commit
    started: datetime
    changed: datetime
    trigger: str
    status: Status = "InProgress"
    trouble: Trouble | None = None
    approved_after: float | None = None
    """Seconds that somebody takes to approve; None: nobody does."""
    rolls_back_to: str = ""
    """Execution that a rollback runs again."""
    runs: list[ActionRun] = field(default_factory=list)
    """Newest last."""
    stages: dict[str, Status] = field(default_factory=dict)

    @property
    def type(self) -> str:
        return "ROLLBACK" if self.rolls_back_to else "STANDARD"


@dataclass
class Pipeline:
    spec: PipelineSpec
    created: datetime
    version: int = 1
    executions: list[Execution] = field(default_factory=list)
    """Newest first."""
    latest: dict[str, Execution] = field(default_factory=dict)
    """Stage -> the execution that entered it last."""
    inbound: dict[str, Execution] = field(default_factory=dict)
    """Stage -> the execution that waits until it is free."""

    def execution(self, wanted: str) -> Execution | None:
        return next((one for one in self.executions if one.id == wanted), None)


@dataclass
class Build:
    """A build of CodeBuild."""

    id: str
    """Project, colon, uuid."""
    number: int
    commit: str
    started: datetime
    ended: datetime | None = None
    status: str = "IN_PROGRESS"
    message: str = ""

    @property
    def project(self) -> str:
        return self.id.partition(":")[0]

    @property
    def stream(self) -> str:
        return self.id.partition(":")[2]

    @property
    def log_group(self) -> str:
        return f"/aws/codebuild/{self.project}"
