"""The bot definition: frozen data with no behaviour, in Lex's vocabulary.

`bot.load` makes a `Bot` from the YAML under `intents/`; `bot.serialize` turns it to and from the
JSON that Lambda functions and the local runtime read. Nothing here does I/O.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Effect = Literal["read", "change", "destructive"]
Resolution = Literal["expand", "restrict", "concatenate"]
"""How a slot value is taken: Lex's OriginalValue ("expand"), TopResolution ("restrict"), or, for a
type that has parts, Concatenation."""
DialogStyle = Literal["managed", "configured"]
"""Whether every intent asks the Lambda function at each step ("managed", ours), or does only what
its `flow` says ("configured", as imported bots do)."""


@dataclass(frozen=True)
class SlotValue:
    """One canonical value of a slot type and the other words people use for it."""

    value: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class GrammarFile:
    """An SRGS grammar in S3, for speech."""

    bucket: str
    key: str
    kms_key_arn: str = ""


@dataclass(frozen=True)
class SlotType:
    """A custom slot type.

    `source` names where live values come from ("services", "environments"); "" means that
    `values` in the YAML are all there is. After a build, `values` holds the live ones too.
    """

    name: str
    summary: str
    resolution: Resolution
    source: str = ""
    values: tuple[SlotValue, ...] = ()
    locale_values: Mapping[str, tuple[SlotValue, ...]] = field(default_factory=dict)
    """Locale id -> values and synonyms that only this language has."""
    parent: str = ""
    """The built-in type that this one narrows (AMAZON.AlphaNumeric) or extends."""
    pattern: str = ""
    """Lex's regex filter; only with AMAZON.AlphaNumeric."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """Of a composite type: sub-slot -> its slot type."""
    grammar: GrammarFile | None = None
    is_vocabulary: bool = False
    """Whether speech recognition prefers the values (UseSlotValuesAsCustomVocabulary)."""

    def in_locale(self, locale_id: str) -> tuple[SlotValue, ...]:
        """The values of one language: those of all, with what it adds to them."""
        more = {value.value: value.synonyms for value in self.locale_values.get(locale_id, ())}
        merged = [
            SlotValue(one.value, tuple(dict.fromkeys((*one.synonyms, *more.pop(one.value, ())))))
            for one in self.values
        ]
        return (*merged, *(SlotValue(value, synonyms) for value, synonyms in more.items()))


@dataclass(frozen=True)
class Slot:
    """A parameter of an intent. The slot name is the handler's parameter name."""

    name: str
    type: str
    required: bool = False
    max_retries: int = 2
    """Retries after the first prompt: n retries are n + 1 prompts (Lex, 0-5)."""
    multiple: bool = False
    """Whether several values may be given at once (Lex: en_US and custom types only)."""
    defaults: tuple[str, ...] = ()
    """Where a value comes from that nobody says: a literal, `[session attribute]`,
    `#context.slot` or `<request attribute>`; the first that yields one."""
    obfuscated: bool = False
    """Whether Lex hides the value in its conversation logs."""
    summary: str = ""
    """For those who read the definition."""
    expression: str = ""
    """Of a composite slot: which parts are needed, `(street AND city) OR post_code`."""


@dataclass(frozen=True)
class OutputContext:
    """A context that is active once the intent is fulfilled, for `seconds` or `turns`."""

    name: str
    seconds: int = 300
    turns: int = 5


@dataclass(frozen=True)
class Access:
    """Which role an intent asks for: by default, and where an environment asks for more.

    Roles, weakest first: anyone, viewer, operator, approver, admin.
    """

    default: str
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sentence:
    """Something that the bot says, with `{placeholder}`s. `one` is for a count of 1, "" for all."""

    other: str
    one: str = ""


@dataclass(frozen=True)
class IntentWords:
    """The words of one intent in one locale: templates as written, not yet expanded.

    Templates use `(a|b)`, `[optional]` and `{slot}`.
    """

    utterances: tuple[str, ...] = ()
    prompts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Slot name -> prompt variations: the initial prompt first, then those of the retries. A part
    of a composite slot is `slot.part`."""
    slot_utterances: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Slot name -> templates of how it is answered."""
    help: str = ""
    """One line that `help` shows: an utterance that a person would say."""
    replies: Mapping[str, Sentence] = field(default_factory=dict)
    """What the intent's handler says, by id; see `fulfillment.sentences`."""


@dataclass(frozen=True)
class Intent:
    """What a person can ask or do; the contract never changes with the language."""

    name: str
    summary: str
    effect: Effect
    access: Access
    slots: tuple[Slot, ...] = ()
    """In elicitation order, as written."""
    builtin: str = ""
    """Lex parentIntentSignature, e.g. AMAZON.HelpIntent; "" for our own intents."""
    channels: tuple[str, ...] = ("slack", "web", "alexa", "terminal")
    words: Mapping[str, IntentWords] = field(default_factory=dict)
    """Locale id (en_US) -> words."""
    command: str = ""
    """Deterministic `/ops` form: `restart {service} {environment}`, optional slots in brackets
    (`[{environment}]`); "" where there is none. See `bot.commands`."""
    input_contexts: tuple[str, ...] = ()
    """Contexts that must all be active for the intent to be recognised."""
    output_contexts: tuple[OutputContext, ...] = ()

    def slot(self, name: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.name == name), None)

    def summary_in(self, locale_id: str) -> str:
        """One sentence in that language: the reply `ability`; else the contract's summary."""
        words = self.words.get(locale_id)
        ability = words.replies.get("ability") if words else None
        return ability.other if ability else self.summary


@dataclass(frozen=True)
class AlexaListing:
    """How the Alexa skill is called and described in one language."""

    invocation_name: str
    """What people say to open it, in lower case: "ground control"."""
    name: str
    summary: str = ""
    description: str = ""
    example_phrases: tuple[str, ...] = ()
    """Whole, with wake word and invocation name: "Alexa, ask ground control what is broken"."""
    keywords: tuple[str, ...] = ()
    privacy_policy_url: str = ""
    terms_of_use_url: str = ""


@dataclass(frozen=True)
class WordForms:
    """How a language writes and inflects its words, for who compares what is said."""

    letters: Mapping[str, str] = field(default_factory=dict)
    """A letter -> how people also write it: "ä" -> "ae"."""
    suffixes: tuple[str, ...] = ()
    """Endings that do not make a word another one, the ones to try first before the others."""
    prefixes: tuple[str, ...] = ()
    """Beginnings that do not: German "ge"."""
    doubled: str = ""
    """Letters that are doubled before an ending: "run", "running"."""
    joints: tuple[str, ...] = ()
    """What may stand between the parts of a compound word ("Version-s-stand"); () where words
    are not put together."""


@dataclass(frozen=True)
class NameWords:
    """What a language puts around the names of things, and says instead of them."""

    before: tuple[str, ...] = ()
    """Words that may stand before a name: "the"."""
    after: tuple[str, ...] = ()
    """Words that may stand after it: "service"."""
    endings: tuple[str, ...] = ()
    """Endings that it may take or lose: "the order service", "des Gateways"."""
    pointing: tuple[str, ...] = ()
    """Words that point at what the conversation was about: "it", "there"."""


@dataclass(frozen=True)
class Locale:
    """Words that belong to the bot as a whole in one locale."""

    id: str
    voice_id: str = ""
    voice_engine: str = ""
    confidence_threshold: float | None = None
    """Of this locale alone; None is the bot's."""
    confirm: tuple[str, ...] = ()
    """Words that mean yes while a confirmation is open."""
    deny: tuple[str, ...] = ()
    messages: Mapping[str, str] = field(default_factory=dict)
    """Fixed sentences by id ("confirmation_prompt", "declined", "retries_exhausted", ...)."""
    fillers: tuple[str, ...] = ()
    """Phrases that mean nothing at the edge of an utterance: "please", "can you"."""
    function_words: tuple[str, ...] = ()
    """Words that say little about the intent: "the", "of", "my"."""
    guards: tuple[str, ...] = ()
    """Words that make a request no request ("not", "if"): they keep a change from matching."""
    not_offered: tuple[str, ...] = ()
    """How requests begin that no intent takes ("deploy", "roll back"): they match no intent by
    resemblance, so that "roll back orders" never becomes a restart."""
    not_offered_last: tuple[str, ...] = ()
    """How such requests end, where a language puts its verbs last ("orders löschen")."""
    word_forms: WordForms = field(default_factory=WordForms)
    names: NameWords = field(default_factory=NameWords)
    contractions: Mapping[str, str] = field(default_factory=dict)
    """Short forms written without apostrophe, and their long form: "whats" -> "what is"."""
    replies: Mapping[str, Sentence] = field(default_factory=dict)
    """What is said whatever the intent, by id; see `fulfillment.sentences`."""
    alexa: AlexaListing | None = None


@dataclass(frozen=True)
class AlexaSkill:
    """How the bot shows itself as an Alexa skill, in every language; `bot.alexa` compiles it."""

    category: str
    """Of the skill store: ORGANIZERS_AND_ASSISTANTS."""
    distribution: Literal["PRIVATE", "PUBLIC"] = "PRIVATE"
    countries: tuple[str, ...] = ()
    """Where it is offered, as ISO 3166 codes; none is everywhere."""
    testing_instructions: str = ""
    permissions: tuple[str, ...] = ()
    """What people are asked to consent to: alexa::profile:name:read."""
    fallback_sensitivity: Literal["LOW", "MEDIUM", "HIGH"] = "MEDIUM"
    """How soon what is said counts as not understood."""
    allows_purchases: bool = False
    uses_personal_info: bool = False
    is_export_compliant: bool = True
    contains_ads: bool = False


@dataclass(frozen=True)
class SlackApp:
    """How the bot shows itself in Slack; `bot.slack` compiles it to an app manifest."""

    name: str
    handle: str
    """What people mention: "ground" for @ground."""
    command: str
    """The slash command: "/ops"."""
    request_url: str
    """Where Slack sends events, commands and pressed buttons."""
    description: str = ""
    """Short; "" for the bot's summary."""
    long_description: str = ""
    background_color: str = ""


@dataclass(frozen=True)
class Bot:
    """A whole bot. Intents, slot types and locales are unique by name; the first two sorted by it.

    Locales stand as written in bot.yaml: the first is spoken to whom none of them is.
    """

    name: str
    summary: str
    session_ttl_seconds: int
    confidence_threshold: float
    intents: tuple[Intent, ...]
    slot_types: tuple[SlotType, ...]
    locales: tuple[Locale, ...]
    dialog: DialogStyle = "managed"
    is_child_directed: bool = False
    """COPPA: whether the bot is made for children."""
    slack: SlackApp | None = None
    alexa: AlexaSkill | None = None

    def intent(self, name: str) -> Intent | None:
        return next((intent for intent in self.intents if intent.name == name), None)

    def slots_of(self, intent: str) -> tuple[str, ...] | None:
        """Names of the slots of an intent; None where there is no such intent."""
        found = self.intent(intent)
        return tuple(slot.name for slot in found.slots) if found else None

    def slot_type(self, name: str) -> SlotType | None:
        return next((slot_type for slot_type in self.slot_types if slot_type.name == name), None)

    def locale(self, locale_id: str) -> Locale | None:
        return next((locale for locale in self.locales if locale.id == locale_id), None)
