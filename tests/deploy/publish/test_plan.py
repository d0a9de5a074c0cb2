"""What follows from what was seen: pure, without an account."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.lex.comparing import content_hash
from bot.lex.definition import SampleUtterance
from deploy.errors import PublishError
from deploy.publish.lex.alias_settings import alias_settings
from deploy.publish.lex.observing import Reality
from deploy.publish.lex.plan import Plan, decide
from deploy.publish.lex.settings import Settings
from deploy.publish.lex.showing import plan_text
from deploy.publish.release import Release
from deploy.publish.state import (
    AliasState,
    BotState,
    FunctionState,
    LocaleState,
    VersionState,
)
from tests.deploy.account.harness import CHECKOUT
from tests.deploy.publish.world import small_bot

GOLDEN = CHECKOUT / "tests/golden/publish/plan.txt"
BOT = small_bot("Small")
SETTINGS = Settings("live", "candidate", "fulfillment", "role", 10)
ARN = "arn:aws:lambda:us-east-1:123456789012:function:fulfillment"
LATEST = FunctionState("fulfillment", ARN, "$LATEST", "sha", {"CodeSha256": "sha"})
PUBLISHED = replace(LATEST, arn=f"{ARN}:3", version="3")
RELEASE = Release(content_hash(BOT), PUBLISHED.arn)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
BUILT = LocaleState("en_US", "Built", NOW, NOW + timedelta(seconds=1))


def version(number: int, release: Release | None = None, status: str = "Available") -> VersionState:
    return VersionState(number, status, release.describe() if release else "by hand")


def other(number: int) -> VersionState:
    return version(number, Release("0" * 64, PUBLISHED.arn))


def live(number: int, function: str = PUBLISHED.arn) -> AliasState:
    settings = alias_settings(None, "live", number, BOT.locales, function)
    return AliasState("LIVELIVE01", "live", "Available", settings)


def seen(*versions: VersionState, alias: AliasState | None = None, permit: bool = True) -> Reality:
    arn = "arn:aws:lex:us-east-1:123456789012:bot-alias/BOTBOTBOT1/LIVELIVE01"
    return Reality(
        function=LATEST,
        last_published=PUBLISHED,
        bot=BotState("BOTBOTBOT1", "Small", "Available", "role"),
        locales=(replace(BUILT, id="de_DE"), BUILT),
        versions=versions,
        aliases=(alias,) if alias else (),
        permitted=frozenset({arn} if permit else ()),
    )


def planned(reality: Reality, settings: Settings = SETTINGS) -> Plan:
    return decide(Plan(BOT, content_hash(BOT), settings, reality), BOT, small_bot("Small"))


def kinds(plan: Plan) -> list[str]:
    return [step.kind for step in plan.steps]


def test_where_draft_is_right_and_built_only_a_version_is_made() -> None:
    assert kinds(planned(seen(other(1), alias=live(1)))) == [
        "create-version",
        "candidate",
        "gate",
        "move",
    ]


@pytest.mark.parametrize(
    "locale",
    [
        replace(BUILT, status="NotBuilt"),
        replace(BUILT, status="Failed"),
        replace(BUILT, updated=NOW + timedelta(seconds=2)),
    ],
)
def test_a_locale_that_is_not_built_since_it_was_edited_is_built(locale: LocaleState) -> None:
    reality = replace(seen(other(1), alias=live(1)), locales=(replace(BUILT, id="de_DE"), locale))

    plan = planned(reality)

    assert plan.steps[0].text == "build en_US"


def test_a_version_that_an_interrupted_run_made_is_used() -> None:
    plan = planned(seen(other(1), version(2, RELEASE, "Versioning"), alias=live(1)))

    assert kinds(plan) == ["candidate", "gate", "move"]
    assert plan.reused is not None
    assert plan.reused.number == 2


@pytest.mark.parametrize("status", ["Failed", "Deleting"])
def test_a_version_that_cannot_be_used_is_made_again(status: str) -> None:
    assert "create-version" in kinds(planned(seen(version(2, RELEASE, status))))


def test_an_older_version_of_the_same_content_is_not_used_again() -> None:
    """Its number would fall, and a fall is a roll-back."""
    plan = planned(seen(version(1, RELEASE), other(2), alias=live(2)))

    assert plan.reused is None
    assert "create-version" in kinds(plan)


def test_after_a_roll_back_the_release_is_there_already() -> None:
    plan = planned(seen(other(1), version(2, RELEASE), alias=live(1)))

    assert plan.reused is not None
    assert plan.reused.number == 2


def test_what_is_served_needs_nothing() -> None:
    assert planned(seen(version(1, RELEASE), alias=live(1))).is_empty


def test_a_permission_that_is_gone_is_given_again() -> None:
    plan = planned(seen(version(1, RELEASE), alias=live(1), permit=False))

    assert [step.text for step in plan.steps] == ["let Lex call fulfillment:3 for alias live again"]


def test_another_function_on_the_alias_is_set_again_without_tests() -> None:
    plan = planned(seen(version(1, RELEASE), alias=live(1, f"{ARN}:2")))

    assert kinds(plan) == ["move"]


def test_only_old_releases_of_ours_that_no_alias_has_are_deleted() -> None:
    demo = AliasState("DEMODEMO01", "demo", "Available", {"botVersion": "2"})
    versions = [other(1), other(2), version(3), *map(other, range(4, 15))]
    reality = seen(*versions, alias=live(14))

    plan = planned(replace(reality, aliases=(*reality.aliases, demo)))

    assert plan.pruned == (1, 4, 5)
    assert plan.steps[-1].text == "delete old versions 1, 4, 5"


def test_at_the_quota_old_versions_are_deleted_first() -> None:
    versions = [other(number) for number in range(1, 101)]

    plan = planned(seen(*versions, alias=live(100)))

    assert plan.steps[0].kind == "prune"
    assert len(plan.pruned) == 91


def test_a_quota_that_others_have_used_up_is_told_with_what_could_go() -> None:
    versions = [version(number) for number in range(1, 101)]

    with pytest.raises(PublishError, match=r"has 100 versions, and Lex allows 100.* 1, 2, 3"):
        planned(seen(*versions))


def test_a_changed_function_is_told_by_what_changed() -> None:
    code = replace(PUBLISHED, code_sha256="old", configuration={"CodeSha256": "old"})
    reality = replace(seen(other(1), alias=live(1)), last_published=code)

    (text,) = [one.text for one in planned(reality).steps if one.kind == "publish-function"]

    assert text == "publish a version of function fulfillment: its code changed since version 3"


def test_a_plan_reads_as_a_reviewer_would_tell_it() -> None:
    """Every part at once: words, an edited DRAFT, a locale less, the function, old versions."""
    english = BOT.locales["en_US"]
    wanted = replace(BOT, locales={"en_US": english})
    greeting = replace(
        english.intents["Greet"], sample_utterances=(SampleUtterance("howdy {who}"),)
    )
    edited = replace(english, intents={**english.intents, "Greet": greeting})
    draft = replace(BOT, locales={**BOT.locales, "en_US": edited})
    code = replace(PUBLISHED, code_sha256="old", configuration={"CodeSha256": "old"})
    reality = replace(seen(other(1), other(2), other(3), alias=live(3)), last_published=code)
    plan = Plan(wanted, content_hash(wanted), replace(SETTINGS, keep_versions=2), reality)

    text = plan_text(decide(plan, draft, BOT), "123456789012", "us-east-1")

    assert text == GOLDEN.read_text(encoding="utf-8").rstrip("\n")
