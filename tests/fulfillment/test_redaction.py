"""What must not be kept or shown, and what must stay readable."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fulfillment.redaction import MASK, redact, redacted

WORDS = st.text(alphabet="abcdefghij .,;:/-", max_size=30)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SAFE = LETTERS + LETTERS.lower() + "0123456789"


def of(alphabet: str, least: int, most: int | None = None) -> st.SearchStrategy[str]:
    return st.text(alphabet=alphabet, min_size=least, max_size=most or least)


SECRETS = st.one_of(
    of(LETTERS + "234567", 16).map("AKIA{}".format),
    of(LETTERS + "234567", 16).map("ASIA{}".format),
    of(SAFE + "/+", 37).map("aB3{}".format),
    st.tuples(of(SAFE, 8, 40), of(SAFE, 8, 40), of(SAFE + "-_", 20, 60)).map(
        lambda parts: "eyJ{}.eyJ{}.{}".format(*parts)
    ),
    of(SAFE, 20, 40).map("xoxb-{}".format),
    of(SAFE, 36).map("ghp_{}".format),
    of(SAFE, 3, 12).map("{}@example.com".format),
)


@given(WORDS, SECRETS, WORDS)
def test_a_secret_between_any_words_is_masked(before: str, secret: str, after: str) -> None:
    masked = redact(f"{before} {secret} {after}")

    assert secret not in masked
    assert MASK in masked


@given(
    of(SAFE, 8, 30).map("7{}".format),
    st.sampled_from(["Bearer {}", "https://ana:{}@db.internal/x"]),
)
def test_what_is_a_secret_by_its_place_is_masked(secret: str, place: str) -> None:
    assert secret not in redact(f"GET with {place.format(secret)} failed")


@pytest.mark.parametrize(
    "line",
    [
        "DB_PASSWORD={}",
        "password: {}",
        "password = '{}'",
        '{{"password": "{}"}}',
        '{{\\"clientSecret\\": \\"{}\\"}}',
        "api-key => {}",
        "https://example.com/?token={}&page=2",
        "x-amz-signature={}",
    ],
)
@given(secret=of(SAFE, 8, 30))
def test_a_value_behind_a_telling_name_is_masked(line: str, secret: str) -> None:
    said = line.format(secret)

    assert redact(said) == said.replace(secret, MASK)


@given(st.text())
@example("password=a;password=b")
@example("token: Bearer abcdefghijk")
@example("://:a@b@c.de:f@g")
def test_doing_it_twice_changes_nothing_more(text: str) -> None:
    once = redact(text)

    assert redact(once) == once


@pytest.mark.parametrize(
    "line",
    [
        "orders 1.4.2 is deployed to production, and pass: 5",
        "commit 3f786850e387550fdab836ed7e6dc881de23001b",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "arn:aws:ecs:us-east-1:123456789012:service/production/orders",
        "unable to read secret: arn:aws:secretsmanager:eu-west-1:123456789012:secret:db",
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/orders:1.4.2",
        "request 7b0a2a5d-2f0d-47ad-8a83-37f7a6c0a4d1 took 12 ms",
        "https://example.com:8080/path?page=2",
        "ERROR java.lang.IllegalStateException: token expired",
        "Passwords are never logged",
        "basic authentication is off",
    ],
)
def test_what_helps_stays_readable(line: str) -> None:
    assert redact(line) == line


def test_a_private_key_goes_even_when_it_is_cut_off() -> None:
    key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nabc"

    assert redact(f"read {key}") == f"read {MASK}"
    assert redact(f"read {key}\n-----END RSA PRIVATE KEY----- done") == f"read {MASK} done"


def test_a_name_takes_its_value_along() -> None:
    values = {"service": "orders", "db_password": "x", "note": "mail ana@example.com"}

    assert redacted(values) == {"service": "orders", "db_password": MASK, "note": f"mail {MASK}"}


@pytest.mark.parametrize(
    "piece", ["a@", "password=", "eyJ", "eyJ-", "://", "Bearer ", "aB3/", 'token:\\"']
)
def test_a_hostile_line_takes_no_longer_than_its_length(piece: str) -> None:
    line = piece * (100_000 // len(piece))
    began = time.process_time()
    redact(line)

    assert time.process_time() - began < 2
