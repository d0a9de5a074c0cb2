"""What no file can tell about itself: checks over all documents of a definition together.

They run on whatever could be read, so that one run reports everything; what depends on a broken
file is left alone.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.commands import command_problems
from bot.documents import Document, did_you_mean
from bot.errors import Problem, TemplateError
from bot.flow import Flow, merged
from bot.grammar import Owner, build_grammar, clashes
from bot.model import Bot
from bot.phrases import with_phrase
from bot.reply_checks import check_replies
from bot.templates import slot_names
from bot.words import spelling_of

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_NO_UTTERANCES = "AMAZON.FallbackIntent"
REQUIRED_MESSAGES = ("confirmation_prompt", "declined", "retries_exhausted")
"""Fixed messages that the dialog says by itself."""


@dataclass(frozen=True)
class Documents:
    """Every file of a definition."""

    bot: Document
    locales: Mapping[str, Document]
    slot_types: tuple[Document, ...]
    intents: Mapping[str, Document]
    """Folder name -> intent.yaml."""
    words: Mapping[tuple[str, str], Document]
    """(folder name, locale id) -> words."""

    def all(self) -> tuple[Document, ...]:
        groups = (self.locales.values(), self.slot_types, self.intents.values())
        rest = [document for group in groups for document in group]
        return (self.bot, *rest, *self.words.values())

    def without(self, broken: Collection[str]) -> "Documents":
        """What does not need any of the files `broken`: an intent needs its words too."""
        whole = {
            folder: document
            for folder, document in self.intents.items()
            if document.file not in broken
            and not any(
                words.file in broken for (owner, _), words in self.words.items() if owner == folder
            )
        }
        return replace(
            self,
            locales={k: v for k, v in self.locales.items() if v.file not in broken},
            slot_types=tuple(d for d in self.slot_types if d.file not in broken),
            intents=whole,
            words={key: words for key, words in self.words.items() if key[0] in whole},
        )


def check_documents(documents: Documents, live_sources: Collection[str]) -> list[Problem]:
    """Problems between documents, as far as they could be read."""
    return [
        *_check_locales(documents),
        *_check_slot_types(documents, live_sources),
        *_check_intents(documents),
        *_check_words(documents),
        *check_replies(documents.locales, documents.words),
    ]


def _data(document: Document) -> dict[str, Any]:
    return document.data or {}


def _check_locales(documents: Documents) -> Iterator[Problem]:
    for document in documents.locales.values():
        if document.problems:
            continue
        for message in REQUIRED_MESSAGES:
            if message not in document.data["messages"]:
                cure = f"Add '{message}:' under messages"
                line = document.line("messages")
                yield Problem(document.file, line, f"the message {message!r} is missing", cure)


def _check_slot_types(documents: Documents, live_sources: Collection[str]) -> Iterator[Problem]:
    yield from _check_unique(documents.slot_types, "type", "slot type")
    for document in documents.slot_types:
        source = _data(document).get("source", "")
        if source and source not in live_sources:
            cure = "Give load_bot the live values of this source (an empty tuple if there are none)"
            message = f"no live values were given for the source {source!r}"
            yield Problem(document.file, document.line("source"), message, cure)
        if not _has_values(_data(document)) and not document.problems:
            cure = "Add values, the source of live ones, parts, a parent or a grammar"
            yield Problem(document.file, 1, "the slot type has no values", cure)
        yield from _check_synonyms(document)


def _has_values(data: Mapping[str, object]) -> bool:
    return any(
        data.get(key) for key in ("source", "values", "locales", "parts", "parent", "grammar")
    )


def _check_synonyms(document: Document) -> Iterator[Problem]:
    """A phrase that stands for two values is a coin toss at run time."""
    owner: dict[str, str] = {}
    for value, synonyms in _data(document).get("values", {}).items():
        for number, phrase in enumerate([value, *synonyms]):
            other = owner.setdefault(phrase.casefold(), value)
            # Exports have values that differ in case alone: they mean the same to everybody.
            if other.casefold() != value.casefold():
                line = document.line("values", value, number - 1)
                message = f"{phrase!r} stands for {other!r} and for {value!r}"
                yield Problem(document.file, line, message, "Remove it from one of them")


def _check_unique(documents: Iterable[Document], key: str, what: str) -> Iterator[Problem]:
    seen: dict[str, Document] = {}
    for document in documents:
        name = _data(document).get(key, "")
        first = seen.setdefault(name, document)
        if name and first is not document:
            cure = f"Rename it, or remove it: {first.file} has it too"
            yield Problem(
                document.file, document.line(key), f"the {what} {name!r} is defined twice", cure
            )


def _check_intents(documents: Documents) -> Iterator[Problem]:
    yield from _check_unique(documents.intents.values(), "intent", "intent")
    broken = any(document.problems for document in documents.slot_types)
    types = {_data(document).get("type", "") for document in documents.slot_types} - {""}
    for folder, document in documents.intents.items():
        yield from _check_folder(folder, document)
        for name, slot in _data(document).get("slots", {}).items():
            kind = slot.get("type")
            if kind and kind not in types and not kind.startswith("AMAZON.") and not broken:
                line = document.line("slots", name, "type")
                message = f"the slot {name!r} has the unknown slot type {kind!r}"
                yield Problem(document.file, line, message, did_you_mean(kind, types))


def folder_name(intent: str) -> str:
    """The folder of an intent: DeployService -> deploy_service, Book-Hotel -> book_hotel."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|-", "_", intent).replace("__", "_").lower()


def _check_folder(folder: str, document: Document) -> Iterator[Problem]:
    name = _data(document).get("intent", "")
    expected = folder_name(name)
    if name and expected != folder:
        message = f"the intent {name!r} is in the folder {folder!r}"
        cure = f"Rename the folder to {expected!r}, or the intent"
        yield Problem(document.file, document.line("intent"), message, cure)


def _check_words(documents: Documents) -> Iterator[Problem]:
    for (folder, locale), words in documents.words.items():
        intent = documents.intents[folder]
        if words.data is None or intent.problems:
            continue
        slots = intent.data.get("slots", {})
        yield from _check_utterances(words, intent.data, slots, _phrases(documents, locale))
        yield from _check_prompts(
            words, slots, merged(intent.data.get("flow"), words.data.get("flow"))
        )


def _phrases(documents: Documents, locale: str) -> Mapping[str, str]:
    found: Mapping[str, str] = _data(documents.locales[locale]).get("phrases", {})
    return found


def _check_utterances(
    words: Document,
    intent: dict[str, Any],
    slots: Mapping[str, object],
    phrases: Mapping[str, str],
) -> Iterator[Problem]:
    utterances = words.data.get("utterances", [])
    if not utterances and not intent.get("builtin") and not words.problems:
        cure = "Add templates of what people say, under utterances"
        yield Problem(words.file, 1, f"{intent['intent']} cannot be said", cure)
    if utterances and intent.get("builtin") == _NO_UTTERANCES:
        cure = "Remove them: it takes what nothing else matches"
        line = words.line("utterances")
        yield Problem(words.file, line, "the fallback intent has utterances", cure)
    for number, template in enumerate(utterances):
        line = words.line("utterances", number)
        yield from _check_template(words, line, template, slots, phrases)
    for slot, templates in words.data.get("slot_utterances", {}).items():
        for number, template in enumerate(templates):
            line = words.line("slot_utterances", slot, number)
            yield from _check_template(words, line, template, slots, phrases)


def _check_template(
    words: Document,
    line: int,
    template: str,
    slots: Mapping[str, object],
    phrases: Mapping[str, str],
) -> Iterator[Problem]:
    try:
        names = slot_names(with_phrase(template, phrases))
    except TemplateError as error:
        cure = "Templates are words with (a|b), [optional], {slot} and <phrase>"
        yield Problem(words.file, line, str(error), cure)
        return
    for name in names:
        if name not in slots:
            message = f"the template refers to the unknown slot {name!r}"
            yield Problem(words.file, line, message, did_you_mean(name, slots))


def _check_prompts(
    words: Document, slots: Mapping[str, dict[str, Any]], flow: Flow | None
) -> Iterator[Problem]:
    prompts = words.data.get("prompts", {})
    flows = (flow.slots if flow else None) or {}
    for name in prompts:
        if name.partition(".")[0] not in slots:
            line = words.line("prompts", name)
            message = f"there are prompts for the unknown slot {name!r}"
            yield Problem(words.file, line, message, did_you_mean(name, slots))
        for number, prompt in enumerate(prompts[name]):
            for placeholder in _PLACEHOLDER.findall(prompt):
                if placeholder not in slots:
                    line = words.line("prompts", name, number)
                    message = f"the prompt refers to the unknown slot {placeholder!r}"
                    yield Problem(words.file, line, message, did_you_mean(placeholder, slots))
    for name, slot in slots.items():
        has_prompt = prompts.get(name) or (name in flows and flows[name].prompt)
        if slot.get("required") and not has_prompt and not words.problems:
            message = f"the required slot {name!r} has no prompt"
            cure = f"Add '{name}:' and the question, under prompts"
            yield Problem(words.file, words.line("prompts"), message, cure)


def check_bot(documents: Documents, bot: Bot) -> list[Problem]:
    """Problems that show only when the whole bot is there."""
    return [*_check_commands(documents, bot), *_check_clashes(documents, bot)]


def _check_commands(documents: Documents, bot: Bot) -> Iterator[Problem]:
    for document in documents.intents.values():
        intent = bot.intent(document.data["intent"])
        for message in command_problems(intent) if intent else ():
            cure = "Write it as: verb {required} [{optional}]"
            yield Problem(document.file, document.line("command"), message, cure)


def _check_clashes(documents: Documents, bot: Bot) -> list[Problem]:
    """Utterances that two intents share, after their slots are replaced by slot types.

    Lex refuses to build such a locale. Exact: every variant of every template is compared.
    """
    folders = {document.data["intent"]: folder for folder, document in documents.intents.items()}
    problems = []
    for locale in bot.locales:
        grammar = build_grammar(bot.intents, locale.id, spelling_of(locale))
        for clash in clashes(grammar):
            first = _place(documents, folders, locale.id, clash.first)
            second = _place(documents, folders, locale.id, clash.second)
            message = f"{clash.utterance!r} also means {clash.first.intent} ({first[0]}:{first[1]})"
            problems.append(Problem(*second, message, "Keep it in one of the two intents"))
    return problems


def _place(
    documents: Documents, folders: Mapping[str, str], locale: str, owner: Owner
) -> tuple[str, int]:
    words = documents.words[folders[owner.intent], locale]
    return words.file, words.line("utterances", owner.template)
