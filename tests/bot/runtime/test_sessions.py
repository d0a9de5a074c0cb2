"""The session store alone: expiry, room, one call at a time."""

import pytest

from bot.errors import LexApiError
from bot.runtime.sessions import Session, SessionKey, Sessions
from tests.bot.runtime.world import Clock


def key(session_id: str, alias: str = "A") -> SessionKey:
    return SessionKey("SAMPLEBOT1", alias, "en_US", session_id)


def keep(sessions: Sessions, name: SessionKey, request_id: str, ttl: int = 60) -> None:
    with sessions.hold(name, ttl) as held:
        held.keep(Session(request_id=request_id))


def test_the_same_id_under_another_alias_is_another_session() -> None:
    sessions = Sessions(Clock())
    keep(sessions, key("u"), "one")
    keep(sessions, key("u", "B"), "two")
    kept = [sessions.read(key("u", alias), 60) for alias in "AB"]
    assert [session.request_id for session in kept if session] == ["one", "two"]


def test_the_idlest_session_makes_room() -> None:
    clock = Clock()
    sessions = Sessions(clock, capacity=2)
    for name in ("a", "b"):
        keep(sessions, key(name), name)
        clock.seconds += 1
    assert sessions.read(key("a"), 60)
    keep(sessions, key("c"), "c")
    assert sessions.read(key("b"), 60) is None
    assert sessions.read(key("a"), 60)
    assert len(sessions) == 2


def test_expired_sessions_are_cleared_away() -> None:
    clock = Clock()
    sessions = Sessions(clock)
    for number in range(5):
        keep(sessions, key(f"s{number}"), "x")
    clock.seconds += 60
    keep(sessions, key("new"), "x")
    assert len(sessions) == 1


def test_a_call_that_raises_keeps_nothing_and_lets_go() -> None:
    sessions = Sessions(Clock())
    with pytest.raises(ValueError, match="boom"):
        keep_and_raise(sessions, key("u"))
    assert sessions.read(key("u"), 60) is None
    keep(sessions, key("u"), "y")


def keep_and_raise(sessions: Sessions, name: SessionKey) -> None:
    with sessions.hold(name, 60) as held:
        held.keep(Session(request_id="x"))
        raise ValueError("boom")


def test_a_session_is_held_by_one_call() -> None:
    sessions = Sessions(Clock())
    with sessions.hold(key("u"), 60):
        with pytest.raises(LexApiError, match="busy") as raised, sessions.hold(key("u"), 60):
            pass
        assert raised.value.type == "ConflictException"
        with sessions.hold(key("other"), 60):
            pass


def test_large_sessions_make_room_too() -> None:
    sessions = Sessions(Clock(), max_bytes=100_000)
    for number in range(5):
        with sessions.hold(key(f"s{number}"), 60) as held:
            held.keep(Session(request_id="x" * 20_000))
    assert [sessions.read(key(f"s{number}"), 60) is not None for number in range(5)] == [
        *(False, False, False, True, True)
    ]
    with sessions.hold(key("s4"), 60) as held:
        held.keep(Session(request_id="x" * 200_000))
    assert len(sessions) == 1
    keep(sessions, key("small"), "x")
    assert sessions.read(key("s4"), 60) is None
    for number in range(5):
        keep(sessions, key(f"t{number}"), "x" * 1000)
    assert len(sessions) == 6
