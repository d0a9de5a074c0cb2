"""Which alarms one person may know of."""

from collections.abc import Sequence

from fulfillment.ops.alarms.matching import texts_of
from fulfillment.ops.reach import Reach
from fulfillment.ops.state import Alarm
from fulfillment.ops.visible import is_seen


def seen(reach: Reach, environment: str, alarms: Sequence[Alarm]) -> tuple[Alarm, ...]:
    """Without those of services that the person may not know of. Raises `OpsError`."""
    return tuple(one for one in alarms if is_seen(reach, environment, texts_of(one)))
