"""Reading JSON of the Lex V2 protocol: every mistake names the JSON pointer of the value."""

from collections.abc import Iterator, Mapping
from typing import Final, TypeVar

from bot.errors import LexDocumentError

Choice = TypeVar("Choice", bound=str)

MAX_DEPTH: Final = 30
"""Of slots within slots and hints within hints, from the document's root."""


class Node:
    """A value in a JSON document and its place (RFC 6901). Absent and null are the same.

    The place is put together only for a mistake: most documents have none, and many members.
    """

    __slots__ = ("_key", "_parent", "value")

    def __init__(self, value: object, pointer: str = "") -> None:
        self.value = value
        self._parent: Node | None = None
        self._key = pointer

    @property
    def pointer(self) -> str:
        if self._parent is None:
            return self._key
        return f"{self._parent.pointer}/{_escaped(self._key)}"

    @property
    def depth(self) -> int:
        """How many names there are between the document's root and this value."""
        return self._key.count("/") if self._parent is None else self._parent.depth + 1

    def __bool__(self) -> bool:
        return self.value is not None

    def __getitem__(self, key: str) -> "Node":
        """The member `key`. Raises LexDocumentError where this is no object."""
        return self._member(self.mapping().get(key), key)

    def _member(self, value: object, key: str) -> "Node":
        found = Node(value, key)
        found._parent = self
        return found

    def within_depth(self) -> "Node":
        """This value, which may hold others of its kind. Raises LexDocumentError where it stands
        deeper than any bot's do: what is read here is written again, and both take a stack."""
        if self.depth > MAX_DEPTH:
            raise self.error(f"is nested more than {MAX_DEPTH} deep")
        return self

    def error(self, message: str) -> LexDocumentError:
        return LexDocumentError(self.pointer, message)

    def mapping(self) -> Mapping[str, object]:
        if not isinstance(self.value, dict):
            raise self._wrong_type("an object")
        return self.value

    def members(self) -> Iterator[tuple[str, "Node"]]:
        """Name and value of each member of this object."""
        return ((key, self[key]) for key in self.mapping())

    def items(self, most: int) -> list["Node"]:
        """The items of this list of at most `most`."""
        if not isinstance(self.value, list):
            raise self._wrong_type("a list")
        if len(self.value) > most:
            raise self.error(f"has {len(self.value)} items; at most {most} are allowed")
        return [self._member(item, str(n)) for n, item in enumerate(self.value)]

    def text(self, *, least: int = 0, most: int = 0) -> str:
        """This string of `least` to `most` characters (0: any number of them)."""
        if not isinstance(self.value, str):
            raise self._wrong_type("a string")
        if len(self.value) < least or 0 < most < len(self.value):
            size = f"{least} to {most}" if most else f"at least {least}"
            raise self.error(f"has {len(self.value)} characters; {size} are allowed")
        _check_unicode(self, self.value)
        return self.value

    def number(self, least: int, most: int) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self._wrong_type("a whole number")
        if not least <= self.value <= most:
            raise self.error(f"is {self.value}; {least} to {most} are allowed")
        return self.value

    def one_of(self, choices: tuple[Choice, ...]) -> Choice:
        for choice in choices:
            if self.value == choice:
                return choice
        if self.value is None:
            raise self.error(f"is required: one of {', '.join(choices)}")
        shown = repr(self.value)[:60] if isinstance(self.value, str) else _type_name(self.value)
        raise self.error(f"is {shown} and must be one of {', '.join(choices)}")

    def texts(self) -> dict[str, str]:
        """This map of strings to strings."""
        for key in self.mapping():
            _check_unicode(self, key)
        return {key: item.text() for key, item in self.members()}

    def _wrong_type(self, wanted: str) -> LexDocumentError:
        if self.value is None:
            return self.error(f"is required: {wanted}")
        return self.error(f"is {_type_name(self.value)} and must be {wanted}")


def _check_unicode(node: Node, text: str) -> None:
    # JSON can escape half a surrogate pair ("\ud800"), which no UTF-8 can carry on.
    try:
        text.encode()
    except UnicodeEncodeError:
        raise node.error("is not valid Unicode: it has half of a surrogate pair") from None


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _type_name(value: object) -> str:
    names = {bool: "a boolean", int: "a number", float: "a number", str: "a string"}
    names |= {dict: "an object", list: "a list"}
    return names.get(type(value), type(value).__name__)
