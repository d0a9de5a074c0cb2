"""What a rule is: one thing that a platform, or we, ask of a definition.

One rule a file. Its `RULE` is found by the folder that it stands in: `bot.rules.catalogue`.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from bot.errors import Problem, Severity
from bot.load_checks import Documents
from bot.rules.subject import Subject

OURS = "ours"
"""The source of a rule that no platform asks for."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """`reason`: whole sentences, why it is asked. `source`: where that is written down."""

    id: str
    """Kebab-case; those of a platform begin with its name."""
    reason: str
    source: str
    severity: Severity = "error"

    @property
    def platform(self) -> str:
        """ "lex", "alexa", "slack"; "" for what holds whatever the platform."""
        first = self.id.partition("-")[0]
        return first if first in ("lex", "alexa", "slack") else ""


@dataclass(frozen=True, kw_only=True)
class FilesRule(Rule):
    """Looks at the files, as far as each could be read: it runs whenever they are loaded.

    `check` gets the documents and the sources that there are live values of.
    """

    check: Callable[[Documents, Collection[str]], Iterable[Problem]]


@dataclass(frozen=True, kw_only=True)
class DefinitionRule(Rule):
    """Looks at what the files define, without those that are broken."""

    check: Callable[[Subject], Iterable[Problem]]
    needs_whole: bool = False
    """Whether it is skipped while some file is broken: what it misses may stand there."""


def found_by(rule: Rule, problems: Iterable[Problem]) -> list[Problem]:
    """`problems` as this rule's, each once. A problem that is less than an error stays so."""
    return [
        Problem(
            one.where,
            one.line,
            one.message,
            one.cure,
            rule=rule.id,
            severity=rule.severity if one.severity == "error" else one.severity,
        )
        for one in dict.fromkeys(problems)
    ]
