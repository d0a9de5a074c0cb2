"""The table of routes: `routes.yaml` as data."""

from dataclasses import dataclass
from pathlib import Path

import yaml

_TABLE = Path(__file__).with_name("routes.yaml")


@dataclass(frozen=True)
class FunctionRoute:
    path: str
    """As API Gateway spells it, but `*` for its greedy `{proxy+}`."""
    methods: tuple[str, ...]
    function: str
    signed_in: bool = False

    @property
    def pattern(self) -> str:
        """The path in Starlette's spelling."""
        return self.path.replace("*", "{proxy:path}")

    def key(self, method: str) -> str:
        """API Gateway's route key, e.g. "POST /api/{proxy+}"."""
        return f"{method} {self.path.replace('*', '{proxy+}')}"


def function_routes() -> tuple[FunctionRoute, ...]:
    rows = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return tuple(FunctionRoute(**{**row, "methods": tuple(row["methods"])}) for row in rows)
