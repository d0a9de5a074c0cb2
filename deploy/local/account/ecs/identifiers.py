"""Identifiers in ECS's shapes, from a seed: the same world twice has the same ids."""

import random
import string


class Identifiers:
    """Draws ids. Not secret, not unpredictable: only unique within one world."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311 - names of simulated things
        self._hosts: dict[str, int] = {}

    def task(self) -> str:
        return f"{self._random.getrandbits(128):032x}"

    def deployment(self) -> str:
        return f"ecs-svc/{self.number()}"

    def number(self) -> str:
        return str(self._random.randrange(10**18, 9 * 10**18))

    def short(self) -> str:
        """21 letters and digits: the last part of a service deployment's ARN."""
        return "".join(self._random.choices(string.ascii_letters + string.digits, k=21))

    def event(self) -> str:
        bits = f"{self._random.getrandbits(128):032x}"
        return "-".join((bits[:8], bits[8:12], bits[12:16], bits[16:20], bits[20:]))

    def address(self, subnet_prefix: str) -> str:
        """A free private IPv4 address in the /24 that `subnet_prefix` ("10.0.1.") names."""
        host = self._hosts.get(subnet_prefix, 10)
        self._hosts[subnet_prefix] = host + 1 if host < 250 else 10
        return f"{subnet_prefix}{host}"

    def vary(self, seconds: float, share: float) -> float:
        """`seconds`, more or less by up to `share` of it."""
        return seconds * self._random.uniform(1 - share, 1 + share)
