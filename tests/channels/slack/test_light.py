"""The ingress stays light: what makes a cold start slow is never loaded, even to enqueue."""

import json
import os
import subprocess
import sys

from tests.channels.slack.aws import Aws
from tests.channels.slack.payloads import SECRET, as_json, payload

SCRIPT = """
import json, os, sys, time
from channels.slack import ingress, signature
event = json.load(sys.stdin)
stamp = str(int(time.time()))
secret = os.environ["GROUND_SLACK_SIGNING_SECRET"]
event["headers"]["x-slack-request-timestamp"] = stamp
event["headers"]["x-slack-signature"] = signature.signature(secret, stamp, event["body"].encode())
answer = ingress.handle(event, None)
heavy = ("boto3", "botocore", "slack_bolt", "slack_sdk", "yaml", "jwt")
print(json.dumps([answer["statusCode"], [name for name in heavy if name in sys.modules]]))
"""


def test_importing_and_running_the_ingress_loads_nothing_heavy(aws: Aws) -> None:
    environ = dict(aws.environ) | {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(sys.path),
        "GROUND_SLACK_SIGNING_SECRET": SECRET,
        "GROUND_SLACK_QUEUE_URL": aws.queue_url,
        "GROUND_SLACK_TEAM_IDS": "T0001",
        "GROUND_DEFINITION": "definition.json",
    }
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input=json.dumps(as_json(payload("app_mention"))),
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert run.stderr == ""
    assert json.loads(run.stdout) == [200, []]
    assert len(aws.receive(aws.queue_url)) == 1
