"""What acts need of a system that runs pipelines."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Decision:
    """A yes or a no to one request for approval, as the plan saw it."""

    pipeline: str
    stage: str
    action: str
    execution: str
    token_digest: str
    """SHA-256 of the token that the request had."""
    is_approved: bool
    summary: str
    """Who decided, for the system's own records: no text of a user."""


class PipelineWriter(Protocol):
    """Raises `OutcomeUnknown` where an answer was lost, `OpsError` where nothing was done."""

    def decide(self, decision: Decision) -> None:
        """Only that very request: one that was decided, or another one, is an `OpsError`."""

    def retry(self, pipeline: str, stage: str, execution: str) -> None:
        """Run what has failed of a stage again."""

    def roll_back(self, pipeline: str, stage: str, target: str) -> None:
        """Run a stage again as the execution `target` did."""
