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
    "requests": phrase("name_requests"),
    "errors": phrase("name_errors"),
    "latency": phrase("name_latency"),
    "cpu": phrase("name_cpu"),
    "memory": phrase("name_memory"),
}
LABELS: Mapping[Metric, Phrase] = {
    "requests": phrase("label_requests"),
    "errors": phrase("label_errors"),
    "latency": phrase("label_latency"),
    "cpu": phrase("label_cpu"),
    "memory": phrase("label_memory"),
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
            return self.say("then_weeks", count=weeks)
        return self.say("then_week") if weeks else self.say("then_day")

    def moment(self, at: float) -> str:
        with_day = needs_day(self.history.start, self.history.end)
        return moment(self.say, at, self.time_zone, with_day=with_day)

    def value(self, found: Finding) -> str:
        """For a table: "2.4 s"; that there is none."""
        if found.value is None:
            return self.say("nothing_measured")
        if found.metric == "errors":
            return number(self.say, round(found.count or 0))
        return amount(self.say, found.value, found.unit)

    def usual(self, found: Finding) -> str:
        if found.usual is None:
            return self.say("nothing_measured")
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
            return [self.say("rest_as_then", then=self.then)] if has_earlier else []
        if not calm:
            return []
        values = self.say.all_of([self._brief(one) for one in calm])
        given = {"service": self.where, "range": self.range, "values": values}
        if has_earlier:
            return [self.say("all_as_then", **given, then=self.then)]
        return [self.say("all_were", **given)]

    def not_counted(self) -> str:
        """Of a service without a load balancer."""
        return self.say("not_counted", service=self.where)

    def no_data(self, found: Finding | None = None) -> str:
        if found is None:
            return self.say("no_data_at_all", service=self.where, range=self.range)
        if found.metric == "errors":
            return self.say("no_errors_reported", service=self.where, range=self.range)
        metric = self.say.phrase(_NAMES[found.metric])
        return self.say("no_data", metric=metric, service=self.where, range=self.range)

    def _brief(self, found: Finding) -> str:
        label = self.say.phrase(LABELS[found.metric])
        return self.say("brief", metric=label, value=self.value(found))

    def _level(self, found: Finding, spoken: bool) -> str:
        given = {
            "metric": self.say.phrase(_NAMES[found.metric]),
            "service": self.where,
            "value": bold(amount(self.say, found.value or 0.0, found.unit, spoken=spoken)),
            "compared": self._compared(found, spoken),
        }
        if found.is_since_step:
            return self.say("level_is", **given)
        return self.say("level_was", **given, range=self.range)

    def _errors(self, found: Finding) -> str:
        count = round(found.count or 0)
        return self.say(
            "errors_were",
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
        return "" if share == "0" else self.say("share_of_requests", share=share)

    def _compared(self, found: Finding, spoken: bool) -> str:
        """As the end of a sentence; "" where the earlier time could not be read."""
        say = self.say
        if not found.before:
            return ""
        if found.usual is None:
            return say("no_data_then", then=self.then)
        usual = amount(say, found.usual, found.unit, spoken=spoken)
        value = self.usual(found) if found.metric == "errors" else usual
        if found.ratio is None:
            return say("was_then", value=value, then=self.then)
        return say.phrase(_against(say, found.ratio, value, self.then))

    def _step(self, found: Finding, step: Step, spoken: bool) -> str:
        given = {
            "time": self.moment(step.at),
            "before": amount(self.say, step.before, found.unit, spoken=spoken),
            "after": amount(self.say, step.after, found.unit, spoken=spoken),
            "cause": self._cause(step),
        }
        if found.metric == "errors":
            return self.say("errors_rose" if step.is_rise else "errors_fell", **given)
        return self.say("rose" if step.is_rise else "fell", **given)

    def _cause(self, step: Step) -> str:
        """The deployment that began before it: that is when, not why."""
        say, deployments = self.say, self.history.deployments
        found = cause(step, deployments, self.history.period)
        if found is None:
            is_known = not deployments and not self.history.gaps
            return say("no_deployment") if is_known else ""
        age = spoken_age(say, max(step.at - found.at, 60.0))
        if not found.version:
            return say("after_a_deployment", age=age)
        return say("after_deployment", age=age, version=bold(clean(found.version)))


def _against(say: Say, ratio: float, value: str, then: str) -> Phrase:
    """`ratio` times the earlier `value`."""
    if abs(ratio - 1) <= _SAME:
        return phrase("about_as_then", value=value, then=then)
    if ratio >= LARGE:
        return phrase("times_then", factor=factor(say, ratio), value=value, then=then)
    percent = decimal(say, 100 * abs(ratio - 1), 0)
    if ratio > 1:
        return phrase("more_than_then", percent=percent, value=value, then=then)
    return phrase("less_than_then", percent=percent, value=value, then=then)


def factor(say: Say, ratio: float) -> str:
    """ "3", "1.5": whole where it is nearly so, or large."""
    is_whole = ratio >= 10 or abs(ratio - round(ratio)) < 0.1
    return decimal(say, ratio, 0 if is_whole else 1)
