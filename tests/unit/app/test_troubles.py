"""What is said of where the profile lies."""

from pathlib import Path

from wfdesk.app.troubles import told_once
from wfdesk.services.preferences import PreferencesService
from wfdesk.store.database import Database


async def test_a_profile_that_another_program_copies_away_is_said_once(tmp_path: Path) -> None:
    home = tmp_path / "Dropbox" / "wfdesk"
    database = await Database.open(home / "wfdesk.sqlite3")
    preferences = PreferencesService(database)
    [trouble] = await told_once(home, preferences)
    assert trouble.sentence.startswith("Your local copy lies in Dropbox, which copies it away")
    assert "Set WFDESK_HOME to a folder of this computer." in trouble.sentence
    assert await told_once(home, preferences) == []
    await database.close()


async def test_of_a_profile_on_this_computer_nothing_is_said(tmp_path: Path) -> None:
    database = await Database.open(tmp_path / "wfdesk.sqlite3")
    assert await told_once(tmp_path, PreferencesService(database)) == []
    await database.close()
