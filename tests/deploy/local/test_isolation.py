"""What a command on the local world keeps of the person's environment."""

import subprocess
import sys

_SCRIPT = """
import os
from deploy.local.isolation import isolate
isolate()
for name in ("GROUND_HOME", "GROUND_EMBEDDING", "AWS_PROFILE", "GROUND_MODE"):
    print(os.environ.get(name))
"""


def test_which_world_is_meant_and_what_hears_stay_and_every_other_setting_goes() -> None:
    kept = {"GROUND_HOME": "elsewhere", "GROUND_EMBEDDING": "none"}
    environment = {**kept, "AWS_PROFILE": "mine", "GROUND_MODE": "x"}
    told = subprocess.run(
        [sys.executable, "-c", _SCRIPT], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["elsewhere", "none", "None", "None"]
