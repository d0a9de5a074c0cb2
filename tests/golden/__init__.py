"""Golden files: what is compiled, pinned for people to review.

`UPDATE_GOLDEN=1 pytest …` writes them anew: read the diff.
"""

import os
from pathlib import Path

_ROOT = Path(__file__).parent


def assert_golden(name: str, text: str) -> None:
    """`text` is what the golden file `name` holds."""
    path = _ROOT / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), f"{name} is not there: run the test once with UPDATE_GOLDEN=1"
    assert text == path.read_text(encoding="utf-8")
