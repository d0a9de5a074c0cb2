"""Zips with a password, read by Python's own reader of them."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from deploy.local.account.lex_models.encryption import encrypted_zip

NAMES = some.text("abcXYZ_-0189/ü", min_size=1, max_size=20)
PASSWORDS = some.text(min_size=1, max_size=20).filter(lambda text: text.isprintable())


@given(some.dictionaries(NAMES, some.text(max_size=300), max_size=4), PASSWORDS)
@settings(max_examples=60, deadline=None)
def test_any_zip_program_reads_it_with_the_password(files: dict[str, str], password: str) -> None:
    with zipfile.ZipFile(io.BytesIO(encrypted_zip(files, password))) as package:
        package.setpassword(password.encode())
        found = {one.filename: package.read(one).decode() for one in package.infolist()}
    assert found == files


def test_nothing_of_the_content_is_in_it() -> None:
    data = encrypted_zip({"secret.txt": "the quick brown fox " * 50}, "sesame")
    assert b"quick" not in data
    with zipfile.ZipFile(io.BytesIO(data)) as package, pytest.raises(RuntimeError, match="encrypt"):
        package.read("secret.txt")
