"""What is extended of moto's CloudWatch: when an alarm's state changed, what states
it had before, and composite alarms."""

from typing import Any, cast

from deploy.local.account import alarm_history
from deploy.local.account.slim_moto import ActionResult, CloudWatchResponse

_KINDS = {"MetricAlarm": "MetricAlarms", "CompositeAlarm": "CompositeAlarms"}
_CHANGED = "state_transitioned_timestamp"
"""An attribute that moto's alarms lack; the serializer reads it by its name."""


class AlarmResponse(CloudWatchResponse):
    """CloudWatch whose alarms know when their state changed, not only when it was set."""

    def describe_alarms(self) -> ActionResult:
        """Composite alarms only where they are asked for, as CloudWatch does."""
        found = self._described()
        wanted = self._get_param("AlarmTypes", []) or ["MetricAlarm"]
        kept = {key: found[key] for kind, key in _KINDS.items() if kind in wanted}
        for alarm in (one for some in kept.values() for one in some):
            transitioned(alarm)
        return ActionResult(kept)

    def _described(self) -> dict[str, list[Any]]:
        state = self._get_param("StateValue")
        found = cast("dict[str, list[Any]]", super().describe_alarms().result)
        if state and not found["CompositeAlarms"]:
            # moto reads its iterator of alarms in a state twice: nothing is left for these.
            every = self.cloudwatch_backend.get_alarms_by_state_value(state)
            found["CompositeAlarms"] = [one for one in every if one.rule is not None]
        return {
            key: [one for one in some if not state or one.state_value == state]
            for key, some in found.items()
        }

    def describe_alarm_history(self) -> ActionResult:
        alarms = list(self.cloudwatch_backend.describe_alarms())
        return ActionResult(alarm_history.answer(alarms, self._get_params()))

    def set_alarm_state(self) -> ActionResult:
        before = self._named()
        state = before.state_value if before else ""
        result = super().set_alarm_state()
        after = self._named()
        if after is not None and after.state_value != state:
            vars(after)[_CHANGED] = after.state_updated_timestamp
        return result

    def _named(self) -> Any:
        name = self._get_param("AlarmName")
        found = list(self.cloudwatch_backend.get_alarms_by_alarm_names([name]))
        if found:
            transitioned(found[0])
        return found[0] if found else None


def transitioned(alarm: Any) -> None:
    """Remember when the state of an alarm changed, where nothing has yet."""
    vars(alarm).setdefault(_CHANGED, alarm.state_updated_timestamp)
