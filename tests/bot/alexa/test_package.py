"""The product's skill package: golden files, Amazon's own classes, and what Alexa demands.

`UPDATE_GOLDEN=1 pytest tests/bot/alexa` writes the files anew: read the diff.
"""

import io
import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ask_sdk_model_runtime.serializer import DefaultSerializer
from ask_smapi_model.v1.skill.interaction_model.interaction_model_data import InteractionModelData
from ask_smapi_model.v1.skill.manifest.skill_manifest_envelope import SkillManifestEnvelope

from bot.alexa import Endpoint, SkillPackage, compile_skill, package_files, package_zip, read_model
from bot.alexa.document import model_json
from bot.alexa.normalise import is_sample
from bot.errors import DefinitionError
from bot.platforms.alexa import alexa_platform
from tests.bot.alexa.sample import FUNCTION, LISTING, bot, intent
from tests.bot.definition import product_bot

GOLDEN = Path(__file__).parents[2] / "golden" / "alexa"


@pytest.fixture(scope="module")
def package() -> SkillPackage:
    return compile_skill(product_bot(), FUNCTION)


def models(package: SkillPackage) -> Iterator[dict[str, Any]]:
    assert package.models
    for document in package.models.values():
        yield document["interactionModel"]


def test_the_package_is_compiled_as_recorded(package: SkillPackage) -> None:
    files = package_files(package)
    if os.environ.get("UPDATE_GOLDEN"):
        for path, text in files.items():
            (GOLDEN / path).parent.mkdir(parents=True, exist_ok=True)
            (GOLDEN / path).write_text(text, encoding="utf-8")

    recorded = {
        path.relative_to(GOLDEN).as_posix(): path.read_text(encoding="utf-8")
        for path in GOLDEN.rglob("*.json")
    }
    assert files == recorded


def test_the_same_bot_is_the_same_bytes(package: SkillPackage) -> None:
    again = compile_skill(product_bot(), FUNCTION)

    assert package_zip(again) == package_zip(package)


def test_the_zip_holds_the_content_of_the_folder(package: SkillPackage) -> None:
    files = package_files(package)
    with zipfile.ZipFile(io.BytesIO(package_zip(package))) as archive:
        zipped = {
            f"skill-package/{name}": archive.read(name).decode() for name in archive.namelist()
        }

    assert zipped == {path: text for path, text in files.items() if path != "ask-resources.json"}


def test_amazons_classes_read_the_model_and_write_it_back(package: SkillPackage) -> None:
    serializer = DefaultSerializer()
    for document in package.models.values():
        read = serializer.deserialize(json.dumps(document), InteractionModelData)

        assert serializer.serialize(read) == document


def test_amazons_classes_read_the_manifest_and_write_it_back(package: SkillPackage) -> None:
    serializer = DefaultSerializer()
    read = serializer.deserialize(json.dumps(package.manifest), SkillManifestEnvelope)

    assert serializer.serialize(read) == package.manifest


def test_our_own_reader_loses_nothing(package: SkillPackage) -> None:
    for document in package.models.values():
        model, mistakes = read_model(document)

        assert mistakes == []
        assert model_json(model) == document


def test_every_prompt_that_is_named_exists(package: SkillPackage) -> None:
    for model in models(package):
        slots = [slot for one in model["dialog"]["intents"] for slot in one["slots"]]
        named = [id_ for slot in slots for id_ in slot["prompts"].values()]

        assert named
        assert sorted(named) == sorted(prompt["id"] for prompt in model["prompts"])
        assert all(prompt["variations"] for prompt in model["prompts"])


def test_dialog_intents_list_exactly_their_slots(package: SkillPackage) -> None:
    """Alexa refuses a Dialog directive otherwise; and every intent that asks needs an entry."""
    for model in models(package):
        slots = {
            one["name"]: [(slot["name"], slot["type"]) for slot in one.get("slots", [])]
            for one in model["languageModel"]["intents"]
        }
        dialog = {
            one["name"]: [(slot["name"], slot["type"]) for slot in one["slots"]]
            for one in model["dialog"]["intents"]
        }

        assert model["dialog"]["delegationStrategy"] == "SKILL_RESPONSE"
        assert dialog == {name: listed for name, listed in slots.items() if listed}


def test_every_type_of_a_slot_exists(package: SkillPackage) -> None:
    for model in models(package):
        intents = model["languageModel"]["intents"]
        used = {slot["type"] for one in intents for slot in one.get("slots", [])}
        defined = {one["name"] for one in model["languageModel"]["types"]}

        assert {name for name in used if not name.startswith("AMAZON.")} <= defined


def test_samples_are_what_alexa_takes(package: SkillPackage) -> None:
    limits = alexa_platform().limits
    for model in models(package):
        samples = [one for each in model["languageModel"]["intents"] for one in each["samples"]]

        assert len(samples) > 1000
        assert [
            one for one in samples if not is_sample(one) or len(one) > limits["sample_length"]
        ] == []
        assert len(set(samples)) == len(samples)


def test_every_skill_has_the_intents_that_alexa_demands(package: SkillPackage) -> None:
    for model in models(package):
        names = [one["name"] for one in model["languageModel"]["intents"]]

        assert set(alexa_platform().required_intents) <= set(names)
        assert len(set(names)) == len(names)


def test_only_intents_of_the_channel_are_there() -> None:
    compiled = compile_skill(
        bot(intent("Heard", "hear me"), intent("Read", "read me", channels=("slack", "web"))),
        FUNCTION,
    )

    (model,) = models(compiled)
    ours = [
        one["name"]
        for one in model["languageModel"]["intents"]
        if not one["name"].startswith("AMAZON.")
    ]
    assert ours == ["Heard"]


def test_an_address_has_its_certificate() -> None:
    endpoint = Endpoint("https://ground.example.com/alexa", "Wildcard")
    compiled = compile_skill(bot(intent("A", "a")), endpoint)

    assert compiled.manifest["manifest"]["apis"]["custom"]["endpoint"] == {
        "uri": "https://ground.example.com/alexa",
        "sslCertificateType": "Wildcard",
    }


def test_a_bot_that_is_no_skill_is_refused() -> None:
    with pytest.raises(DefinitionError, match="no `alexa:` section"):
        compile_skill(bot(intent("A", "a"), skill=None), FUNCTION)
    with pytest.raises(DefinitionError, match="how the skill is called"):
        compile_skill(bot(intent("A", "a"), listing=None), FUNCTION)


def test_a_language_that_alexa_or_the_listing_lacks_is_noted() -> None:
    sample = bot(intent("A", "a"))
    english = sample.locales[0]
    others = (
        replace(english, id="pl_PL"),
        replace(english, id="de_DE", alexa=replace(LISTING, invocation_name="ops helfer")),
        replace(english, id="fr_FR", alexa=None),
    )
    compiled = compile_skill(replace(sample, locales=(english, *others)), FUNCTION)

    assert list(compiled.models) == ["en-US", "de-DE"]
    assert {(one.locale, one.code) for one in compiled.notes} == {
        ("pl_PL", "no_locale"),
        ("fr_FR", "no_listing"),
    }


def test_a_large_bot_stays_within_the_size_of_a_model() -> None:
    words = "|".join(f"{'long' * 20} {letter}" for letter in "abcdef")
    template = f"({words}) ({words})"
    names = [f"Intent{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(245)]
    intents = [intent(name, f"{name} {template}") for name in names]
    compiled = compile_skill(bot(*intents), FUNCTION)

    text = package_files(compiled)["skill-package/interactionModels/custom/en-US.json"]
    (model,) = models(compiled)
    found = {one["name"]: len(one["samples"]) for one in model["languageModel"]["intents"]}
    limits = alexa_platform().limits
    assert limits["model_bytes"] * 0.5 < len(text.encode()) <= limits["model_bytes"]
    assert {found[name] for name in names if name in found} == {found["IntentAA"]}
    assert len(model["languageModel"]["intents"]) == limits["intents"]
    assert [one.intent for one in compiled.notes if one.code == "too_many_intents"] == [
        "IntentJJ",
        "IntentJK",
    ]
