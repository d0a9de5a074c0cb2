"""The real gateway and the real web channel, served on loopback, with an `Assistant` behind."""

import asyncio
import os
import queue
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from channels.web.lambda_handler import Application, answer
from deploy.local.gateway.app import Gateway, create_app
from deploy.local.gateway.server import Listening, serve
from deploy.local.gateway.sign_in import LocalPerson, SignIn
from tests.browser.assistant import Assistant

PEOPLE = (
    LocalPerson("ana", "Ana Ruiz", {"*": "approver"}),
    LocalPerson("bo", "Bo Chen", {"*": "viewer", "staging": "operator"}),
    LocalPerson("vic", "Vic Ito", {"*": "viewer"}),
)


@contextmanager
def serving(assistant: Assistant, port: int = 0) -> Iterator[str]:
    """The address of the page. Closing the pipe ends the server, as a parent's death would."""

    def invoke(function: str, event: Mapping[str, Any]) -> object:
        return answer(Application(assistant), event)

    reading, writing = os.pipe()
    ports: queue.Queue[int] = queue.Queue()
    app = create_app(Gateway(SignIn(PEOPLE), invoke))
    with os.fdopen(reading) as end:
        listening = Listening(port, ports.put, stop_at_end_of=end)
        thread = threading.Thread(target=lambda: asyncio.run(serve(app, listening)))
        thread.start()
        try:
            yield f"http://127.0.0.1:{ports.get(timeout=10)}"
        finally:
            os.close(writing)
            thread.join(timeout=10)
