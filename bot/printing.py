"""What strangers wrote, for a terminal and for a log that a machine reads."""

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_COMMANDS = ("::", "##[")
"""What begins a workflow command in the log of a job on GitHub.

Source: https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
"""


def printable(text: str) -> str:
    """`text` without what would move a terminal's cursor or colour it; its lines stay."""
    return "".join(one if one.isprintable() or one == "\n" else _REPLACEMENT for one in text)


def on_one_line(text: str) -> str:
    """`text` on one line that moves no cursor and commands no job."""
    line = "".join(one if one.isprintable() else _REPLACEMENT for one in text)
    return f"\\{line}" if line.lstrip().startswith(_COMMANDS) else line
