"""docs/rules.md: every rule of `ground check`, with what breaks it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.rules.catalogue import rules, rules_by_topic
from bot.rules.rule import OURS, Rule
from bot.testing.rule_examples import Edit, RuleExample, load_example

_SHOWN_PROBLEMS = 3
_FENCE = "```"


def rules_page(root: Path) -> str:
    """The page. `root`: of the checkout, where the examples are."""
    return "\n".join([*_head(), *(line for part in _topics(root) for line in part), ""])


def _head() -> Iterator[str]:
    yield "# Rules"
    yield ""
    yield "Generated from `bot/rules/` and `tests/bot/rules/examples/` by `make generate`."
    yield ""
    yield f"`ground check` holds a definition against these {len(rules())} rules. Every problem"
    yield "is told at once, with file, line and cure; only errors make it fail. Notes say what a"
    yield "platform makes of something; `--notes` shows them. An example edits the small definition"
    yield "in `tests/bot/rules/base/`, and what is told of it."


def _topics(root: Path) -> Iterator[list[str]]:
    for topic, found in rules_by_topic().items():
        yield ["", f"## {topic}", ""]
        yield ["| rule | severity | why |", "|---|---|---|", *map(_row, found)]
        for rule in found:
            yield list(_section(rule, load_example(root, rule.id)))


def _row(rule: Rule) -> str:
    return f"| [{rule.id}](#{rule.id}) | {rule.severity} | {_cell(rule.reason)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


def _section(rule: Rule, example: RuleExample | None) -> Iterator[str]:
    yield from ("", f"### {rule.id}", "")
    source = "ours" if rule.source == OURS else rule.source
    yield f"{rule.severity}. {_cell(rule.reason)} Source: {source}."
    if example is None:
        return
    yield from ("", f"{_FENCE}yaml")
    for file, edits in _by_file(example.edits).items():
        yield f"# {file}"
        yield from (edit.shown for edit in edits)
    yield from (_FENCE, "", f"{_FENCE}text")
    yield from example.problems[:_SHOWN_PROBLEMS]
    if len(example.problems) > _SHOWN_PROBLEMS:
        yield f"… and {len(example.problems) - _SHOWN_PROBLEMS} more"
    yield _FENCE


def _by_file(edits: tuple[Edit, ...]) -> Mapping[str, list[Edit]]:
    found: dict[str, list[Edit]] = {}
    for edit in edits:
        found.setdefault(edit.file, []).append(edit)
    return found
