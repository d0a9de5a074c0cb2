"""Backups in a folder."""

from pathlib import Path

import pytest

from deploy.errors import PublishError
from deploy.publish.alexa import FolderBackups


def test_backups_are_kept_in_order_and_forgotten(tmp_path: Path) -> None:
    backups = FolderBackups(tmp_path / "new" / "folder")
    names = [backups.keep("skill", bytes([number])) for number in range(11)]

    assert backups.names("skill") == tuple(names) == tuple(sorted(names))
    assert backups.read("skill", names[10]) == b"\n"
    assert backups.names("other") == ()

    backups.forget("skill", names[10])
    backups.forget("skill", names[10])
    assert backups.names("skill") == tuple(names[:10])


def test_a_way_back_is_remembered(tmp_path: Path) -> None:
    FolderBackups(tmp_path).begin("skill", "0001.zip")
    again = FolderBackups(tmp_path)

    assert again.begun("skill") == "0001.zip"
    assert again.begun("other") == ""
    again.end("skill")
    assert again.begun("skill") == ""


def test_what_was_half_written_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "skill").mkdir()
    (tmp_path / "skill" / "0001.zip.part").write_bytes(b"half")

    assert FolderBackups(tmp_path).names("skill") == ()


def test_a_folder_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "skill").write_text("a file")

    with pytest.raises(PublishError, match="cannot be written"):
        FolderBackups(tmp_path).keep("skill", b"x")
    with pytest.raises(PublishError, match=r"0009\.zip cannot be read"):
        FolderBackups(tmp_path).read("other", "0009.zip")
