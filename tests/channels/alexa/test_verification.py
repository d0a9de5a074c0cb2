"""Only what Alexa signed, now, gets through."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from cryptography import x509
from hypothesis import given
from hypothesis import strategies as st

from channels.alexa.verification import (
    CERTIFICATE_FOLDER,
    MAX_CACHED_CHAINS,
    RequestVerifier,
    certificate_path,
)
from channels.errors import VerificationRefused
from tests.channels.alexa.authority import (
    NOW,
    URL,
    make_authority,
    make_leaf,
    new_key,
    pem,
    request_body,
    signature,
    signed_headers,
)


@dataclass
class CertificateHost:
    """Serves one PEM at every path and remembers what was asked for."""

    document: bytes
    paths: list[str] = field(default_factory=list)

    def __call__(self, path: str) -> bytes:
        self.paths.append(path)
        return self.document


@dataclass
class World:
    """A verifier that trusts one authority, and what it depends on."""

    host: CertificateHost
    moment: datetime = NOW
    verifier: RequestVerifier = field(init=False)

    def __post_init__(self) -> None:
        roots = (make_authority().certificate,)
        self.verifier = RequestVerifier(self.host, roots, lambda: self.moment)


def world_with(*certificates: x509.Certificate) -> World:
    return World(CertificateHost(pem(*certificates)))


@pytest.fixture
def world() -> World:
    return world_with(make_leaf(make_authority()))


def test_a_request_signed_by_alexa_is_accepted(world: World) -> None:
    body = request_body()

    world.verifier.verify(signed_headers(body), body)

    assert world.host.paths == ["/echo.api/echo-api-cert.pem"]


def test_header_names_count_in_any_case(world: World) -> None:
    body = request_body()

    world.verifier.verify({k.lower(): v for k, v in signed_headers(body).items()}, body)


def test_a_changed_body_is_refused(world: World) -> None:
    headers = signed_headers(request_body())

    with pytest.raises(VerificationRefused, match="signature does not match"):
        world.verifier.verify(headers, request_body() + b" ")


@pytest.mark.parametrize("header", ["SignatureCertChainUrl", "Signature-256"])
def test_a_missing_header_is_refused(world: World, header: str) -> None:
    body = request_body()
    headers = signed_headers(body)
    del headers[header]

    with pytest.raises(VerificationRefused, match=f"{header.lower()} is missing"):
        world.verifier.verify(headers, body)


@pytest.mark.parametrize("text", ["not base64!", "YWJj", "\N{SNOWMAN}"])
def test_a_signature_that_is_none_is_refused(world: World, text: str) -> None:
    body = request_body()

    with pytest.raises(VerificationRefused, match="signature"):
        world.verifier.verify(signed_headers(body) | {"Signature-256": text}, body)


def test_the_old_sha1_signature_does_not_stand_in(world: World) -> None:
    body = request_body()
    headers = signed_headers(body)
    headers["Signature-256"] = headers["Signature"]

    with pytest.raises(VerificationRefused, match="signature does not match"):
        world.verifier.verify(headers, body)


REFUSED_CHAINS: dict[str, Callable[[], tuple[x509.Certificate, ...]]] = {
    "wrong name": lambda: (make_leaf(make_authority(), names=("echo-api.example.com",)),),
    "wildcard name": lambda: (make_leaf(make_authority(), names=("*.amazon.com",)),),
    "expired": lambda: (make_leaf(make_authority(), ends=NOW - timedelta(seconds=1)),),
    "not valid yet": lambda: (make_leaf(make_authority(), begins=NOW + timedelta(seconds=1)),),
    "signed by somebody else": lambda: (make_leaf(make_authority("Other Root")),),
    "brings its own root": lambda: (
        make_leaf(make_authority("Other Root")),
        make_authority("Other Root").certificate,
    ),
    "self-signed": lambda: (make_authority("leaf").certificate,),
    "empty": tuple,
    "too long": lambda: (make_leaf(make_authority()),) * 9,
}


@pytest.mark.parametrize("chain", REFUSED_CHAINS.values(), ids=REFUSED_CHAINS.keys())
def test_a_chain_that_does_not_hold_is_refused(
    chain: Callable[[], tuple[x509.Certificate, ...]],
) -> None:
    body = request_body()

    with pytest.raises(VerificationRefused, match="certificate"):
        world_with(*chain()).verifier.verify(signed_headers(body), body)


def test_what_is_no_certificate_is_refused() -> None:
    body = request_body()
    world = World(CertificateHost(b"<Error>AccessDenied</Error>"))

    with pytest.raises(VerificationRefused, match="not PEM"):
        world.verifier.verify(signed_headers(body), body)


@pytest.mark.parametrize("seconds", [-150, 0, 150])
def test_150_seconds_either_way_are_accepted(world: World, seconds: int) -> None:
    body = request_body(NOW + timedelta(seconds=seconds))

    world.verifier.verify(signed_headers(body), body)


@pytest.mark.parametrize("seconds", [-151, 151, -86_400])
def test_a_request_of_another_time_is_refused(world: World, seconds: int) -> None:
    body = request_body(NOW + timedelta(seconds=seconds))

    with pytest.raises(VerificationRefused, match="seconds off"):
        world.verifier.verify(signed_headers(body), body)


def test_a_skill_event_may_be_an_hour_old(world: World) -> None:
    old = NOW - timedelta(seconds=3600)
    body = request_body(old, "AlexaSkillEvent.SkillEnabled")

    world.verifier.verify(signed_headers(body), body)


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b"[]",
        b"not json",
        b"\xff",
        b'{"request": null}',
        b'{"request": {"type": "LaunchRequest", "timestamp": "2026-01-05T10:00:00"}}',
        b'{"request": {"type": "LaunchRequest", "timestamp": 1767607200000}}',
    ],
)
def test_a_body_without_a_timestamp_is_refused(world: World, body: bytes) -> None:
    with pytest.raises(VerificationRefused, match="timestamp"):
        world.verifier.verify(signed_headers(body), body)


def test_the_chain_is_fetched_once(world: World) -> None:
    body = request_body()
    for _ in range(3):
        world.verifier.verify(signed_headers(body), body)

    assert len(world.host.paths) == 1


def test_a_cached_chain_still_expires(world: World) -> None:
    body = request_body()
    world.verifier.verify(signed_headers(body), body)
    world.moment = NOW + timedelta(days=31)
    later = request_body(world.moment)

    with pytest.raises(VerificationRefused, match="chain does not hold"):
        world.verifier.verify(signed_headers(later), later)


def test_a_chain_that_failed_is_not_kept(world: World) -> None:
    body = request_body()
    good = world.host.document
    world.host.document = pem(make_leaf(make_authority(), names=("echo-api.example.com",)))
    with pytest.raises(VerificationRefused):
        world.verifier.verify(signed_headers(body), body)
    world.host.document = good

    world.verifier.verify(signed_headers(body), body)


def test_the_cache_is_bounded(world: World) -> None:
    body = request_body()
    urls = [URL.replace("cert", f"cert-{n}") for n in range(MAX_CACHED_CHAINS + 1)]
    for url in (*urls, urls[0]):
        world.verifier.verify(signed_headers(body, url), body)

    assert len(world.host.paths) == MAX_CACHED_CHAINS + 2


def test_a_key_that_is_not_the_certificates_is_refused() -> None:
    other = make_leaf(make_authority(), key=new_key("another leaf"))
    body = request_body()

    with pytest.raises(VerificationRefused, match="signature does not match"):
        world_with(other).verifier.verify(signed_headers(body), body)


GOOD_URLS = {
    "https://s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "https://s3.amazonaws.com:443/echo.api/echo-api-cert.pem",
    "HTTPS://S3.AmazonAWS.com/echo.api/echo-api-cert.pem",
    "https://s3.amazonaws.com/echo.api/../echo.api/echo-api-cert.pem",
    "https://s3.amazonaws.com/other/../echo.api/./echo-api-cert.pem",
}


@pytest.mark.parametrize("url", sorted(GOOD_URLS))
def test_amazons_urls_are_accepted_and_normalised(url: str) -> None:
    assert certificate_path(url) == "/echo.api/echo-api-cert.pem"


BAD_URLS = [
    "",
    "echo.api/echo-api-cert.pem",
    "http://s3.amazonaws.com/echo.api/cert.pem",
    "file:///echo.api/cert.pem",
    "https://notamazon.com/echo.api/cert.pem",
    "https://s3.amazonaws.com.evil.example/echo.api/cert.pem",
    "https://evil.s3.amazonaws.com/echo.api/cert.pem",
    "https://s3.amazonaws.com:444/echo.api/cert.pem",
    "https://s3.amazonaws.com:0/echo.api/cert.pem",
    "https://s3.amazonaws.com:65536/echo.api/cert.pem",
    "https://s3.amazonaws.com:https/echo.api/cert.pem",
    "https://s3.amazonaws.com@evil.example/echo.api/cert.pem",
    "https://s3.amazonaws.com:443@evil.example/echo.api/cert.pem",
    "https://evil.example@s3.amazonaws.com/echo.api/cert.pem",
    "https://user:password@s3.amazonaws.com/echo.api/cert.pem",
    "https://s3.amazonaws.com\\@evil.example/echo.api/cert.pem",
    "https://s3.amazonaws.com/EcHo.aPi/cert.pem",
    "https://s3.amazonaws.com/ECHO.API/cert.pem",
    "https://s3.amazonaws.com/invalid.path/cert.pem",
    "https://s3.amazonaws.com/echo.api",
    "https://s3.amazonaws.com/echo.api/",
    "https://s3.amazonaws.com/echo.api.evil/cert.pem",
    "https://s3.amazonaws.com/echo.api/../evil-bucket/cert.pem",
    "https://s3.amazonaws.com/echo.api/../../evil-bucket/cert.pem",
    "https://s3.amazonaws.com/echo.api/%2e%2e/evil-bucket/cert.pem",
    "https://s3.amazonaws.com/echo.api/..%2fevil-bucket/cert.pem",
    "https://s3.amazonaws.com/echo.api\\..\\evil-bucket/cert.pem",
    "https://s3.amazonaws.com//echo.api/cert.pem",
    "https://s3.amazonaws.com/echo.api/cert.pem?versionId=1",
    "https://s3.amazonaws.com/echo.api/cert.pem?",
    "https://s3.amazonaws.com/echo.api/cert.pem#part",
    "https://s3.amazonaws.com/echo.api/ce\nrt.pem",
    "https://s3.amazonaws.com/echo.api/ce rt.pem",
    "https://s3.amazonaws.com/echo.api/c\N{CYRILLIC SMALL LETTER IE}rt.pem",
    "https://[s3.amazonaws.com/echo.api/cert.pem",
    "https://s3.amazonaws.com/echo.api/" + "a" * 600,
]


@pytest.mark.parametrize("url", BAD_URLS)
def test_every_other_url_is_refused(url: str) -> None:
    with pytest.raises(VerificationRefused, match="certificate URL"):
        certificate_path(url)


@given(
    before=st.text(alphabet="/.@:\\%?#aeE", max_size=8),
    after=st.text(alphabet="/.@:\\%?#echoapi", max_size=12),
)
def test_no_url_leads_out_of_amazons_folder(before: str, after: str) -> None:
    """Whatever is put around the true parts, only Amazon's folder is ever asked for."""
    try:
        path = certificate_path(f"https://{before}s3.amazonaws.com/echo.api/{after}")
    except VerificationRefused:
        return

    assert before == ""
    assert path.startswith(CERTIFICATE_FOLDER)
    assert ".." not in path.split("/")


def test_a_wrong_url_fetches_nothing(world: World) -> None:
    body = request_body()

    with pytest.raises(VerificationRefused):
        world.verifier.verify(signed_headers(body, BAD_URLS[4]), body)
    assert world.host.paths == []


def test_the_refusal_never_holds_what_was_sent(world: World) -> None:
    body = request_body() + b"secret words"

    with pytest.raises(VerificationRefused) as refusal:
        world.verifier.verify(signed_headers(request_body()) | {"Signature-256": "c2VjcmV0"}, body)
    assert signature(b"x") not in str(refusal.value)
    assert "secret" not in str(refusal.value)
