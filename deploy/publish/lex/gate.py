"""The example conversations, held with a version before users meet it.

Whoever publishes has IAM credentials and is no person of the policy (`lex:direct`,
docs/adr/0005): what such a caller may not see or change is refused, and a refusal drops the slots.
So what is judged is what was understood: intent and slots; where it is refused the intent, and then
the conversation ends. One that names services or environments which this account does not have is
judged by the intent of its first sentence.

Lex has the samples of the archive, not our templates: what it is known not to understand stands in
`known_misses.yaml`, and does not count.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.model import Bot
from bot.testing.examples import Conversation, ExampleTurn
from deploy.errors import AwsRefused, GateFailed
from deploy.publish.aws.conversations import Heard
from deploy.publish.lex.known_misses import KNOWN_MISSES, KnownMisses
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
    known: list[Miss] = field(default_factory=list)
    """Those that do not count."""


@dataclass(frozen=True)
class Place:
    """Where conversations are held."""

    bot_id: str
    alias_id: str
    version: str


def hold(
    services: Services,
    bot: Bot,
    conversations: Sequence[Conversation],
    place: Place,
    known: KnownMisses,
) -> Report:
    """Hold every conversation. Raises GateFailed, which names each sentence that was missed."""
    holding = _Holding(services, bot, place, known)
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

    def __init__(self, services: Services, bot: Bot, place: Place, known: KnownMisses) -> None:
        self._services = services
        self._bot = bot
        self._place = place
        self._known = known
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
            is_refused = heard.state == "Failed"
            with_slots = not is_foreign and not is_refused
            if not _is_as_meant(turn, heard, slots=with_slots):
                expected = _expected(turn, slots=with_slots)
                self._miss(Miss(conversation.place, locale, turn.say, expected, _got(heard)))
                break
            if is_refused:
                break
        self.report.conversations += 1
        self.report.judged += judged
        self.report.skipped += len(conversation.turns) - judged

    def _miss(self, miss: Miss) -> None:
        is_known = miss.say in self._known.get(miss.locale, ())
        (self.report.known if is_known else self.report.misses).append(miss)

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
        f"as meant; users go on with what they had:\n{missed}\n"
        f"Mend the templates or the example; or list what is acceptable in {KNOWN_MISSES.name}"
    )


def _counted(report: Report) -> str:
    understood = report.judged - len(report.known)
    parts = [f"{understood} sentences of {report.conversations} conversations understood as meant"]
    if report.known:
        parts.append(f"{len(report.known)} known not to be")
    if report.skipped:
        parts.append(f"{report.skipped} more need a person, or services of another account")
    return "; ".join(parts)
