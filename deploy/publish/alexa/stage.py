"""What the development stage of a skill holds now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.alexa import SkillContent, read_model
from deploy.errors import PublishError
from deploy.publish.alexa.services import Services
from deploy.publish.alexa.smapi import MANIFEST, PartStatus

SETTLE_SECONDS: Final = 600.0


@dataclass(frozen=True)
class StageState:
    """`unread`: what stands in the stage's models that this version does not know, and so does not
    compare."""

    content: SkillContent = field(default_factory=SkillContent)
    parts: Mapping[str, PartStatus] = field(default_factory=dict)
    unread: tuple[str, ...] = ()

    @property
    def is_busy(self) -> bool:
        return any(part.outcome == "IN_PROGRESS" for part in self.parts.values())

    @property
    def failed(self) -> tuple[str, ...]:
        """Languages whose model Alexa could not build."""
        return tuple(
            name
            for name, part in sorted(self.parts.items())
            if part.outcome == "FAILED" and name != MANIFEST
        )


def observe(services: Services, skill: str) -> StageState:
    """Reads only. Raises PublishError."""
    smapi = services.smapi
    parts = smapi.status(skill)
    manifest = smapi.manifest(skill)
    listed = manifest.get("manifest", {}).get("publishingInformation", {}).get("locales") or {}
    models, unread = {}, []
    for locale in sorted({*listed, *parts} - {MANIFEST}):
        model = smapi.model(skill, locale)
        if model is not None:
            models[locale] = model
            unread += [f"{locale}{one.path}: {one.message}" for one in read_model(model)[1]]
    return StageState(SkillContent(manifest, models), parts, tuple(unread))


def settled(services: Services, skill: str) -> StageState:
    """What it holds once nothing is under way. Raises PublishError, WaitTooLong."""

    def look() -> bool | None:
        parts = services.smapi.status(skill).values()
        return None if any(part.outcome == "IN_PROGRESS" for part in parts) else True

    services.waiting.until("waiting for Alexa to finish a change", look, SETTLE_SECONDS)
    return observe(services, skill)


def export_package(services: Services, skill: str) -> bytes:
    """The whole skill as Alexa packs it. Raises PublishError."""
    export_id = services.smapi.start_export(skill)

    def look() -> str | None:
        status = services.smapi.export_status(export_id)
        if status.outcome == "IN_PROGRESS":
            return None
        if status.outcome != "SUCCEEDED" or not status.location:
            raise PublishError(f"the skill cannot be exported: {status.outcome}; run it again")
        return status.location

    location = services.waiting.until("exporting the skill", look, SETTLE_SECONDS)
    return services.transfer.get(location)
