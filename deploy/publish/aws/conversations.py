"""Talking to a bot alias: the only place here that calls `lexv2-runtime`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from deploy.publish.aws.calls import Calls

if TYPE_CHECKING:
    from mypy_boto3_lexv2_runtime import LexRuntimeV2Client


@dataclass(frozen=True)
class Heard:
    """What a bot made of a sentence. `slots`: those that are filled, in canonical values."""

    intent: str
    slots: Mapping[str, str]
    state: str
    """Of the intent: InProgress, Failed, Fulfilled ..."""
    action: str
    """What comes next: ElicitSlot, ConfirmIntent, Close ..."""
    failure: str = ""
    """Why there is no answer; "" where there is one."""


class Conversations:
    """Says sentences to an alias in text. Raises AwsRefused."""

    def __init__(self, client: "LexRuntimeV2Client", calls: Calls) -> None:
        self._client = client
        self._calls = calls

    def say(self, bot_id: str, alias_id: str, locale: str, session_id: str, text: str) -> Heard:
        found: Any = self._calls.read(
            lambda: self._client.recognize_text(
                botId=bot_id,
                botAliasId=alias_id,
                localeId=locale,
                sessionId=session_id,
                text=text,
            )
        )
        state = found.get("sessionState", {})
        intent = state.get("intent") or {}
        return Heard(
            intent=intent.get("name", ""),
            slots=filled(intent.get("slots") or {}),
            state=intent.get("state", ""),
            action=state.get("dialogAction", {}).get("type", ""),
        )


def filled(slots: Mapping[str, Any]) -> dict[str, str]:
    """Slot -> its canonical value, without those that are empty.

    The canonical value is the first resolved one (a synonym's, under either strategy); without
    any, what the person said.
    """
    found = {}
    for name, slot in slots.items():
        value = (slot or {}).get("value")
        if value:
            resolved = value.get("resolvedValues") or [value.get("interpretedValue") or ""]
            found[name] = str(resolved[0] or value.get("originalValue", ""))
    return found
