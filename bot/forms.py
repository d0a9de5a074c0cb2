"""The form of every file under intents/, as data.

The loader checks files against it, and `bot.schema` turns it into the JSON Schema that editors
use: the two cannot disagree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.flow import Flow
from bot.lex.definition import CustomVocabularyItem, MessageGroup
from bot.lex.definition.knowledge import GenerativeAiSettings

NAME = "^([0-9a-zA-Z][_-]?){1,100}$"
"""What Lex accepts (botocore lexv2-models, shape Name). Ours are stricter by rule: PascalCase for
intents and types, snake_case for slots, which is legal in Alexa and a handler's parameter."""
PROMPT_NAME = "^([0-9a-zA-Z][_-]?){1,100}([.]([0-9a-zA-Z][_-]?){1,100})?$"
"""A slot, or a part of a composite one: `address.street`."""
ID = "^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
"""What we name ourselves: messages, replies, phrases."""
BUILTIN = "^AMAZON\\.[A-Za-z]+Intent$"
BUILTIN_TYPE = "^AMAZON\\.[A-Za-z]+$"
LOCALE = "^[a-z]{2,3}_([A-Z]{2}|[0-9]{3})$"
ISO = "^[A-Z]{2}$"
"""A country, as ISO 3166 codes it."""

ROLES = ("anyone", "viewer", "operator", "approver", "admin")
CHANNELS = ("slack", "web", "alexa", "terminal")
SOURCES = ("services", "environments", "alarms", "pipelines", "stages")
"""Of live slot types: `fulfillment.ops.backends` by name, apart from these two."""


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
class TypedForm:
    """What `bot.lex.codec` reads into `kind`, in its YAML spelling."""

    summary: str
    kind: Any


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


@dataclass(frozen=True)
class KindForm:
    """What may be written shortly or at length: the form that goes with what stands there."""

    summary: str
    text: "TextForm | None" = None
    listed: "ListForm | None" = None
    mapped: "MapForm | RecordForm | None" = None

    @property
    def forms(self) -> "tuple[Form, ...]":
        return tuple(form for form in (self.text, self.listed, self.mapped) if form is not None)


Form = (
    TextForm
    | NumberForm
    | FlagForm
    | SentenceForm
    | TypedForm
    | ListForm
    | MapForm
    | RecordForm
    | KindForm
)


def _texts(summary: str) -> ListForm:
    return ListForm(summary, TextForm("One of them."))


_SENTENCE = SentenceForm("The sentence, with {placeholder}s; by count: one: and other:.")
PLURAL = RecordForm(
    _SENTENCE.summary,
    {"one": TextForm("For a count of 1."), "other": TextForm("For every other count.")},
    required=("one", "other"),
)


def _replies(summary: str) -> MapForm:
    return MapForm(summary, _SENTENCE, ID)


_ROLE = TextForm("The weakest role that may.", choices=ROLES)

_LOCALE = TextForm("Locale id.", LOCALE)
_VOICE = RecordForm(
    "The Polly voice that speaks.",
    {
        "engine": TextForm(
            "Polly engine.", choices=("standard", "neural", "long-form", "generative")
        ),
        "id": TextForm("Polly voice id."),
    },
    required=("id",),
)

_SLACK = RecordForm(
    "How the bot shows itself in Slack.",
    {
        "name": TextForm("Name of the app."),
        "handle": TextForm("What people mention, without the @."),
        "command": TextForm("The slash command, with its /."),
        "request_url": TextForm("Where Slack sends what happens."),
        "description": TextForm("One short sentence; the bot's summary without it."),
        "long_description": TextForm("What the app's page in Slack says."),
        "background_color": TextForm('Of the app\'s card: "#16324f".'),
    },
    required=("name", "handle", "command", "request_url"),
)

_ALEXA = RecordForm(
    "How the bot shows itself as an Alexa skill, in every language.",
    {
        "category": TextForm("Of the skill store: ORGANIZERS_AND_ASSISTANTS.", "^[A-Z_]+$"),
        "distribution": TextForm("Who may find it.", choices=("PRIVATE", "PUBLIC")),
        "countries": ListForm("Where it is offered; everywhere without.", TextForm("US", ISO)),
        "testing_instructions": TextForm("What Amazon's testers should know."),
        "permissions": _texts("What people are asked to consent to: alexa::profile:name:read."),
        "fallback_sensitivity": TextForm(
            "How soon what is said counts as not understood.", choices=("LOW", "MEDIUM", "HIGH")
        ),
        "allows_purchases": FlagForm("Whether it sells something."),
        "uses_personal_info": FlagForm("Whether it collects personal information."),
        "is_export_compliant": FlagForm("Whether it may be exported from the US to anywhere."),
        "contains_ads": FlagForm("Whether it advertises."),
    },
    required=("category",),
)

_ALEXA_LISTING = RecordForm(
    "How the Alexa skill is called and described in this language.",
    {
        "invocation_name": TextForm("What people say to open it, in lower case."),
        "name": TextForm("Its name in the skill store."),
        "summary": TextForm("One sentence."),
        "description": TextForm("What it can do."),
        "example_phrases": _texts("Whole, with wake word and invocation name; at most three."),
        "keywords": _texts("What people may search for."),
        "privacy_policy_url": TextForm("The address of the privacy policy."),
        "terms_of_use_url": TextForm("The address of the terms of use."),
    },
    required=("invocation_name", "name", "summary", "description", "example_phrases"),
)

BOT = RecordForm(
    "The bot as a whole.",
    {
        "name": TextForm("Name of the bot in Lex.", NAME),
        "summary": TextForm("One sentence: what the bot is for."),
        "locales": ListForm("Languages, as Lex names them.", _LOCALE),
        "voice": _VOICE,
        "dialog": TextForm(
            "managed asks our functions at every step, configured does only what flows say.",
            choices=("managed", "configured"),
        ),
        "child_directed": FlagForm("Whether it is made for children (COPPA)."),
        "session_ttl_seconds": NumberForm("Idle seconds until Lex forgets.", 60, 86400, whole=True),
        "confidence_threshold": NumberForm("Below it, the fallback intent wins.", 0, 1),
        "slack": _SLACK,
        "alexa": _ALEXA,
    },
    required=("name", "summary", "locales", "session_ttl_seconds", "confidence_threshold"),
)

_VALUES = MapForm("Canonical value and its synonyms.", _texts("Synonyms."))

SLOT_TYPE = RecordForm(
    "A custom slot type.",
    {
        "type": TextForm("Name of the type.", NAME),
        "summary": TextForm("One sentence: what its values are."),
        "source": TextForm("Where live values come from.", choices=SOURCES),
        "resolution": TextForm(
            "expand takes similar words, restrict only values, concatenate joins parts.",
            choices=("expand", "restrict", "concatenate"),
        ),
        "values": _VALUES,
        "locales": MapForm("What only one language has.", _VALUES, LOCALE),
        "parent": TextForm("The built-in type that it narrows or extends.", BUILTIN_TYPE),
        "pattern": TextForm("Lex's regex filter; with parent AMAZON.AlphaNumeric."),
        "parts": MapForm("Of a composite type: sub-slot -> type.", TextForm("A type."), NAME),
        "vocabulary": FlagForm("Whether speech recognition prefers the values."),
        "grammar": RecordForm(
            "An SRGS grammar in S3, for speech.",
            {
                "bucket": TextForm("Its bucket."),
                "key": TextForm("Its key."),
                "kms_key_arn": TextForm("The key that decrypts it."),
            },
            required=("bucket", "key"),
        ),
    },
    required=("type", "summary", "resolution"),
)

_SLOT = RecordForm(
    "A parameter of the intent.",
    {
        "type": TextForm("Name of a slot type under slot_types/, or AMAZON's."),
        "summary": TextForm("What it is, for those who read the definition."),
        "required": FlagForm("Whether the bot asks for it."),
        "max_retries": NumberForm("Retries after the first prompt.", 0, 5, whole=True),
        "multiple": FlagForm("Whether several values may be given at once."),
        "defaults": _texts("A literal, [attribute], #context.slot or <request attribute>."),
        "obfuscated": FlagForm("Whether logs hide the value."),
        "expression": TextForm("Which parts of a composite type are needed: a AND (b OR c)."),
    },
    required=("type",),
)

_CONTEXT = RecordForm(
    "How long it stays active: whichever ends first.",
    {
        "seconds": NumberForm("Seconds.", 5, 86400, whole=True),
        "turns": NumberForm("Requests of the person.", 1, 20, whole=True),
    },
)

INTENT = RecordForm(
    "The contract of an intent.",
    {
        "intent": TextForm("Name of the intent, PascalCase.", NAME),
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
        "slots": MapForm("Slots in elicitation order.", _SLOT, NAME),
        "locales": ListForm("Languages that have it; all without this.", _LOCALE),
        "input_contexts": _texts("Contexts that must be active."),
        "output_contexts": MapForm("Contexts that its fulfillment opens.", _CONTEXT, NAME),
        "flow": TypedForm("Dialog beyond the short form; its messages are ids of the words.", Flow),
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
            PROMPT_NAME,
        ),
        "slot_utterances": MapForm(
            "Slot name -> templates of how it is answered.",
            _texts("Templates; {slot} is the value."),
            NAME,
        ),
        "messages": MapForm(
            "What the contract's flow says, by id: text, {ssml:}, {payload:}, {card:}, a list.",
            TypedForm("The message.", tuple[MessageGroup, ...]),
            ID,
        ),
        "flow": TypedForm("Dialog beyond the short form, with its words.", Flow),
        "help": TextForm("One utterance that help shows."),
        "replies": _replies("What the intent's handler says, by id."),
    },
)

_WORD_FORMS = RecordForm(
    "How the language writes and inflects its words.",
    {
        "letters": MapForm('How a letter is also written: "ä: ae".', TextForm("Letters.")),
        "suffixes": _texts("Endings that do not make a word another one, tried in this order."),
        "prefixes": _texts("Beginnings that do not."),
        "doubled": TextForm("Letters that are doubled before an ending."),
        "joints": _texts("What may stand between the parts of a compound word."),
    },
)

_NAMES = RecordForm(
    "What the language puts around the names of things, and says instead of them.",
    {
        "before": _texts("Words that may stand before a name: the."),
        "after": _texts("Words that may stand after it: service."),
        "endings": _texts("Endings that it may take or lose."),
        "pointing": _texts("Words that point at what the conversation was about: it, there."),
    },
)

LOCALE_WORDS = RecordForm(
    "Words that belong to the bot as a whole in one language.",
    {
        "confirm": _texts("Phrases that mean yes while a confirmation is open."),
        "deny": _texts("Phrases that mean no while a confirmation is open."),
        "messages": MapForm("Fixed sentences by id.", TextForm("The sentence."), ID),
        "fillers": _texts("Phrases that mean nothing at the edge of an utterance."),
        "function_words": _texts("Words that say little about the intent."),
        "guards": _texts("Words that keep a sentence from being a change."),
        "not_offered": _texts("How requests begin that no intent takes: deploy, roll back."),
        "description": TextForm("For those who look at the locale in Lex."),
        "voice": _VOICE,
        "confidence_threshold": NumberForm("Of this language alone; else the bot's.", 0, 1),
        "phrases": MapForm(
            "Parts of templates that intents share: <name> stands for them.",
            TextForm("A template."),
            ID,
        ),
        "vocabulary": ListForm(
            "Phrases that speech recognition prefers.",
            TypedForm("phrase, weight 0 to 3, display_as.", CustomVocabularyItem),
        ),
        "generative": TypedForm("Lex's generative helpers.", GenerativeAiSettings),
        "not_offered_last": _texts("How they end, where a language puts its verbs last."),
        "word_forms": _WORD_FORMS,
        "names": _NAMES,
        "contractions": MapForm("Short form -> long form.", TextForm("The long form.")),
        "replies": _replies("What is said whatever the intent, by id."),
        "alexa": _ALEXA_LISTING,
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
                "intent": TextForm("The intent in play after it.", NAME),
                "slots": MapForm(
                    "Exactly the slots that are filled after it, canonical.",
                    TextForm("Canonical value."),
                    NAME,
                ),
                "reply_contains": TextForm("Words that the answer must hold, any case."),
            },
            required=("say", "intent"),
        ),
    ),
)
