"""Pipelines as whoever asks about them sees them, whatever runs them: plain data and a port."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from fulfillment.sentences import Phrase

State = Literal["succeeded", "failed", "running", "waiting", "stopped", "never"]
"""waiting: for an approval; never: nothing has run there yet."""


@dataclass(frozen=True)
class Revision:
    """What an execution takes through a pipeline."""

    id: str
    """A commit, or whatever else the source calls a version."""
    message: str = ""
    url: str = ""

    @property
    def short(self) -> str:
        return self.id[:8]


@dataclass(frozen=True)
class Stage:
    name: str
    state: State
    execution: str = ""
    """Id of the execution that entered it last."""
    age_seconds: float | None = None
    """Since its state last changed."""
    revision: Revision | None = None
    action: str = ""
    """Of a stage that failed: which action did."""
    reason: str = ""
    """Of a stage that failed: in the words of what runs it."""
    build: str = ""
    """Of a stage that failed: the id of the build that did."""
    is_gated: bool = False
    """Begins with an approval."""
    held: str | None = None
    """Nothing gets into it: why, "" where nobody says so. None where it is open."""
    environment: str = ""
    """Where it deploys; "" where it does not, as far as is known."""


@dataclass(frozen=True)
class Approval:
    """What waits for a yes. Its token stays with the adapter."""

    pipeline: str
    stage: str
    action: str
    execution: str
    token_digest: str
    """SHA-256 of the token: tells requests apart, opens nothing."""
    age_seconds: float | None = None
    revision: Revision | None = None


@dataclass(frozen=True)
class Pipeline:
    name: str
    home: str
    """Where it runs, as its writer finds it again: "123456789012/us-east-1", "github"."""
    stages: tuple[Stage, ...]
    approvals: tuple[Approval, ...] = ()
    """Longest waiting first."""
    version: str = ""
    """Of its structure."""
    url: str = ""

    def stage(self, name: str) -> Stage | None:
        return next((one for one in self.stages if one.name.casefold() == name.casefold()), None)

    @property
    def failed(self) -> Stage | None:
        return next((one for one in self.stages if one.state == "failed"), None)

    @property
    def state(self) -> State:
        """Of the whole: what wants to be seen first."""
        found = {one.state for one in self.stages}
        order: tuple[State, ...] = ("failed", "waiting", "running", "stopped", "succeeded")
        return next((one for one in order if one in found), "never")


@dataclass(frozen=True)
class Failure:
    """Why a stage failed."""

    stage: Stage
    reason: str = ""
    lines: tuple[str, ...] = ()
    """The lines of the log that tell, masked, oldest first."""
    url: str = ""
    """Of the log."""
    gaps: tuple[Phrase, ...] = ()


@dataclass(frozen=True)
class Target:
    """What a stage can be rolled back to."""

    execution: str
    revision: Revision | None
    age_seconds: float | None = None
    is_outdated: bool = False
    """The pipeline was changed since: then it cannot be."""


@dataclass(frozen=True)
class Listing:
    pipelines: tuple[Pipeline, ...]
    left_out: int = 0
    """How many more there are."""
    gaps: tuple[Phrase, ...] = ()


class Pipelines(Protocol):
    """The pipelines that one person may see. Every method but `known` raises `OpsError`."""

    def names(self, environments: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """Every name, whoever asks -> what else it is called: for finding what was named, not for
        telling. See `shows`."""

    def shows(self, name: str) -> bool:
        """Whether the person may know that there is a pipeline of that name."""

    def offered(self, environments: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """As `names`, only what `all` gives: what may be told where none of them was named."""

    def known(self, environments: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """As `offered`, without asking anybody: what was found last."""

    def all(self) -> Listing:
        """How each one stands; what could not be read is a gap."""

    def one(self, name: str) -> Pipeline:
        """To be told: without what is of an environment that the person may not ask about."""

    def whole(self, name: str) -> Pipeline:
        """To be planned with: a plan is held against the policy before anybody sees it."""

    def readable(self, pipeline: Pipeline) -> Pipeline:
        """What of `whole` may be told: without what is of an environment of which the person may
        know nothing, whether or not they may do there what they ask for."""

    def service(self, pipeline: Pipeline) -> str:
        """The service that it releases, where it says so; else ""."""

    def failure(self, pipeline: Pipeline, stage: Stage) -> Failure:
        """Why that stage failed; what could not be read of the build is a gap."""

    def target(self, pipeline: Pipeline, stage: Stage) -> Target | None:
        """What the stage ran before, and could run again; None where there is nothing."""


class Backend(Protocol):
    """One system that runs pipelines, in one place. Methods raise `OpsError`."""

    @property
    def home(self) -> str: ...

    def names(self) -> tuple[str, ...]: ...

    def known(self) -> tuple[str, ...]: ...

    def pipeline(self, name: str) -> Pipeline: ...

    def service(self, name: str) -> str: ...

    def failure(self, pipeline: Pipeline, stage: Stage) -> Failure: ...

    def target(self, pipeline: Pipeline, stage: Stage) -> Target | None: ...
