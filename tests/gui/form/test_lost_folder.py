"""The folder is deleted under the open window: said with a button that makes it anew."""

import shutil
import sys

import pytest

from wfdesk.app.lostfolder import LOST
from wfdesk.store.opening import open_file
from wfdesk.store.works import WorksRepository

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="Windows lets nobody delete or move a file that is open"
)


async def test_the_folder_is_made_anew_with_what_was_typed(desk, qtbot, tmp_path) -> None:
    await desk.sign_in()
    await desk.open(await desk.key("recipes"))
    notices = desk.program.window.notices
    shutil.rmtree(tmp_path)

    qtbot.keyClicks(desk.focus("name"), "Oh ")
    desk.program.form.commit()
    await desk.until(lambda: LOST in notices.messages)
    assert desk.program.form.head.saved.text() == "Not saved"
    next(each for each in notices._shown if each.message == LOST).button.click()
    await desk.until(lambda: desk.program.form.head.saved.text().startswith("Saved"))
    await desk.calm()

    assert LOST not in notices.messages
    [kept] = [each.name for each in tmp_path.glob("*.sqlite3")]
    copy = shutil.copytree(tmp_path, tmp_path.with_name("copy"))
    opened = open_file(copy / kept)
    [work] = WorksRepository(opened.connection).all()
    opened.connection.close()
    assert work.name.startswith("Oh ")
