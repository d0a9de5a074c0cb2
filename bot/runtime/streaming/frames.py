"""The frames of AWS's event streams (guide: event-stream-encoding).

All numbers are big-endian: total length, length of the headers, CRC of those two, headers, payload,
CRC of all before it.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.errors import LexApiError

CONTENT_TYPE: Final = "application/vnd.amazon.eventstream"
MAX_FRAME_BYTES: Final = 256 * 1024
"""As large as a request's body may be."""

_PRELUDE: Final = struct.Struct("!II")
_NUMBER: Final = struct.Struct("!I")
_OVERHEAD: Final = 16
_STRING: Final = 7
_FIXED: Final[Mapping[int, int]] = {0: 0, 1: 0, 2: 1, 3: 2, 4: 4, 5: 8, 8: 8, 9: 16}
"""Header type -> bytes of its value: booleans, whole numbers, a time, a UUID."""
_VARIABLE: Final = (6, _STRING)
"""Bytes and strings: two bytes of length come first."""


@dataclass(frozen=True)
class Frame:
    """Headers that are no strings are kept as their bytes."""

    headers: Mapping[str, str | bytes]
    payload: bytes = b""

    def text(self, name: str) -> str:
        """The header `name`; "" where there is no string of that name."""
        value = self.headers.get(name, "")
        return value if isinstance(value, str) else ""


def encode_frame(headers: Mapping[str, str], payload: bytes) -> bytes:
    """A frame with string headers."""
    head = b"".join(_encode_header(name, value) for name, value in headers.items())
    prelude = _PRELUDE.pack(_OVERHEAD + len(head) + len(payload), len(head))
    covered = prelude + _crc(prelude) + head + payload
    return covered + _crc(covered)


def decode_frame(data: bytes) -> Frame:
    """One whole frame. Raises LexApiError."""
    frames = Frames()
    found = list(frames.feed(data))
    if len(found) != 1 or frames.rest:
        raise _malformed("a signed message holds no whole event")
    return found[0]


class Frames:
    """Collects bytes as they arrive, and gives the frames that are whole."""

    def __init__(self) -> None:
        self._data = bytearray()

    @property
    def rest(self) -> int:
        """Bytes of a frame that is not whole yet."""
        return len(self._data)

    def feed(self, data: bytes) -> Iterator[Frame]:
        """Frames that `data` completes. Raises LexApiError where they are malformed."""
        self._data += data
        while len(self._data) >= _OVERHEAD - 4:
            total, head = _PRELUDE.unpack_from(self._data)
            self._check_prelude(total, head)
            if len(self._data) < total:
                return
            whole = bytes(self._data[:total])
            del self._data[:total]
            yield _decoded(whole, head)

    def _check_prelude(self, total: int, head: int) -> None:
        if _crc(bytes(self._data[:8])) != self._data[8:12]:
            raise _malformed("a prelude does not have its checksum")
        if not _OVERHEAD + head <= total <= MAX_FRAME_BYTES:
            raise _malformed(
                f"a message of {total} bytes with {head} of headers; at most {MAX_FRAME_BYTES} "
                "are allowed"
            )


def _decoded(whole: bytes, head: int) -> Frame:
    if _crc(whole[:-4]) != whole[-4:]:
        raise _malformed("a message does not have its checksum")
    try:
        headers = dict(_decode_headers(whole[12 : 12 + head]))
    except (IndexError, UnicodeDecodeError, struct.error):
        raise _malformed("the headers of a message") from None
    return Frame(headers, whole[12 + head : -4])


def _decode_headers(data: bytes) -> Iterator[tuple[str, str | bytes]]:
    while data:
        size = data[0]
        name, kind = data[1 : 1 + size].decode(), data[1 + size]
        data = data[2 + size :]
        if kind in _VARIABLE:
            length = struct.unpack_from("!H", data)[0]
            data = data[2:]
        elif kind in _FIXED:
            length = _FIXED[kind]
        else:
            raise _malformed(f"the header {name[:50]!r} has the unknown type {kind}")
        if len(data) < length:
            raise _malformed(f"the header {name[:50]!r} ends too early")
        value = data[:length]
        yield name, value.decode() if kind == _STRING else value
        data = data[length:]


def _encode_header(name: str, value: str) -> bytes:
    label, text = name.encode(), value.encode()
    return bytes([len(label)]) + label + struct.pack("!BH", _STRING, len(text)) + text


def _crc(data: bytes) -> bytes:
    return _NUMBER.pack(zlib.crc32(data))


def _malformed(what: str) -> LexApiError:
    return LexApiError("ValidationException", f"the event stream is malformed: {what}")
