"""A definition at a git revision: found, loaded, or told why not."""

import shutil
import subprocess
from pathlib import Path

import pytest

from bot.forms import SOURCES
from bot.model import SlotValue
from deploy.errors import PublishError
from deploy.publish.definitions.revision import checked_out, definition_at, short_name
from tests.deploy.account.harness import CHECKOUT

SERVICES = {**dict.fromkeys(SOURCES, ()), "services": (SlotValue("orders"),)}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tags: `first` is the checkout's definition, `broken` does not load, `empty` has none."""
    root = tmp_path_factory.mktemp("repository")
    git(root, "init", "--quiet", "--initial-branch=main")
    for folder in ("intents", "fulfillment/catalog"):
        shutil.copytree(CHECKOUT / folder, root / folder)
    (root / "intents/leak.yaml").symlink_to("/etc/passwd")
    commit(root, "first")
    (root / "intents/help/intent.yaml").write_text("intent: Help\nsumary: x\n", encoding="utf-8")
    commit(root, "broken")
    shutil.rmtree(root / "intents")
    commit(root, "empty")
    return root


def git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.com")
    subprocess.run(["git", "-C", str(root), *identity, *arguments], check=True, capture_output=True)


def commit(root: Path, tag: str) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", tag)
    git(root, "tag", tag)


def test_a_definition_is_read_from_history(repository: Path) -> None:
    definition = definition_at(repository, "first", SERVICES)

    assert definition.bot.name == "GroundControl"
    service = definition.bot.slot_type("Service")
    assert service is not None
    assert service.values == SERVICES["services"]


def test_the_working_tree_is_left_alone(repository: Path) -> None:
    definition_at(repository, "first", SERVICES)

    assert not (repository / "intents").exists()


def test_links_are_left_out(repository: Path) -> None:
    with checked_out(repository, "first") as tree:
        assert (tree / "intents/bot.yaml").is_file()
        assert not (tree / "intents/leak.yaml").exists()
    assert not tree.exists()


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=/tmp/x", "", "first:intents"])
def test_what_is_no_revision_is_refused(repository: Path, revision: str) -> None:
    with pytest.raises(PublishError, match="git knows no revision"):
        definition_at(repository, revision, SERVICES)


def test_a_definition_that_does_not_load_is_told_with_its_problems(repository: Path) -> None:
    with pytest.raises(PublishError, match=r"(?s)at broken does not load.*help/intent.yaml:2"):
        definition_at(repository, "broken", SERVICES)


def test_a_revision_without_a_definition_is_told(repository: Path) -> None:
    with pytest.raises(PublishError, match=r"git cannot read the definition at empty: .*intents"):
        definition_at(repository, "empty", SERVICES)


def test_a_folder_without_git_is_told(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="git knows no revision"):
        definition_at(tmp_path, "main", SERVICES)


def test_a_revision_is_named_with_its_commit(repository: Path) -> None:
    assert short_name(repository, "first").startswith("first (")
    assert short_name(repository, "no-such-branch") == "no-such-branch"
