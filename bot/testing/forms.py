"""The form of a file of conversations: `bot.testing.reading` checks against it.

Short at its shortest: a list of conversations, each a list of turns (as intents/*/examples.yaml
is), and a turn with `say:` and what is expected. `docs/testing.md` tells the whole.
"""

from collections.abc import Mapping
from typing import get_args

from bot.dialog.state import ActionType, Confirmation, ContentType, IntentPhase
from bot.forms import (
    ID,
    LOCALE,
    NAME,
    Form,
    KindForm,
    ListForm,
    MapForm,
    NumberForm,
    RecordForm,
    TextForm,
)

ERRORS = (
    "AccessDeniedException",
    "BadGatewayException",
    "ConflictException",
    "DependencyFailedException",
    "InternalServerException",
    "ResourceNotFoundException",
    "ThrottlingException",
    "ValidationException",
)
_ACTION = TextForm("What the bot does next.", choices=get_args(ActionType))
_STATE = TextForm("The intent's state.", choices=get_args(IntentPhase))
_CONFIRMATION = TextForm("The intent's confirmation state.", choices=get_args(Confirmation))
_TYPE = TextForm("Content type of the message.", choices=get_args(ContentType))
_INTENT = TextForm("An intent.", NAME)
_SLOT = TextForm("A slot; a part of a composite one as slot.part.")

MATCH = KindForm(
    "A text: exactly this; /a pattern/ that is found in it (/…/i in any case); a list of either.",
    text=TextForm("Exactly this, or /a pattern/."),
    listed=ListForm("Any of these.", TextForm("Exactly this, or /a pattern/.")),
)
_WORDS = KindForm(
    "Words, in any case.", text=TextForm("Words."), listed=ListForm("All.", TextForm("Words."))
)
_BUTTON = KindForm(
    "A button: its text, or text and value.",
    text=TextForm("Exactly this text, or /a pattern/."),
    mapped=RecordForm("A button.", {"text": MATCH, "value": MATCH}),
)
_CARD = RecordForm(
    "A response card.",
    {
        "title": MATCH,
        "subtitle": MATCH,
        "image_url": MATCH,
        "buttons": ListForm("All of its buttons, in their order.", _BUTTON),
    },
)
MESSAGE_RECORD = RecordForm(
    "A message at length: all that is given must be so.",
    {
        "text": MATCH,
        "is": TextForm("Exactly this, also where it looks like /a pattern/."),
        "contains": _WORDS,
        "lacks": _WORDS,
        "type": _TYPE,
        "card": _CARD,
    },
)
_MESSAGE = KindForm("A message.", MATCH.text, MATCH.listed, MESSAGE_RECORD)
_CONTEXTS = KindForm(
    "Exactly the contexts that are active.",
    listed=ListForm("Their names.", TextForm("A name.")),
    mapped=MapForm("Name -> attributes that it has.", MapForm("Attributes.", MATCH)),
)

EXPECTED: Mapping[str, Form] = {
    "intent": TextForm("The intent in play after it.", NAME),
    "state": _STATE,
    "confirmation": _CONFIRMATION,
    "slots": MapForm(
        "Exactly the slots that are filled after it, canonical.",
        KindForm(
            "A value.",
            text=TextForm("Canonical value, or /a pattern/."),
            listed=ListForm("All values of a multi-value slot.", TextForm("As a scalar's.")),
            mapped=MapForm("Parts of a composite slot.", TextForm("As a scalar's."), NAME),
        ),
        NAME,
    ),
    "slots_include": MapForm("Some of the slots that are filled.", MATCH, NAME),
    "unfilled": ListForm("Slots that have no value.", TextForm("A slot.", NAME)),
    "action": _ACTION,
    "elicits": _SLOT,
    "messages": ListForm("Exactly the messages, in their order.", _MESSAGE),
    "reply_contains": TextForm("Words that the answer must hold, any case."),
    "session_attributes": MapForm("Attributes that the session has.", MATCH),
    "no_session_attributes": ListForm("Attributes it has not.", TextForm("A name.")),
    "active_contexts": _CONTEXTS,
    "request_attributes": MapForm("Attributes that the response carries.", MATCH),
    "confidence_at_least": NumberForm("Of the intent in play.", 0, 1),
    "fails": TextForm("The call fails with this error.", choices=ERRORS),
}
"""What a turn can say of its outcome; what it leaves out may be anything."""

GIVEN: Mapping[str, Form] = {
    "session_attributes": MapForm("Replaces all session attributes.", TextForm("A value.")),
    "request_attributes": MapForm("Of this request alone.", TextForm("A value.")),
    "active_contexts": ListForm(
        "Replaces all active contexts.",
        RecordForm(
            "A context.",
            {
                "name": TextForm("Its name."),
                "seconds": NumberForm("Seconds; 90 without.", 5, 86400, whole=True),
                "turns": NumberForm("Turns; 5 without.", 1, 20, whole=True),
                "attributes": MapForm("Its attributes.", TextForm("A value.")),
            },
            required=("name",),
        ),
    ),
    "intent": _INTENT,
    "state": _STATE,
    "confirmation": _CONFIRMATION,
    "slots": MapForm("Values by slot.", TextForm("A value."), NAME),
    "action": _ACTION,
    "elicits": _SLOT,
    "hints": MapForm(
        "Runtime hints: intent -> slot -> phrases.",
        MapForm("Slot -> phrases.", ListForm("Phrases.", TextForm("A phrase.")), NAME),
        NAME,
    ),
}
PUT: Mapping[str, Form] = {
    **GIVEN,
    "messages": ListForm(
        "What the bot says; the configured prompt without.",
        KindForm(
            "A message.",
            text=TextForm("Its text."),
            mapped=RecordForm(
                "A message.", {"text": TextForm("Its text."), "type": _TYPE}, required=("text",)
            ),
        ),
    ),
}

TURN = RecordForm(
    "One turn: what is sent, and what must come of it.",
    {
        "say": TextForm("What the person says."),
        "with": RecordForm("What the caller sends beside the words.", GIVEN),
        "put": RecordForm("The session as the caller sets it (PutSession), instead of words.", PUT),
        "include": TextForm("Name of turns under `steps:` that stand here.", ID),
        **EXPECTED,
    },
)
_TURNS = ListForm("Turns.", TURN)
_RUNS = ListForm("Names of the runs that hold it; all without.", TextForm("A run."))
CONVERSATION = KindForm(
    "One conversation, in a session of its own.",
    listed=_TURNS,
    mapped=RecordForm(
        "A conversation with a name.",
        {"name": TextForm("What it shows."), "runs": _RUNS, "turns": _TURNS},
        required=("turns",),
    ),
)
_VARIABLES = MapForm("${name} stands for the text.", TextForm("A text."), ID)
RUN = RecordForm(
    "One way to hold every conversation of the file: a channel, a language.",
    {
        "name": TextForm("Its name in reports."),
        "locale": TextForm("Locale id.", LOCALE),
        "request_attributes": MapForm("With every request.", TextForm("A value.")),
        "session_attributes": MapForm("With the first request.", TextForm("A value.")),
        "channel": TextForm("On the local world: the channel whose assertion is sent.", ID),
        "as": TextForm("On the local world: who speaks, a person of policy.yaml."),
        "variables": _VARIABLES,
    },
    required=("name",),
)
CONVERSATIONS = KindForm(
    "Conversations, to be held with any endpoint of Lex V2.",
    listed=ListForm("Conversations.", CONVERSATION),
    mapped=RecordForm(
        "Conversations, and what they share.",
        {
            "include": ListForm("Files whose steps and variables count here.", TextForm("A path.")),
            "variables": _VARIABLES,
            "runs": ListForm("Each conversation is held once in each.", RUN),
            "steps": MapForm("Turns that conversations include.", _TURNS, ID),
            "conversations": ListForm("Conversations.", CONVERSATION),
        },
    ),
)
