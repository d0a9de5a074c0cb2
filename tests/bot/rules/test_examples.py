"""A deliberately bad definition for each rule, and a good one that breaks none."""

import pytest

from bot.rules.catalogue import rules
from bot.testing.rule_examples import EXAMPLES, RuleExample
from tests.bot.rules.running import ROOT, base, example, problems_of, told

IDS = [rule.id for rule in rules()]


@pytest.mark.parametrize("rule", IDS)
def test_a_rule_tells_what_its_example_breaks(rule: str) -> None:
    problems, others = told(rule)
    assert problems
    assert problems == list(example(rule).problems)
    assert others == sorted(example(rule).also)


def test_the_base_breaks_no_rule() -> None:
    assert problems_of(base(), RuleExample((), ())) == ()


def test_every_example_is_of_a_rule() -> None:
    assert {path.stem for path in (ROOT / EXAMPLES).glob("*.yaml")} == set(IDS)
