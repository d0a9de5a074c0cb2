"""The skill package: everything that SMAPI and the ask command take, as files. Pure.

ask-resources.json
skill-package/skill.json
skill-package/interactionModels/custom/<locale>.json
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.alexa.document import model_json
from bot.alexa.manifest import Endpoint, manifest
from bot.alexa.model import compile_model
from bot.alexa.notes import Note, note
from bot.errors import DefinitionError, Problem
from bot.model import AlexaListing, Bot, Locale
from bot.platforms.alexa import alexa_platform

Json = dict[str, Any]

_FOLDER = "skill-package"
_RESOURCES = {
    "askcliResourcesVersion": "2020-03-31",
    "profiles": {"default": {"skillMetadata": {"src": f"./{_FOLDER}"}}},
}
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest time that a zip file can hold: the same content is the same bytes."""


@dataclass(frozen=True)
class SkillPackage:
    """A skill, compiled. `models`: by Alexa's locale ("en-US")."""

    manifest: Json
    models: Mapping[str, Json]
    notes: tuple[Note, ...] = ()


def compile_skill(bot: Bot, endpoint: Endpoint) -> SkillPackage:
    """The skill of `bot`, answered at `endpoint`, in every language that Alexa and it have.

    Raises DefinitionError where the definition does not say how the skill is called.
    """
    skill = bot.alexa
    spoken, notes = _spoken(bot)
    if skill is None or not spoken:
        raise DefinitionError([_nameless(has_skill=skill is not None)])
    names = alexa_platform().locales
    models = {}
    for locale, listing in spoken:
        compiled = compile_model(bot, skill, listing, locale)
        models[names[locale.id]] = model_json(compiled.model)
        notes += compiled.notes
    listings = {names[locale.id]: listing for locale, listing in spoken}
    return SkillPackage(manifest(bot, skill, listings, endpoint), models, tuple(notes))


def package_files(package: SkillPackage) -> dict[str, str]:
    """Path -> text of every file, sorted by path."""
    documents: dict[str, Any] = {
        "ask-resources.json": _RESOURCES,
        **{f"{_FOLDER}/{path}": document for path, document in _documents(package).items()},
    }
    return {path: _text(documents[path]) for path in sorted(documents)}


def package_zip(package: SkillPackage) -> bytes:
    """What SMAPI imports: the content of skill-package/ as a zip file, the same every time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, document in sorted(_documents(package).items()):
            entry = zipfile.ZipInfo(path, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, _text(document))
    return buffer.getvalue()


def _documents(package: SkillPackage) -> dict[str, Json]:
    models = {
        f"interactionModels/custom/{locale}.json": model for locale, model in package.models.items()
    }
    return {"skill.json": package.manifest, **models}


def _text(document: object) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _spoken(bot: Bot) -> tuple[list[tuple[Locale, AlexaListing]], list[Note]]:
    """The locales that the skill has, and notes on those that it has not."""
    found, notes = [], []
    for locale in bot.locales:
        if locale.id not in alexa_platform().locales:
            notes.append(note("no_locale", locale.id))
        elif locale.alexa is None:
            notes.append(note("no_listing", locale.id))
        else:
            found.append((locale, locale.alexa))
    return found, notes


def _nameless(*, has_skill: bool) -> Problem:
    if not has_skill:
        message = "the bot is no Alexa skill: it has no `alexa:` section"
        return Problem("bot.yaml", 0, message, "Add `alexa:` with a category")
    message = "no language that Alexa has says how the skill is called"
    cure = "Add `alexa:` with invocation_name, name, summary, description and example_phrases"
    return Problem("<locale>.yaml", 0, message, cure)
