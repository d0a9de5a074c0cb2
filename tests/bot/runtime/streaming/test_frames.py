"""The frames of event streams, held against botocore's decoder."""

import struct
import zlib
from typing import Any

import pytest
from botocore.eventstream import EventStreamBuffer
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import LexApiError
from bot.runtime.streaming.frames import Frame, Frames, decode_frame, encode_frame

HEADERS = st.dictionaries(
    st.text(min_size=1, max_size=30).filter(lambda name: len(name.encode()) < 256),
    st.text(max_size=100),
    max_size=6,
)
FRAMES = st.lists(st.tuples(HEADERS, st.binary(max_size=500)), max_size=4)


@given(frames=FRAMES)
def test_botocore_reads_what_is_written(frames: list[tuple[dict[str, str], bytes]]) -> None:
    buffer = EventStreamBuffer()
    for headers, payload in frames:
        buffer.add_data(encode_frame(headers, payload))
    found: list[Any] = [(one.headers, one.payload) for one in buffer]
    assert found == frames


@given(frames=FRAMES, sizes=st.lists(st.integers(1, 50), min_size=1))
def test_frames_are_whole_however_they_arrive(
    frames: list[tuple[dict[str, str], bytes]], sizes: list[int]
) -> None:
    data = b"".join(encode_frame(*one) for one in frames)
    reader, turn = Frames(), 0
    found: list[Frame] = []
    while data:
        size = sizes[turn % len(sizes)]
        found += reader.feed(data[:size])
        data, turn = data[size:], turn + 1
    assert found == [Frame(*one) for one in frames]
    assert reader.rest == 0


def framed(head: bytes, payload: bytes = b"") -> bytes:
    prelude = struct.pack("!II", 16 + len(head) + len(payload), len(head))
    whole = prelude + struct.pack("!I", zlib.crc32(prelude)) + head + payload
    return whole + struct.pack("!I", zlib.crc32(whole))


def test_headers_of_every_type_are_passed_over() -> None:
    head = (
        b"\x01a\x00\x01b\x01\x01c\x02\x07\x01d\x03\x00\x07\x01e\x04\x00\x00\x00\x07"
        b"\x01f\x05\x00\x00\x00\x00\x00\x00\x00\x07\x01g\x06\x00\x02xy\x01h\x07\x00\x02xy"
        b"\x01i\x08\x00\x00\x00\x00\x00\x00\x00\x07\x01j\x09" + b"u" * 16
    )
    frame = decode_frame(framed(head, b"{}"))
    assert (frame.text("h"), frame.text("g"), frame.payload) == ("xy", "", b"{}")
    assert frame.headers["j"] == b"u" * 16


GOOD = encode_frame({":event-type": "TextInputEvent"}, b"{}")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xff" + GOOD[1:], "prelude does not have its checksum"),
        (GOOD[:20] + b"\xff" + GOOD[21:], "message does not have its checksum"),
        (framed(b"", b"x" * 300_000), "at most 262144"),
        (framed(b"\x05ab"), "the headers of a message"),
        (framed(b"\x01a\x63"), "unknown type 99"),
        (framed(b"\x01a\x07\x00\x09x"), "ends too early"),
        (framed(b"\x01a\x07\x00"), "the headers of a message"),
        (framed(b"\x01a\x07\x00\x01\xff"), "the headers of a message"),
        (GOOD[:-1], "no whole event"),
        (GOOD + GOOD, "no whole event"),
        (b"", "no whole event"),
    ],
)
def test_what_is_malformed_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(LexApiError, match=told):
        decode_frame(data)


@given(data=st.binary(max_size=60), at=st.integers(0, len(GOOD)))
def test_any_bytes_are_frames_or_refused(data: bytes, at: int) -> None:
    reader = Frames()
    try:
        found = list(reader.feed(GOOD[:at] + data))
    except LexApiError:
        return
    assert found in ([], [decode_frame(GOOD)])
