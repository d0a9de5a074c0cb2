"""Publishing a skill to a local Skill Management API: plan, apply, back, and every interruption."""

import json
from pathlib import Path

import pytest

from bot.alexa import SkillPackage, compare_skills
from deploy.errors import PublishError, SmapiRefused, WaitTooLong
from deploy.publish.alexa import (
    Published,
    Services,
    apply_skill,
    plan_rollback,
    plan_skill,
    rollback_skill,
)
from tests.deploy.publish.alexa.account import SKILL, Account, Interrupted, Interruption, account
from tests.deploy.publish.alexa.skills import bad_release, release


def publish(services: Services, package: SkillPackage) -> Published:
    return apply_skill(services, plan_skill(services, SKILL, package))


def roll_back(services: Services) -> Published:
    return rollback_skill(services, plan_rollback(services, SKILL))


def holds(on: Account, package: SkillPackage) -> bool:
    return not compare_skills(on.developer.skills[SKILL].content, package)


def test_the_plan_reads_and_a_reviewer_understands_it(developer_account: Account) -> None:
    services = developer_account.services()
    publish(services, release(1))
    developer_account.door.calls.clear()

    plan = plan_skill(services, SKILL, release(2))

    assert plan.text(details=1) == (
        "en-US\n"
        "  listing: summary changed\n"
        "      manifest.publishingInformation.locales.en-US.summary: 'Release 1.' -> 'Release 2.'\n"
        "  Deploy: 1 utterance added\n"
        "      + ship {service}\n"
        "  slot type Service: 1 value added\n"
        "      + cards"
    )
    assert {call.partition(" ")[0] for call in developer_account.door.calls} == {"GET"}


def test_a_skill_is_published_and_the_plan_is_empty(developer_account: Account) -> None:
    services = developer_account.services()

    done = publish(services, release(1))

    assert done.changes
    assert done.kept == ()
    assert holds(developer_account, release(1))
    plan = plan_skill(services, SKILL, release(1))
    assert plan.is_empty
    assert plan.text() == "Nothing changes."


def test_progress_is_told(developer_account: Account) -> None:
    publish(developer_account.services(), release(1))

    told = developer_account.told
    assert "Manifest: succeeded" in told
    assert "InteractionModel.en-US: succeeded" in told
    assert any(line.startswith("uploading the package") for line in told)


def test_nothing_is_sent_where_nothing_changes(developer_account: Account) -> None:
    services = developer_account.services()
    publish(services, release(1))
    developer_account.door.calls.clear()

    done = publish(services, release(1))

    assert done == Published()
    assert developer_account.calls("POST") == []
    assert developer_account.calls("PUT") == []
    assert developer_account.imports == 1


def test_what_alexa_refuses_is_told_with_its_words(developer_account: Account) -> None:
    services = developer_account.services()

    with pytest.raises(PublishError) as error:
        publish(services, bad_release())

    assert "InteractionModel.en-US: The sample utterance 'deploy 2'" in str(error.value)
    assert "Alexa has put the skill back as it was" in str(error.value)
    assert developer_account.imports == 0

    publish(services, release(1))
    assert holds(developer_account, release(1))


def test_a_model_that_could_not_be_built_is_sent_again(developer_account: Account) -> None:
    services = developer_account.services()
    publish(services, release(1))
    skill = developer_account.developer.skills[SKILL]
    skill.failed = {"InteractionModel.en-US": ("The build timed out.",)}

    plan = plan_skill(services, SKILL, release(1))
    assert plan.text() == "en-US: its model could not be built, and is sent again"
    apply_skill(services, plan)

    assert developer_account.imports == 2
    assert plan_skill(services, SKILL, release(1)).is_empty


def test_a_change_by_somebody_else_is_not_overwritten(developer_account: Account) -> None:
    services = developer_account.services()
    publish(services, release(1))
    plan = plan_skill(services, SKILL, release(3))
    publish(services, release(2))

    with pytest.raises(PublishError, match="somebody has changed the skill"):
        apply_skill(services, plan)

    assert holds(developer_account, release(2))


def test_an_import_that_runs_is_waited_for(developer_account: Account) -> None:
    services = developer_account.services()
    publish(services, release(1))
    package = json.dumps({}).encode()
    developer_account.developer.start_import(SKILL, package)

    plan = plan_skill(services, SKILL, release(2))
    assert "Alexa is still busy" in plan.text()
    apply_skill(services, plan)

    assert holds(developer_account, release(2))


def test_what_was_before_is_kept_and_comes_back(developer_account: Account) -> None:
    services = developer_account.services()
    publish(services, release(1))
    publish(services, release(2))
    publish(services, release(3))

    plan = plan_rollback(services, SKILL)
    assert [one.what for one in plan.changes] == [
        "summary changed",
        "1 utterance removed",
        "1 value removed",
    ]
    rollback_skill(services, plan)
    assert holds(developer_account, release(2))

    roll_back(services)
    assert holds(developer_account, release(1))


def test_a_way_back_without_a_backup_is_refused(developer_account: Account) -> None:
    with pytest.raises(PublishError, match="nothing is kept"):
        plan_rollback(developer_account.services(), SKILL)


def test_after_a_way_back_the_definition_can_be_published_again(developer_account: Account) -> None:
    services = developer_account.services()
    publish(services, release(1))
    publish(services, release(2))
    roll_back(services)

    publish(services, release(2))
    assert holds(developer_account, release(2))
    roll_back(services)
    assert holds(developer_account, release(1))


def _writes_of_a_publication(folder: Path) -> int:
    with account(folder) as on:
        publish(on.services(), release(1))
        counter = Interruption()
        publish(on.services(counter), release(2))
        return counter.writes


def test_a_publication_makes_the_writes_that_are_interrupted_below(tmp_path: Path) -> None:
    """An export, the backup, an upload address, the upload, the import."""
    assert _writes_of_a_publication(tmp_path) == 5


@pytest.mark.parametrize("after", range(1, 6))
def test_interrupted_anywhere_a_second_run_completes_it(after: int, tmp_path: Path) -> None:
    with account(tmp_path) as on:
        publish(on.services(), release(1))
        with pytest.raises(Interrupted):
            publish(on.services(Interruption(after)), release(2))

        publish(on.services(), release(2))

        assert holds(on, release(2))
        assert on.imports == 2
        assert plan_skill(on.services(), SKILL, release(2)).is_empty
        roll_back(on.services())
        assert holds(on, release(1))


@pytest.mark.parametrize("after", range(1, 7))
def test_an_interrupted_way_back_goes_on_to_where_it_went(after: int, tmp_path: Path) -> None:
    """The mark, an upload address, the upload, the import, the mark again, the backup."""
    with account(tmp_path) as on:
        for number in (1, 2, 3):
            publish(on.services(), release(number))
        with pytest.raises(Interrupted):
            roll_back(on.services(Interruption(after)))

        if after < 5:
            roll_back(on.services())

        assert holds(on, release(2))
        roll_back(on.services())
        assert holds(on, release(1))


def test_throttling_is_waited_out(developer_account: Account) -> None:
    services = developer_account.services()
    developer_account.door.throttled.extend(["7", "", "3"])

    plan_skill(services, SKILL, release(1))

    assert 7.0 in developer_account.clock.slept


def test_throttling_without_end_is_told(developer_account: Account) -> None:
    developer_account.door.throttled.extend(["1"] * 20)

    with pytest.raises(SmapiRefused, match=r"429.*Wait a minute") as error:
        plan_skill(developer_account.services(), SKILL, release(1))

    assert error.value.status == 429


def test_answers_that_lag_are_waited_for(tmp_path: Path) -> None:
    with account(tmp_path, lag_seconds=20) as on:
        done = publish(on.services(), release(1))

        assert done.kept == ()
        assert plan_skill(on.services(), SKILL, release(1)).is_empty


def test_what_alexa_makes_of_it_by_itself_is_told(tmp_path: Path) -> None:
    """Answers that never show what was imported: told, instead of waited for without end."""
    with account(tmp_path, lag_seconds=100_000) as on:
        done = publish(on.services(), release(1))

        assert done.kept


def test_an_import_without_end_is_given_up(tmp_path: Path) -> None:
    with account(tmp_path) as on:
        on.developer._import_seconds = 10_000

        with pytest.raises(WaitTooLong, match=r"not done after \d+ s"):
            publish(on.services(), release(1))


def test_an_unknown_skill_is_told_with_its_cure(developer_account: Account) -> None:
    with pytest.raises(
        SmapiRefused, match=r"404 \(Skill with this id is not found\.\)\. Check the"
    ):
        plan_skill(developer_account.services(), "amzn1.ask.skill.other", release(1))
