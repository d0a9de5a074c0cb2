"""The one place that pages people: Amazon SNS. Never sends anything twice."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from fulfillment.errors import OpsError, OutcomeUnknown, StoreError
from fulfillment.markdown import escape
from fulfillment.ops.failures import writing
from fulfillment.ops.paged import QUIET_FOR, page_key, signature
from fulfillment.ops.paged import connect as connect_paged
from fulfillment.ops.reach import Reach
from fulfillment.sentences import phrase
from fulfillment.store import Store
from fulfillment.wording import age_phrase

_MAX_SUBJECT = 100
"""Of SNS, in ASCII (its Publish reference)."""


@dataclass(frozen=True)
class Message:
    """A page: to whom, about what, and what they read."""

    environment: str
    service: str
    person: str
    topic: str
    subject: str
    text: str


class Pager(Protocol):
    def page(self, message: Message, *, plan: str, replacing: str) -> str:
        """Note it, then publish; gives SNS's message id. `replacing`: the plan of an older note.

        Raises `OutcomeUnknown` where an answer was lost, `OpsError` where nothing was sent: also
        where the person was paged for the same less than ten minutes ago. After a lost answer the
        note stays: that person cannot be paged for the same until it ends.
        """


def connect(reach: Reach) -> Pager:
    return SnsPager(reach)


class SnsPager:
    """`Pager` over SNS, in the name of one person."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def page(self, message: Message, *, plan: str, replacing: str) -> str:
        client: Any = self._reach.client("sns", message.environment)
        self._note(message, plan, replacing)
        try:
            return _publish(client, message)
        except OutcomeUnknown:
            raise
        except OpsError:
            self._take_back(message, plan)
            raise

    def _note(self, message: Message, plan: str, replacing: str) -> None:
        seconds = int(QUIET_FOR.total_seconds())
        try:
            is_first = self._keep(message, plan, replacing, seconds)
        except StoreError:
            # Nothing was sent, and nothing is: a page that nothing would brake is none.
            raise OpsError("failed", phrase("note_page"), phrase("no_answer_came")) from None
        if not is_first:
            raise self._paged_meanwhile(message)

    def _take_back(self, message: Message, plan: str) -> None:
        """Nobody was paged. A note that stays all the same ends by itself."""
        with suppress(StoreError):
            self._keep(message, plan, plan, 0)

    def _keep(self, message: Message, plan: str, replacing: str, seconds: int) -> bool:
        note = {
            "by": signature(self._reach.person),
            "at": self._reach.now().isoformat(),
            "plan": plan,
        }
        return self._store().note(_key(message), note, replacing=replacing, seconds=seconds)

    def _paged_meanwhile(self, message: Message) -> OpsError:
        why = phrase("noted_meanwhile")
        with suppress(OpsError):
            paged = connect_paged(self._reach)
            last = paged.last(message.environment, message.service, message.person)
            if last is not None:
                age = age_phrase(last.age_seconds)
                person, by = escape(message.person), escape(last.by)
                why = phrase("paged_meanwhile", person=person, age=age, by=by)
        return OpsError("failed", phrase("send_page"), why)

    def _store(self) -> Store:
        if self._reach.store is None:
            raise OpsError("failed", phrase("keep_note"), phrase("no_table"))
        return self._reach.store


def _publish(client: Any, message: Message) -> str:
    subject = message.subject.encode("ascii", "replace").decode()[:_MAX_SUBJECT]
    with writing(phrase("send_page")):
        answer = client.publish(TopicArn=message.topic, Subject=subject, Message=message.text)
    return str(answer["MessageId"])


def _key(message: Message) -> str:
    return page_key(message.environment, message.service, message.person)
