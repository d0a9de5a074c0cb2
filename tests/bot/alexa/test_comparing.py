"""Two skills compared, and packages read back."""

import io
import json
import zipfile
from copy import deepcopy
from typing import Any

import pytest

from bot.alexa import (
    Endpoint,
    SkillContent,
    compare_skills,
    compile_skill,
    package_zip,
    read_package,
)
from bot.errors import ArchiveError
from bot.lex.comparing import report
from bot.model import Slot, SlotValue
from tests.bot.alexa.sample import FUNCTION, bot, custom, intent
from tests.bot.definition import product_bot

SERVICE = custom("Service", SlotValue("orders", ("order",)), SlotValue("cards"))


def before() -> SkillContent:
    sample = bot(
        intent("Deploy", "deploy {service}", "ship {service}", slots=(Slot("service", "Service"),)),
        intent("Gone", "go away"),
        types=(SERVICE,),
    )
    package = compile_skill(sample, FUNCTION)
    return SkillContent(deepcopy(package.manifest), deepcopy(dict(package.models)))


def model(content: SkillContent) -> dict[str, Any]:
    found: dict[str, Any] = content.models["en-US"]["interactionModel"]
    return found


def test_a_skill_is_the_same_as_itself() -> None:
    assert compare_skills(before(), before()) == ()


def test_what_means_nothing_is_no_difference() -> None:
    """What a server adds, or leaves out: nulls, empty lists, false, another order."""
    after = before()
    after.manifest["manifest"]["permissions"] = []
    after.manifest["manifest"]["events"] = None
    language = model(after)["languageModel"]
    language["intents"].reverse()
    for one in language["intents"]:
        one.setdefault("slots", [])
        one["samples"].reverse()
    for one in model(after)["dialog"]["intents"]:
        del one["confirmationRequired"]
    after.models["en-US"]["version"] = "7"

    assert compare_skills(before(), after) == ()
    assert compare_skills(after, before()) == ()


def test_a_reviewer_reads_what_changes() -> None:
    sample = bot(
        intent(
            "Deploy",
            "deploy {service}",
            "roll out {service} [now]",
            slots=(Slot("service", "Service", required=True), Slot("count", "AMAZON.Number")),
            prompts={"service": ("Which one?",)},
        ),
        intent("Fresh", "something new"),
        types=(custom("Service", SlotValue("orders", ("order desk",)), SlotValue("gateway")),),
    )
    after = compile_skill(sample, Endpoint("arn:aws:lambda:eu-west-1:123456789012:function:other"))
    model(SkillContent(after.manifest, after.models))["languageModel"]["invocationName"] = (
        "new name"
    )
    after.manifest["manifest"]["publishingInformation"]["locales"]["en-US"]["summary"] = "Other."

    assert report(compare_skills(before(), after)) == (
        "manifest: endpoint changed\n"
        "en-US\n"
        "  listing: summary changed\n"
        "  invocation name: changed: 'ops helper' -> 'new name'\n"
        "  Deploy: slot count added, 2 utterances added, 1 utterance removed, dialog changed\n"
        "  Fresh: intent added\n"
        "  Gone: intent removed\n"
        "  slot type Service: 1 value added, 1 value removed, synonyms of 1 value changed\n"
        "  prompts: prompt Elicit.Intent-Deploy.IntentSlot-service added"
    )


@pytest.mark.parametrize(
    ("path", "value", "what"),
    [
        (("languageModel", "modelConfiguration"), None, "configuration changed"),
        (("dialog", "delegationStrategy"), "ALWAYS", "delegation strategy changed"),
        (("languageModel", "types", 0, "values", 0, "id"), "x", "ids of 1 value changed"),
        (("languageModel", "intents", 7, "slots", 0, "type"), "Other", "slot service changed"),
    ],
)
def test_every_member_of_a_model_counts(
    path: tuple[str | int, ...], value: object, what: str
) -> None:
    after = before()
    place: Any = model(after)
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value

    (change,) = compare_skills(before(), after)
    assert change.what.startswith(what)
    assert change.details or "->" in change.what


def test_a_language_that_comes_or_goes_is_told() -> None:
    after = SkillContent(before().manifest, {"de-DE": before().models["en-US"]})

    assert [(one.locale, one.what) for one in compare_skills(before(), after)] == [
        ("de-DE", "added"),
        ("en-US", "removed"),
    ]


def test_a_package_is_read_back() -> None:
    package = compile_skill(product_bot(), FUNCTION)
    read = read_package(package_zip(package))

    assert (read.manifest, read.models) == (package.manifest, package.models)
    assert compare_skills(read, package) == ()


def zipped(**files: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"no zip", "no zip file"),
        (zipped(other_json="{}"), "skill.json: the package has none"),
        (zipped(skill_json="[]"), "skill.json: is no JSON object"),
        (zipped(skill_json="{"), "skill.json: is no JSON object"),
        (zipped(skill_json=json.dumps({"x": "y" * 17_000_000})), "is larger than"),
    ],
)
def test_what_is_no_package_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(ArchiveError, match=problem):
        read_package(data)
