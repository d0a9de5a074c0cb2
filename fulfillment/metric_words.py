"""The sentences about measurements: how high, beside the earlier time, and since when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fulfillment.figures import amount, moment, needs_day
from fulfillment.markdown import bold
from fulfillment.measurements import LARGE, Finding, cause
from fulfillment.ops.metrics.port import History, Metric
from fulfillment.sentences import Phrase, Say, phrase
from fulfillment.time_range import TimeRange
from fulfillment.trends import Step
from fulfillment.wording import clean, decimal, number, spoken_age

_SAME = 0.1
"""Within a tenth, a level is about the earlier one."""
_NAMES: Mapping[Metric, Phrase] = {
    "requests": phrase("metric_name_requests"),
    "errors": phrase("metric_name_errors"),
    "latency": phrase("metric_name_latency"),
    "cpu": phrase("metric_name_cpu"),
    "memory": phrase("metric_name_memory"),
}
LABELS: Mapping[Metric, Phrase] = {
    "requests": phrase("metric_label_requests"),
    "errors": phrase("metric_label_errors"),
    "latency": phrase("metric_label_latency"),
    "cpu": phrase("metric_label_cpu"),
    "memory": phrase("metric_label_memory"),
}


@dataclass(frozen=True)
class Telling:
    """The words for one history, in the language and the time zone of a turn."""

    say: Say
    time_zone: str
    history: History
    span: TimeRange
    service: str
    environment: str

    @property
    def where(self) -> str:
        return self.say(
            "service_in", service=bold(self.service), environment=bold(self.environment)
        )

    @property
    def range(self) -> str:
        return self.span.said(self.say)

    @property
    def then(self) -> str:
        """The earlier time: "the day before"."""
        weeks = self.history.days // 7
        if weeks > 1:
            return self.say("metric_then_weeks", count=weeks)
        return self.say("metric_then_week") if weeks else self.say("metric_then_day")

    def moment(self, at: float) -> str:
        with_day = needs_day(self.history.start, self.history.end)
        return moment(self.say, at, self.time_zone, with_day=with_day)

    def value(self, found: Finding) -> str:
        """For a table: "2.4 s"; that there is none."""
        if found.value is None:
            return self.say("metric_nothing_measured")
        if found.metric == "errors":
            return number(self.say, round(found.count or 0))
        return amount(self.say, found.value, found.unit)

    def usual(self, found: Finding) -> str:
        if found.usual is None:
            return self.say("metric_nothing_measured")
        if found.metric == "errors":
            return number(self.say, round(found.count_before or 0))
        return amount(self.say, found.usual, found.unit)

    def sentences(self, found: Finding, *, spoken: bool = False) -> list[str]:
        """How high it is beside the earlier time, and when that changed."""
        if found.value is None:
            return [self.no_data(found)]
        said = [self._errors(found) if found.metric == "errors" else self._level(found, spoken)]
        return [*said, self._step(found, found.step, spoken)] if found.step else said

    def rest(self, known: Sequence[Finding], notable: Sequence[Finding]) -> list[str]:
        """What does not stand out, in one sentence; [] where there is nothing to say."""
        calm = [one for one in known if one not in notable]
        has_earlier = any(one.usual is not None for one in calm)
        if notable:
            return [self.say("metric_rest_as_then", then=self.then)] if has_earlier else []
        if not calm:
            return []
        values = self.say.all_of([self._brief(one) for one in calm])
        where, span = self.where, self.range
        if not has_earlier:
            return [self.say("metric_all_were", service=where, range=span, values=values)]
        then = self.then
        return [self.say("metric_all_as_then", service=where, range=span, values=values, then=then)]

    def not_counted(self) -> str:
        """Of a service without a load balancer."""
        return self.say("metric_not_counted", service=self.where)

    def no_data(self, found: Finding | None = None) -> str:
        if found is None:
            return self.say("metric_no_data_at_all", service=self.where, range=self.range)
        if found.metric == "errors":
            return self.say("metric_no_errors_reported", service=self.where, range=self.range)
        metric = self.say.phrase(_NAMES[found.metric])
        return self.say("metric_no_data", metric=metric, service=self.where, range=self.range)

    def _brief(self, found: Finding) -> str:
        label = self.say.phrase(LABELS[found.metric])
        return self.say("metric_brief", metric=label, value=self.value(found))

    def _level(self, found: Finding, spoken: bool) -> str:
        metric, where = self.say.phrase(_NAMES[found.metric]), self.where
        value = bold(amount(self.say, found.value or 0.0, found.unit, spoken=spoken))
        compared = self._compared(found, spoken)
        if found.is_since_step:
            return self.say(
                "metric_is", metric=metric, service=where, value=value, compared=compared
            )
        return self.say(
            "metric_was",
            metric=metric,
            service=where,
            value=value,
            range=self.range,
            compared=compared,
        )

    def _errors(self, found: Finding) -> str:
        count = round(found.count or 0)
        return self.say(
            "metric_errors_were",
            service=self.where,
            count=count,
            number=bold(number(self.say, count)),
            range=self.range,
            share=self._share(count),
            compared=self._compared(found, spoken=False),
        )

    def _share(self, errors: int) -> str:
        """Of the requests, where they are known too; "" where it is next to nothing."""
        curve = self.history.curve("requests")
        requests = sum(value or 0.0 for _, value in curve.points) if curve else 0.0
        share = decimal(self.say, 100 * errors / requests, 2) if requests else "0"
        return "" if share == "0" else self.say("metric_share_of_requests", share=share)

    def _compared(self, found: Finding, spoken: bool) -> str:
        """As the end of a sentence; "" where the earlier time could not be read."""
        say = self.say
        if not found.before:
            return ""
        if found.usual is None:
            return say("metric_no_data_then", then=self.then)
        usual = amount(say, found.usual, found.unit, spoken=spoken)
        value = self.usual(found) if found.metric == "errors" else usual
        if found.ratio is None:
            return say("metric_was_then", value=value, then=self.then)
        return say.phrase(_against(say, found.ratio, value, self.then))

    def _step(self, found: Finding, step: Step, spoken: bool) -> str:
        time, why = self.moment(step.at), self._cause(step)
        low = amount(self.say, step.before, found.unit, spoken=spoken)
        high = amount(self.say, step.after, found.unit, spoken=spoken)
        if found.metric == "errors" and step.is_rise:
            return self.say("metric_errors_rose", time=time, before=low, after=high, cause=why)
        if found.metric == "errors":
            return self.say("metric_errors_fell", time=time, before=low, after=high, cause=why)
        if step.is_rise:
            return self.say("metric_rose", time=time, before=low, after=high, cause=why)
        return self.say("metric_fell", time=time, before=low, after=high, cause=why)

    def _cause(self, step: Step) -> str:
        """The deployment that began before it: that is when, not why."""
        say, deployments = self.say, self.history.deployments
        found = cause(step, deployments, self.history.period)
        if found is None:
            is_known = not deployments and not self.history.gaps
            return say("metric_no_deployment") if is_known else ""
        age = spoken_age(say, max(step.at - found.at, 60.0))
        if not found.version:
            return say("metric_after_a_deployment", age=age)
        return say("metric_after_deployment", age=age, version=bold(clean(found.version)))


def _against(say: Say, ratio: float, value: str, then: str) -> Phrase:
    """`ratio` times the earlier `value`."""
    if abs(ratio - 1) <= _SAME:
        return phrase("metric_about_as_then", value=value, then=then)
    if ratio >= LARGE:
        return phrase("metric_times_then", factor=factor(say, ratio), value=value, then=then)
    percent = decimal(say, 100 * abs(ratio - 1), 0)
    if ratio > 1:
        return phrase("metric_more_than_then", percent=percent, value=value, then=then)
    return phrase("metric_less_than_then", percent=percent, value=value, then=then)


def factor(say: Say, ratio: float) -> str:
    """ "3", "1.5": whole where it is nearly so, or large."""
    is_whole = ratio >= 10 or abs(ratio - round(ratio)) < 0.1
    return decimal(say, ratio, 0 if is_whole else 1)
