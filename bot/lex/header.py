"""The codec of RecognizeUtterance's and PutSession's headers: base64 of gzip of JSON."""

import base64
import binascii
import gzip
import json
import zlib

from bot.errors import LexDocumentError

MAX_DECODED = 256 * 1024
"""Bytes that a header may unpack to: some KB of gzip can hold many MB."""

_GZIP = 16 + zlib.MAX_WBITS


def encode_header(value: object) -> str:
    """`value` as Lex sends it in a header; the same value is always the same text."""
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.b64encode(gzip.compress(data, mtime=0)).decode("ascii")


def decode_header(text: str, name: str) -> object:
    """The JSON value in the header `name`. Raises LexDocumentError, which names the header."""
    try:
        packed = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise _refused(name, "it is not base64") from None
    try:
        value: object = json.loads(_unpacked(packed, name))
    except (ValueError, RecursionError):
        raise _refused(name, "what it unpacks to is not JSON in UTF-8") from None
    return value


def _unpacked(packed: bytes, name: str) -> bytes:
    unpacker = zlib.decompressobj(_GZIP)
    try:
        data = unpacker.decompress(packed, MAX_DECODED)
    except zlib.error:
        raise _refused(name, "it is not gzip") from None
    if unpacker.unconsumed_tail:
        raise _refused(name, f"it unpacks to more than {MAX_DECODED} bytes")
    if not unpacker.eof or unpacker.unused_data:
        raise _refused(name, "it is not one whole gzip stream")
    return data


def _refused(name: str, problem: str) -> LexDocumentError:
    return LexDocumentError(
        "", f"header {name} is not base64(gzip(JSON)): {problem}; pack the JSON again"
    )
