"""`ground check` names what Slack would refuse, where it is written."""

from dataclasses import replace

from bot.definition import Definition
from bot.rules.rule import DefinitionRule
from bot.rules.slack import app_text
from bot.rules.structure import command_clash
from bot.rules.subject import Subject, Surroundings
from tests.bot.slack.test_manifest import APP, BOT


def found(rule: DefinitionRule, definition: Definition) -> list[str]:
    return [str(each) for each in rule.check(Subject(definition, Surroundings()))]


def test_a_text_that_is_too_long_is_named_with_its_place() -> None:
    app = replace(APP, name="n" * 40)

    assert found(app_text.RULE, Definition(replace(BOT, slack=app))) == [
        "the bot.name: slack.name has 40 characters. Slack takes 1 to 35."
    ]


def test_a_bot_without_a_slack_app_has_no_such_problem() -> None:
    assert found(app_text.RULE, Definition(BOT)) == []


def test_a_command_that_another_one_hides_is_named_with_both_places() -> None:
    first, *rest = BOT.intents
    same = replace(rest[1], command="versions {service} {environment}")

    [problem] = found(command_clash.RULE, Definition(replace(BOT, intents=(first, same))))

    assert problem.startswith(
        "RestartService.command: the command 'versions {service} {environment}'"
    )
    assert "(DeployedVersions.command)" in problem
