"""What was made is taken back by key and by its notice, and is made again as it was."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from wfdesk.domain.ids import ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.ui.items.actions import Acted
from wfdesk.ui.shell.commands import Command
from wfdesk.ui.toolkit.notices import Notice

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def press(desk, qtbot, key: Qt.Key, modifiers: Qt.KeyboardModifier = CONTROL) -> None:
    """Press a key wherever the keyboard is; the window itself hears it where nothing else does."""
    qtbot.keyClick(QApplication.focusWidget() or desk.program.window, key, modifiers)


def hold(desk, key: Qt.Key) -> None:
    """Let a key be pressed once more by itself, together with Ctrl: it is held down."""
    kind, target = QEvent.Type.KeyPress, QApplication.focusWidget() or desk.program.window
    QApplication.sendEvent(target.window().windowHandle(), QKeyEvent(kind, key, CONTROL, "", True))


def newest_notice(desk) -> Notice:
    return desk.program.window.notices._shown[-1]


def offered(desk) -> tuple[str, str]:
    action = desk.program.window.commands.action
    return action(Command.UNDO).text(), action(Command.REDO).text()


async def duplicate_three(desk, qtbot) -> list[ItemKey]:
    """Choose items and duplicate them with the keyboard; return the copies as they are selected."""
    await desk.open(await desk.key("recipes"))
    desk.program.window.commands.action(Command.TABLE).trigger()
    for _ in range(2):
        press(desk, qtbot, Qt.Key.Key_Down, SHIFT)
    press(desk, qtbot, Qt.Key.Key_D)
    await desk.calm()
    return list(desk.program.table.table.selected_keys())


async def new_item(desk, qtbot) -> ItemKey:
    await desk.sign_in()
    await desk.open(await desk.key("recipes"))
    press(desk, qtbot, Qt.Key.Key_N)
    await desk.calm()
    return desk.shown


async def are_there(desk, keys) -> int:
    return len(await desk.program.services.browsing.works(keys))


async def test_copies_are_selected_and_go_and_come_back_with_one_key(desk, qtbot) -> None:
    await desk.sign_in()
    copies = await duplicate_three(desk, qtbot)
    table = desk.program.table.table
    assert len(copies) == 3
    assert await are_there(desk, copies) == 3
    assert desk.shown == table.current_key() == copies[0]
    assert newest_notice(desk).message == "3 items duplicated"
    assert offered(desk)[0] == "&Undo Duplicate 3 items"
    qtbot.keyClicks(QApplication.focusWidget(), "Mine")  # over the name, which is all selected
    press(desk, qtbot, Qt.Key.Key_Z)
    desk.program.form.commit()
    await desk.calm()
    assert await are_there(desk, copies) == 3

    press(desk, qtbot, Qt.Key.Key_Z)
    await desk.calm()

    assert await are_there(desk, copies) == 0
    assert (desk.shown, list(table.selected_keys())) == (None, [])
    assert QApplication.focusWidget() is table
    assert newest_notice(desk).message == "3 items taken back"
    assert offered(desk) == ("&Undo", "&Redo Duplicate 3 items")

    press(desk, qtbot, Qt.Key.Key_Z, CONTROL | SHIFT)
    await desk.calm()

    assert list(table.selected_keys()) == copies
    assert desk.shown == table.current_key() == copies[0]
    assert newest_notice(desk).message == "3 items made again"
    press(desk, qtbot, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert (await desk.saved(copies[0]))["name"] == "Mine"


async def test_the_notice_takes_a_new_item_back_with_its_text_and_makes_it_again(
    desk, qtbot
) -> None:
    key = await new_item(desk, qtbot)
    made = newest_notice(desk)
    qtbot.keyClicks(desk.focus("name"), "Mine")  # and not handed over yet

    made.button.click()
    await desk.calm()

    assert made.message == "New item made"
    assert desk.shown is None
    assert await are_there(desk, [key]) == 0
    await desk.open(await desk.key("recipes"))  # Whoever is elsewhere by now gets it back, too.
    taken_back = newest_notice(desk)
    assert taken_back.message == "\u201cMine\u201d taken back"
    assert taken_back.button.text() == "Redo"

    taken_back.button.click()
    await desk.calm()

    assert desk.shown == key
    assert await desk.saved(key) == {"name": "Mine"}
    assert newest_notice(desk).message == "\u201cMine\u201d made again"


async def test_a_key_that_is_held_down_stops_before_the_making(desk, qtbot) -> None:
    key = await new_item(desk, qtbot)
    qtbot.keyClicks(desk.focus("name"), "Mine")
    desk.program.form.commit()
    await desk.calm()

    for _ in range(5):
        hold(desk, Qt.Key.Key_Z)
        await desk.calm()

    assert desk.shown == key
    assert (await desk.saved(key))["name"] is None
    assert offered(desk) == ("&Undo New Item", "&Redo Edit of Name")
    press(desk, qtbot, Qt.Key.Key_Z)
    await desk.calm()
    assert desk.shown is None


async def test_keys_that_come_quicker_than_the_steps_stop_before_the_making(desk, qtbot) -> None:
    key = await new_item(desk, qtbot)
    for slug in ("name", "subtitle"):
        qtbot.keyClicks(desk.focus(slug), "Mine")
        desk.program.form.commit()
        await desk.calm()

    for _ in range(8):
        press(desk, qtbot, Qt.Key.Key_Z)
    await desk.calm()

    assert desk.shown == key
    assert offered(desk)[0] == "&Undo New Item"


async def test_what_is_being_typed_is_part_of_the_copy(desk, qtbot) -> None:
    await desk.sign_in()
    await desk.open(await desk.key("recipes"))
    desk.focus("name").selectAll()
    qtbot.keyClicks(QApplication.focusWidget(), "Mine")
    press(desk, qtbot, Qt.Key.Key_D)
    await desk.calm()
    assert (await desk.saved(desk.shown))["name"] == "Mine (copy)"
    assert newest_notice(desk).message == "\u201cMine\u201d duplicated"


async def test_what_webflow_has_by_now_is_not_taken_back(desk, qtbot) -> None:
    await desk.sign_in()
    await desk.open(await desk.key("recipes"))
    press(desk, qtbot, Qt.Key.Key_D)
    await desk.calm()
    copy = desk.shown
    step, ended = desk.program.services.editing.last_step(copy), list[object]()
    desk.program.sending.run_finished.connect(ended.append)
    desk.program.sending.offered.connect(lambda offer: desk.program.sending.start(offer.plan))
    desk.program.sending.prepare([copy], Goal.SEND)
    await desk.until(lambda: ended)
    await desk.calm()

    desk.program.screen.actions.undo(Acted("Duplicated", step))  # as the bar does
    await desk.calm()

    [work] = await desk.program.services.browsing.works([copy])
    assert work.item is not None
    assert newest_notice(desk).message == "Nothing to undo: it is on its way to Webflow, or gone."
    await desk.open(work.key)
    assert not desk.program.window.commands.action(Command.UNDO).isEnabled()


async def test_what_is_made_again_before_the_table_has_noticed_is_open_again(desk, qtbot) -> None:
    key = await new_item(desk, qtbot)
    press(desk, qtbot, Qt.Key.Key_Z)
    await desk.until(lambda: desk.shown is None)  # and the table waits for things to calm down

    for _ in range(5):  # held down
        press(desk, qtbot, Qt.Key.Key_Z, CONTROL | SHIFT)
    await desk.calm()

    assert await are_there(desk, [key]) == 1
    assert desk.shown == desk.program.window.item == key
    assert desk.program.table.chosen_keys() == [key]


async def test_what_is_made_again_while_it_is_looked_for_is_not_told_to_be_gone(
    desk, qtbot
) -> None:
    key = await new_item(desk, qtbot)
    press(desk, qtbot, Qt.Key.Key_Z)
    await desk.calm()
    assert await are_there(desk, [key]) == 0
    told = QSignalSpy(desk.program.items.item_gone)

    desk.program.items.look_for(key)
    desk.program.window.go_to_item(key)  # as what makes it again does
    await desk.calm()

    assert told.count() == 0
