"""Secrets out of texts that are kept or shown: audit entries, log lines of services.

Better one word too many masked than one secret too few; but names, versions, commits, digests and
ARNs stay readable, because an answer without them helps nobody.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.model import Intent

MASK = "•••"
"""In place of a secret: the same in every language, and no character of any secret's alphabet."""

_VALUE = r"""
    (?P<before>\s*\\*["']?\s*(?:=>|[:=])\s*)
    (?!arn:)
    (?:(?P<quote>\\*["'])(?:(?!(?P=quote)).){%s,500}(?P=quote) | [^\s"'\\,;&<>]{%s,})
"""
"""A value behind its name, as in NAME=value, name: value, "name": "value" and escaped JSON."""


@dataclass(frozen=True)
class _Rule:
    pattern: re.Pattern[str]
    kept: str = ""
    """What stays of a match, as a template; the mask stands at {mask}."""

    def apply(self, text: str) -> str:
        return self.pattern.sub(self._replacement, text)

    def _replacement(self, match: re.Match[str]) -> str:
        groups = {name: value or "" for name, value in match.groupdict().items()}
        return (self.kept or "{mask}").format(mask=MASK, **groups)


def _named(names: str, shortest: int) -> _Rule:
    pattern = rf"(?P<name>{names}){_VALUE % (shortest, shortest)}"
    kept = "{name}{before}{quote}{mask}{quote}"
    return _Rule(re.compile(pattern, re.IGNORECASE | re.VERBOSE), kept)


_RULES = (
    # A private key, also one that was cut off before its end.
    _Rule(
        re.compile(
            r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----.*?(?:-----END [^-]*-----|\Z)", re.DOTALL
        )
    ),
    # scheme://user:password@host; the password may hold an @ itself.
    _Rule(re.compile(r"(?P<user>://[^\s/:@]*:)[^\s/]+@"), "{user}{mask}@"),
    # Before the rest of the tokens: each part alone looks like nothing.
    _Rule(re.compile(r"(?<![\w-])eyJ[\w-]{4,}\.[\w-]{4,}\.[\w-]*")),
    # Not "basic authentication": a token has more than small letters.
    _Rule(
        re.compile(
            r"\b(?P<scheme>[Bb]earer|[Bb]asic|BEARER|BASIC)(?P<space>\s+)"
            r"(?=[a-z.]*[A-Z0-9_~+/=-])[\w.~+/=-]{8,}"
        ),
        "{scheme}{space}{mask}",
    ),
    # Ids of access keys: IAM's user guide has the prefixes, under "unique identifiers".
    _Rule(re.compile(r"(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])")),
    # Forty characters of base64 in both cases and digits: a secret key. A commit has one case.
    _Rule(
        re.compile(
            r"(?<![\w/+])(?=[\w/+]*[A-Z])(?=[\w/+]*[a-z])(?=[\w/+]*\d)[A-Za-z0-9/+]{40}(?![\w/+=])"
        )
    ),
    # Tokens that name their maker: Slack, GitHub, GitLab, Stripe, npm, Google.
    _Rule(re.compile(r"\bxox[a-z]-[\w-]{8,}|\bxapp-[\w-]{8,}")),
    _Rule(re.compile(r"\b(?:gh[pousr]_|github_pat_|glpat-|[srp]k_(?:live|test)_|npm_)[\w-]{16,}")),
    _Rule(re.compile(r"\bAIza[\w-]{30,}")),
    _Rule(re.compile(r"(?P<hook>hooks\.slack\.com/services/)[\w/-]+"), "{hook}{mask}"),
    _named(r"passwo?r?d|passphrase|passwort|pwd", 1),
    _named(
        r"secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|signature|cookie", 6
    ),
    _Rule(re.compile(r"(?<![\w.%+-])[\w.%+-]++@[\w-]+(?:\.[\w-]+)+")),
)


def redact(text: str) -> str:
    """`text` with every secret that is recognised, and every e-mail address, replaced by `MASK`.

    Pure, in time linear in the text. Doing it twice changes nothing more. It is no promise: a
    secret that looks like any other word, and has no name before it, stays.
    """
    for rule in _RULES:
        text = rule.apply(text)
    return text


def redacted(values: Mapping[str, str]) -> dict[str, str]:
    """`values` with each value redacted; under a name that says "password", the whole of it."""
    return {name: _of(name, value) for name, value in values.items()}


def without_free_text(intent: Intent | None, values: Mapping[str, str]) -> dict[str, str]:
    """The values that logs and audits may have: those of slots that the definition obfuscates are
    left out."""
    hidden = {slot.name for slot in intent.slots if slot.obfuscated} if intent else set()
    return {name: value for name, value in values.items() if name not in hidden}


def _of(name: str, value: str) -> str:
    return MASK if redact(f"{name}=password") != f"{name}=password" else redact(value)
