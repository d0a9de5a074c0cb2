"""Generated files: written, and named when they are out of step."""

import shutil
from pathlib import Path

import pytest

from deploy.build import ENVIRONMENTS
from deploy.generate import GENERATED, main, stale, write
from deploy.local.processes import checkout

SOURCES = ("intents", str(ENVIRONMENTS), "deploy/local/world/example.yaml")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What files are written from, and the generated files as they are checked in."""
    for name in (*SOURCES, *GENERATED):
        source, target = checkout() / name, tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        else:
            shutil.copy(source, target)
    return tmp_path


def test_what_is_checked_in_is_in_step(capsys: pytest.CaptureFixture[str]) -> None:
    assert (main(["--check"]), capsys.readouterr().out) == (0, "")


def test_a_change_names_each_file_that_lags_until_it_is_written(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bot = copy / "intents/bot.yaml"
    text = bot.read_text(encoding="utf-8")
    bot.write_text(text.replace("name: Ground Control", "name: Mission Control"), encoding="utf-8")
    manifests = ("channels/slack/manifest.yaml", "channels/slack/manifest.socket_mode.yaml")

    assert main(["--check"], copy) == 1
    assert capsys.readouterr().out == "".join(
        f"{path} is out of step with its source: run `make generate`\n" for path in manifests
    )
    assert main([], copy) == 0
    assert capsys.readouterr().out == "".join(f"wrote {path}\n" for path in manifests)
    assert stale(copy) == {}
    assert "name: Mission Control" in (copy / manifests[0]).read_text(encoding="utf-8")


def test_a_file_that_is_gone_is_written_again(copy: Path) -> None:
    page = copy / "docs/what-can-be-said.md"
    before = page.read_text(encoding="utf-8")
    page.unlink()

    assert write(copy) == ("docs/what-can-be-said.md",)
    assert page.read_text(encoding="utf-8") == before
