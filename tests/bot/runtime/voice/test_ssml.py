"""What of a message is spoken."""

import pytest

from bot.dialog.state import Message
from bot.runtime.voice.ssml import spoken_parts

SPOKEN: dict[str, tuple[str | float, ...]] = {
    "<speak>plain</speak>": ("plain",),
    "<speak>a <emphasis>b</emphasis> c</speak>": ("a b c",),
    '<speak>a<break time="2s"/>b</speak>': ("a", 2.0, "b"),
    '<speak>a<break time="9999s"/>b</speak>': ("a", 10.0, "b"),
    '<speak>a<break strength="none"/>b</speak>': ("a", 0.0, "b"),
    "<speak><p>a</p><p>b</p></speak>": ("a", 0.4, "b", 0.4),
    '<speak><sub alias="Elastic Container Service">ECS</sub></speak>': (
        "Elastic Container Service",
    ),
    '<speak xmlns="http://www.w3.org/2001/10/synthesis"><s>a</s></speak>': ("a", 0.4),
    "<speak>not closed": ("not closed",),
    "<!DOCTYPE speak><speak>a</speak>": ("a",),
    '<!DOCTYPE s [<!ENTITY a "aaaa">]><speak>&a;</speak>': ("]> &a;",),
    "<speak> </speak>": (),
}


@pytest.mark.parametrize("content", SPOKEN)
def test_markup_is_text_and_pauses(content: str) -> None:
    assert spoken_parts([Message(content, "SSML")]) == SPOKEN[content]


def test_a_payload_is_not_spoken() -> None:
    assert spoken_parts([Message("{}", "CustomPayload"), Message(" yes ")]) == ("yes",)
