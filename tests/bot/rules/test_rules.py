"""What every rule has, and that no text that people write breaks the check itself."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.definition import Definition
from bot.rules.catalogue import loading_rules, rule_named, rules
from bot.rules.rule import FilesRule
from bot.testing.rule_examples import RuleExample
from bot.writing import definition_files
from tests.bot.lex.definitions import definitions
from tests.bot.rules.running import base, problems_of

NOTHING = RuleExample((), ())
FILES = sorted(base())
LINES = st.sampled_from(
    [
        "utterances:",
        "flow: {initial: {next: EvaluateConditional, conditions: {branches: [{when: '{a'}]}}}",
        "  - [x] {y} <z>",
        "slots: {size: {type: Size, required: true, defaults: ['#a.b']}}",
        "values: {a: [b, a, '']}",
        "parts: {a: AMAZON.City}",
        "prompts: {size: []}",
        "locales: [en_US, en_US, xx_XX]",
        "alexa: {invocation_name: '', example_phrases: []}",
        "pattern: '[['",
        "access: {default: admin, environment: {x: viewer}}",
        "messages: {a: [{card: {}}]}",
    ]
)


def test_every_rule_says_what_why_and_where_it_is_written() -> None:
    assert len(rules()) > 100
    assert len({rule.id for rule in rules()}) == len(rules())
    for rule in rules():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
        assert rule.reason.endswith(".")
        assert rule.source == "ours" or re.match("botocore lexv2-|https://", rule.source)
        assert rule_named(rule.id) is rule
    assert rule_named("no-such-rule") is None


def test_what_keeps_a_definition_from_being_loaded_are_errors() -> None:
    files = [rule for rule in rules() if isinstance(rule, FilesRule)]
    assert {rule.severity for rule in (*files, *loading_rules())} == {"error"}


def test_rules_of_a_platform_bear_its_name() -> None:
    assert {rule.platform for rule in rules()} == {"lex", "alexa", "slack", ""}


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(FILES),
    st.text(max_size=40) | st.lists(LINES, min_size=1, max_size=4).map("\n".join),
    st.booleans(),
)
def test_any_text_in_any_file_is_checked_or_refused(file: str, text: str, more: bool) -> None:
    whole = base()[file] + text if more else text
    for problem in problems_of({**base(), file: whole}, NOTHING):
        assert problem.rule
        assert problem.message
        assert problem.where


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(definitions())
def test_any_definition_is_checked(definition: Definition) -> None:
    problems_of(definition_files(definition), NOTHING)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(["order_pizza/en_US.yaml", "order_status/en_US.yaml", "en_US.yaml"]),
    st.integers(0, 400),
    st.sampled_from([*"{}[]()|<>:'\"-#\\", "", "\n", "  "]),
)
def test_a_slip_of_the_pen_is_told_and_never_raises(file: str, place: int, mark: str) -> None:
    text = base()[file]
    place %= len(text)
    problems_of({**base(), file: text[:place] + mark + text[place + 1 :]}, NOTHING)
