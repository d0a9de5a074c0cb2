"""What the service keeps of bots: frozen values, replaced whole, in `bot.lex.definition` types.

Resources are held under their identifiers and refer to one another by identifier, as in the API: a
slot's `slot_type_name` holds a slot type's id, a priority's `slot_name` a slot's id. Names take
their place where an archive is written (`definitions`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from bot.lex.definition import LexBot, LexIntent, LexLocale, LexSlot, LexSlotType

Value = TypeVar("Value")
Document = Mapping[str, Any]
"""JSON-like data in the API's spelling."""

DRAFT = "DRAFT"
TEST_ALIAS = "TSTALIASID"
FALLBACK = "FALLBCKINT"
FALLBACK_SIGNATURE = "AMAZON.FallbackIntent"

BotStatus = Literal[
    "Creating", "Available", "Deleting", "Failed", "Versioning", "Importing", "Updating"
]
LocaleStatus = Literal[
    "Creating", "Building", "Built", "Failed", "Deleting", "NotBuilt", "Importing"
]
AliasStatus = Literal["Creating", "Available", "Deleting"]
TransferStatus = Literal["InProgress", "Completed", "Failed", "Deleting"]


@dataclass(frozen=True)
class Stored(Generic[Value]):
    value: Value
    created: datetime
    updated: datetime


@dataclass(frozen=True)
class IntentState(Stored[LexIntent]):
    """`value.slots` is empty: slots are here, by id."""

    slots: Mapping[str, Stored[LexSlot]] = field(default_factory=dict)


@dataclass(frozen=True)
class LocaleState(Stored[LexLocale]):
    """`value` holds no intents and no slot types: they are here, by id."""

    status: LocaleStatus = "NotBuilt"
    intents: Mapping[str, IntentState] = field(default_factory=dict)
    slot_types: Mapping[str, Stored[LexSlotType]] = field(default_factory=dict)
    submitted: datetime | None = None
    """When a build was last asked for."""
    is_queued: bool = False
    """A build was asked for and has not begun."""
    failure_reasons: tuple[str, ...] = ()
    history: tuple[tuple[str, datetime], ...] = ()

    @property
    def is_busy(self) -> bool:
        return self.is_queued or self.status in ("Creating", "Building", "Importing", "Deleting")


@dataclass(frozen=True)
class VersionState(Stored[LexBot]):
    """DRAFT, or a numbered version that never changes. `value` holds no locales."""

    role_arn: str = ""
    status: BotStatus = "Creating"
    is_visible: bool = True
    """False for a moment after a version was made: reading lags behind writing."""
    locales: Mapping[str, LocaleState] = field(default_factory=dict)


@dataclass(frozen=True)
class AliasState:
    """`settings`: what was given, in the API's spelling, all of it replaced by an update."""

    id: str
    settings: Document
    status: AliasStatus
    created: datetime
    updated: datetime
    history: tuple[tuple[str, datetime, datetime | None], ...] = ()
    """Version, start, end; oldest first."""

    @property
    def version(self) -> str:
        """ "" where it points at none."""
        return str(self.settings.get("botVersion", ""))


@dataclass
class BotState:
    """A bot: its versions and aliases by id. DRAFT's status is the bot's."""

    id: str
    versions: dict[str, VersionState]
    aliases: dict[str, AliasState] = field(default_factory=dict)
    made: int = 0
    """How many versions were ever made: a number is never used again."""

    @property
    def draft(self) -> VersionState:
        return self.versions[DRAFT]

    @property
    def name(self) -> str:
        return self.draft.value.name or ""


@dataclass(frozen=True)
class ImportState:
    """An upload URL and, once it was started, an import. `specification` is {} before."""

    id: str
    created: datetime
    updated: datetime
    data: bytes | None = None
    specification: Document = field(default_factory=dict)
    strategy: str = ""
    password: str = field(default="", repr=False)
    status: TransferStatus = "InProgress"
    failure_reasons: tuple[str, ...] = ()
    resource_id: str = ""
    resource_name: str = ""


@dataclass(frozen=True)
class ExportState:
    """An export of `bot` as it was; of one locale of it where `locale` is not ""."""

    id: str
    created: datetime
    updated: datetime
    specification: Document
    bot: LexBot
    locale: str = ""
    password: str = field(default="", repr=False)
    status: TransferStatus = "InProgress"


@dataclass(frozen=True)
class PublishedAlias:
    """What an alias says, for readers in this process."""

    id: str
    name: str
    version: str
    """ "" where it points at none."""
    functions: Mapping[str, str]
    """Enabled locale -> ARN of its Lambda function, "" where it has none."""
