"""What a command on the local world keeps of the person's environment."""

import subprocess
import sys

_SCRIPT = """
import os
from deploy.local.isolation import isolate
isolate()
print(os.environ.get("GROUND_HOME"), os.environ.get("AWS_PROFILE"), os.environ.get("GROUND_MODE"))
"""


def test_which_world_is_meant_stays_and_every_other_setting_goes() -> None:
    environment = {"GROUND_HOME": "elsewhere", "AWS_PROFILE": "mine", "GROUND_MODE": "x"}
    told = subprocess.run(
        [sys.executable, "-c", _SCRIPT], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["elsewhere", "None", "None"]
