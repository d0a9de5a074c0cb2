"""Sign-in on one's own machine: choose one of the example people, get a signed cookie.

It stands where an identity provider and API Gateway's JWT authorizer stand in production. The key
is made at start and never leaves the process, so a cookie of an earlier run proves nothing.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import jwt

ISSUER = "ground-control-local"
LIFETIME = timedelta(hours=12)


@dataclass(frozen=True)
class LocalPerson:
    sub: str
    name: str
    roles: Mapping[str, str] = field(default_factory=dict)
    """Environment -> role, to be shown; what they may do is fulfillment's policy."""


@dataclass(frozen=True)
class SignIn:
    people: tuple[LocalPerson, ...]
    """At least one; the first is who a new browser is signed in as."""
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def find(self, sub: object) -> LocalPerson | None:
        return next((person for person in self.people if person.sub == sub), None)

    def token(self, person: LocalPerson) -> str:
        now = int(self.clock().timestamp())
        payload = {
            "iss": ISSUER,
            "sub": person.sub,
            "name": person.name,
            "iat": now,
            "exp": now + int(LIFETIME.total_seconds()),
        }
        return jwt.encode(payload, self.key, algorithm="HS256")

    def claims(self, token: str) -> dict[str, str] | None:
        """The claims as the authorizer passes them on, all text; None where the token fails."""
        try:
            payload = jwt.decode(
                token,
                self.key,
                algorithms=["HS256"],
                issuer=ISSUER,
                # PyJWT checks times against the machine's clock; ours is injected.
                options={"verify_exp": False, "verify_iat": False, "require": ["sub", "exp"]},
            )
        except jwt.PyJWTError:
            return None
        if self.clock().timestamp() >= int(payload["exp"]) or self.find(payload["sub"]) is None:
            return None
        return {name: str(value) for name, value in payload.items()}
