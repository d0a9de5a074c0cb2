"""The second language in the whole world: asked, changed, refused, and never by mistake."""

import pytest

from deploy.errors import DeployError
from deploy.local.speaking import VOICES
from tests.world.conftest import RunningWorld
from tests.world.people import terminal_of
from tests.world.test_changing import deployment

pytestmark = pytest.mark.world

GERMAN = "de_DE"


def said(answer: dict[str, list[dict[str, str]]]) -> str:
    return " ".join(message["content"] for message in answer.get("messages", []))


def test_boto3_asks_in_german(world: RunningWorld) -> None:
    broken = world.recognize("Was ist kaputt?", locale=GERMAN)
    version = world.recognize(
        "welche version von orders laeuft auf der Testumgebung", locale=GERMAN
    )

    assert "**inventory** in **production** ist gestört" in said(broken)
    assert version["sessionState"]["intent"]["name"] == "ServiceVersion"
    assert "in staging, zuletzt vor" in said(version)


def test_a_restart_is_stated_asked_done_and_watched(world: RunningWorld) -> None:
    before = deployment(world)
    ana = terminal_of(world, "ana", "neustart", GERMAN)

    assert ana.say("kannst du mal den Monolithen neu starten?").slot_to_elicit == "environment"
    other = ana.say("Ach nee, starte orders auf der Testumgebung neu")
    assert other.state == "confirm"
    assert "**orders**" in other.text
    assert "Soll ich das machen?" in other.text
    assert deployment(world) == before

    done = ana.say("ja, mach das bitte")

    assert done.progress is not None
    assert deployment(world) != before
    last = [*ana.follow(done)][-1]
    assert last.progress is not None
    assert last.progress.state == "succeeded"


def test_another_value_is_planned_anew_and_a_no_drops_it(world: RunningWorld) -> None:
    before = deployment(world), deployment(world, cluster="production")
    ana = terminal_of(world, "ana", "anders", GERMAN)

    ana.say("starte orders in Staging neu")
    assert "**production**" in ana.say("nein, Produktion").text
    assert "nichts geändert" in ana.say("nee, lieber nicht").text

    assert (deployment(world), deployment(world, cluster="production")) == before


@pytest.mark.parametrize(
    "text",
    [
        "starte orders in staging nicht neu",
        "was passiert, wenn ich orders in staging neu starte?",
        "soll ich orders in staging neu starten?",
    ],
)
def test_a_negated_or_questioned_change_is_never_planned(world: RunningWorld, text: str) -> None:
    before = deployment(world)
    ana = terminal_of(world, "ana", "nie", GERMAN)

    assert ana.say(text).state != "confirm"
    ana.say("ja")

    assert deployment(world) == before


def test_a_viewer_is_refused_in_german(world: RunningWorld) -> None:
    refused = terminal_of(world, "vic", "nein", GERMAN).say("starte orders in staging neu")

    assert refused.state == "denied"
    assert "Ana" in refused.text


def test_what_points_back_is_what_was_talked_about(world: RunningWorld) -> None:
    ana = terminal_of(world, "ana", "zeigen", GERMAN)
    ana.say("ist payments in Produktion gesund?")

    assert "**payments**" in ana.say("und welche version läuft da?").text


def test_a_yes_in_another_language_answers_nothing(world: RunningWorld) -> None:
    """A session of Lex is of one locale."""
    before = deployment(world)
    terminal_of(world, "ana", "sprachen", GERMAN).say("starte orders in staging neu")

    terminal_of(world, "ana", "sprachen").say("yes")

    assert deployment(world) == before


@pytest.mark.parametrize("channel", ["terminal", "web", "alexa"])
def test_the_same_question_on_every_channel(world: RunningWorld, channel: str) -> None:
    heard = VOICES[channel](world.address, "ana", "was ist kaputt", GERMAN)

    assert "inventory in production ist gestört" in heard.text.replace("**", "")


def test_slack_is_answered_in_the_language_of_its_function(world: RunningWorld) -> None:
    with pytest.raises(DeployError, match="start the world with GROUND_LOCALE=de_DE"):
        VOICES["slack"](world.address, "ana", "was ist kaputt", GERMAN)
