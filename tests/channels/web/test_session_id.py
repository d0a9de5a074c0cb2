"""Session ids are legal for Lex and belong to one person and conversation."""

import re

from hypothesis import given
from hypothesis import strategies as st

from channels.web.request import session_id

LEX_SESSION_ID = re.compile(r"[0-9a-zA-Z._:-]{2,100}")

conversations = st.from_regex(r"[A-Za-z0-9-]{8,40}", fullmatch=True)
subjects = st.text(min_size=1, max_size=120) | st.from_regex(r"[a-z|@.:_-]{1,60}", fullmatch=True)


@given(subjects, conversations)
def test_any_subject_makes_a_legal_id(subject: str, conversation: str) -> None:
    assert LEX_SESSION_ID.fullmatch(session_id(subject, conversation))


@given(subjects, subjects, conversations, conversations)
def test_two_people_or_conversations_never_share_an_id(
    one: str, other: str, first: str, second: str
) -> None:
    same = session_id(one, first) == session_id(other, second)

    assert same == ((one, first) == (other, second))


def test_a_subject_that_spells_a_hash_is_not_taken_for_one() -> None:
    hashed = session_id("auth0|7", "conversation").split(".")[1]

    assert session_id(hashed, "conversation") != session_id("auth0|7", "conversation")
