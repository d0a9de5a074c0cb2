"""A required slot can be asked for."""

from collections.abc import Collection, Iterator

from bot.documents import Document
from bot.errors import Problem
from bot.flow import Flow, merged
from bot.load_checks import Documents, content
from bot.rules.rule import FilesRule


def check(documents: Documents, _: Collection[str]) -> Iterator[Problem]:
    for (folder, _locale), words in documents.words.items():
        intent = documents.intents[folder]
        if words.data is None or words.problems or intent.problems:
            continue
        prompts = words.data.get("prompts", {})
        for name, slot in intent.data.get("slots", {}).items():
            if (
                slot.get("required")
                and not prompts.get(name)
                and not _flow_asks(name, intent, words)
            ):
                message = f"the required slot {name!r} has no prompt"
                cure = f"Add '{name}:' and the question, under prompts"
                yield Problem(words.file, words.line("prompts"), message, cure)


def _flow_asks(slot: str, intent: Document, words: Document) -> bool:
    flow: Flow | None = merged(content(intent).get("flow"), content(words).get("flow"))
    own = ((flow and flow.slots) or {}).get(slot)
    return own is not None and (own.prompt is not None or own.sub_slots is not None)


RULE = FilesRule(
    id="required-slot-prompt",
    reason="Lex refuses a required slot without a prompt: the dialog could never go on.",
    source="https://docs.aws.amazon.com/lexv2/latest/APIReference/API_SlotValueElicitationSetting.html",
    check=check,
)
