"""Block Kit's limits, as Slack documents them: what a message must keep to."""

from collections.abc import Iterator, Sequence
from typing import Any

Block = dict[str, Any]

_BLOCK_TYPES = ("section", "context", "actions")


def problems(text: str, blocks: Sequence[Block]) -> list[str]:
    """Everything that Slack would refuse, or that could be taken for markup of its own."""
    found = list(_message_problems(text, blocks))
    for block in blocks:
        found += _block_problems(block)
    return found


def _message_problems(text: str, blocks: Sequence[Block]) -> Iterator[str]:
    yield from _length("message text", text, 4000)
    yield from _markup("message text", text)
    if not 1 <= len(blocks) <= 50:
        yield f"{len(blocks)} blocks"
    ids = [element["action_id"] for block in blocks for element in _buttons(block)]
    if len(ids) != len(set(ids)):
        yield "an action_id twice"


def _block_problems(block: Block) -> Iterator[str]:
    if block["type"] not in _BLOCK_TYPES:
        yield f"block type {block['type']}"
    if "text" in block:
        yield from _text(block["text"], 3000)
    if "fields" in block:
        yield from _count("fields", block["fields"], 10)
        for field in block["fields"]:
            yield from _text(field, 2000)
    if block["type"] == "section" and not block.keys() & {"text", "fields"}:
        yield "a section of nothing"
    if block["type"] == "context":
        yield from _count("context elements", block["elements"], 10)
        for element in block["elements"]:
            yield from _text(element, 3000)
    if block["type"] == "actions":
        yield from _count("buttons", block["elements"], 25)
        for button in block["elements"]:
            yield from _button_problems(button)


def _button_problems(button: Block) -> Iterator[str]:
    yield from _text(button["text"], 75)
    yield from _length("action_id", button["action_id"], 255)
    yield from _length("value", button["value"], 2000)
    if button.get("style", "primary") not in ("primary", "danger"):
        yield f"style {button['style']}"
    confirm = button.get("confirm")
    if confirm:
        for key, limit in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            yield from _text(confirm[key], limit)


def _buttons(block: Block) -> Sequence[Block]:
    return block["elements"] if block["type"] == "actions" else ()


def _text(text: Block, limit: int) -> Iterator[str]:
    yield from _length(text["type"], text["text"], limit)
    if text["type"] == "mrkdwn":
        yield from _markup("mrkdwn", text["text"])
    elif text["type"] != "plain_text":
        yield f"text type {text['type']}"


def _markup(name: str, text: str) -> Iterator[str]:
    """The only angle brackets are those of a link; no mention of any kind."""
    for opened in text.split("<")[1:]:
        if not opened.startswith(("https://", "http://")) or ">" not in opened:
            yield f"{name} has markup <{opened[:20]}"
    if text.count("<") != text.count(">"):
        yield f"{name} has a stray bracket"


def _length(name: str, text: str, limit: int) -> Iterator[str]:
    if not text.strip() or len(text) > limit:
        yield f"{name} of {len(text)} characters, 1 to {limit} are allowed"


def _count(name: str, items: Sequence[object], limit: int) -> Iterator[str]:
    if not 1 <= len(items) <= limit:
        yield f"{len(items)} {name}, 1 to {limit} are allowed"
