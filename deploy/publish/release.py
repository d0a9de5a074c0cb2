"""What a bot version says of itself: its content and the function that goes with it.

A version never changes and its description is free text, so the description is where a release is
written down: nothing is kept on this machine. Descriptions that people write are left as they are.
"""

import re
from dataclasses import dataclass
from typing import Final

_FORM: Final = re.compile(
    r"ground-control content=(?P<content>[0-9a-f]{64}) "
    r"function=(?P<function>arn:[\w-]+:lambda:[\w-]+:[0-9]{12}:function:[\w-]+:[0-9]+)(?!\S)",
    re.ASCII,
)


@dataclass(frozen=True)
class Release:
    """`content`: `content_hash` of the compiled bot; `function`: ARN with its version."""

    content: str
    function: str

    @property
    def function_version(self) -> str:
        return self.function.rpartition(":")[2]

    def describe(self) -> str:
        """The description of a version that is this release."""
        return f"ground-control content={self.content} function={self.function}"


def parse(description: str) -> Release | None:
    """The release that a description names, whatever else stands in it; None for a foreign one."""
    found = _FORM.search(description)
    return Release(found["content"], found["function"]) if found else None


def function_name(arn: str) -> str:
    """ "ground-control-fulfillment:7" of the ARN of a version."""
    return arn.partition(":function:")[2] or arn
