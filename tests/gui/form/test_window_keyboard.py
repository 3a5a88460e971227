"""The window by keyboard alone: Tab goes from pane to pane and past nothing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from wfdesk.domain.ids import NAME
from wfdesk.ui.changes.list import ChangesList
from wfdesk.ui.shell.commands import Command


async def walked(desk, qtbot) -> list[str]:
    """Press Tab from the tree on until it comes back there; return what was met on the way."""
    desk.program.window.commands.action(Command.TREE).trigger()
    tree = now = QApplication.focusWidget()
    met: list[QWidget] = []
    while True:
        qtbot.keyClick(now, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is tree:
            return [named(each) for each in met]
        assert now not in met, "Tab leads nowhere"
        met.append(now)


def named(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text or type(widget).__name__


async def test_tab_goes_through_the_line_above_the_table_and_into_the_form(desk, qtbot) -> None:
    await desk.sign_in()
    await desk.open(await desk.key("stories", 1))
    assert (await walked(desk, qtbot))[:9] == [
        "Refresh from Webflow",
        "Choose columns",
        "Filter items",
        "Filter by status",
        "New Story",
        "Items",
        "Locale",
        "Name",
        "Slug",
    ]
    await desk.calm()


async def test_tab_goes_to_what_sends_and_through_the_item_to_what_discards_it(desk, qtbot) -> None:
    await desk.sign_in()
    key = await desk.key("stories", 1)
    await desk.program.services.editing.set_field(key, NAME, "Other")
    desk.program.window.commands.action(Command.CHANGES).trigger()
    await desk.calm()
    assert await walked(desk, qtbot) == [
        "Send 1 ticked\N{HORIZONTAL ELLIPSIS}",
        "Publish 1 ticked\N{HORIZONTAL ELLIPSIS}",
        "Unsent changes",
        "Discarded values\N{HORIZONTAL ELLIPSIS}",
        "ItemDetail",
        "Go to item",
        "Earlier values\N{HORIZONTAL ELLIPSIS}",
        "Send Name",
        "Go to field",
        "Words before and after",
        "Discard this change\N{HORIZONTAL ELLIPSIS}",
    ]
    await desk.calm()


async def test_going_to_the_items_or_the_changes_begins_in_their_list(desk) -> None:
    await desk.sign_in()
    await desk.open(await desk.key("stories", 1))
    commands = desk.program.window.commands
    commands.action(Command.TABLE).trigger()
    assert QApplication.focusWidget() is desk.program.window._panes.table.table
    await desk.program.services.editing.set_field(await desk.key("stories", 1), NAME, "Other")
    await desk.calm()
    commands.action(Command.CHANGES).trigger()
    assert QApplication.focusWidget() is desk.program.window.findChild(ChangesList)
    await desk.calm()
