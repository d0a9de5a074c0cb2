"""Access tokens of Login with Amazon, from a refresh token."""

from typing import Final
from urllib.parse import urlencode

from deploy.errors import PublishError
from deploy.publish.alexa.calls import Calls, refused
from deploy.publish.alexa.credentials import Credentials

ENDPOINT: Final = "https://api.amazon.com"
PATH: Final = "/auth/o2/token"
_MARGIN_SECONDS: Final = 60.0


class LoginWithAmazon:
    """Gives an access token, and gets a new one when it grows old. Never shows one."""

    def __init__(self, calls: Calls, credentials: Credentials, endpoint: str = ENDPOINT) -> None:
        self._calls = calls
        self._credentials = credentials
        self._endpoint = endpoint
        self._token = ""
        self._expires = 0.0

    def token(self) -> str:
        """Raises PublishError."""
        if not self._token or self._calls.clock.now() >= self._expires:
            self._renew()
        return self._token

    def forget(self) -> None:
        """The token was refused: get another one next time."""
        self._token = ""

    def _renew(self) -> None:
        body = {
            "grant_type": "refresh_token",
            "client_id": self._credentials.client_id,
            "client_secret": self._credentials.client_secret,
            "refresh_token": self._credentials.refresh_token,
        }
        answer = self._calls.call(
            "POST",
            self._endpoint + PATH,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            body=urlencode(body).encode(),
        )
        document = answer.document()
        token, seconds = document.get("access_token"), document.get("expires_in")
        if answer.status != 200:
            raise refused("signing in with Amazon", answer)
        if not isinstance(token, str) or not isinstance(seconds, int | float):
            raise PublishError("signing in with Amazon: the answer holds no access token")
        self._token = token
        self._expires = self._calls.clock.now() + seconds - _MARGIN_SECONDS
