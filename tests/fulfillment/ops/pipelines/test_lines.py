"""Which lines of a build's log are shown."""

import pytest

from fulfillment.ops.pipelines.lines import MOST_LINES, failing_lines, first_telling


def test_lines_that_tell_come_with_what_belongs_to_them() -> None:
    log = [
        "npm run build",
        "compiling 214 files",
        "src/basket.ts:41:7 - error TS2339: Property 'date' does not exist",
        "41       basket.date",
        "         ~~~~~~~~~~~",
        "",
        "done in 4 s",
        "uploading the report",
        "still uploading the report",
    ]

    assert failing_lines(log) == (
        "src/basket.ts:41:7 - error TS2339: Property 'date' does not exist",
        "41 basket.date",
        "~~~~~~~~~~~",
        "done in 4 s",
    )


def test_a_log_in_which_nothing_tells_gives_its_end() -> None:
    assert failing_lines([f"line {n}" for n in range(100)], most=3) == (
        "line 97",
        "line 98",
        "line 99",
    )


def test_of_many_the_last_ones_and_each_is_short() -> None:
    log = [f"ERROR number {n} {'x' * 5_000}" for n in range(2_000)]
    lines = failing_lines(log)

    assert len(lines) == MOST_LINES
    assert lines[-1].startswith("ERROR number 1999 ")
    assert max(map(len, lines)) <= 200


def test_colours_frames_of_codebuild_and_secrets_are_taken_out() -> None:
    log = [
        "[Container] 2026/11/26 10:00:00 Running command make test",
        "\x1b[31mFATAL\x1b[0m: cannot log in with token=abcdefghij1234567890",
        "-----BEGIN RSA PRIVATE KEY-----",
        "MIIEowIBAAKCAQEAx7",
        "-----END RSA PRIVATE KEY-----",
        "[Container] 2026/11/26 10:00:01 Phase complete: BUILD State: FAILED",
    ]

    assert failing_lines(log) == ("FATAL: cannot log in with token=•••", "•••")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((), ""),
        (("all is well",), ""),
        (("Error: one", "  there", "Error: two", "  here"), "Error: two"),
        (("KeyError: 'x'",), "KeyError: 'x'"),
    ],
)
def test_one_line_is_said_aloud(lines: tuple[str, ...], said: str) -> None:
    assert first_telling(lines) == said
