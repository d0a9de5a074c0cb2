"""The inputs that Alexa gives: one interpretation with all its slots, or a resolved yes or no."""

from bot.dialog.engine import drive, take_turn
from bot.dialog.state import DialogState, Interpretation, TurnOutput, UserInput
from tests.bot.dialog.play import ScriptedHook, described, fill, said, waits
from tests.bot.dialog.sample import dialogs, sample_bot

DIALOGS = dialogs(sample_bot())


def turn(state: DialogState, user_input: UserInput, *hooks: str) -> TurnOutput:
    return drive(take_turn(DIALOGS, state, user_input), ScriptedHook(list(hooks)))


def restart(**slots: str) -> tuple[Interpretation, ...]:
    return (Interpretation("Restart", {name: fill(value) for name, value in slots.items()}),)


def test_a_dialog_that_alexa_resolved_is_the_same_dialog() -> None:
    asked = turn(DialogState(), UserInput(restart(service="orders")), "delegate")
    assert waits(asked.state) == "ElicitSlot environment"
    both = UserInput(restart(service="orders", environment="prod"))
    planned = turn(asked.state, both, "confirm Sure?")
    assert (waits(planned.state), said(planned)) == ("ConfirmIntent", ["Sure?"])
    done = turn(
        planned.state, UserInput(both.interpretations, answer="Confirmed"), "close Fulfilled Ok"
    )
    assert described(done.state) == "Restart Fulfilled None"


def test_a_slot_that_alexa_could_not_match_uses_up_a_retry() -> None:
    asked = turn(DialogState(), UserInput(restart(service="orders")), "delegate")
    again = turn(asked.state, UserInput(restart(service="orders")))
    assert said(again) == ["Where shall orders restart?"]
    assert again.state.attempts == 1


def test_a_no_without_any_interpretation_declines() -> None:
    both = UserInput(restart(service="orders", environment="prod"))
    planned = turn(DialogState(), both, "confirm Sure?")
    declined = turn(planned.state, UserInput((), answer="Denied"), "delegate")
    assert described(declined.state) == "Restart Failed Denied"
