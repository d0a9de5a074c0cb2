"""What the Lambda package loads: nothing that only building needs, and boto3 not at import."""

import subprocess
import sys

import pytest

from tests.fulfillment.world import ROOT

LOAD = """
import sys
import {module}
loaded = set(sys.modules)
print(",".join(sorted(loaded & {{"boto3", "yaml", "moto", "rich", "typer", "starlette"}})))
"""


@pytest.mark.parametrize("module", ["fulfillment.lambda_handler", "fulfillment.act.lambda_handler"])
def test_importing_a_function_is_light(module: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOAD.format(module=module)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() == ""
