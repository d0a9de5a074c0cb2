"""`ground test` with a world that somebody uses: it is rewound when that is asked for."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.errors import DeployError
from deploy.local.joining import publish
from deploy.local.provision import AUDIT_TABLE, TABLE
from deploy.local.rewinding import rewinding
from fulfillment.store import SPENT
from tests.deploy.cli.test_up import ground
from tests.world.conftest import RunningWorld

pytestmark = pytest.mark.world

TWICE = """\
- &once
  - {say: acknowledge orders-production-latency in production, action: ConfirmIntent}
  - {say: "yes", state: Fulfilled}
- *once
- - say: approve the checkout pipeline
    action: ConfirmIntent
  - {say: "yes", state: Fulfilled}
- - say: reject the checkout pipeline
    action: ConfirmIntent
"""


@pytest.fixture
def script(tmp_path: Path) -> str:
    file = tmp_path / "twice.test.yaml"
    file.write_text(TWICE, encoding="utf-8")
    return str(file)


def test_what_is_done_stays_done_until_the_world_is_rewound(
    world: RunningWorld, tmp_path: Path, script: str
) -> None:
    publish(tmp_path, world.address)

    shared = ground(tmp_path, "test", script)
    assert shared.returncode == 1, shared.stdout
    assert "2 of 4 conversations went as written" in shared.stdout
    assert "use --reset" in re.sub(r"\s+", " ", shared.stdout + shared.stderr)

    rewound = ground(tmp_path, "test", script, "--reset")
    assert rewound.returncode == 0, rewound.stdout
    assert "4 of 4 conversations went as written" in rewound.stdout


def test_rewinding_leaves_of_the_tables_only_what_is_spent(world: RunningWorld) -> None:
    dynamodb = world.client("dynamodb")
    for key in ("PLAN#1", f"{SPENT}1"):
        dynamodb.put_item(TableName=TABLE, Item={"id": {"S": key}})
    dynamodb.put_item(
        TableName=AUDIT_TABLE, Item={"day": {"S": "2026-01-02"}, "entry": {"S": "03:04#p#done"}}
    )

    rewinding(world.address)()

    left = {item["id"]["S"] for item in dynamodb.scan(TableName=TABLE)["Items"]}
    assert f"{SPENT}1" in left
    assert all(key.startswith(SPENT) for key in left)
    assert dynamodb.scan(TableName=AUDIT_TABLE)["Items"] == []


def test_an_account_that_is_gone_is_told(world: RunningWorld) -> None:
    gone = rewinding(replace(world.address, account=1))
    with pytest.raises(DeployError, match=r"account at http://127\.0\.0\.1:1 cannot be rewound"):
        gone()
