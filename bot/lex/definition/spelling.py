"""How a field of a definition is spelled: in an archive, in the models API, in our YAML.

Without a word here a field is `camelCase` in the first two and as in Python in the third.
"""

from collections.abc import Mapping
from dataclasses import field
from typing import Any, Literal

Spelling = Literal["archive", "api", "yaml"]


def spelled(
    *,
    yaml: str = "",
    archive: str = "",
    api: str = "",
    both: str = "",
    archive_values: Mapping[str, str] | None = None,
) -> Any:
    """An optional field with names of its own.

    `both` is its name in archive and API. `archive_values` maps the API's values (which the model
    holds) to the archive's.
    """
    metadata = {
        "yaml": yaml,
        "archive": archive or both,
        "api": api or both,
        "archive_values": archive_values or {},
    }
    return field(default=None, metadata=metadata)


def camel(name: str) -> str:
    """`slot_to_elicit` -> `slotToElicit`."""
    first, *rest = name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)
