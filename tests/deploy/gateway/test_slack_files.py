"""Files in the local Slack, uploaded by Slack's own SDK."""

import urllib.request
from collections.abc import Iterator
from urllib.error import HTTPError

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import WebClient

from tests.deploy.gateway.test_main import ACCOUNT, ready_port, running


@pytest.fixture(scope="module")
def slack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the local Slack."""
    people = tmp_path_factory.mktemp("people") / "people.json"
    ana = '[{"sub": "ana", "name": "Ana Ruiz", "roles": {"*": "admin"}}]'
    people.write_text(ana, encoding="utf-8")
    with running(people, "--port", "0", "--aws-endpoint-url", ACCOUNT) as process:
        yield f"http://127.0.0.1:{ready_port(process)}/local/slack"


@pytest.fixture
def client(slack: str) -> WebClient:
    return WebClient(token="made-up", base_url=f"{slack}/api/", retry_handlers=[])


def test_what_was_uploaded_can_be_looked_at(slack: str, client: WebClient) -> None:
    answer = client.files_upload_v2(
        filename="chart.png", content=b"a picture", title="Latency", channel="D0ANA"
    )
    address = f"{slack}/files/{answer['files'][0]['id']}"
    with urllib.request.urlopen(address) as file:  # noqa: S310 - our own gateway on loopback
        assert (file.read(), file.headers["content-type"]) == (b"a picture", "image/png")


def test_a_file_that_never_came_is_not_completed(client: WebClient) -> None:
    begun = client.files_getUploadURLExternal(filename="chart.png", length=9)

    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_completeUploadExternal(files=[{"id": begun["file_id"], "title": "x"}])


@pytest.mark.parametrize("body", [b"longer than announced", b"", b"short"])
def test_other_bytes_than_were_announced_are_refused(client: WebClient, body: bytes) -> None:
    begun = client.files_getUploadURLExternal(filename="chart.png", length=9)

    assert upload(str(begun["upload_url"]), body) == 400


def test_an_address_is_good_once(client: WebClient) -> None:
    address = str(client.files_getUploadURLExternal(filename="x.png", length=3)["upload_url"])

    assert [upload(address, b"abc") for _ in range(2)] == [200, 400]


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"filename": "x.png", "length": 0}, "invalid_arguments"),
        ({"filename": "", "length": 3}, "invalid_arguments"),
        ({"filename": "x.png", "length": 3, "alt_txt": "x" * 1001}, "alt_txt_too_large"),
    ],
)
def test_what_slack_refuses_is_refused(
    client: WebClient, more: dict[str, object], error: str
) -> None:
    with pytest.raises(SlackApiError, match=error):
        client.api_call("files.getUploadURLExternal", params=more)


def test_other_methods_of_files_are_not_served(client: WebClient) -> None:
    with pytest.raises(SlackApiError, match="unknown_method"):
        client.files_list()


def upload(address: str, body: bytes) -> int:
    """The status of the answer."""
    request = urllib.request.Request(address, body, method="POST")  # noqa: S310 - as above
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - as above
            return int(answer.status)
    except HTTPError as error:
        error.close()
        return error.code
