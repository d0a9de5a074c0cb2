"""The example conversations, held with a version before users meet it.

Whoever publishes has IAM credentials and is no person of the policy (`lex:direct`,
docs/adr/0005): what such a caller may not see or change is refused. So what is judged is what was
understood, intent and slots; a conversation is judged as far as the function lets it go on, and one
that names services or environments which this account does not have, by the intent of its first
sentence.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.model import Bot
from bot.testing.examples import Conversation, ExampleTurn
from deploy.errors import AwsRefused, GateFailed
from deploy.publish.aws.conversations import Heard
from deploy.publish.lex.services import Services

REACH_SECONDS: Final = 60.0
"""How long an alias that was just made or moved may be unknown."""
TELL_EVERY_SECONDS: Final = 10.0


@dataclass(frozen=True)
class Miss:
    """A sentence that was not understood as meant."""

    place: str
    locale: str
    say: str
    expected: str
    got: str

    def __str__(self) -> str:
        return (
            f"{self.place} ({self.locale}): {self.say!r}\n"
            f"    expected {self.expected}\n    got {self.got}"
        )


@dataclass
class Report:
    """`judged` and `skipped` count sentences."""

    conversations: int = 0
    judged: int = 0
    skipped: int = 0
    misses: list[Miss] = field(default_factory=list)


@dataclass(frozen=True)
class Place:
    """Where conversations are held."""

    bot_id: str
    alias_id: str
    version: str


def hold(
    services: Services, bot: Bot, conversations: Sequence[Conversation], place: Place
) -> Report:
    """Hold every conversation. Raises GateFailed, which names each sentence that was missed."""
    holding = _Holding(services, bot, place)
    told = services.waiting.clock.now()
    for locale, conversation in _by_locale(bot, conversations):
        holding.hold(conversation, locale)
        now = services.waiting.clock.now()
        if now - told >= TELL_EVERY_SECONDS:
            held = holding.report.conversations
            services.tell(f"held {held} of {len(conversations)} conversations")
            told = now
    if holding.report.misses:
        raise GateFailed(_told(holding.report, place.version))
    services.tell(_counted(holding.report))
    return holding.report


def _by_locale(
    bot: Bot, conversations: Sequence[Conversation]
) -> Iterator[tuple[str, Conversation]]:
    for locale in bot.locales:
        for conversation in conversations:
            if conversation.is_in(bot, locale.id):
                yield locale.id, conversation


class _Holding:
    """Conversations under way, and what came of them."""

    def __init__(self, services: Services, bot: Bot, place: Place) -> None:
        self._services = services
        self._bot = bot
        self._place = place
        self.report = Report()

    def hold(self, conversation: Conversation, locale: str) -> None:
        """Up to the first miss, the first refusal, or the end."""
        session_id = f"gate-{self._place.version}-{uuid.uuid4().hex}"
        is_foreign = _names_foreign(self._bot, conversation)
        turns = conversation.turns[:1] if is_foreign else conversation.turns
        judged = 0
        for turn in turns:
            heard = self._say(locale, session_id, turn.say)
            judged += 1
            if not _is_as_meant(turn, heard, slots=not is_foreign):
                expected = _expected(turn, slots=not is_foreign)
                miss = Miss(conversation.place, locale, turn.say, expected, _got(heard))
                self.report.misses.append(miss)
                break
            if heard.state == "Failed":
                break
        self.report.conversations += 1
        self.report.judged += judged
        self.report.skipped += len(conversation.turns) - judged

    def _say(self, locale: str, session_id: str, text: str) -> Heard:
        """What was heard; a refusal of another kind than "not there yet" is an answer too."""
        place = self._place

        def look() -> Heard | None:
            try:
                return self._services.conversations.say(
                    place.bot_id, place.alias_id, locale, session_id, text
                )
            except AwsRefused as refused:
                if refused.kind == "denied":
                    raise
                is_missing = refused.kind == "missing"
                return None if is_missing else Heard("", {}, "", "", failure=str(refused))

        what = f"waiting for alias {place.alias_id} to answer in {locale}"
        return self._services.waiting.until(what, look, REACH_SECONDS)


def _names_foreign(bot: Bot, conversation: Conversation) -> bool:
    """Whether it uses a value of a live slot type that there is not in this account."""
    for turn in conversation.turns:
        intent = bot.intent(turn.intent)
        for name, value in (turn.slots or {}).items():
            slot = intent.slot(name) if intent else None
            kind = bot.slot_type(slot.type) if slot else None
            is_live = kind is not None and kind.source
            if kind is not None and is_live and value not in {one.value for one in kind.values}:
                return True
    return False


def _is_as_meant(turn: ExampleTurn, heard: Heard, *, slots: bool) -> bool:
    if heard.failure or heard.intent != turn.intent:
        return False
    return not slots or turn.slots is None or dict(turn.slots) == dict(heard.slots)


def _expected(turn: ExampleTurn, *, slots: bool) -> str:
    return _meaning(turn.intent, turn.slots or {}) if slots else turn.intent


def _got(heard: Heard) -> str:
    return heard.failure or _meaning(heard.intent, heard.slots)


def _meaning(intent: str, slots: Mapping[str, str]) -> str:
    filled = ", ".join(f"{name}={value}" for name, value in sorted(slots.items()))
    return f"{intent}({filled})" if filled else intent or "nothing"


def _told(report: Report, version: str) -> str:
    missed = "\n".join(map(str, report.misses))
    return (
        f"version {version} did not understand {len(report.misses)} of {report.judged} sentences "
        f"as meant; users go on with what they had:\n{missed}"
    )


def _counted(report: Report) -> str:
    skipped = (
        f"; {report.skipped} more need a person, or services of another account"
        if report.skipped
        else ""
    )
    return (
        f"{report.judged} sentences of {report.conversations} conversations understood as meant"
        f"{skipped}"
    )
