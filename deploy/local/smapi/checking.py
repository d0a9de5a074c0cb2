"""What Alexa refuses of a package, as far as its pages say: so that a bad one fails here too."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from bot.alexa import SkillContent
from bot.alexa.normalise import is_sample
from bot.platforms.alexa import alexa_platform

Json = Mapping[str, Any]


def problems(content: SkillContent) -> dict[str, tuple[str, ...]]:
    """Part, as imports name it -> what is wrong with it; without parts that are right."""
    found = {"Manifest": tuple(_manifest(content))}
    for locale, document in content.models.items():
        found[f"InteractionModel.{locale}"] = tuple(_model(document.get("interactionModel") or {}))
    return {part: said for part, said in found.items() if said}


def _manifest(content: SkillContent) -> Iterator[str]:
    manifest = content.manifest.get("manifest") or {}
    if "apis" not in manifest:
        yield "Invalid skill manifest. The property apis is required."
    listed = (manifest.get("publishingInformation") or {}).get("locales") or {}
    for locale in sorted(set(content.models) - set(listed)):
        yield f"No publishing information for the locale {locale}."


def _model(model: Json) -> Iterator[str]:
    language = model.get("languageModel") or {}
    intents = language.get("intents") or []
    yield from _samples(intents)
    slots = {one["name"]: _slots(one) for one in intents}
    types = {one["name"] for one in language.get("types") or []}
    for name, listed in slots.items():
        for slot, type_name in listed:
            if not type_name.startswith("AMAZON.") and type_name not in types:
                yield f"There is no slot type {type_name} of the slot {slot} of {name}."
    missing = sorted(_required() - set(slots))
    if missing:
        yield f"The intents {', '.join(missing)} are required."
    yield from _dialog(model, slots)


def _samples(intents: list[Any]) -> Iterator[str]:
    samples = Counter(sample for one in intents for sample in one.get("samples") or [])
    for sample, times in sorted(samples.items()):
        if times > 1:
            yield f"The sample utterance {sample!r} is there {times} times."
        if not is_sample(sample):
            yield f"The sample utterance {sample!r} holds characters that are not allowed."


def _dialog(model: Json, slots: Mapping[str, list[tuple[str, str]]]) -> Iterator[str]:
    prompts = {one["id"] for one in model.get("prompts") or []}
    for one in (model.get("dialog") or {}).get("intents") or []:
        if sorted(_slots(one)) != sorted(slots.get(one["name"], [])):
            yield f"The dialog of {one['name']} must list exactly the slots of the intent."
        for slot in one.get("slots") or []:
            for prompt in (slot.get("prompts") or {}).values():
                if prompt not in prompts:
                    yield f"There is no prompt {prompt}."


def _slots(intent: Json) -> list[tuple[str, str]]:
    return [(slot["name"], slot["type"]) for slot in intent.get("slots") or []]


def _required() -> set[str]:
    return {"AMAZON.CancelIntent", "AMAZON.HelpIntent", "AMAZON.StopIntent"} & set(
        alexa_platform().required_intents
    )
