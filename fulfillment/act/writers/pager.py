"""The one place that pages people: Amazon SNS. Never sends anything twice."""

from typing import Any, Protocol

from fulfillment.ops.failures import writing
from fulfillment.ops.reach import Reach
from fulfillment.sentences import phrase

_MAX_SUBJECT = 100
"""Of SNS, in ASCII (its Publish reference)."""


class Pager(Protocol):
    def page(self, environment: str, topic: str, subject: str, message: str) -> str:
        """Publish; gives SNS's message id.

        Raises `OutcomeUnknown` where the answer was lost, `OpsError` where nothing was sent.
        """


def connect(reach: Reach) -> Pager:
    return SnsPager(reach)


class SnsPager:
    """`Pager` over SNS, in the name of one person."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def page(self, environment: str, topic: str, subject: str, message: str) -> str:
        client: Any = self._reach.client("sns", environment)
        ascii_subject = subject.encode("ascii", "replace").decode()[:_MAX_SUBJECT]
        with writing(phrase("send_page")):
            answer = client.publish(TopicArn=topic, Subject=ascii_subject, Message=message)
        return str(answer["MessageId"])
