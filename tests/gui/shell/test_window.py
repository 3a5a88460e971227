from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton, QWidget

from tests.gui.conftest import activate
from tests.gui.shell.conftest import POSTS, key
from wfdesk.domain.ids import NAME
from wfdesk.ui.shell.commands import Command
from wfdesk.ui.shell.statusbar import StatusLine, requests_text

# The screenless platform says so whenever a window is shown.

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def status(**facts: object) -> SimpleNamespace:
    nothing = dict.fromkeys(
        ("is_online", "refreshed_at", "requests_left", "requests_limit", "paused_until")
    )
    known = {"activity": "", "done": 0, "total": 0, "trouble": ""}
    return SimpleNamespace(**{**nothing, **known, **facts})


@pytest.fixture
async def window(desk, until):
    window = desk.window()
    window.show()
    await until(desk.is_calm)
    return window


async def test_closing_is_a_wish(desk, window, until):
    wished = QSignalSpy(window.close_requested)

    assert not window.close()

    assert wished.count() == 1
    assert window.isVisible()
    await until(desk.is_calm)


async def test_an_edit_moves_the_count_of_changes(desk, window, until):
    await desk.editing.set_field(key(1), NAME, "Other")

    await until(lambda: window.status.waiting.text() == "1 waiting to be sent")
    await until(desk.is_calm)


async def test_one_age_is_said_that_of_the_table_where_one_is_shown(desk, window, until):
    window.show_status(status(refreshed_at=datetime.now(UTC)))
    window.go_to_item(key(7))
    await until(window._panes.table.bar._fresh.text)
    assert window.status.refreshed.isHidden()
    window.commands.action(Command.CHANGES).trigger()
    assert window.status.refreshed.text() == "Refreshed just now"
    await until(desk.is_calm)


async def test_the_open_item_comes_back(desk, qtbot, window, until):
    window.go_to_item(key(7))
    await until(lambda: window._panes.table.table.selected_keys() == [key(7)])
    await window.keep()
    again = desk.window()
    opened: list[object] = []
    again.item_opened.connect(opened.append)

    await again.restore()

    await until(lambda: again._panes.table.table.selected_keys() == [key(7)])
    assert opened == [key(7)]
    await until(desk.is_calm)


async def test_a_start_that_stays_at_the_welcome_leaves_the_panes_as_they_were(desk, until):
    desk.memory["window"] = {"sizes": [300, 400, 500]}
    window = desk.window()
    window.show_welcome(is_welcome=True)
    await window.restore()
    window.show()

    await window.keep()

    assert desk.memory["window"]["sizes"] == [300, 400, 500]
    await until(desk.is_calm)


async def test_changes_take_the_place_of_table_and_form(desk, window, until):
    shown = QSignalSpy(window.changes_shown)

    window.commands.action(Command.CHANGES).trigger()

    assert shown.count() == 1
    assert window._panes.changes.isVisible()
    assert not window._panes.table.isVisible()
    await until(desk.is_calm)


@pytest.mark.parametrize("place", [Command.CHANGES, Command.PROBLEMS])
async def test_no_command_reaches_an_item_that_is_out_of_sight(desk, window, until, place):
    window.go_to_item(key(7))
    await until(lambda: window._panes.table.table.selected_keys() == [key(7)])
    delete, send = (window.commands.action(each) for each in (Command.DELETE, Command.SEND))

    window.commands.action(place).trigger()

    assert not delete.isEnabled()
    assert not send.isEnabled()
    window.go_to_item(key(7))
    assert delete.isEnabled()
    await until(desk.is_calm)


async def test_deleting_asks_by_name_first(desk, window, until):
    window.go_to_item(key(7))
    await until(lambda: window._panes.table.table.selected_keys() == [key(7)])
    asked: list[object] = []
    window._actions.asked.disconnect(window._on_asked)
    window._actions.asked.connect(asked.append)

    window.commands.action(Command.DELETE).trigger()

    await until(lambda: asked)
    assert asked[0].button == "Delete “Post 0007”"
    assert (await desk.browsing.work(key(7))).is_empty
    await until(desk.is_calm)


async def test_the_search_box_opens_quick_open(desk, qtbot, window, until):
    popup = window.going.popup
    assert window.search.window() is window
    assert window.search.geometry().right() <= window.menuBar().width()

    qtbot.mouseClick(window.search.button, Qt.MouseButton.LeftButton)

    assert popup.isVisible()
    popup.hide()
    await until(desk.is_calm)


async def test_commands_without_an_icon_stand_in_line(desk, window, until):
    window.commands.action(Command.QUICK_OPEN).trigger()
    rows = window.going.popup.list
    sizes = {
        rows.item(row).icon().actualSize(rows.iconSize()).width() for row in range(rows.count())
    }

    assert sizes == {16}
    # One that Python still holds at the end of the program would crash it.
    assert not any(isinstance(each.icon, QIcon) for each in window.going.popup._places)
    window.going.popup.hide()
    await until(desk.is_calm)


async def test_quick_open_shows_as_many_items_as_there_is_room_for(desk, window, until):
    window.going.popup.open_with([])
    window.going.popup.line.setText("Post 00")
    await until(window.going.popup.list.count)

    assert window.going.popup.list.count() == 24
    window.going.popup.hide()
    await until(desk.is_calm)


async def test_quick_open_finds_an_item_and_goes_there(desk, window, until):
    await until(window._panes.tree.collections)
    window.commands.action(Command.QUICK_OPEN).trigger()
    popup = window.going.popup

    popup.line.setText("post 0042")

    await until(lambda: popup.list.count() == 1)
    popup.hide()
    popup._choose(popup.list.item(0))
    await until(lambda: window._panes.table.table.selected_keys() == [key(42)])
    assert window._collection == POSTS
    await until(desk.is_calm)


async def test_quick_open_says_that_nothing_is_found(desk, qtbot, window, until):
    popup = window.going.popup
    chosen = QSignalSpy(popup.chosen)
    popup.open_with([])
    popup.line.setText("nowhere")

    await until(popup.list.count)

    assert popup.list.item(0).text() == "Nothing found"
    for press in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(popup.line, press)
    assert popup.isVisible()
    assert chosen.count() == 0
    popup.hide()
    await until(desk.is_calm)


async def test_a_read_only_account_is_told_so(desk, window, until):
    window.go_to_item(key(7))
    await until(lambda: window.commands.action(Command.NEW).isEnabled())
    window.show_standing(may_write=False)

    assert "cms:write" in window.banner.text
    assert not window.commands.action(Command.NEW).isEnabled()
    await until(desk.is_calm)


async def test_a_hindrance_is_said_with_its_remedy_and_keeps_the_keyboard(
    desk, window, until, qtbot
):
    pressed = QSignalSpy(window.banner.pressed)
    await activate(window)
    window.go_to_item(key(7))
    await until(lambda: window._panes.table.table.selected_keys() == [key(7)])
    window.show_standing(may_write=True, hindrance="The token was refused.", remedy="Sign in again")
    assert window.banner.text == "The token was refused."
    assert window.commands.action(Command.NEW).isEnabled()
    window.banner.button.setFocus()

    window.show_standing(may_write=True, hindrance="The token was refused.", remedy="Sign in again")

    assert window.banner.button.hasFocus()
    qtbot.keyClick(window.banner.button, Qt.Key.Key_Space)
    assert pressed.count() == 1
    window.show_standing(may_write=True)
    assert not window.banner.isVisible()
    await until(desk.is_calm)


async def test_the_keys_walk_through_the_items(desk, window, until):
    window.go_to_item(key(7))
    table = window._panes.table.table
    await until(lambda: table.selected_keys() == [key(7)])
    await until(desk.is_calm)

    window.commands.action(Command.NEXT_ITEM).trigger()
    assert table.selected_keys() == [key(8)]
    window.commands.action(Command.PREVIOUS_ITEM).trigger()
    assert table.selected_keys() == [key(7)]
    await until(desk.is_calm)


async def test_a_key_that_is_still_held_adds_nothing_to_the_selection(desk, window, until, qtbot):
    window.go_to_item(key(7))
    table = window._panes.table.table
    await until(lambda: table.selected_keys() == [key(7)])
    await until(desk.is_calm)

    qtbot.keyPress(window, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    window.commands.action(Command.NEXT_ITEM).trigger()
    qtbot.keyRelease(window, Qt.Key.Key_Control)
    assert table.selected_keys() == [key(8)]
    await until(desk.is_calm)


async def test_commands_follow_what_can_be_done(desk, window, until):
    def on(command):
        return window.commands.action(command).isEnabled()

    assert not on(Command.REFRESH)
    assert not on(Command.NEXT_ITEM)
    assert not on(Command.REVIEW)
    window.go_to_item(key(7))
    await until(lambda: window._panes.table.table.selected_keys() == [key(7)])
    await until(desk.is_calm)
    assert on(Command.REFRESH)
    assert on(Command.NEXT_ITEM)
    assert not on(Command.DISCARD)
    assert not on(Command.UNPUBLISH)
    assert not on(Command.CLEAR_FILTER)
    await desk.editing.set_field(key(7), NAME, "Post 0007b")
    await until(lambda: on(Command.DISCARD))
    window._panes.table.controller.set_text("post")
    assert on(Command.CLEAR_FILTER)
    window.commands.action(Command.CLEAR_FILTER).trigger()
    assert not on(Command.CLEAR_FILTER)
    await until(desk.is_calm)


async def test_columns_are_chosen_from_the_menu_bar(desk, window, until):
    [view] = [each for each in window.menuBar().actions() if each.text() == "&View"]
    [columns] = [each for each in view.menu().actions() if each.menu()]
    assert not columns.isEnabled()
    window.go_to_item(key(7))
    await until(lambda: window._panes.table.controller.model.keys)
    assert columns.isEnabled()

    columns.menu().aboutToShow.emit()
    columns.menu().actions()[1].trigger()

    shown = [each.title for each in window._panes.table.controller.model.columns]
    assert "Price" in shown
    window.commands.action(Command.CHANGES).trigger()
    assert not columns.isEnabled()
    await until(desk.is_calm)


async def test_the_menu_of_an_item_offers_what_can_be_done(desk, qtbot, window, until):
    window.go_to_item(key(7))
    await until(lambda: window._panes.table.chosen.count == 1)
    await until(desk.is_calm)

    window._panes.table._on_menu_wanted(window.mapToGlobal(window.rect().center()))

    [menu] = [each for each in window._panes.table.findChildren(QMenu) if each.isVisible()]
    offered = {each.objectName() for each in menu.actions() if each.isEnabled()}
    menu.close()
    assert Command.ARCHIVE.value in offered
    assert not offered & {Command.RESTORE.value, Command.UNPUBLISH.value, Command.DISCARD.value}
    await until(desk.is_calm)


async def test_quitting_is_a_wish_too(desk, window, until):
    wished = QSignalSpy(window.close_requested)

    window.commands.action(Command.QUIT).trigger()

    assert wished.count() == 1
    await until(desk.is_calm)


async def test_the_tree_taking_the_focus_goes_nowhere(desk, window, until):
    shown = QSignalSpy(window.changes_shown)

    window.commands.action(Command.TREE).trigger()

    assert shown.count() == 0
    await until(desk.is_calm)


def test_a_pause_counts_down():
    paused = status(paused_until=NOW + timedelta(seconds=30), requests_left=0)

    assert requests_text(paused, NOW).endswith("31 s")
    assert requests_text(status(requests_left=57, requests_limit=60), NOW).startswith("57 of 60")


def test_a_long_refresh_says_how_far_it_is(qtbot):
    line = StatusLine()
    qtbot.addWidget(line)
    stops = QSignalSpy(line.stop_requested)

    line.show_status(status(activity="Refreshing Recipes", done=2300, total=10_000))
    assert line.activity.text() == "Refreshing Recipes: 2,300 of 10,000 items"
    assert line.progress.value() / line.progress.maximum() == pytest.approx(0.23)
    assert not line.stop.isHidden()
    line.stop.click()
    assert stops.count() == 1

    line.show_status(status(activity="Refreshing Authors", done=50, total=60))
    assert line.activity.text() == "Refreshing Authors"
    assert line.stop.isHidden()
    assert line.progress.isHidden()


async def test_the_first_arrow_in_the_tree_goes_to_its_first_place(desk, qtbot, window, until):
    tree = window._panes.tree._tree
    await until(window._panes.tree.collections)
    QApplication.sendEvent(tree, QFocusEvent(QEvent.Type.FocusIn))
    shown = QSignalSpy(window.changes_shown)
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert [shown.at(at) for at in range(shown.count())] == [[False]]
    await until(desk.is_calm)


def test_what_is_not_known_leaves_no_gap(qtbot):
    line = StatusLine()
    qtbot.addWidget(line)
    line.resize(900, 30)
    line.show_status(status(trouble="Sign in again."))
    line.grab()  # lays out
    assert line.activity.x() - line.waiting.geometry().right() - 1 == line.layout().spacing()


async def test_escape_stops_a_long_refresh(desk, qtbot, window, until):
    stopped = QSignalSpy(window.commands.action(Command.STOP).triggered)
    qtbot.keyClick(window._panes.tree._tree, Qt.Key.Key_Escape)
    assert stopped.count() == 0

    window.show_status(status(activity="Refreshing Recipes", done=100, total=10_000))
    assert window.commands.action(Command.STOP).isEnabled()
    qtbot.keyClick(window._panes.tree._tree, Qt.Key.Key_Escape)

    assert stopped.count() == 1
    window.show_status(status())
    assert not window.commands.action(Command.STOP).isEnabled()
    await until(desk.is_calm)


def test_offline_is_calm(qtbot):
    line = StatusLine()
    qtbot.addWidget(line)

    line.show_status(status(is_online=False))

    assert line.online.word == "Offline"


@pytest.mark.parametrize("lose", ["hide", "disable"])
async def test_a_notice_does_not_get_the_keyboard_that_something_else_lost(
    desk, window, until, lose
):
    """Space would take back what was done; only who presses Tab wants to go there."""
    await activate(window)
    form = window._panes.form
    window.notices.say("New item made", "Undo", print)
    form.setFocus()
    if lose == "hide":
        form.hide()
    else:
        form.setEnabled(False)
    assert not window.notices.isAncestorOf(QApplication.focusWidget() or window)
    await until(desk.is_calm)


async def test_tab_still_comes_to_a_notice(desk, qtbot, window, until):
    await activate(window)
    window.notices.say("New item made", "Undo", print)
    window._panes.form.setFocus()
    qtbot.keyClick(window._panes.form, Qt.Key.Key_Tab)
    assert QApplication.focusWidget().text() == "Undo"
    await until(desk.is_calm)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
async def test_the_button_that_has_the_keyboard_is_pressed_by_enter(
    desk, qtbot, window, until, key
):
    await activate(window)
    done: list[bool] = []
    window.notices.say("New item made", "Undo", lambda: done.append(True))
    button = window.notices._shown[-1].button
    button.setFocus()
    qtbot.keyClick(button, key)
    assert done == [True]
    await until(desk.is_calm)


async def test_enter_that_is_held_down_or_has_another_key_with_it_presses_once(desk, window, until):
    await activate(window)
    button = QPushButton("Again", window.centralWidget())
    pressed = QSignalSpy(button.clicked)
    button.show()
    button.setFocus()
    none, control = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
    for modifiers, is_repeated in ((none, False), (none, True), (control, False)):
        kind, key = QEvent.Type.KeyPress, Qt.Key.Key_Return
        QApplication.sendEvent(button, QKeyEvent(kind, key, modifiers, "", is_repeated))
    assert pressed.count() == 1
    await until(desk.is_calm)


async def test_enter_in_a_line_does_not_press_the_button_it_leads_to(desk, qtbot, window, until):
    """A token was shown: its line was switched off at Enter, and the keyboard went on to Show."""
    await activate(window)
    line = QLineEdit(window.centralWidget())
    button = QPushButton("Show", window.centralWidget())
    QWidget.setTabOrder(line, button)
    pressed = QSignalSpy(button.clicked)
    line.returnPressed.connect(button.setFocus)
    for each in (line, button):
        each.show()
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert button.hasFocus()
    assert pressed.count() == 0
    await until(desk.is_calm)
