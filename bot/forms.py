"""The form of every file under intents/, as data.

The loader checks files against it, and `bot.schema` turns it into the JSON Schema that editors
use: the two cannot disagree.
"""

from collections.abc import Mapping
from dataclasses import dataclass

INTENT_NAME = "^[A-Z][A-Za-z0-9]*$"
"""PascalCase: legal in Lex (`Name`) and Alexa."""
SLOT_NAME = "^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
"""snake_case: legal in Lex and Alexa, and a Python parameter name."""
BUILTIN = "^AMAZON\\.[A-Za-z]+Intent$"
LOCALE = "^[a-z]{2,3}_([A-Z]{2}|[0-9]{3})$"

ROLES = ("anyone", "viewer", "operator", "approver", "admin")
CHANNELS = ("slack", "web", "alexa", "terminal")
SOURCES = ("services", "environments")


@dataclass(frozen=True)
class TextForm:
    summary: str
    pattern: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class NumberForm:
    """A number within inclusive bounds."""

    summary: str
    minimum: float
    maximum: float
    whole: bool = False


@dataclass(frozen=True)
class FlagForm:
    summary: str


@dataclass(frozen=True)
class SentenceForm:
    """A text, or two where a count decides: `one:` for a count of 1, `other:` for the rest."""

    summary: str


@dataclass(frozen=True)
class ListForm:
    summary: str
    item: "Form"


@dataclass(frozen=True)
class MapForm:
    """A mapping whose keys are names that the author chooses."""

    summary: str
    item: "Form"
    key_pattern: str = ""


@dataclass(frozen=True)
class RecordForm:
    """A mapping with known keys."""

    summary: str
    fields: "Mapping[str, Form]"
    required: tuple[str, ...] = ()


Form = TextForm | NumberForm | FlagForm | SentenceForm | ListForm | MapForm | RecordForm


def _texts(summary: str) -> ListForm:
    return ListForm(summary, TextForm("One of them."))


_SENTENCE = SentenceForm("The sentence, with {placeholder}s; by count: one: and other:.")
PLURAL = RecordForm(
    _SENTENCE.summary,
    {"one": TextForm("For a count of 1."), "other": TextForm("For every other count.")},
    required=("one", "other"),
)


def _replies(summary: str) -> MapForm:
    return MapForm(summary, _SENTENCE, SLOT_NAME)


_ROLE = TextForm("The weakest role that may.", choices=ROLES)

BOT = RecordForm(
    "The bot as a whole.",
    {
        "name": TextForm("Name of the bot in Lex.", INTENT_NAME),
        "summary": TextForm("One sentence: what the bot is for."),
        "locales": ListForm("Languages, as Lex names them.", TextForm("Locale id.", LOCALE)),
        "voice": RecordForm(
            "The Polly voice that speaks.",
            {
                "engine": TextForm("Polly engine.", choices=("standard", "neural", "generative")),
                "id": TextForm("Polly voice id."),
            },
            required=("id",),
        ),
        "session_ttl_seconds": NumberForm("Idle seconds until Lex forgets.", 60, 86400, whole=True),
        "confidence_threshold": NumberForm("Below it, the fallback intent wins.", 0, 1),
    },
    required=("name", "summary", "locales", "session_ttl_seconds", "confidence_threshold"),
)

SLOT_TYPE = RecordForm(
    "A custom slot type.",
    {
        "type": TextForm("Name of the type.", INTENT_NAME),
        "summary": TextForm("One sentence: what its values are."),
        "source": TextForm("Where live values come from.", choices=SOURCES),
        "resolution": TextForm(
            "expand takes any similar words, restrict only values and synonyms.",
            choices=("expand", "restrict"),
        ),
        "values": MapForm("Canonical value and its synonyms.", _texts("Synonyms.")),
    },
    required=("type", "summary", "resolution"),
)

_SLOT = RecordForm(
    "A parameter of the intent.",
    {
        "type": TextForm("Name of a slot type under slot_types/."),
        "required": FlagForm("Whether the bot asks for it."),
        "max_retries": NumberForm("Retries after the first prompt.", 0, 5, whole=True),
    },
    required=("type",),
)

INTENT = RecordForm(
    "The contract of an intent.",
    {
        "intent": TextForm("Name of the intent, PascalCase.", INTENT_NAME),
        "summary": TextForm("One sentence: what a person can ask or do."),
        "effect": TextForm("What it does.", choices=("read", "change", "destructive")),
        "access": RecordForm(
            "Who may.",
            {
                "default": _ROLE,
                "environment": MapForm("Where an environment asks for more.", _ROLE),
            },
            required=("default",),
        ),
        "builtin": TextForm("Lex's parent intent signature.", BUILTIN),
        "command": TextForm("Deterministic form: verb {slot} [{optional_slot}]."),
        "channels": ListForm("Where it is offered.", TextForm("A channel.", choices=CHANNELS)),
        "slots": MapForm("Slots in elicitation order.", _SLOT, SLOT_NAME),
    },
    required=("intent", "summary", "effect", "access"),
)

WORDS = RecordForm(
    "The words of an intent in one language.",
    {
        "utterances": _texts("Templates: (a|b), [optional], {slot}."),
        "prompts": MapForm(
            "Slot name -> the first prompt, then the retries, each more explicit.",
            _texts("Prompts; {slot} names another slot."),
            SLOT_NAME,
        ),
        "help": TextForm("One utterance that help shows."),
        "replies": _replies("What the intent's handler says, by id."),
    },
)

LOCALE_WORDS = RecordForm(
    "Words that belong to the bot as a whole in one language.",
    {
        "confirm": _texts("Phrases that mean yes while a confirmation is open."),
        "deny": _texts("Phrases that mean no while a confirmation is open."),
        "messages": MapForm("Fixed sentences by id.", TextForm("The sentence."), SLOT_NAME),
        "fillers": _texts("Phrases that mean nothing at the edge of an utterance."),
        "function_words": _texts("Words that say little about the intent."),
        "guards": _texts("Words that keep a sentence from being a change."),
        "not_offered": _texts("How requests begin that no intent takes: deploy, roll back."),
        "contractions": MapForm("Short form -> long form.", TextForm("The long form.")),
        "replies": _replies("What is said whatever the intent, by id."),
    },
    required=("confirm", "deny", "messages"),
)

EXAMPLES = ListForm(
    "Conversations that must work.",
    ListForm(
        "One conversation.",
        RecordForm(
            "One turn: what a person says, and what must come of it.",
            {
                "say": TextForm("What the person says."),
                "intent": TextForm("The intent in play after it.", INTENT_NAME),
                "slots": MapForm(
                    "Exactly the slots that are filled after it, canonical.",
                    TextForm("Canonical value."),
                    SLOT_NAME,
                ),
                "reply_contains": TextForm("Words that the answer must hold, any case."),
            },
            required=("say", "intent"),
        ),
    ),
)
