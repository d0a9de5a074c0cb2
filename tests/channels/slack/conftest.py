"""One moto server for the session; queues, a table and a fake Slack for each test."""

from collections.abc import Iterator

import pytest
from moto.server import ThreadedMotoServer

from tests.channels.slack.aws import Aws, Server, connect, new_aws
from tests.channels.slack.fake_slack import FakeSlack
from tests.channels.slack.front import Front


@pytest.fixture(scope="session")
def moto_server() -> Iterator[Server]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield connect(f"http://{host}:{port}")
    server.stop()


@pytest.fixture
def aws(moto_server: Server) -> Aws:
    return new_aws(moto_server)


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as fake:
        yield fake


@pytest.fixture
def front() -> Front:
    return Front()
