"""Undo and redo: offered where there is something to take back, and seen where it happens."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QMessageBox

from wfdesk.domain.edits import Action
from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.services.unwritten import Edited
from wfdesk.ui.editor.fields import handover
from wfdesk.ui.shell.commands import Command
from wfdesk.ui.toolkit.notices import Notice

CONTROL = Qt.KeyboardModifier.ControlModifier


def undo_text(desk) -> str:
    return desk.program.window.commands.action(Command.UNDO).text()


def newest_notice(desk) -> Notice:
    return desk.program.window.notices._shown[-1]


def offered(desk) -> tuple[bool, bool]:
    action = desk.program.window.commands.action
    return action(Command.UNDO).isEnabled(), action(Command.REDO).isEnabled()


async def test_undo_and_redo_are_offered_where_there_is_something_to_take_back(desk, qtbot) -> None:
    await desk.sign_in()
    first, second = await desk.key("recipes", 0), await desk.key("recipes", 1)
    await desk.open(first)
    assert offered(desk) == (False, False)
    qtbot.keyClicks(desk.focus("name"), "Oh ")
    desk.program.form.commit()
    await desk.calm()
    assert offered(desk) == (True, False)

    desk.program.window.commands.action(Command.UNDO).trigger()
    await desk.calm()
    assert offered(desk) == (False, True)

    await desk.open(second)
    assert offered(desk) == (False, False)
    desk.program.editor.show_item(None)
    assert offered(desk) == (False, False)


async def edit_the_first_and_look_at_the_last(desk, qtbot) -> None:
    await desk.open(await desk.key("recipes"))
    qtbot.keyClicks(desk.focus("name"), "Oh ")
    desk.focus(list(desk.program.form.rows)[-1])
    await desk.calm()
    assert not is_in_sight(desk, "name")


def is_in_sight(desk, slug: str) -> bool:
    viewport = desk.program.form._form.viewport()
    row = desk.row(slug)
    return bool(viewport.rect().contains(QRect(row.mapTo(viewport, QPoint()), row.size())))


async def test_what_is_undone_is_shown_with_the_cursor_in_it(desk, qtbot) -> None:
    await desk.sign_in()
    await edit_the_first_and_look_at_the_last(desk, qtbot)

    desk.program.window.commands.action(Command.UNDO).trigger()
    await desk.calm()

    assert is_in_sight(desk, "name")
    assert desk.row("name").has_focus_within()


async def test_what_is_undone_from_the_table_is_shown_and_the_cursor_stays(desk, qtbot) -> None:
    await desk.sign_in()
    await edit_the_first_and_look_at_the_last(desk, qtbot)
    desk.program.window.commands.action(Command.TABLE).trigger()

    desk.program.window.commands.action(Command.UNDO).trigger()
    await desk.calm()

    assert is_in_sight(desk, "name")
    assert not desk.row("name").has_focus_within()


def press(desk, qtbot, key: Qt.Key, modifiers: Qt.KeyboardModifier = CONTROL) -> None:
    qtbot.keyClick(desk.program.window.focusWidget(), key, modifiers)


async def archive_many(desk, qtbot) -> list[ItemKey]:
    """Choose items with the keyboard and archive them; return those that were not archived."""
    table, command = desk.program.table, desk.program.window.commands.action
    await desk.open(await desk.key("recipes"))
    command(Command.TABLE).trigger()
    for _ in range(14):
        qtbot.keyClick(table.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    works = await desk.program.services.browsing.works(table.chosen_keys())
    command(Command.ARCHIVE).trigger()
    await desk.calm()
    return [work.key for work in works if not work.item.is_archived]


async def marks(desk, keys) -> set[Action | None]:
    return {work.action for work in await desk.program.services.browsing.works(keys)}


async def test_many_archived_items_come_back_with_one_key_and_go_again(desk, qtbot) -> None:
    await desk.sign_in()
    keys = await archive_many(desk, qtbot)
    count = len(keys)
    assert count >= 10
    assert await marks(desk, keys) == {Action.ARCHIVE}
    assert undo_text(desk) == f"&Undo Archive {count} items"
    newest_notice(desk).close_button.click()

    press(desk, qtbot, Qt.Key.Key_Z)
    await desk.calm()
    assert await marks(desk, keys) == {None}
    assert newest_notice(desk).message == f"{count} items will not be archived after all"

    press(desk, qtbot, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    await desk.calm()
    assert await marks(desk, keys) == {Action.ARCHIVE}


async def test_the_menu_counts_only_those_whose_mark_was_not_discarded(desk, qtbot) -> None:
    await desk.sign_in()
    keys = await archive_many(desk, qtbot)
    shown = desk.shown
    others = [key for key in keys if key != shown]

    await desk.program.services.editing.discard(others[:1])

    assert desk.shown == shown in keys
    assert undo_text(desk) == f"&Undo Archive {len(keys) - 1} items"
    await desk.program.services.editing.discard([shown])
    await desk.calm()
    assert offered(desk) == (False, False)


async def test_the_bar_and_the_key_take_back_the_same_step(desk, qtbot) -> None:
    await desk.sign_in()
    keys = await archive_many(desk, qtbot)

    newest_notice(desk).button.click()
    await desk.calm()

    assert await marks(desk, keys) == {None}
    assert offered(desk) == (False, True)


async def test_edits_and_actions_go_back_in_their_order_after_going_elsewhere(desk, qtbot) -> None:
    await desk.sign_in()
    first, second = await desk.key("recipes", 0), await desk.key("recipes", 1)
    await desk.open(first)
    qtbot.keyClicks(desk.focus("name"), "Oh ")
    desk.program.form.commit()
    await desk.calm()
    desk.program.window.commands.action(Command.ARCHIVE).trigger()
    await desk.calm()
    await desk.open(second)
    await desk.open(first)

    assert undo_text(desk) == "&Undo Archive"
    press(desk, qtbot, Qt.Key.Key_Z)
    await desk.calm()
    assert undo_text(desk) == "&Undo Edit of Name"
    assert (await desk.program.services.browsing.work(first)).action is None
    press(desk, qtbot, Qt.Key.Key_Z)
    await desk.calm()
    assert await desk.saved(first) == {}


async def test_what_is_undone_right_after_the_typing_is_the_typing(desk, qtbot) -> None:
    """Ctrl+Z once the pause is over, while the edit is still on its way to the disk."""
    await desk.sign_in()
    first = await desk.key("recipes")
    await desk.open(first)
    desk.program.editor.keep(first, Edited(FieldSlug("name"), "Earlier"))
    await desk.calm()
    line = desk.focus("name")
    line.selectAll()
    qtbot.keyClicks(line, "Typed")
    desk.program.form.commit()  # not yet on disk

    press(desk, qtbot, Qt.Key.Key_Z)
    await desk.calm()

    assert await desk.saved(first) == {"name": "Earlier"}
    assert line.text() == "Earlier"


async def test_in_the_changes_the_key_takes_back_what_was_decided_there(desk, qtbot) -> None:
    await desk.sign_in()
    first, second = await desk.key("recipes", 0), await desk.key("recipes", 1)
    changes, view = desk.program.changes, desk.program.changes_view
    for key in (first, second):
        await desk.program.services.editing.set_field(key, FieldSlug("name"), f"Oh {key.item}")
    await desk.open(second)
    desk.program.window.commands.action(Command.CHANGES).trigger()
    await desk.calm()
    view.select(first)
    changes.hold(first, FieldSlug("name"), is_held=True)
    await desk.calm()
    view.select(second)
    assert undo_text(desk) == "&Undo Hold Back"

    press(desk, qtbot, Qt.Key.Key_Z)
    await desk.calm()
    assert not (await desk.program.services.browsing.work(first)).edits["name"].is_held
    assert view.current() == first
    assert offered(desk) == (False, True)

    press(desk, qtbot, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    await desk.calm()
    assert (await desk.program.services.browsing.work(first)).edits["name"].is_held
    await desk.open(second)
    assert undo_text(desk) == "&Undo Edit of Name"


async def test_the_notice_goes_with_what_the_key_has_taken_back(desk, qtbot) -> None:
    await desk.sign_in()
    key, name = await desk.key("recipes"), FieldSlug("name")
    await desk.program.services.editing.set_field(key, name, "Oh")
    desk.program.window.commands.action(Command.CHANGES).trigger()
    await desk.calm()
    desk.program.changes.drop_parked(key, name)
    await desk.calm()
    assert newest_notice(desk).button.text() == "Undo"

    press(desk, qtbot, Qt.Key.Key_Z)
    await desk.calm()

    assert await desk.saved(key) == {name: "Oh"}
    assert desk.program.window.notices.messages == []


@pytest.fixture
def soon(monkeypatch) -> None:
    """Let what is typed be saved after a few milliseconds, and no pause be long enough."""
    monkeypatch.setattr(handover, "AT_MOST", 5)
    monkeypatch.setattr(handover, "PAUSE", 100_000)


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("is_last_key_saved", [True, False])
async def test_what_was_saved_while_one_typed_on_goes_back_as_one_step(
    desk, qtbot, is_last_key_saved
) -> None:
    await desk.sign_in()
    first = await desk.key("recipes")
    await desk.open(first)
    before, line = desk.editor("name").value(), desk.focus("name")
    saves = QSignalSpy(desk.program.editor.saved)
    for letter in "Oh no":
        qtbot.keyClicks(line, letter)
        await desk.until(lambda: not desk.editor("name").has_pending_input())
    await desk.until(lambda: saves.count() > 1)
    if not is_last_key_saved:
        qtbot.keyClicks(line, "!")

    press(desk, qtbot, Qt.Key.Key_Z)
    desk.program.form.commit()

    assert await desk.saved(first) == {}
    assert line.text() == before
    assert not desk.program.window.commands.action(Command.UNDO).isEnabled()
    press(desk, qtbot, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    desk.program.form.commit()
    typed = "Oh no" if is_last_key_saved else "Oh no!"
    assert await desk.saved(first) == {"name": f"{typed}{before}"}


async def test_undo_outlives_the_send_and_going_to_another_item(desk, qtbot) -> None:
    """What Webflow has by then is taken back by an edit like any other."""
    await desk.sign_in()
    first, second = await desk.key("recipes", 0), await desk.key("recipes", 1)
    await desk.open(first)
    before = desk.editor("name").value()
    qtbot.keyClicks(desk.focus("name"), "Oh ")
    desk.program.form.commit()
    await desk.calm()
    ended: list[object] = []
    desk.program.sending.run_finished.connect(ended.append)
    desk.program.sending.offered.connect(lambda offer: desk.program.sending.start(offer.plan))
    desk.program.sending.prepare([first], Goal.SEND)
    await desk.until(lambda: ended)
    assert await desk.saved(first) == {}
    await desk.open(second)
    await desk.open(first)

    assert undo_text(desk) == "&Undo Edit of Name"
    press(desk, qtbot, Qt.Key.Key_Z)

    assert await desk.saved(first) == {"name": before}
    press(desk, qtbot, Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert await desk.saved(first) == {}


async def test_what_is_to_be_deleted_comes_back_with_the_same_key(desk, qtbot) -> None:
    """The form is read-only by then, and its fields have no use for the key."""
    await desk.sign_in()
    first = await desk.key("recipes")
    await desk.open(first)
    desk.program.window.commands.action(Command.DELETE).trigger()
    await desk.until(lambda: desk.program.window.findChildren(QMessageBox))
    [box] = desk.program.window.findChildren(QMessageBox)
    next(each for each in box.buttons() if each.text().startswith("Delete")).click()
    await desk.calm()
    assert await marks(desk, [first]) == {Action.DELETE}
    assert undo_text(desk) == "&Undo Delete"

    qtbot.keyClick(desk.focus("name"), Qt.Key.Key_Z, CONTROL)
    await desk.calm()

    assert await marks(desk, [first]) == {None}
    assert not desk.editor("name").is_read_only
