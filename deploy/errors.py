"""The error tree of deploy: mistakes of the person who runs a command, with their cure.

DeployError
├── BuildError      a definition, environments or policy file does not hold; lists every problem
├── PortTaken       a port that was asked for is in use
├── StartError      a process of the local world did not come up
└── NotLoopback     something tried to reach an address outside this machine
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
