"""Runs examples of rules. `python -m tests.bot.rules.running` writes their messages anew."""

import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from bot.checking import check_folder
from bot.errors import Problem
from bot.rules.catalogue import rules
from bot.rules.subject import Surroundings
from bot.testing.rule_examples import EXAMPLES, RuleExample, base_files, load_example

ROOT = Path(__file__).parents[3]
HANDLERS = ("cancel", "fallback", "help", "order_pizza", "order_status")
"""Those of the base."""


@cache
def base() -> Mapping[str, str]:
    return base_files(ROOT)


def example(rule: str) -> RuleExample:
    found = load_example(ROOT, rule)
    assert found is not None, f"write tests/bot/rules/examples/{rule}.yaml: what breaks the rule"
    return found


def problems_of(files: Mapping[str, str], of: RuleExample) -> tuple[Problem, ...]:
    handlers = HANDLERS if of.handlers is None else of.handlers
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return check_folder(root, of.live, Surroundings(handlers)).problems


def told(rule: str) -> tuple[list[str], list[str]]:
    """What the rule tells of its example, and the ids of the others that do too."""
    of = example(rule)
    found = problems_of(of.files(base()), of)
    others = sorted({problem.rule for problem in found if problem.rule != rule})
    return [f"{one.severity}: {one}" for one in found if one.rule == rule], others


def write(rule: str) -> None:
    """Write what is told of an example into its file."""
    path = ROOT / EXAMPLES / f"{rule}.yaml"
    head = path.read_text(encoding="utf-8").split("problems:")[0].split("also:")[0]
    problems, others = told(rule)
    tail: dict[str, list[str]] = {"also": others} if others else {}
    tail["problems"] = problems
    text = yaml.safe_dump(tail, sort_keys=False, allow_unicode=True, width=10_000)
    path.write_text(head + text, encoding="utf-8")


if __name__ == "__main__":
    for id_ in sys.argv[1:] or [rule.id for rule in rules()]:
        if (ROOT / EXAMPLES / f"{id_}.yaml").exists():
            write(id_)
