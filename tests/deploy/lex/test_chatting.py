"""A chat with one bot: what is sent, and what a person sees."""

from collections.abc import Mapping
from typing import Any

from bot.dialog.state import UserInput
from bot.runtime.recognizer.protocol import NO_HINTS, Eliciting, Hints
from bot.runtime.sessions import Sessions
from deploy.lex.chatting import LexChat, shown
from tests.bot.dialog.sample import LOCALE
from tests.bot.runtime.world import Clock, Function, ScriptedRecognizer, answer, deployment


def card(title: str, *buttons: tuple[str, str]) -> dict[str, Any]:
    given = [{"text": text, "value": value} for text, value in buttons]
    return {
        "contentType": "ImageResponseCard",
        "imageResponseCard": {"title": title, "subtitle": "Choose", "buttons": given},
    }


def asks_with_cards(event: Mapping[str, Any]) -> dict[str, Any]:
    intent = event["sessionState"]["intent"]
    if intent["slots"].get("environment"):
        return answer("Delegate", intent, {})
    asked = answer("ElicitSlot", intent, {}, "Where?")
    asked["sessionState"]["dialogAction"]["slotToElicit"] = "environment"
    asked["messages"] += [
        card("Near", ("Staging\x1b[31m", "=staging")),
        card("Far", ("Production", "=production"), ("Moon", "=moon")),
    ]
    return asked


class Listening(ScriptedRecognizer):
    """Keeps what was said last."""

    said = ""

    def recognize(
        self,
        text: str,
        *,
        locale: str,
        eliciting: Eliciting | None = None,
        hints: Hints = NO_HINTS,
    ) -> UserInput:
        self.said = text
        return super().recognize(text, locale=locale, eliciting=eliciting, hints=hints)


def chat(function: Function, recognizer: ScriptedRecognizer | None = None) -> LexChat:
    served = deployment(function, recognizer or ScriptedRecognizer())
    return LexChat(served, LOCALE, Sessions(Clock()))


def texts(document: Any) -> list[str]:
    return [line.text for line in shown(document)]


def test_cards_are_text_with_numbered_buttons_and_a_number_chooses_one() -> None:
    heard = Listening()
    talk = chat(Function(asks_with_cards), heard)
    assert texts(talk.say("Restart service=orders")) == [
        "Where?",
        "[card] Near / Choose",
        "  1. Staging�[31m",
        "[card] Far / Choose",
        "  2. Production",
        "  3. Moon",
        "[Restart(service=orders, environment=?, reason=?) InProgress, ElicitSlot environment]",
    ]
    talk.say("3")
    assert heard.said == "=moon"
    talk.say("3")
    assert heard.said == "3"


def test_a_number_that_no_button_has_is_said_as_it_is() -> None:
    heard = Listening()
    talk = chat(Function(asks_with_cards), heard)
    talk.say("Restart service=orders")
    for said in ("4", "0", "03x", "²"):
        talk.say(said)
        assert heard.said == said
        talk.say("Restart service=orders")


def test_the_session_is_shown_and_forgotten() -> None:
    talk = chat(Function())
    assert talk.state()["__type"] == "ResourceNotFoundException"
    talk.say("Restart service=orders")
    assert talk.state()["sessionState"]["intent"]["slots"]["service"]["value"]
    talk.reset()
    assert talk.state()["__type"] == "ResourceNotFoundException"


def test_an_error_is_a_line_of_its_own() -> None:
    (line,) = shown(chat(Function(lambda _: None)).say("Restart"))
    assert line.tone == "error"
    assert line.text.startswith("DependencyFailedException: Invalid Lambda Response")


def test_lists_parts_and_ambiguous_values_are_shown() -> None:
    def scalar(original: str, interpreted: str | None, *resolved: str) -> dict[str, Any]:
        value = {"originalValue": original, "interpretedValue": interpreted}
        return {"shape": "Scalar", "value": {**value, "resolvedValues": list(resolved)}}

    several = {**scalar("a and b", "a and b"), "shape": "List"}
    several["values"] = [scalar("a", "A"), scalar("b", "B")]
    parts = {**scalar("x", "x"), "shape": "Composite"}
    parts["subSlots"] = {"Street": scalar("main", "main"), "City": None}
    slots = {"When": scalar("8", None, "08:00", "20:00"), "All": several, "Where": parts}
    intent = {"name": "Book", "slots": slots, "state": "InProgress", "confirmationState": "Denied"}
    action = {
        "type": "ElicitSlot",
        "slotToElicit": "Where",
        "subSlotToElicit": {"name": "City"},
    }
    (line,) = shown({"messages": [], "sessionState": {"intent": intent, "dialogAction": action}})
    assert line.text == (
        "[Book(When=08:00 or 20:00, All=A + B, Where=(Street=main, City=?)) InProgress Denied, "
        "ElicitSlot Where.City]"
    )
