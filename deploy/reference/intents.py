"""One intent: what it does, who may, what it needs, and in each language how it is said."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.commands import commands
from bot.load_checks import folder_name
from bot.model import Bot, Intent, Locale, Slot
from bot.testing.examples import Conversation, ExampleTurn
from deploy.reference.markdown import Section, anchors, bullets, code, escape, table
from deploy.reference.sentences import filled, sentences
from deploy.reference.values import heading

_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_EFFECTS = {
    "read": "reads only",
    "change": "changes something: it says what it would do and asks first",
    "destructive": "cannot be undone: it says what it would do and asks first",
}
_CHANNELS = {"slack": "Slack", "web": "the web page", "alexa": "Alexa", "terminal": "the terminal"}


def intent_sections(
    bot: Bot, intent: Intent, conversations: Sequence[Conversation]
) -> Iterator[Section]:
    """What holds in every language, then the languages."""
    contract = [f"{escape(intent.summary)}\n", bullets(_facts(bot, intent)), _slots(bot, intent)]
    yield Section(3, title(intent.name), "\n".join(part for part in contract if part))
    for locale in bot.locales:
        if body := _language(bot, intent, locale, conversations):
            yield Section(4, locale.id, body)


def title(name: str) -> str:
    """ "RestartService" as "Restart service"."""
    first, *rest = _BOUNDARY.split(name)
    return " ".join([first, *(word.lower() for word in rest)])


def is_talk(intent: Intent) -> bool:
    """Whether it is about the conversation itself: help, cancel, fallback."""
    return bool(intent.builtin)


def who_may(intent: Intent) -> str:
    """ "operator; approver in production"."""
    places = [f"{role} in {name}" for name, role in intent.access.environment.items()]
    return escape("; ".join([intent.access.default, *places]))


def _facts(bot: Bot, intent: Intent) -> Iterator[str]:
    yield f"**Effect:** {_EFFECTS[intent.effect]}"
    yield f"**Who may:** {who_may(intent)}"
    yield f"**Where:** {', '.join(escape(_CHANNELS.get(name, name)) for name in intent.channels)}"
    for command in commands(bot):
        if command.intent == intent.name:
            yield f"**Command:** {code(f'/ops {command.form}')}"
    for context in intent.input_contexts:
        yield f"**Only while:** {code(context)} is active"
    if intent.builtin:
        yield f"**Built-in:** {code(intent.builtin)}"


def _slots(bot: Bot, intent: Intent) -> str:
    head = ["value", "what it is", "type", "needed"]
    return table(head, (_slot(bot, slot) for slot in intent.slots))


def _slot(bot: Bot, slot: Slot) -> list[str]:
    slot_type = bot.slot_type(slot.type)
    kind = escape(slot.type)
    return [
        code(slot.name),
        escape(slot_type.summary) if slot_type else "",
        f"[{kind}](#{anchors([heading(slot_type)])[0]})" if slot_type else code(slot.type),
        _needed(slot),
    ]


def _needed(slot: Slot) -> str:
    needed = "yes: it is asked for" if slot.required else "no"
    return f"{needed}; several at once" if slot.multiple else needed


def _language(
    bot: Bot, intent: Intent, locale: Locale, conversations: Sequence[Conversation]
) -> str:
    own = [
        each.turns for each in conversations if _is_of(each, intent) and each.is_in(bot, locale.id)
    ]
    single = [turns[0] for turns in own if len(turns) == 1]
    longer = [turns for turns in own if len(turns) > 1]
    parts = [
        _list("Say for example:", sentences(bot, intent, locale)),
        _prompts(intent, locale.id),
        _list("What is made of it:", map(_turn, single)),
        *(_list("A conversation:", map(_turn, turns)) for turns in longer),
    ]
    return "\n".join(part for part in parts if part)


def _list(lead: str, items: Iterable[str]) -> str:
    listed = bullets(items)
    return f"{lead}\n\n{listed}" if listed else ""


def _prompts(intent: Intent, locale: str) -> str:
    words = intent.words.get(locale)
    prompts: Mapping[str, Sequence[str]] = words.prompts if words else {}
    rows = [
        [code(slot), filled(first, {}), "<br>".join(filled(text, {}) for text in more)]
        for slot, (first, *more) in prompts.items()
    ]
    return table(["value", "it asks", "and then"], rows)


def _turn(turn: ExampleTurn) -> str:
    slots = [f"{code(name)} {escape(value)}" for name, value in (turn.slots or {}).items()]
    understood = ", ".join([f"**{escape(title(turn.intent))}**", *slots])
    says = f"; the answer says “{escape(turn.reply_contains)}”" if turn.reply_contains else ""
    return f"“{escape(turn.say)}” → {understood}{says}"


def _is_of(conversation: Conversation, intent: Intent) -> bool:
    return conversation.place.split("/", maxsplit=1)[0] == folder_name(intent.name)
