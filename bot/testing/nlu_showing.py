"""The figures of a recognizer: as text, as Markdown for a pull request, as data."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from bot.testing.nlu import Confusion, NluReport, Score, SlotScore

_HEAD = ("intent", "cases", "precision", "recall", "F1", "+ slots")
_SLOT_HEAD = ("slot", "given", "precision", "recall", "F1")


def render(report: NluReport) -> str:
    """The report as plain text for a terminal."""
    tables = [(_HEAD, _intent_rows(report)), (_SLOT_HEAD, _slot_rows(report.slots))]
    blocks = [_table(head, rows) for head, rows in tables if rows]
    if report.spans:
        blocks.append(_table(("by its words", *_SLOT_HEAD[1:]), _slot_rows(report.spans)))
    if report.out_of_scope:
        blocks.append(_scope(report))
    if report.escapes:
        lines = [f"  {one.say!r} as {one.got} ({one.confidence:.2f})" for one in report.escapes]
        blocks.append("\n".join(["Out of scope, and yet understood:", *lines]))
    if report.confusions:
        lines = [line for one in report.confusions for line in _confused(one)]
        blocks.append("\n".join(["Not understood as meant:", *lines]))
        blocks.append("\n".join(["Taken for each other:", *_pairs(report.confusions)]))
    return "\n\n".join(blocks)


def _scope(report: NluReport) -> str:
    fell = report.out_of_scope - len(report.escapes)
    share = fell / report.out_of_scope
    return f"Out of scope: {fell} of {report.out_of_scope} fell back ({share:.1%})"


def _intent_rows(report: NluReport) -> list[tuple[str, ...]]:
    rows = [_intent_row(intent, score) for intent, score in report.scores.items()]
    total = report.total
    figures = ("", f"{total.intent_accuracy:.1%}", "", f"{total.accuracy:.1%}")
    return [*rows, ("all", str(total.cases), *figures)]


def _intent_row(name: str, score: Score) -> tuple[str, ...]:
    shares = (score.precision, score.intent_accuracy, score.f1, score.accuracy)
    return (name, str(score.cases), *(f"{share:.1%}" for share in shares))


def _slot_rows(slots: Mapping[str, SlotScore]) -> list[tuple[str, ...]]:
    if not slots:
        return []
    total = SlotScore(
        sum(one.right for one in slots.values()),
        sum(one.missed for one in slots.values()),
        sum(one.wrong for one in slots.values()),
    )
    rows = [*sorted(slots.items()), ("all", total)]
    return [_slot_row(name, one) for name, one in rows]


def _slot_row(name: str, one: SlotScore) -> tuple[str, ...]:
    given = one.right + one.missed
    recall = f"{one.recall:.1%}" if given else "-"
    return (name, str(given), f"{one.precision:.1%}", recall, f"{one.f1:.1%}" if given else "-")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    width = max(len(row[0]) for row in (head, *rows)) + 2
    return "\n".join(
        f"{first:<{width}}" + "".join(f"{cell:>10}" for cell in cells)
        for first, *cells in (head, *rows)
    )


def _confused(confusion: Confusion) -> list[str]:
    lines = [f"  {confusion.say!r}", f"      meant {confusion.expected}, got {confusion.got}"]
    if confusion.collides:
        lines.append(f"      collides with {confusion.collides!r} of {confusion.got.intent}")
    return lines


def _pairs(confusions: Iterable[Confusion]) -> list[str]:
    counts = Counter((c.expected.intent, c.got.intent) for c in confusions)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [
        f"  {count} x {meant} as {got if got != meant else 'itself, with wrong slots'}"
        for (meant, got), count in ranked
    ]


def markdown(report: NluReport, title: str) -> str:
    """The report as Markdown; what people say stands in code, where nothing of it counts."""
    blocks = [f"### {title}", _markdown_table(_HEAD, _intent_rows(report))]
    if report.slots:
        blocks.append(_markdown_table(_SLOT_HEAD, _slot_rows(report.slots)))
    if report.spans:
        head = ("by its words", *_SLOT_HEAD[1:])
        blocks.append(_markdown_table(head, _slot_rows(report.spans)))
    if report.out_of_scope:
        blocks.append(_scope(report))
        blocks += [f"- {_code(one.say)} as {_code(str(one.got))}" for one in report.escapes]
    if report.confusions:
        said = [
            (_code(one.say), _code(str(one.expected)), _code(str(one.got)), _code(one.collides))
            for one in report.confusions
        ]
        columns = ("said", "meant", "understood as", "collides with")
        blocks.append(_markdown_table(columns, said, "---"))
    return "\n\n".join(blocks) + "\n"


def _markdown_table(
    head: Sequence[str], rows: Sequence[Sequence[str]], aligned: str = "---:"
) -> str:
    line = "|" + "|".join(["---", *[aligned] * (len(head) - 1)]) + "|"
    return "\n".join([_line(head), line, *map(_line, rows)])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _code(text: str) -> str:
    """A span of code in a table's cell: a longer fence than any inside, and no bars."""
    if not text:
        return ""
    inner = " ".join(text.split()).replace("|", "\\|")
    fence = "`" * (max((len(run) for run in _runs(inner)), default=0) + 1)
    space = " " if inner.startswith("`") or inner.endswith("`") else ""
    return f"{fence}{space}{inner}{space}{fence}"


def _runs(text: str) -> list[str]:
    """The runs of backticks in `text`."""
    return [run for run in "".join(one if one == "`" else " " for one in text).split() if run]


def report_json(report: NluReport) -> dict[str, object]:
    """The report as data, shares included."""
    return {
        "cases": report.total.cases,
        "intent_accuracy": round(report.total.intent_accuracy, 4),
        "accuracy": round(report.total.accuracy, 4),
        "intents": {name: _intent_json(score) for name, score in report.scores.items()},
        "slots": {name: _slot_json(score) for name, score in report.slots.items()},
        "spans": {name: _slot_json(score) for name, score in report.spans.items()},
        "out_of_scope": report.out_of_scope,
        "escapes": [asdict(one) for one in report.escapes],
        "confusions": [asdict(one) for one in report.confusions],
    }


def _intent_json(score: Score) -> dict[str, object]:
    return {
        "cases": score.cases,
        "precision": round(score.precision, 4),
        "recall": round(score.intent_accuracy, 4),
        "f1": round(score.f1, 4),
        "accuracy": round(score.accuracy, 4),
    }


def _slot_json(score: SlotScore) -> dict[str, object]:
    return {
        **asdict(score),
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
    }
