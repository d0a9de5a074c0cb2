"""Sending a package to Alexa, and seeing that it has arrived."""

from typing import Final

from bot.alexa import Content, compare_skills
from bot.lex.comparing import Change
from deploy.errors import PublishError, WaitTooLong
from deploy.publish.alexa.services import Services
from deploy.publish.alexa.smapi import ImportStatus, PartStatus
from deploy.publish.alexa.stage import StageState, observe, settled

IMPORT_SECONDS: Final = 900.0
BUSY_SECONDS: Final = 600.0
SEEN_SECONDS: Final = 60.0
"""Until what was imported can be read: Alexa's answers lag behind."""


def send_package(services: Services, skill: str, data: bytes) -> None:
    """Import the package `data` into the development stage. Raises PublishError."""
    services.tell(f"uploading the package, {len(data) / 1000:.0f} kB")
    address = services.smapi.upload_address()
    services.transfer.put(address, data)

    def start() -> str | None:
        return services.smapi.start_import(skill, address)

    import_id = services.waiting.until("waiting for another import", start, BUSY_SECONDS)
    progress = _Progress(services, import_id)
    outcome = services.waiting.until("importing", progress.look, IMPORT_SECONDS)
    if outcome.outcome != "SUCCEEDED":
        raise PublishError(_failure(outcome))


def arrived(
    services: Services, skill: str, target: Content
) -> tuple[StageState, tuple[Change, ...]]:
    """The stage once its models are built and it holds `target`; and what is still different.

    Differences that stay are what Alexa made of the package by itself. Raises PublishError where a
    model cannot be built.
    """
    state = seen(services, skill, target)
    if state.failed:
        raise PublishError(_unbuilt(state))
    return state, compare_skills(target, state.content)


def seen(services: Services, skill: str, target: Content) -> StageState:
    """The stage once nothing is under way and it holds `target`, or has had the time to show it."""
    settled(services, skill)

    def look() -> StageState | None:
        now = observe(services, skill)
        is_there = not now.is_busy and not compare_skills(target, now.content)
        return now if is_there else None

    try:
        return services.waiting.until("waiting to see the change", look, SEEN_SECONDS)
    except WaitTooLong:
        return settled(services, skill)


class _Progress:
    """Asks how an import goes, and tells each part that is done, once."""

    def __init__(self, services: Services, import_id: str) -> None:
        self._services = services
        self._import_id = import_id
        self._told: set[str] = set()

    def look(self) -> ImportStatus | None:
        status = self._services.smapi.import_status(self._import_id)
        for name, part in sorted(status.parts.items()):
            if part.outcome != "IN_PROGRESS" and name not in self._told:
                self._told.add(name)
                self._services.tell(f"{name}: {part.outcome.lower()}")
        return None if status.outcome == "IN_PROGRESS" else status


def _failure(status: ImportStatus) -> str:
    said = [*status.messages]
    for name, part in sorted(status.parts.items()):
        said += [f"{name}: {message}" for message in part.messages]
    back = {
        "ROLLBACK_SUCCEEDED": " Alexa has put the skill back as it was.",
        "ROLLBACK_FAILED": " Alexa could not put the skill back: look at it in its console.",
    }.get(status.outcome, "")
    lines = "\n".join(f"  {line}" for line in said)
    return f"Alexa refused the package.{back} Change the definition as it says:\n{lines}"


def _unbuilt(state: StageState) -> str:
    parts: dict[str, PartStatus] = {name: state.parts[name] for name in state.failed}
    lines = [f"  {name}: {'; '.join(part.messages)}" for name, part in parts.items()]
    listed = "\n".join(lines)
    return f"Alexa could not build the model. Change the definition as it says:\n{listed}"
