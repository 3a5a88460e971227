"""What is open stays open under the key that Webflow gives it, and is closed when it is gone."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import Action
from wfdesk.domain.ids import NAME, ItemKey, is_local
from wfdesk.domain.plan import Goal
from wfdesk.ui.shell.commands import Command


async def new_author(desk, qtbot, name: str) -> ItemKey:
    """Make an author as the person would; return its local key."""
    await desk.sign_in()
    await desk.open(await desk.key("authors"))
    desk.program.window.commands.action(Command.NEW).trigger()
    await desk.until(lambda: desk.shown is not None and is_local(desk.shown.item))
    await desk.calm()
    target = desk.focus("name")
    qtbot.keyClicks(target, name)
    qtbot.keyClick(target, Qt.Key.Key_Return)
    await desk.calm()
    return desk.shown


async def send(desk, key: ItemKey) -> None:
    ended: list = []
    desk.program.sending.run_finished.connect(ended.append)
    desk.program.sending.offered.connect(lambda offer: desk.program.sending.start(offer.plan))
    desk.program.sending.prepare([key], Goal.SEND)
    await desk.until(lambda: ended)
    await desk.calm()


async def test_a_new_item_stays_open_in_its_row_when_it_is_sent(desk, qtbot) -> None:
    local = await new_author(desk, qtbot, "Aaron")
    table, window = desk.program.table, desk.program.window
    row = desk.program.items.model.row_of(local)
    closed = QSignalSpy(desk.program.editor.item_gone)

    await send(desk, local)

    sent = window.item
    assert sent is not None
    assert not is_local(sent.item)
    assert desk.on_server(sent)["fieldData"]["name"] == "Aaron"
    assert table.chosen_keys() == table.table.selected_keys() == [sent]
    assert desk.program.items.model.row_of(sent) == row > 0
    assert desk.program.editor.key == desk.shown == sent
    assert closed.count() == 0
    table.controller.set_text("nobody is called so")
    await desk.until(lambda: not desk.program.items.model.keys)
    assert table.chosen_keys() == [sent]
    await desk.calm()


async def test_undo_goes_on_in_an_item_that_was_sent_meanwhile(desk, qtbot) -> None:
    local = await new_author(desk, qtbot, "Aaron")
    await send(desk, local)
    desk.program.window.go_to_item(desk.program.window.item)
    await desk.calm()

    desk.program.window.commands.action(Command.UNDO).trigger()

    await desk.until(lambda: desk.editor("name").value() != "Aaron")
    await desk.calm()


async def test_an_item_that_was_sent_is_remembered_under_its_own_key(desk, qtbot) -> None:
    local = await new_author(desk, qtbot, "Aaron")
    await send(desk, local)
    window = desk.program.window

    window._panes.tree.choose_changes()
    await desk.open(await desk.key("recipes"))
    window._panes.tree.choose_collection(local.collection)

    await desk.until(lambda: desk.shown is not None and desk.shown.collection == local.collection)
    assert not is_local(window.item.item)
    await desk.calm()


async def test_a_new_item_that_is_deleted_closes(desk, qtbot) -> None:
    local = await new_author(desk, qtbot, "Aaron")
    program = desk.program

    await program.services.editing.set_action([local], Action.DELETE)

    await desk.until(lambda: program.window.item is None)
    await desk.calm()
    assert program.table.chosen_keys() == []
    assert desk.shown is None
    assert program.editor.key is None
    assert not program.window.commands.action(Command.DELETE).isEnabled()


async def test_an_item_that_only_the_filter_hides_stays_open(desk, qtbot) -> None:
    local = await new_author(desk, qtbot, "Aaron")
    program = desk.program

    program.table.controller.set_text("nobody is called so")

    await desk.until(lambda: not program.items.model.keys)
    await desk.calm()
    assert program.window.item == desk.shown == local
    assert (await program.services.browsing.work(local)).fields[NAME] == "Aaron"


async def test_an_item_is_followed_though_the_table_was_read_before_it_was_told(
    desk, qtbot
) -> None:
    """Webflow's id is on disk a moment before anybody hears of it."""
    local = await new_author(desk, qtbot, "Aaron")
    other = await desk.key("authors", 1)
    feed, items = desk.program.services.feed, desk.program.items
    feed.unsubscribe(items._on_changed)
    await send(desk, local)
    feed.subscribe(items._on_changed)
    feed.publish(ChangeSet(frozenset({other})))
    await desk.until(lambda: not items.model.has(local))
    await desk.calm()

    feed.publish(ChangeSet(frozenset({local})))
    await desk.until(lambda: desk.program.window.item != local)
    await desk.calm()

    sent = desk.program.window.item
    assert sent is not None
    assert not is_local(sent.item)
    assert desk.program.editor.key == desk.shown == sent
