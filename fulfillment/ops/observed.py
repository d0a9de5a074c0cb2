"""When an answer was made: by its own `Date` header, so the observer's clock does not matter."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any


def observed_at(answer: Mapping[str, Any], otherwise: datetime) -> datetime:
    """The moment of an AWS answer; `otherwise` where it carries no readable date."""
    headers = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    try:
        moment = parsedate_to_datetime(headers["date"])
    except (KeyError, ValueError, TypeError):
        return otherwise
    return moment if moment.tzinfo else otherwise


def seconds_since(moment: datetime | None, now: datetime) -> float:
    """Never negative: `Date` has whole seconds, and resources have more."""
    return max(0.0, (now - moment).total_seconds()) if moment else 0.0
