"""The error tree of deploy: mistakes of the person who runs a command, with their cure.

DeployError
├── BuildError      a definition, environments or policy file does not hold; lists every problem
├── PortTaken       a port that was asked for is in use
├── StartError      a process of the local world did not come up
├── NotLoopback     something tried to reach an address outside this machine
├── SettingInvalid  an option of a local server, or a file it names, cannot be used
├── ModelsApiError  a call of the simulated lexv2-models API is answered with this error
├── PublishError    a bot cannot be published, rolled back or compared
│   ├── ExportUnreadable a bot that Lex exported holds what cannot be read
│   ├── AwsRefused       AWS refused a call; says what for and what to do
│   ├── SmapiRefused     Alexa's Skill Management API refused a call; the same
│   ├── NoAnswer         a connection failed: nobody knows whether the request arrived
│   ├── WaitTooLong      something that AWS does took longer than it may
│   └── GateFailed       a version does not hold its conversations; nothing that users see changed
└── FunctionError   a Lambda function behind the gateway gave nothing to pass on
    ├── FunctionFailed       it raised, is not there, or answered no JSON
    ├── FunctionUnreachable  it could not be called, or took too long
    └── AnswerMalformed      what it answered is no HTTP response
"""


class DeployError(Exception):
    """Base of all errors that deploy raises on purpose.

    `exit_code` is what the command that meets it exits with.
    """

    exit_code = 1


class BuildError(DeployError):
    """What the build reads does not hold; the message has one line a problem."""


class PortTaken(DeployError):  # noqa: N818 - says what is the matter
    """A port is in use; names the port and the option that chooses another."""

    exit_code = 2


class StartError(DeployError):
    """A process did not come up; the message ends with the last lines of its log."""


class NotLoopback(DeployError, OSError):  # noqa: N818 - says what is the matter
    """A connection to an address outside this machine was refused before it was made.

    An OSError too, so that clients report it as the connection failure that it is.
    """


class SettingInvalid(DeployError):  # noqa: N818 - says what is the matter
    """An option of a local server, or a file it names, cannot be used; names both."""

    exit_code = 2


class ModelsApiError(DeployError):
    """The answer to a call of the simulated lexv2-models API is the error `type` (botocore's)."""

    def __init__(self, error_type: str, message: str) -> None:
        self.type = error_type
        super().__init__(message)


class PublishError(DeployError):
    """A bot cannot be published, rolled back or compared; the message says what to do."""


class ExportUnreadable(PublishError):  # noqa: N818 - says what is the matter
    """A bot that Lex exported holds what cannot be read: Lex may have learned something new."""


class AwsRefused(PublishError):  # noqa: N818 - says what happened
    """AWS refused a call. `kind`: see `deploy.publish.aws.calls`."""

    def __init__(self, kind: str, message: str) -> None:
        self.kind = kind
        super().__init__(message)


class SmapiRefused(PublishError):  # noqa: N818 - says what happened
    """Alexa's Skill Management API refused a call with the HTTP status `status`."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


class NoAnswer(PublishError):  # noqa: N818 - says what happened
    """A connection failed, before an answer came: the request may have arrived, or not."""


class WaitTooLong(PublishError):  # noqa: N818 - says what is the matter
    """Something that AWS does in its own time took too long."""

    def __init__(self, what: str, seconds: float) -> None:
        super().__init__(
            f"{what}: not done after {seconds:.0f} s. Look at it in the console; run the command "
            "again to go on where this one stopped"
        )


class GateFailed(PublishError):  # noqa: N818 - says what happened
    """A version does not hold its conversations: it was not put before users."""


class FunctionError(DeployError):
    """A Lambda function behind the gateway gave nothing that can be passed on."""


class FunctionFailed(FunctionError):  # noqa: N818 - says what happened
    """A function raised, is not there, or answered no JSON. Never holds the function's words."""

    def __init__(self, function: str, reason: str) -> None:
        super().__init__(f"{function} failed: {reason!r}")


class FunctionUnreachable(FunctionError):  # noqa: N818 - says what happened
    """A function could not be called, or did not answer in time."""

    def __init__(self, function: str, reason: str) -> None:
        super().__init__(f"{function} did not answer: {reason}")


class AnswerMalformed(FunctionError):  # noqa: N818 - says what is the matter
    """A function's answer is no HTTP response; says which part."""
