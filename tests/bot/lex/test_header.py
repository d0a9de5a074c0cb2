"""The header codec: base64 of gzip of JSON, and nothing that is only nearly that."""

import base64
import gzip
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import LexDocumentError
from bot.lex.header import MAX_DECODED, decode_header, encode_header

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=10,
)


def _is_unicode(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


@given(JSON.filter(_is_unicode))
def test_what_is_packed_is_unpacked(value: object) -> None:
    packed = encode_header(value)
    assert packed == encode_header(value)
    assert decode_header(packed, "x") == value


def test_a_transcript_keeps_its_quotes() -> None:
    assert gzip.decompress(base64.b64decode(encode_header("hello"))) == b'"hello"'


def packed(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ("{}", "not base64"),
        ("é", "not base64"),
        (packed(b"{}"), "not gzip"),
        (packed(gzip.compress(b"{}", mtime=0)[:-4]), "not one whole gzip stream"),
        (packed(gzip.compress(b"{}", mtime=0) * 2), "not one whole gzip stream"),
        (packed(gzip.compress(b"{", mtime=0)), "not JSON"),
        (packed(gzip.compress(b"\xff", mtime=0)), "not JSON"),
        (packed(gzip.compress(b"[" * 100_000, mtime=0)), "not JSON"),
        (
            packed(gzip.compress(b" " * (MAX_DECODED + 1), mtime=0)),
            f"more than {MAX_DECODED} bytes",
        ),
        (packed(gzip.compress(b"0" * 50_000_000, mtime=0)), f"more than {MAX_DECODED} bytes"),
    ],
)
def test_a_bad_header_is_refused_by_name(header: str, problem: str) -> None:
    with pytest.raises(LexDocumentError, match=f"x-amz-lex-session-state.*{re.escape(problem)}"):
        decode_header(header, "x-amz-lex-session-state")
