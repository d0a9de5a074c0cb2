"""`python -m deploy.local.smapi`: a Skill Management API on loopback with one new skill in it."""

import argparse
import io
import json
import sys
import time
import zipfile

from bot.runtime.server import leave, serve
from deploy.local.smapi.app import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, application
from deploy.local.smapi.developer import Developer

SKILL_ID = "amzn1.ask.skill.local"
_LOOPBACK = "127.0.0.1"


def new_skill_package() -> bytes:
    """What a skill holds that has just been made in the console."""
    manifest = {
        "manifest": {
            "manifestVersion": "1.0",
            "apis": {"custom": {}},
            "publishingInformation": {"locales": {"en-US": {"name": "New Skill"}}},
        }
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("skill.json", json.dumps(manifest))
    return buffer.getvalue()


def main(arguments: list[str]) -> None:
    """Serve until SIGTERM or SIGINT; the first lines say how to reach it."""
    parser = argparse.ArgumentParser(prog="python -m deploy.local.smapi", description=__doc__)
    parser.add_argument("--port", type=int, default=8092, help="0 takes a free one")
    parser.add_argument("--seconds", type=float, default=4, help="how long an import takes")
    given = parser.parse_args(arguments)
    developer = Developer(
        time.monotonic, import_seconds=given.seconds, lag_seconds=given.seconds / 2
    )
    developer.add(SKILL_ID, new_skill_package())
    serve(application(developer), _LOOPBACK, given.port, _say)
    leave(0)


def _say(port: int) -> None:
    sys.stdout.write(
        f"Skill Management API  http://{_LOOPBACK}:{port}\n"
        f"skill                 {SKILL_ID}\n"
        f"client id             {CLIENT_ID}\n"
        f"client secret         {CLIENT_SECRET}\n"
        f"refresh token         {REFRESH_TOKEN}\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
