"""A skill's content as SMAPI and a package hold it: manifest and models, comparable."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from bot.errors import ArchiveError

Json = dict[str, Any]

MANIFEST: Final = "skill.json"
MODELS: Final = "interactionModels/custom/"
MAX_BYTES: Final = 16 * 1024 * 1024
"""Of one file of a package, unpacked: a model has at most 1.5 MB."""


class Content(Protocol):
    """What a skill is made of. `models`: by Alexa's locale."""

    @property
    def manifest(self) -> Json: ...

    @property
    def models(self) -> Mapping[str, Json]: ...


@dataclass(frozen=True)
class SkillContent:
    """What a stage, or an exported package, holds."""

    manifest: Json = field(default_factory=dict)
    models: Mapping[str, Json] = field(default_factory=dict)


def plain(value: Any) -> Any:
    """`value` without members that say nothing: null, false, "", [], {}."""
    if isinstance(value, Mapping):
        found = {key: plain(item) for key, item in value.items()}
        return {key: item for key, item in found.items() if not _is_nothing(item)}
    return [plain(item) for item in value] if isinstance(value, list) else value


def read_package(data: bytes) -> SkillContent:
    """The content of a package's zip file. Raises ArchiveError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            models = {
                name.removeprefix(MODELS).removesuffix(".json"): _document(archive, name)
                for name in sorted(names)
                if name.startswith(MODELS) and name.endswith(".json")
            }
            manifest = _document(archive, MANIFEST) if MANIFEST in names else {}
    except zipfile.BadZipFile as error:
        raise ArchiveError("", f"it is no zip file ({error})", "Export the skill again") from None
    if not manifest:
        raise ArchiveError(MANIFEST, "the package has none", "Export the skill again")
    return SkillContent(manifest, models)


def _document(archive: zipfile.ZipFile, name: str) -> Json:
    if archive.getinfo(name).file_size > MAX_BYTES:
        raise ArchiveError(name, f"is larger than {MAX_BYTES} bytes", "Export the skill again")
    try:
        document = json.loads(archive.read(name))
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise ArchiveError(name, "is no JSON object", "Export the skill again")
    return document


def _is_nothing(value: Any) -> bool:
    return value is None or value is False or value in ("", [], {})
