"""The deterministic grammar of `/ops`, generated from each intent's `command`.

`command: health {service} [{environment}]` reads as: the words before the first slot are the verb
phrase; each slot takes one word; a slot in brackets may be left out. Nothing here guesses: what
is not exactly a command is for the language understanding, and reads the same when that is down.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.model import Bot, Intent, SlotType

_PART = re.compile(r"\[\{(?P<optional>[a-z][a-z0-9_]*)\}\]|\{(?P<required>[a-z][a-z0-9_]*)\}")
_WORD = re.compile(r"[a-z0-9][a-z0-9-]*")
_VALUE = re.compile(r"[\w.:/@-]{1,200}")
"""One word of an open slot type: names, versions, SHAs; no quotes and no markup."""
HELP = "help"
CHANNEL = "slack"
"""Where `/ops` is typed: what is not offered there is no command."""


@dataclass(frozen=True)
class Parameter:
    """One slot of a command, in the order it is typed."""

    slot: str
    required: bool


@dataclass(frozen=True)
class Command:
    """One line of the grammar."""

    intent: str
    verb: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    summary: str

    @property
    def form(self) -> str:
        """How a person types it: `health SERVICE [ENVIRONMENT]`."""
        return " ".join((*self.verb, *(_form(parameter) for parameter in self.parameters)))


@dataclass(frozen=True)
class Parsed:
    """A command with every required slot; values are canonical where the definition knows them."""

    intent: str
    slots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Usage:
    """A known verb without what it needs, or a call for help: `commands` are those meant."""

    commands: tuple[Command, ...]
    missing: tuple[str, ...] = ()
    """Required slots that were not typed."""
    unknown_option: str = ""
    """What was typed as an option: commands have none."""


@dataclass(frozen=True)
class NotGrammar:
    """Not a command: free language."""


def commands(bot: Bot, locale: str = "") -> tuple[Command, ...]:
    """Every command of the definition, by verb; the summaries in `locale` where it has them."""
    found = (
        _command(intent, locale)
        for intent in bot.intents
        if intent.command and CHANNEL in intent.channels
    )
    return tuple(sorted(found, key=lambda command: command.verb))


def parse(bot: Bot, text: str, locale: str = "") -> Parsed | Usage | NotGrammar:
    """Read what was typed after `/ops`. "help" and nothing at all list the commands.

    Verbs are the same in every language; `locale` is that of values' synonyms, and of the summaries
    in a `Usage`.
    """
    words = text.split()
    everything = commands(bot, locale)
    if not words or [word.lower() for word in words] == [HELP]:
        return Usage(everything)
    for command in sorted(everything, key=lambda command: -len(command.verb)):
        if _starts_with(words, command.verb):
            return _parse_values(bot, command, tuple(words[len(command.verb) :]), locale)
    return NotGrammar()


def command_problems(intent: Intent) -> tuple[str, ...]:
    """What is wrong with an intent's `command`, for the person who writes the YAML."""
    return tuple(_problems(intent)) if intent.command else ()


def command_clashes(bot: Bot) -> tuple[tuple[Intent, Intent], ...]:
    """Intents whose command begins as that of another one before it: (that one, the hidden one)."""
    first: dict[tuple[str, ...], Intent] = {}
    found = []
    for intent in bot.intents:
        verb = _command(intent).verb
        if verb and first.setdefault(verb, intent) is not intent:
            found.append((first[verb], intent))
    return tuple(found)


def _problems(intent: Intent) -> Iterator[str]:
    command = _command(intent)
    named = [parameter.slot for parameter in command.parameters]
    if command.verb == (HELP,):
        yield f"command {intent.command!r} begins with {HELP}, which lists the commands"
    if not command.verb or not all(_WORD.fullmatch(word) for word in command.verb):
        yield f"command {intent.command!r} must begin with a verb in lower case"
    for name in sorted({name for name in named if intent.slot(name) is None}):
        yield f"command {intent.command!r} names {{{name}}}, which is no slot of {intent.name}"
    for name in sorted({name for name in named if named.count(name) > 1}):
        yield f"command {intent.command!r} names {{{name}}} more than once"
    for slot in intent.slots:
        if slot.required and Parameter(slot.name, required=True) not in command.parameters:
            yield f"command {intent.command!r} must have {{{slot.name}}}, which is required"
    order = [parameter.required for parameter in command.parameters]
    if order != sorted(order, reverse=True):
        yield f"command {intent.command!r} must have its optional slots last"


def _command(intent: Intent, locale: str = "") -> Command:
    words = intent.command.split()
    parameters = tuple(
        Parameter(match["optional"] or match["required"], required=match["required"] is not None)
        for match in map(_PART.fullmatch, words)
        if match
    )
    verb = tuple(word for word in words if not _PART.fullmatch(word))
    return Command(intent.name, verb, parameters, intent.summary_in(locale))


def _starts_with(words: list[str], verb: tuple[str, ...]) -> bool:
    return tuple(word.lower() for word in words[: len(verb)]) == verb


def _parse_values(
    bot: Bot, command: Command, values: tuple[str, ...], locale: str
) -> Parsed | Usage | NotGrammar:
    required = [parameter for parameter in command.parameters if parameter.required]
    if options := [value for value in values if value.startswith("-")]:
        return Usage((command,), unknown_option=options[0])
    if len(values) > len(command.parameters):
        return NotGrammar()
    if len(values) < len(required):
        missing = tuple(parameter.slot for parameter in required[len(values) :])
        return Usage((command,), missing)
    slots = {
        parameter.slot: _value(_slot_type(bot, command, parameter), value, locale)
        for parameter, value in zip(command.parameters, values, strict=False)
    }
    known = {name: value for name, value in slots.items() if value is not None}
    return Parsed(command.intent, known) if len(known) == len(slots) else NotGrammar()


def _slot_type(bot: Bot, command: Command, parameter: Parameter) -> SlotType | None:
    intent = bot.intent(command.intent)
    slot = intent.slot(parameter.slot) if intent else None
    return bot.slot_type(slot.type) if slot else None


def _value(slot_type: SlotType | None, word: str, locale: str) -> str | None:
    """The canonical value; an open type takes any plain word, which fulfillment resolves."""
    for value in slot_type.in_locale(locale) if slot_type else ():
        if word.casefold() in (spoken.casefold() for spoken in (value.value, *value.synonyms)):
            return value.value
    if slot_type is not None and slot_type.resolution == "restrict":
        return None
    return word if _VALUE.fullmatch(word) else None


def _form(parameter: Parameter) -> str:
    name = parameter.slot.upper()
    return name if parameter.required else f"[{name}]"
