"""The JavaScript SDK v3 in a Node process: `make node` installs it."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "node"
_CALM = {"NODE_NO_WARNINGS": "1", "HOME": os.devnull, "AWS_EC2_METADATA_DISABLED": "true"}


def node(port: int, **task: Any) -> Any:
    """What `lex.mjs` makes of `task` at the endpoint on `port`.

    Skips where Node or the packages are absent; where CI is set, that fails.
    """
    program = shutil.which("node")
    if program is None or not (FOLDER / "node_modules").is_dir():
        told = "the JavaScript SDK is not installed: install Node, then `make node`"
        if os.environ.get("CI") == "true":
            pytest.fail(told)
        pytest.skip(told)
    done = subprocess.run(
        [program, str(FOLDER / "lex.mjs")],
        input=json.dumps({"url": f"http://127.0.0.1:{port}", **task}),
        env={"PATH": os.environ["PATH"], **_CALM},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
