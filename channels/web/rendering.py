"""A `Reply` as the JSON that the page shows. Text is runs with a style: no markup ever travels."""

from typing import Any
from urllib.parse import urlsplit

from fulfillment.markdown import spans
from fulfillment.reply_json import invocation_to_json
from fulfillment.turn import Action, Cell, Chart, Link, Progress, Reply, Table

Json = dict[str, Any]


def from_reply(reply: Reply) -> Json:
    """Every key is always there; `table`, `chart` and `progress` may be null."""
    return {
        "state": reply.state,
        "text": [{"text": span.text, "style": span.style} for span in spans(reply.text)],
        "table": _table(reply.table) if reply.table else None,
        "chart": _chart(reply.chart) if reply.chart else None,
        "facts": [{"label": fact.label, "value": _cell(fact.value)} for fact in reply.facts],
        "links": [{"label": link.label, "url": link.url} for link in reply.links if _is_web(link)],
        "actions": [_action(action) for action in reply.actions],
        "suggestions": list(reply.suggestions),
        "progress": _progress(reply.progress) if reply.progress else None,
        "slot_to_elicit": reply.slot_to_elicit,
    }


def _table(table: Table) -> Json:
    return {
        "title": table.title,
        "columns": list(table.columns),
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
    }


def _chart(chart: Chart) -> Json:
    return {
        "title": chart.title,
        "summary": chart.summary,
        "unit": chart.unit,
        "time_zone": chart.time_zone,
        "series": [
            {"name": one.name, "past": one.is_past, "points": [list(point) for point in one.points]}
            for one in chart.series
        ],
        "markers": [{"at": one.at, "label": one.label} for one in chart.markers],
    }


def _cell(cell: Cell) -> Json:
    return {"text": cell.text, "tone": cell.tone}


def _action(action: Action) -> Json:
    return {
        "label": action.label,
        "style": action.style,
        "invocation": invocation_to_json(action.invocation),
    }


def _progress(progress: Progress) -> Json:
    return {
        "operation_id": progress.operation_id,
        "title": progress.title,
        "state": progress.state,
        "final": progress.is_final,
        "done": progress.done,
        "total": progress.total,
        "detail": progress.detail,
    }


def _is_web(link: Link) -> bool:
    """A `javascript:` or `data:` address would run in the page when it is followed."""
    try:
        parts = urlsplit(link.url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
