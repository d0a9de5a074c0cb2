"""How words sound that the dictionary does not have."""

import pytest

from bot.runtime.voice.pronouncing import Pronouncing, read_dictionary

LINES = """\
a AH
a(2) EY
ack AE K
api EY P IY
check CH EH K
checkout CH EH K AW T
eight EY T
error EH R ER
five F AY V
four F AO R
health HH EH L TH
nine N AY N
ninety N AY N T IY
oh OW
status S T AE T AH S
two T UW
zero Z IH R OW
c. S IY
e. IY
p. P IY
s. EH S
x. EH K S
"""
KNOWN = Pronouncing(read_dictionary(iter(LINES.splitlines())))


@pytest.mark.parametrize(
    ("word", "sounds"),
    [
        ("a", ("AH", "EY")),
        ("acked", ("AE K T",)),
        ("acks", ("AE K S",)),
        ("errors", ("EH R ER Z",)),
        ("erroring", ("EH R ER IH NG",)),
        ("statuses", ("S T AE T AH S IH Z",)),
        ("healthcheck", ("HH EH L TH CH EH K",)),
        ("ecs", ("IY S IY EH S",)),
        ("p99", ("P IY N AY N T IY N AY N",)),
        ("5xx", ("F AY V EH K S EH K S",)),
        ("842", ("EY T F AO R T UW",)),
        ("05", ("Z IH R OW F AY V",)),
        ("xxxxxx", ()),
        ("zz", ()),
    ],
)
def test_a_word_sounds_by_the_first_rule_that_has_an_answer(
    word: str, sounds: tuple[str, ...]
) -> None:
    assert KNOWN.word(word) == sounds


def test_a_phrase_is_its_words_in_all_their_ways() -> None:
    assert KNOWN.phrase(("a", "checkout", "api")) == (
        "AH CH EH K AW T EY P IY",
        "EY CH EH K AW T EY P IY",
    )
    assert KNOWN.phrase(("checkout", "zz")) == ()
    assert len(KNOWN.phrase(("a",) * 9)) == 4
