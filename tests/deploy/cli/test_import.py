"""`ground import` as a person runs it."""

import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.definition import Definition
from bot.errors import ArchiveError
from bot.lex.archive import write_archive
from bot.lex.definition import LexBot, LexIntent, LexLocale, LexSlot
from bot.load import load_definition
from bot.writing import definition_files
from deploy.cli.main import app
from deploy.errors import DeployError
from tests.bot.lex.real import REAL, real

RUNNER = CliRunner()


def slotted(slot: str) -> LexLocale:
    slots = {slot: LexSlot(slot, slot_type_name="AMAZON.City")}
    return LexLocale(intents={"Book": LexIntent("Book", slots=slots)})


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    bot = LexBot(name="Two", locales={"en_US": slotted("city"), "de_DE": slotted("ort")})
    path = tmp_path / "bot.zip"
    path.write_bytes(write_archive(bot))
    return path


def run(*arguments: object) -> str:
    result = RUNNER.invoke(app, ["import", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0
    return result.output


def refused(*arguments: object) -> str:
    with pytest.raises((DeployError, ArchiveError)) as raised:
        RUNNER.invoke(app, ["import", *map(str, arguments)], catch_exceptions=False)
    return str(raised.value)


@pytest.mark.parametrize("name", REAL)
def test_a_real_archive_becomes_a_definition_that_loads(name: str, tmp_path: Path) -> None:
    output = run(real(name), tmp_path / "bot")
    folders = [path.parent for path in (tmp_path / "bot").rglob("bot.yaml")]
    assert folders
    for folder in folders:
        bot = load_definition(folder, {}).bot
        assert f"{bot.name}, {', '.join(locale.id for locale in bot.locales)}" in output
    assert "What these files do not say" not in output
    assert "Next: ground check" in output


def test_locales_that_differ_become_two_definitions(archive: Path, tmp_path: Path) -> None:
    output = run(archive, tmp_path / "bot")
    assert output.count("Next: ground check") == 2
    assert "The locales differ in intents, slots or slot types" in output
    assert sorted(path.name for path in (tmp_path / "bot").iterdir()) == ["de_DE", "en_US"]


def test_one_locale_alone(archive: Path, tmp_path: Path) -> None:
    run(archive, tmp_path / "bot", "--locale", "de_DE")
    bot = load_definition(tmp_path / "bot", {}).bot
    assert [locale.id for locale in bot.locales] == ["de_DE"]


def test_nothing_is_overwritten(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot/mine.yaml").write_text("mine", encoding="utf-8")
    assert "is not empty" in refused(archive, tmp_path / "bot")
    assert [path.name for path in (tmp_path / "bot").iterdir()] == ["mine.yaml"]


def test_what_is_wrong_is_told(archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "bot"
    assert "has no locale 'fr_FR': it has" in refused(archive, target, "--locale", "fr_FR")
    assert "cannot be read: No such file" in refused(tmp_path / "none.zip", target)
    with zipfile.ZipFile(tmp_path / "v1.zip", "w") as package:
        package.writestr("Bot.json", '{"metadata": {"importType": "BOT"}, "resource": {}}')
    assert "this is an export of Lex V1" in refused(tmp_path / "v1.zip", target)
    assert not target.exists()


def test_what_is_not_known_is_told(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bot.zip", "w") as package:
        package.writestr("Small/Bot.json", '{"name": "Small", "colour": "red"}')
        package.writestr("Small/BotLocales/en_US/BotLocale.json", '{"identifier": "en_US"}')
    output = run(tmp_path / "bot.zip", tmp_path / "bot")
    assert "left out: Small/Bot.json: /colour: unknown key 'colour'" in output


def test_files_that_are_read_back_as_another_bot_are_refused(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_an_intent(definition: Definition, heading: str) -> dict[str, str]:
        files = definition_files(definition, heading)
        return {path: text for path, text in files.items() if not path.startswith("book/")}

    monkeypatch.setattr("deploy.cli.import_bot.definition_files", without_an_intent)
    assert "are not the bot that was imported: 'Book'" in refused(archive, tmp_path / "bot")
