"""The error tree of the bot definition and its tools.

BotError                    a mistake in a definition or a document, with a message for a person
├── DefinitionError         the YAML under intents/ is not a bot; lists every problem
├── TemplateError           an utterance template is malformed; names the column
├── ConditionError          a condition of Lex is malformed; names the column
├── SerializeError          a compiled definition (JSON) does not have the form it must have
├── UnknownLocaleError      a recognizer was asked for a locale that the bot does not have
├── ArchiveError            a Lex V2 archive cannot be read; lists every problem
├── EvaluationError         a paraphrase or example file is not what it must be
│   └── ConversationsError  files of conversations cannot be read; lists every problem
├── ModelError              a saved language model cannot be used here
├── LexDocumentError        a JSON document of the Lex V2 protocol is malformed; has the pointer
├── LexApiError             a call of the Lex V2 runtime API is answered with this error
├── CodeHookError           the bot's Lambda function gave no answer
└── PortTakenError          something else listens on the port of the local runtime
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from bot.printing import on_one_line

Severity = Literal["error", "warning", "note"]
"""A definition with an error is not published; a note only says what a platform makes of it."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong in a definition: where, what, and what to do about it."""

    where: str
    """A file relative to the definition's root ("help/en_US.yaml"), or a name in the bot."""
    line: int
    """1-based line of the file; 0 where there is no file."""
    message: str
    cure: str
    rule: str = field(default="", compare=False)
    """Id of the rule that found it: `bot.rules`."""
    severity: Severity = field(default="error", compare=False)

    def __str__(self) -> str:
        place = f"{self.where}:{self.line}" if self.line else self.where
        end = "" if self.cure.endswith("?") else "."
        return on_one_line(f"{place}: {self.message}. {self.cure}{end}")


class BotError(Exception):
    """Base of all errors that `bot` raises on purpose."""


class DefinitionError(BotError):
    """The definition cannot be loaded. `problems` holds all of them, by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        count = len(self.problems)
        heading = f"{count} problem{'' if count == 1 else 's'} in the definition:"
        super().__init__("\n".join([heading, *map(str, self.problems)]))


class TemplateError(BotError):
    """A template is malformed at `position` (0-based character) of `template`."""

    def __init__(self, template: str, position: int, message: str) -> None:
        self.template = template
        self.position = position
        super().__init__(f"{message} at character {position + 1} of {template!r}")


class ConditionError(BotError):
    """A condition is malformed at `position` (0-based character) of `expression`."""

    def __init__(self, expression: str, position: int, message: str) -> None:
        self.expression = expression
        self.position = position
        super().__init__(f"{message} at character {position + 1} of {expression!r}")


class SerializeError(BotError):
    """A compiled definition is malformed; the message names the key and what was expected."""


class EvaluationError(BotError):
    """A file of paraphrases or examples is malformed; the message names file and place."""


class ConversationsError(EvaluationError):
    """Files of conversations cannot be read. `problems` holds all of them, by file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        count = len(self.problems)
        heading = f"{count} problem{'' if count == 1 else 's'} in the conversations:"
        super().__init__("\n".join([heading, *map(str, self.problems)]))


class ArchiveError(BotError):
    """A Lex V2 archive cannot be read: `problems` says which file, what and the cure."""

    WHOLE = "the archive"
    """Where the problem is of no one file."""

    def __init__(self, where: str, message: str, cure: str, *, line: int = 0) -> None:
        self.problems: tuple[Problem, ...] = (Problem(where or self.WHOLE, line, message, cure),)
        super().__init__(str(self.problems[0]))

    @classmethod
    def listing(cls, problems: Iterable[Problem]) -> "ArchiveError":
        """One error for all of `problems`, at least one."""
        found = tuple(sorted(problems))
        error = cls(found[0].where, found[0].message, found[0].cure, line=found[0].line)
        error.problems = found
        error.args = ("\n".join(map(str, found)),)
        return error


class UnknownLocaleError(BotError):
    """The bot has no such locale; the message names those it has."""


class ModelError(BotError):
    """A saved language model cannot be used here."""


class LexDocumentError(BotError):
    """A document of the Lex V2 protocol is malformed at `pointer` (RFC 6901; "" is the whole)."""

    def __init__(self, pointer: str, message: str) -> None:
        self.pointer = pointer
        super().__init__(f"{pointer or 'the document'}: {message}")


LexApiErrorType = Literal[
    "AccessDeniedException",
    "BadGatewayException",
    "ConflictException",
    "DependencyFailedException",
    "InternalServerException",
    "ResourceNotFoundException",
    "ThrottlingException",
    "UnknownOperationException",
    "ValidationException",
]


class LexApiError(BotError):
    """The answer to a call of the Lex V2 runtime API is the error `type`, with this message."""

    def __init__(self, error_type: LexApiErrorType, message: str) -> None:
        self.type: LexApiErrorType = error_type
        super().__init__(message)


class CodeHookError(BotError):
    """The bot's Lambda function gave no answer; `kind` is that of `HookFailure`."""

    def __init__(
        self, kind: Literal["raised", "timeout", "malformed", "throttled"], reason: str
    ) -> None:
        self.kind: Literal["raised", "timeout", "malformed", "throttled"] = kind
        super().__init__(reason)


class PortTakenError(BotError):
    """The local runtime cannot listen on its port; the message says what to do about it."""
