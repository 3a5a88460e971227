"""The list of what was given up: found, read in full, and brought back."""

import asyncio

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy

from tests.gui.changes.conftest import BREAD, POSTS, SUMMARY
from wfdesk.domain.edits import SendState
from wfdesk.domain.history import Reason
from wfdesk.domain.ids import NAME, NO_LOCALE, FieldSlug, ItemId
from wfdesk.domain.journal import NOT_FOUND, Entry, Verb
from wfdesk.services.history import HistoryService
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.history import HistoryRepository
from wfdesk.store.journal import JournalRepository
from wfdesk.store.works import WorksRepository
from wfdesk.ui.history.controller import HistoryController
from wfdesk.ui.history.dialog import HistoryDialog
from wfdesk.ui.history.wording import EMPTY

CANARY = "<b>bold</b> & more"


@pytest.fixture
def opened(qtbot, desk, tasks, until):
    dialogs: list[HistoryDialog] = []

    async def open_for(key) -> HistoryDialog:
        service = HistoryService(desk.database, desk.editing)
        controller = HistoryController(service, desk.feed, tasks, key)
        read = QSignalSpy(controller.history_read)
        dialog = HistoryDialog(controller)
        controller.setParent(dialog)
        dialogs.append(dialog)
        qtbot.addWidget(dialog)
        dialog.show()
        await until(read.count)
        return dialog

    yield open_for
    for dialog in dialogs:
        dialog.reject()


async def keep(desk, key, slug, value, reason=Reason.THEIRS_TAKEN) -> None:
    await desk.database.write(lambda rows: HistoryRepository(rows).keep(key, slug, value, reason))


async def calm(dialog: HistoryDialog) -> None:
    """Between the phases of a test Qt goes on, but asyncio's loop does not."""
    async with asyncio.timeout(10):
        while dialog._controller._tasks._running:
            await asyncio.sleep(0.005)


def row_texts(dialog: HistoryDialog) -> list[str]:
    row = dialog.list.currentItem()
    return [row.text(column) for column in range(4)]


async def value_of(desk, key) -> object:
    work = await desk.database.read(lambda rows: WorksRepository(rows).get(key))
    return work.fields[SUMMARY]


async def test_a_value_of_an_item_says_what_it_was_and_why_it_went(desk, opened):
    await keep(desk, BREAD, SUMMARY, CANARY)
    dialog = await opened(BREAD)
    assert row_texts(dialog)[:3] == ["Summary", CANARY, "Mine, before theirs was taken"]
    assert dialog.title.text() == "Earlier values of \u201cBread\u201d"
    dialog.detail.copy_button.click()
    assert QGuiApplication.clipboard().text() == CANARY
    await calm(dialog)


async def test_restoring_makes_it_an_edit_that_can_be_undone(qtbot, desk, opened, until):
    await keep(desk, BREAD, SUMMARY, "Once")
    dialog = await opened(BREAD)
    restored = QSignalSpy(dialog._controller.restored)
    qtbot.mouseClick(dialog.detail.restore_button, Qt.MouseButton.LeftButton)
    await until(restored.count)
    assert await value_of(desk, BREAD) == "Once"
    told = restored.at(0)[0]
    assert told.sentence == "Summary of \u201cBread\u201d restored"
    await desk.editing.take_back(told.step)
    assert await value_of(desk, BREAD) == "As it was"
    await calm(dialog)


async def test_what_is_given_up_while_the_list_is_open_appears_in_it(desk, opened, until):
    dialog = await opened(BREAD)
    assert dialog._pages.currentIndex() == 0
    await desk.editing.set_field(BREAD, SUMMARY, "Just now")
    await desk.editing.discard([BREAD])
    await until(lambda: dialog.list.topLevelItemCount() == 1)
    assert row_texts(dialog)[1] == "Just now"
    await calm(dialog)


async def test_without_a_past_the_list_says_so(opened):
    dialog = await opened(BREAD)
    page = dialog._pages.currentWidget()
    assert EMPTY in [label.text() for label in page.findChildren(type(dialog.title))]
    await calm(dialog)


async def test_the_list_of_all_begins_with_a_value_that_can_be_restored(desk, opened):
    await keep(desk, BREAD, SUMMARY, "Once")
    dialog = await opened(None)
    assert row_texts(dialog)[:2] == ["Summary", "Once"]
    assert dialog.detail.restore_button.isVisible()
    await calm(dialog)


async def test_a_discarded_new_item_is_made_anew_from_the_list_of_all(desk, opened, until):
    key = await desk.editing.create(POSTS.id, NO_LOCALE, {NAME: "Pie", SUMMARY: "With plums"})
    await desk.editing.discard([key])
    dialog = await opened(None)
    made = QSignalSpy(dialog._controller.item_made)
    assert "Pie" in row_texts(dialog)[0]
    assert dialog.detail.anew_button.text() == "Make a new draft of all 2 values"
    dialog.detail.anew_button.click()
    await until(made.count)
    assert await value_of(desk, made.at(0)[0]) == "With plums"
    await calm(dialog)


async def test_a_value_whose_field_is_gone_can_be_read_but_not_restored(desk, opened):
    await keep(desk, BREAD, FieldSlug("old"), "A line")
    dialog = await opened(BREAD)
    assert row_texts(dialog)[:2] == ["old", "A line"]
    assert not dialog.detail.restore_button.isEnabled()
    assert dialog.detail.why_not.isVisible()
    await calm(dialog)


async def test_a_long_value_is_cut_in_the_list_and_whole_below(desk, opened):
    await keep(desk, BREAD, SUMMARY, "word " * 400)
    dialog = await opened(BREAD)
    assert len(row_texts(dialog)[1]) <= 120
    dialog.detail.copy_button.click()
    assert QGuiApplication.clipboard().text() == "word " * 400
    await calm(dialog)


async def test_the_values_of_many_items_are_read_once_their_item_is_opened(desk, opened):
    for number in range(8):
        key = replace(BREAD, item=ItemId(f"gone{number}"))
        await keep(desk, key, SUMMARY, f"Value {number}")
    dialog = await opened(None)
    last = dialog.list.topLevelItem(7)
    assert last.childCount() == 0
    last.setExpanded(True)
    assert [last.child(at).text(1) for at in range(last.childCount())] == ["Value 0"]
    await calm(dialog)


async def test_a_field_that_is_gone_keeps_its_name(desk, opened):
    """It was called "subtitle" here, by its slug, and "Subtitle" everywhere else."""
    old = FieldSlug("old")
    await desk.bring_back_field(old)
    await keep(desk, BREAD, old, "Once")
    await desk.database.write(lambda rows: CollectionsRepository(rows).put(POSTS))
    dialog = await opened(BREAD)
    assert row_texts(dialog)[0] == "Old"
    assert dialog.detail.heading.text() == "Old"
    await calm(dialog)


async def test_what_webflow_may_have_already_is_taken_up_under_its_own_key(desk, opened, until):
    fields = {NAME: "Pie", SUMMARY: "With plums"}
    key = await desk.editing.create(POSTS.id, NO_LOCALE, fields)
    sent = Entry(0, "batch", Verb.CREATE, key, fields, {})

    def look_in_vain(rows) -> None:
        [entry] = JournalRepository(rows).write([sent])
        JournalRepository(rows).mark([entry.id], SendState.SAVED, NOT_FOUND)

    await desk.database.write(look_in_vain)
    await desk.editing.discard([key])
    dialog = await opened(None)
    made = QSignalSpy(dialog._controller.item_made)
    for _ in range(2):  # one may click twice
        dialog.detail.anew_button.click()
    await until(lambda: made.count() == 2)
    assert [made.at(place)[0] for place in range(2)] == [key, key]
    assert await value_of(desk, key) == "With plums"
    await calm(dialog)


@pytest.mark.parametrize("pressed", ["+", "*"])
@pytest.mark.parametrize("key", [None, BREAD])
async def test_the_keys_that_open_all_leave_a_value_as_it_is(desk, opened, qtbot, key, pressed):
    await keep(desk, BREAD, SUMMARY, "An earlier value.")
    dialog = await opened(key)
    head = dialog.list.topLevelItem(0)
    value = head if key else head.child(0)
    dialog.list.setCurrentItem(value)

    qtbot.keyClicks(dialog.list, pressed)

    assert value.childCount() == 0
    assert dialog.list.currentItem() is value
    await calm(dialog)


async def test_why_and_when_are_told_without_a_cut(desk, opened):
    for reason in Reason:
        await keep(desk, BREAD, SUMMARY, "A value that is longer than there is room " * 9, reason)

    dialog = await opened(None)

    tree, header = dialog.list, dialog.list.header()
    tree.expandAll()
    for column in (2, 3):
        assert tree.sizeHintForColumn(column) <= header.sectionSize(column)
    assert header.length() <= tree.viewport().width()
    await calm(dialog)


async def test_the_arrow_keys_go_through_the_list_at_once(desk, opened):
    await keep(desk, BREAD, SUMMARY, "An earlier value.")

    dialog = await opened(None)

    assert dialog.focusWidget() is dialog.list
    await calm(dialog)
