"""Which sentences are judged, by what, and how a miss is told. What is heard is scripted here."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import pytest

from bot.testing.examples import Conversation, ExampleTurn, load_examples
from deploy.errors import AwsRefused, GateFailed, SettingInvalid
from deploy.publish.aws.conversations import Conversations, Heard, filled
from deploy.publish.lex.gate import Place, hold
from deploy.publish.lex.known_misses import KnownMisses, load_known_misses
from deploy.publish.lex.services import Services
from deploy.publish.waiting import Waiting
from tests.bot.definition import INTENTS, product_bot

PLACE = Place("BOTBOTBOT1", "ALIASALIA1", "7")
Script = Callable[[str], Heard]


class Time:
    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds


class Scripted(Conversations):
    """Hears what the script says; keeps what was said to whom."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self.said: list[tuple[str, str, str]] = []

    def say(self, bot_id: str, alias_id: str, locale: str, session_id: str, text: str) -> Heard:
        assert (bot_id, alias_id) == (PLACE.bot_id, PLACE.alias_id)
        self.said.append((locale, session_id, text))
        return self._script(text)


class Stage:
    def __init__(self, script: Script) -> None:
        self.told: list[str] = []
        self.conversations = Scripted(script)
        unused = cast("Any", None)
        self.services = Services(
            *("123456789012", "us-east-1"),
            models=unused,
            functions=unused,
            conversations=self.conversations,
            transfer=unused,
            waiting=Waiting(Time(), self.told.append),
        )

    def hold(self, *conversations: Conversation, known: KnownMisses | None = None) -> None:
        hold(self.services, product_bot(), conversations, PLACE, known or {})

    @property
    def said(self) -> list[str]:
        return [text for _, _, text in self.conversations.said]


def conversation(*turns: ExampleTurn, locale: str = "") -> Conversation:
    return Conversation("restart_service/examples.yaml:2", turns, locale)


def turn(say: str, intent: str, **slots: str) -> ExampleTurn:
    return ExampleTurn(say, intent, slots or None)


def heard(intent: str, state: str = "InProgress", **slots: str) -> Heard:
    return Heard(intent, slots, state, "ElicitSlot" if state == "InProgress" else "Close")


RESTART = turn("restart orders in staging", "RestartService", service="orders")
YES = turn("yes please", "RestartService")


def test_what_is_understood_as_meant_passes_and_is_counted() -> None:
    stage = Stage(lambda _: heard("RestartService", service="orders"))

    stage.hold(conversation(RESTART, YES))

    assert stage.said == ["restart orders in staging", "yes please"]
    assert stage.told == ["2 sentences of 1 conversations understood as meant"]


def test_each_conversation_is_a_session_of_its_own() -> None:
    stage = Stage(lambda _: heard("RestartService", service="orders"))

    stage.hold(conversation(RESTART, YES), conversation(RESTART))

    sessions = [session for _, session, _ in stage.conversations.said]
    assert sessions[0] == sessions[1] != sessions[2]
    assert all(session.startswith("gate-7-") for session in sessions)


@pytest.mark.parametrize(
    ("got", "shown"),
    [
        (heard("Fallback"), "got Fallback"),
        (heard("RestartService", service="payments"), "got RestartService(service=payments)"),
        (
            heard("RestartService", service="orders", environment="staging"),
            "got RestartService(environment=staging, service=orders)",
        ),
        (heard("RestartService"), "got RestartService"),
    ],
)
def test_a_miss_says_which_sentence_and_how(got: Heard, shown: str) -> None:
    stage = Stage(lambda _: got)

    with pytest.raises(GateFailed) as failed:
        stage.hold(conversation(RESTART, YES))

    message = str(failed.value)
    assert "version 7 did not understand 1 of 1 sentences" in message
    assert "restart_service/examples.yaml:2 (en_US): 'restart orders in staging'" in message
    assert "expected RestartService(service=orders)" in message
    assert f"\n    {shown}\n" in message
    assert stage.said == ["restart orders in staging"]


def test_every_conversation_that_fails_is_told() -> None:
    stage = Stage(lambda _: heard("Fallback"))

    with pytest.raises(GateFailed, match="2 of 2 sentences"):
        stage.hold(conversation(RESTART), conversation(YES))


def test_what_a_caller_without_identity_is_refused_ends_the_conversation() -> None:
    """And a refusal drops the slots."""
    stage = Stage(lambda _: heard("RestartService", "Failed"))

    stage.hold(conversation(RESTART, YES, YES))

    assert stage.said == ["restart orders in staging"]
    assert "; 2 more need a person" in stage.told[0]


def test_a_refusal_of_another_intent_is_a_miss() -> None:
    stage = Stage(lambda _: heard("Cancel", "Failed"))

    with pytest.raises(GateFailed, match=r"expected RestartService\n +got Cancel"):
        stage.hold(conversation(RESTART))


def test_a_known_miss_is_said_and_does_not_count() -> None:
    stage = Stage(lambda _: heard("Fallback"))

    stage.hold(conversation(YES), known={"en_US": ["yes please"]})

    assert stage.said == ["yes please"]
    assert stage.told[0].endswith("; 1 known not to be")


def test_a_miss_that_is_known_in_another_language_counts() -> None:
    stage = Stage(lambda _: heard("Fallback"))

    with pytest.raises(GateFailed, match=r"list what is acceptable in known_misses\.yaml"):
        stage.hold(conversation(YES), known={"de_DE": ["yes please"]})


def test_known_misses_are_sentences_of_the_examples() -> None:
    said: dict[str, set[str]] = {}
    for one in load_examples(INTENTS):
        locale = one.locale or product_bot().locales[0].id
        said.setdefault(locale, set()).update(turn.say for turn in one.turns)

    for locale, sentences in load_known_misses().items():
        assert set(sentences) <= said[locale]


def test_a_file_of_known_misses_that_is_none_is_told(tmp_path: Path) -> None:
    file = tmp_path / "known_misses.yaml"
    file.write_text("en_US: yes please\nde_DE: [7]\n", encoding="utf-8")

    with pytest.raises(SettingInvalid) as invalid:
        load_known_misses(file)

    assert "en_US must be a list" in str(invalid.value)
    assert "de_DE must be a list" in str(invalid.value)


def test_services_that_this_account_has_not_are_judged_by_intent_alone() -> None:
    foreign = turn("restart billing", "RestartService", service="billing")
    stage = Stage(lambda _: heard("RestartService"))

    stage.hold(conversation(foreign, YES))

    assert stage.said == ["restart billing"]


def test_without_slots_in_the_example_any_will_do() -> None:
    stage = Stage(lambda _: heard("RestartService", service="orders"))

    stage.hold(conversation(turn("restart it", "RestartService")))

    assert stage.said == ["restart it"]


def test_conversations_are_held_in_their_own_locale() -> None:
    stage = Stage(lambda _: heard("RestartService"))

    stage.hold(conversation(YES), conversation(YES, locale="de_DE"))

    assert [locale for locale, _, _ in stage.conversations.said] == ["en_US", "de_DE"]


def test_an_alias_that_is_not_known_yet_is_waited_for() -> None:
    answers = iter([AwsRefused("missing", "no such alias")] * 3)

    def script(text: str) -> Heard:
        if refusal := next(answers, None):
            raise refusal
        return heard("RestartService")

    stage = Stage(script)

    stage.hold(conversation(YES))

    assert stage.said == ["yes please"] * 4


def test_a_function_that_fails_is_a_miss_with_its_reason() -> None:
    def script(text: str) -> Heard:
        raise AwsRefused("other", "RecognizeText was refused: the function raised")

    stage = Stage(script)

    with pytest.raises(GateFailed, match="got RecognizeText was refused: the function raised"):
        stage.hold(conversation(YES))


def test_credentials_that_do_not_suffice_are_no_miss() -> None:
    def script(text: str) -> Heard:
        raise AwsRefused("denied", "lex:RecognizeText is not allowed")

    stage = Stage(script)

    with pytest.raises(AwsRefused, match="not allowed"):
        stage.hold(conversation(YES))


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        ({"value": {"interpretedValue": "prod", "resolvedValues": ["production"]}}, "production"),
        ({"value": {"interpretedValue": "orders", "resolvedValues": []}}, "orders"),
        ({"value": {"originalValue": "At 8", "resolvedValues": []}}, "At 8"),
        ({"shape": "Scalar", "value": None}, None),
        (None, None),
    ],
)
def test_a_slot_is_its_canonical_value(slot: Mapping[str, Any] | None, value: str | None) -> None:
    assert filled({"one": slot}) == ({"one": value} if value else {})


def test_long_tests_say_how_far_they_are() -> None:
    def script(text: str) -> Heard:
        stage.services.waiting.clock.sleep(6)
        return heard("RestartService")

    stage = Stage(script)

    stage.hold(*[conversation(YES)] * 5)

    assert stage.told[:-1] == ["held 2 of 5 conversations", "held 4 of 5 conversations"]
