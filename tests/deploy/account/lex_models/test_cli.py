"""The AWS CLI, unchanged: from a zip to an alias."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.deploy.account.harness import CHECKOUT
from tests.deploy.account.lex_models.archives import archive, shop
from tests.deploy.account.lex_models.world import (
    EN,
    Lex,
    import_target,
    new_name,
    put,
    with_function,
)


def aws(lex: Lex, command: str, **options: Any) -> Any:
    """What `aws lexv2-models COMMAND` prints; options that are no text go as JSON."""
    given = [
        part
        for name, value in options.items()
        for part in (
            f"--{name.replace('_', '-')}",
            value if isinstance(value, str) else json.dumps(value),
        )
    ]
    answer = subprocess.run(
        [
            *(str(Path(sys.executable).with_name("aws")), "lexv2-models", command, *given),
            *("--endpoint-url", lex.server.url, "--region", lex.region, "--output", "json"),
        ],
        cwd=CHECKOUT,
        env={
            "PATH": os.environ["PATH"],
            "AWS_ACCESS_KEY_ID": "made-up",
            "AWS_SECRET_ACCESS_KEY": "made-up",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        },
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert answer.returncode == 0, answer.stderr
    lex.settle()
    return json.loads(answer.stdout)


def test_publishing_with_the_aws_cli(lex: Lex) -> None:
    made = aws(lex, "create-upload-url")
    assert put(made["uploadUrl"], archive(shop())) == 200
    target = {"botImportSpecification": import_target(new_name())}
    aws(
        *(lex, "start-import"),
        import_id=made["importId"],
        resource_specification=target,
        merge_strategy="Overwrite",
    )
    done = aws(lex, "describe-import", import_id=made["importId"])
    assert done["importStatus"] == "Completed"
    bot = done["importedResourceId"]
    aws(lex, "build-bot-locale", bot_id=bot, bot_version="DRAFT", locale_id=EN)
    sources = {EN: {"sourceBotVersion": "DRAFT"}}
    version = aws(
        *(lex, "create-bot-version"), bot_id=bot, bot_version_locale_specification=sources
    )["botVersion"]
    alias = aws(
        *(lex, "create-bot-alias"),
        bot_id=bot,
        bot_alias_name="live",
        bot_version=version,
        bot_alias_locale_settings=with_function(),
    )["botAliasId"]
    found = aws(lex, "describe-bot-alias", bot_id=bot, bot_alias_id=alias)
    assert (found["botAliasStatus"], found["botVersion"]) == ("Available", "1")
