"""Writes to GitHub Actions and Jenkins: one POST, never repeated."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fulfillment.errors import OpsError, OutcomeUnknown
from fulfillment.ops.pipelines.web import Web
from fulfillment.sentences import Phrase, phrase


class WritingWeb(Web):
    """`Web` that may write, too."""

    def post(self, path: str, what: Phrase, body: Mapping[str, Any] | None = None) -> None:
        """Raises `OutcomeUnknown` where the answer was lost, `OpsError` where it was refused."""
        import urllib3  # noqa: PLC0415 - cold start

        try:
            answer = self._request("POST", path, None, body)
        except urllib3.exceptions.HTTPError as error:
            # Without a connection nothing was sent.
            if isinstance(getattr(error, "reason", error), urllib3.exceptions.NewConnectionError):
                raise OpsError("failed", what, phrase("host_unreached", host=self.host)) from None
            raise OutcomeUnknown("timeout", what, phrase("no_answer_came")) from None
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise OutcomeUnknown("failed", what, phrase("no_answer_came"))
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise self._refused(answer.status, what)
