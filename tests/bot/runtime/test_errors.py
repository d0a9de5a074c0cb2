"""Bad input, sent without an SDK: each gets its error and a message, and does nothing."""

import base64
import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from bot.lex.header import encode_header
from tests.bot.dialog.sample import LOCALE
from tests.bot.runtime.world import ALIAS_ID, BOT_ID, Raw, Served

if TYPE_CHECKING:
    from mypy_boto3_lexv2_runtime import LexRuntimeV2Client

TEXT = {"Content-Type": "text/plain; charset=utf-8"}
BOMB = base64.b64encode(gzip.compress(b"0" * 5_000_000)).decode()


def text(value: object, **more: Any) -> bytes:
    return json.dumps({"text": value, **more}).encode()


BAD_TEXT_REQUESTS: list[tuple[str, bytes, str]] = [
    ("no body", b"", "/text: is required"),
    ("not JSON", b"{", "not JSON"),
    ("not UTF-8", b'{"text": "\xff"}', "not JSON in UTF-8"),
    ("a deep list", b"[" * 100_000, "not JSON"),
    ("a list", b"[]", "must be a JSON object"),
    ("no text", b"{}", "/text: is required"),
    ("a number", text(1), "/text: is a number and must be a string"),
    ("an empty text", text(""), "/text: has 0 characters; 1 to 1024"),
    ("a long text", text("x" * 1025), "/text: has 1025 characters; 1 to 1024"),
    ("half a surrogate pair", b'{"text": "\\ud83d"}', "/text: is not valid Unicode"),
    ("a large body", text("x", padding="x" * 300_000), "larger than 262144 bytes"),
    ("a list as state", text("Help", sessionState=[]), "/sessionState: is a list"),
    (
        "a number as attribute",
        text("Help", sessionState={"sessionAttributes": {"a/b": 1}}),
        "/sessionState/sessionAttributes/a~1b: is a number",
    ),
    (
        "an unknown intent",
        text("Help", sessionState={"intent": {"name": "Nope"}}),
        "/sessionState/intent/name: the bot has no intent 'Nope'",
    ),
    (
        "an unknown slot",
        text("Help", sessionState={"intent": {"name": "Restart", "slots": {"x": None}}}),
        "/sessionState/intent/slots/x",
    ),
    (
        "an unknown action",
        text("Help", sessionState={"dialogAction": {"type": "<script>"}}),
        "/sessionState/dialogAction/type: is '<script>' and must be one of Close",
    ),
    (
        "too large attributes",
        text("Help", sessionState={"sessionAttributes": {"a": "x" * 13_000}}),
        "the code hook event is 1",
    ),
    ("a list of request attributes", text("Help", requestAttributes=["a"]), "/requestAttributes"),
]


@pytest.mark.parametrize(
    ("body", "message"),
    [(body, message) for _, body, message in BAD_TEXT_REQUESTS],
    ids=[name for name, _, _ in BAD_TEXT_REQUESTS],
)
def test_a_bad_text_request_is_refused_and_leaves_no_session(
    runtime: Served, body: bytes, message: str
) -> None:
    answer = runtime.send("POST", runtime.path("bad:text", "text"), body)
    check_error(answer, 400, "ValidationException", message)
    assert runtime.send("GET", runtime.path("bad:text")).status == 404
    assert runtime.function.events == []


def check_error(answer: Raw, status: int, error_type: str, message: str = "") -> None:
    assert (answer.status, answer.headers["x-amzn-errortype"]) == (status, error_type)
    assert answer.json["__type"] == error_type
    assert message in answer.json["message"]
    assert len(answer.headers["x-amzn-requestid"]) == 36


@dataclass(frozen=True)
class Utterance:
    body: bytes = b"Help"
    headers: Mapping[str, str] = field(default_factory=dict)


BAD_UTTERANCES: dict[str, tuple[Utterance, str]] = {
    "no content type": (Utterance(headers={"Content-Type": ""}), "Content-Type"),
    "audio": (
        Utterance(headers={"Content-Type": "audio/l16; rate=16000; channels=1"}),
        "audio is not served here",
    ),
    "JSON": (Utterance(headers={"Content-Type": "application/json"}), "is no text"),
    "another charset": (
        Utterance(headers={"Content-Type": "text/plain; charset=utf-16"}),
        "no text",
    ),
    "an audio answer": (
        Utterance(headers={"Response-Content-Type": "audio/mpeg"}),
        "Response-Content-Type: audio is not served here",
    ),
    "nothing said": (Utterance(b""), "/inputStream: has 0 characters"),
    "too much said": (Utterance(b"x" * 1025), "/inputStream: has 1025 characters"),
    "not UTF-8": (Utterance(b"\xff"), "/inputStream: is not UTF-8"),
    "plain JSON as state": (
        Utterance(headers={"x-amz-lex-session-state": "{}"}),
        "header x-amz-lex-session-state is not base64(gzip(JSON))",
    ),
    "a bomb": (Utterance(headers={"x-amz-lex-session-state": BOMB}), "unpacks to more than"),
    "a list as attributes": (
        Utterance(headers={"x-amz-lex-request-attributes": encode_header([])}),
        "must be an object",
    ),
    "too large state": (
        Utterance(headers={"x-amz-lex-session-state": "x" * 12_289}),
        "at most 16384 and 12288",
    ),
    "too large headers": (Utterance(headers={"x-other": "x" * 16_384}), "at most 16384"),
}


@pytest.mark.parametrize("name", BAD_UTTERANCES)
def test_a_bad_utterance_is_refused(runtime: Served, name: str) -> None:
    utterance, message = BAD_UTTERANCES[name]
    headers = {**TEXT, **utterance.headers}
    answer = runtime.send("POST", runtime.path("", "utterance"), utterance.body, headers)
    check_error(answer, 400, "ValidationException", message)
    assert runtime.function.events == []


@pytest.mark.parametrize(
    ("body", "headers", "message"),
    [
        (b"", {}, "/sessionState: is required"),
        (b'{"sessionState": null}', {}, "/sessionState: is required"),
        (b'{"sessionState": {}, "messages": {}}', {}, "/messages: is an object"),
        (b'{"sessionState": {"dialogAction": {"type": "Delegate"}}}', {}, "/sessionState/intent"),
        (b'{"sessionState": {}}', {"ResponseContentType": "audio/mpeg"}, "audio is not served"),
    ],
)
def test_a_bad_session_is_not_put(
    runtime: Served, body: bytes, headers: dict[str, str], message: str
) -> None:
    check_error(
        runtime.send("POST", runtime.path(), body, headers), 400, "ValidationException", message
    )


def path(
    bot: str = BOT_ID, alias: str = ALIAS_ID, locale: str = LOCALE, session: str = "u:1"
) -> str:
    return f"/bots/{bot}/botAliases/{alias}/botLocales/{locale}/sessions/{session}"


@pytest.mark.parametrize(
    ("method", "target", "status", "error_type"),
    [
        ("GET", path(bot="OTHERBOT12"), 404, "ResourceNotFoundException"),
        ("GET", path(alias="OTHERALIAS"), 404, "ResourceNotFoundException"),
        ("GET", path(locale="de_DE"), 404, "ResourceNotFoundException"),
        ("GET", path(session="nobody"), 404, "ResourceNotFoundException"),
        ("DELETE", path(session="nobody"), 404, "ResourceNotFoundException"),
        ("GET", path(bot="short"), 400, "ValidationException"),
        ("GET", path(bot="ELEVENCHARS"), 400, "ValidationException"),
        ("GET", path(session="a"), 400, "ValidationException"),
        ("GET", path(session="a" * 101), 400, "ValidationException"),
        ("GET", path(session="a%20b"), 400, "ValidationException"),
        ("GET", path(session="a%2Fb"), 400, "ValidationException"),
        ("GET", path(session="a%0Ab"), 400, "ValidationException"),
        ("GET", path(session="%FF%FF"), 400, "ValidationException"),
        ("GET", path() + "/", 404, "UnknownOperationException"),
        ("GET", path() + "/text", 404, "UnknownOperationException"),
        ("PUT", path(), 404, "UnknownOperationException"),
        ("POST", path() + "/shout", 404, "UnknownOperationException"),
        ("GET", "/", 404, "UnknownOperationException"),
        ("POST", path() + "/conversation", 400, "ValidationException"),
    ],
)
def test_a_bad_address_is_refused(
    runtime: Served, method: str, target: str, status: int, error_type: str
) -> None:
    check_error(runtime.send(method, target), status, error_type)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.com"},
        {"Origin": "null", "Content-Type": "text/plain"},
        {"Host": "rebound.example.com:8090"},
        {"Host": "127.0.0.1.example.com"},
    ],
)
def test_a_web_page_may_not_drive_the_bot(runtime: Served, headers: dict[str, str]) -> None:
    answer = runtime.send("POST", runtime.path("", "text"), text("Help"), headers)
    check_error(answer, 403, "AccessDeniedException")
    assert runtime.function.events == []


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8090", "[::1]:8090", "[::1]", "127.0.0.1"]
)
def test_other_names_of_this_machine_are_answered(runtime: Served, host: str) -> None:
    answer = runtime.send("POST", runtime.path("", "text"), text("Help"), {"Host": host})
    assert answer.status == 200


def test_start_conversation_says_what_to_use_instead(runtime: Served) -> None:
    answer = runtime.send("POST", path() + "/conversation")
    assert "use RecognizeText or RecognizeUtterance" in answer.json["message"]


@pytest.mark.parametrize(
    "said", ["x" * 1024, "🚀" * 512, "что развёрнуто", "<b>&amp;</b>", " ", "\u202eevil"]
)
def test_odd_but_lawful_text_is_answered(
    lex: "LexRuntimeV2Client", runtime: Served, said: str
) -> None:
    answer = lex.recognize_text(**runtime.address(), text=said)
    assert answer["sessionState"]["intent"]["name"] == "Fallback"
    assert runtime.function.events[0]["inputTranscript"] == said


def test_control_characters_are_spaces(lex: "LexRuntimeV2Client", runtime: Served) -> None:
    lex.recognize_text(**runtime.address(), text="Status\tservice=a\x00\r\n\x1b[31m\x7f\x9f")
    transcript = runtime.function.events[0]["inputTranscript"]
    assert transcript == "Status service=a    [31m  "


def test_a_bug_is_an_internal_error_that_tells_nothing(
    runtime: Served, caplog: pytest.LogCaptureFixture
) -> None:
    answer = runtime.send("POST", runtime.path("", "text"), text("raise"))
    check_error(answer, 500, "InternalServerException")
    assert "a bug" not in answer.json["message"]
    assert answer.headers["x-amzn-requestid"] in caplog.text


def test_a_chunked_body_is_read_whole(runtime: Served) -> None:
    chunks = iter([b"Sta", b"tus service=", b"orders"])
    target = runtime.path("", "utterance")
    assert runtime.send("POST", target, chunks, TEXT).status == 200
    assert runtime.function.events[0]["inputTranscript"] == "Status service=orders"


def test_a_bare_question_mark_is_not_part_of_the_path(runtime: Served) -> None:
    target = runtime.path("", "text") + "?"
    assert runtime.send("POST", target, text("Help")).status == 200
