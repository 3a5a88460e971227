"""Deciding where a colleague was there as well: each way, for one and for many, by keyboard too."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPushButton, QWidget

from tests.gui.changes.conftest import ADA, BREAD, POSTS, ROLLS, SUMMARY, button, calm, clash, texts
from tests.gui.conftest import activate
from wfdesk.domain.edits import Side
from wfdesk.domain.ids import NAME, FieldSlug, ItemKey
from wfdesk.services.publishing import ItemResult, Result
from wfdesk.store.remote import take_out
from wfdesk.store.works import WorksRepository
from wfdesk.ui.changes.fieldblock import FieldBlock
from wfdesk.ui.changes.gonecard import GoneCard
from wfdesk.ui.changes.sides import Panel, Sides

# The screenless platform says so of every window that has a smallest size.

OLD = FieldSlug("old")


async def state_of(desk, key: ItemKey) -> tuple[object, ...]:
    """The value of the summary, what it starts from, and whether that is in conflict."""
    work = await desk.database.read(lambda rows: WorksRepository(rows).get(key))
    edit = work.edits.get(SUMMARY)
    return (edit.value, edit.base, SUMMARY in work.conflicts) if edit else (None, None, False)


async def delete_there(desk, *keys: ItemKey) -> None:
    for key in keys:
        await desk.editing.set_field(key, NAME, "Mine")
        await desk.database.write(lambda rows, key=key: take_out(rows, [key]))


@pytest.fixture
def clashing(desk, make_view, until):
    """Make the place with two posts whose summaries are in conflict, the first of them shown.

    Made within the test: between its phases Qt goes on, but asyncio's loop does not.
    """

    async def make():
        for key in (BREAD, ROLLS):
            await desk.editing.set_field(key, SUMMARY, "Mine now")
            await clash(desk, key)
        view = make_view()
        await until(lambda: "Theirs now" in texts(view))
        await activate(view)
        return view

    return make


AS_OPENED = 1079
"""Pixels that a window as it opens first leaves beside the tree."""


def widths_beside(view) -> list[int]:
    """Of the panels that stand in one line with the last of them."""
    places = [each.geometry() for each in view.detail.findChild(Sides).findChildren(Panel)]
    return [place.width() for place in places if place.top() == places[-1].top()]


def press(view, text: str) -> None:
    button(view, text).click()


async def test_the_same_choice_for_all_says_for_how_many_and_is_undone_in_one(
    desk, clashing, until
):
    view = await clashing()
    decided = QSignalSpy(view._controller.decided)
    press(view, "Take theirs for all 2 like this")
    await until(lambda: not view._controller.review.items)
    assert [await state_of(desk, key) for key in (BREAD, ROLLS)] == [(None, None, False)] * 2

    view._controller.take_back(decided.at(0)[0])
    await until(lambda: len(view._controller.review.items) == 2)
    before = ("Mine now", "As it was", True)
    assert [await state_of(desk, key) for key in (BREAD, ROLLS)] == [before] * 2
    await calm(view)


async def test_alike_are_conflicts_of_the_same_field_in_the_same_collection(desk, clashing, until):
    view = await clashing()
    await desk.editing.set_field(ADA, NAME, "Ada K.")
    await clash(desk, ADA, name="Ada L.")
    view._controller.refresh()
    await until(lambda: len(view._controller.review.items) == 3)
    assert button(view, "Take mine for all 2 like this")
    await calm(view)


async def test_the_first_conflict_is_settled_by_a_key_from_the_list(qtbot, desk, clashing, until):
    view = await clashing()
    view.list.setFocus()
    qtbot.keyClick(view.list, Qt.Key.Key_M, Qt.KeyboardModifier.AltModifier)
    await until(lambda: "Theirs now" not in texts(view))
    assert await state_of(desk, BREAD) == ("Mine now", "Theirs now", False)
    await calm(view)


async def test_going_away_from_a_conflict_changes_nothing(desk, clashing):
    view = await clashing()
    view.select(ROLLS)
    view.hide()
    before = ("Mine now", "As it was", True)
    assert [await state_of(desk, key) for key in (BREAD, ROLLS)] == [before] * 2
    await calm(view)


async def test_what_was_changed_behind_the_view_is_not_settled_unseen(desk, clashing, until):
    view = await clashing()
    view._controller._settle.stop()
    await clash(desk, BREAD, "Theirs, once more")
    decided = QSignalSpy(view._controller.decided)
    press(view, "Take mine")
    await until(decided.count)
    assert await state_of(desk, BREAD) == ("Mine now", "As it was", True)
    await calm(view)


@pytest.mark.parametrize("words", ["Take mine", "Take mine for all 2 like this"])
async def test_what_is_read_and_not_shown_yet_is_not_settled_unseen(desk, clashing, until, words):
    """The rows are shown a turn before the item beside them, and a click may come in between."""
    view = await clashing()
    view._controller._settle.stop()
    await clash(desk, BREAD, "Theirs, once more")
    decided, clicks = QSignalSpy(view._controller.decided), [words]
    view._controller.reviewed.connect(lambda _: [press(view, clicks.pop()) for _ in clicks[:1]])
    view._controller.refresh()
    await until(decided.count)
    assert await state_of(desk, BREAD) == ("Mine now", "As it was", True)
    await calm(view)


async def test_what_is_selected_is_settled_as_it_is_shown(desk, clashing, until):
    view = await clashing()
    view._controller._settle.stop()
    view.list.selectAll()
    await clash(desk, BREAD, "Theirs, once more")
    decided = QSignalSpy(view._controller.decided)

    def settle(_review) -> None:
        """Choose from the menu, a turn before the item beside the rows is shown anew."""
        if not decided.count():
            actions = view.settle_button.menu().actions()
            next(each for each in actions if "mine" in each.text()).trigger()

    view._controller.reviewed.connect(settle)
    view._controller.refresh()
    await until(decided.count)
    assert await state_of(desk, BREAD) == ("Mine now", "As it was", True)
    assert await state_of(desk, ROLLS) == ("Mine now", "Theirs now", False)
    await calm(view)


async def test_f8_goes_from_conflict_to_conflict_and_on_to_the_next_item(desk, clashing, until):
    view = await clashing()
    await desk.editing.set_field(BREAD, NAME, "Loaf")
    await clash(desk, BREAD, name="Brot")
    view._controller.refresh()
    await until(lambda: "Brot" in texts(view))
    blocks = view.detail.findChildren(FieldBlock)
    blocks[0].first.setFocus()
    view.go_to_next_problem()
    assert blocks[1].first.hasFocus()
    view.go_to_next_problem()
    assert view.current() == ROLLS
    assert view.detail.has_focus_within
    await calm(view)


async def test_f8_enters_what_is_to_be_decided_about_a_whole_item(desk, clashing, until):
    view = await clashing()
    await delete_there(desk, ROLLS)
    view._controller.refresh()
    await until(lambda: any(each.work.is_gone for each in view._controller.review.items))
    view.detail.findChild(FieldBlock).first.setFocus()
    view.go_to_next_problem()
    assert view.current() == ROLLS
    assert view.detail.findChild(GoneCard).recreate.hasFocus()
    press(view, "Discard my edits")
    await until(lambda: view.current() == BREAD)
    await until(lambda: button(view, "Take mine").hasFocus())
    await calm(view)


async def test_the_keyboard_goes_on_to_what_is_left_when_a_conflict_is_settled(
    desk, clashing, until
):
    view = await clashing()
    button(view, "Take theirs").setFocus()
    press(view, "Take theirs")
    await until(lambda: view.current() == ROLLS)
    await until(lambda: button(view, "Take mine").hasFocus())
    await calm(view)


LONG = "A sentence of some length, as one writes them. " * 8


@pytest.mark.parametrize("theirs", ["Theirs, in a word", LONG])
async def test_the_three_sides_lie_beside_each_other_in_a_window_as_it_opens(
    desk, make_view, until, theirs
):
    await desk.editing.set_field(BREAD, SUMMARY, "Mine now")
    await clash(desk, BREAD, theirs)
    view = make_view()
    view.resize(AS_OPENED, 700)
    await until(lambda: view.detail.findChild(Sides))
    widths = widths_beside(view)
    assert len(widths) == 3
    assert max(widths) - min(widths) <= 1
    await calm(view)


async def test_the_sides_lie_beside_each_other_as_far_as_there_is_room(clashing, until):
    view = await clashing()
    for width, columns in ((1400, 3), (800, 2), (500, 1), (800, 2), (1400, 3)):
        view.resize(width, 700)
        await until(lambda columns=columns: len(widths_beside(view)) == columns)
        assert view.detail.widget().width() <= view.detail.viewport().width()
    await calm(view)


async def test_in_large_type_the_sides_need_more_room_and_none_is_cut_off(clashing, until):
    view = await clashing()
    view.resize(1400, 700)
    await until(lambda: len(widths_beside(view)) == 3)
    larger = view.font()
    larger.setPixelSize(28)
    for each in view.detail.findChildren(QWidget):
        each.setFont(larger)
    view.resize(1300, 700)
    await until(lambda: len(widths_beside(view)) < 3)
    assert view.detail.widget().width() <= view.detail.viewport().width()
    await calm(view)


async def test_the_values_begin_in_one_line_however_large_the_text_is(clashing, until):
    """What was there before stood lower after a zoom, and higher in large type."""
    view = await clashing()
    view.resize(1400, 700)
    panels = view.detail.findChildren(Panel)
    button = panels[1].findChild(QPushButton)
    type_size = view.font()
    for pixels in (28, 13, 20):
        type_size.setPixelSize(pixels)
        for each in view.detail.findChildren(QWidget):
            each.setFont(type_size)
        await until(lambda: button.height() == button.sizeHint().height())
        assert len({each.layout().itemAt(1).geometry().y() for each in panels}) == 1
    await calm(view)


async def test_all_that_is_selected_is_settled_from_one_menu_that_says_how_much(
    desk, clashing, until
):
    view = await clashing()
    await delete_there(desk, ADA)
    view._controller.refresh()
    await until(lambda: len(view._controller.review.items) == 3)
    assert not view.settle_button.isVisible()
    view.list.selectAll()
    assert view.settle_button.text() == "Settle 3 conflicts"
    actions = {each.text().replace("&", ""): each for each in view.settle_button.menu().actions()}
    assert "Recreate 1 deleted item as new drafts" in actions
    actions["Take theirs in 2 fields"].trigger()
    await until(lambda: len(view._controller.review.items) == 1)
    await calm(view)


async def test_an_item_that_was_deleted_is_made_anew_as_a_draft(desk, make_view, until):
    await delete_there(desk, BREAD)
    view = make_view()
    await until(lambda: view.detail.findChild(GoneCard))
    press(view, "Recreate as a new draft")
    await until(lambda: view.current() not in {None, BREAD})
    [review] = view._controller.review.items
    assert review.work.is_new
    assert (review.work.name, review.work.fields[SUMMARY]) == ("Mine", "As it was")
    await calm(view)


async def test_all_that_were_deleted_are_given_up_at_once_and_come_back(desk, make_view, until):
    await delete_there(desk, BREAD, ROLLS)
    view = make_view()
    decided = QSignalSpy(view._controller.decided)
    await until(lambda: view.detail.findChild(GoneCard))
    press(view, "Discard my edits of all 2 like this")
    await until(view.empty.isVisible)
    view._controller.take_back(decided.at(0)[0])
    await until(lambda: len(view._controller.review.items) == 2)
    assert all(each.work.is_gone for each in view._controller.review.items)
    await calm(view)


async def park(desk, key: ItemKey) -> None:
    """An edit of a field that the collection has no more."""
    await desk.database.write(lambda rows: WorksRepository(rows).stage(key, OLD, "A line", None))


async def test_a_value_whose_field_is_gone_is_copied_and_discarded(desk, make_view, until):
    await park(desk, BREAD)
    view = make_view()
    await until(lambda: "A line" in texts(view))
    assert "old" in texts(view)
    assert any("no longer has this field" in text for text in texts(view))
    press(view, "Copy")
    assert QGuiApplication.clipboard().text() == "A line"
    press(view, "Discard")
    await until(view.empty.isVisible)
    await calm(view)


async def test_a_value_whose_field_comes_back_is_an_edit_like_any_other(desk, make_view, until):
    await park(desk, BREAD)
    view = make_view()
    await until(lambda: "A line" in texts(view))
    await desk.bring_back_field(OLD)
    view._controller.refresh()
    await until(lambda: not view._controller.review.items[0].fields[0].is_parked)
    await until(lambda: button(view, "Go to field"))
    assert POSTS.find_field(OLD) is None  # as it was when it was parked
    await calm(view)


async def test_a_result_leads_to_the_field_that_needs_care(desk, clashing):
    view = await clashing()
    wanted = QSignalSpy(view.go_to_field)
    results = (ItemResult(BREAD, "Bread", Result.CONFLICT), ItemResult(ADA, "Ada", Result.SENT))
    view.run_panel.finish(results)
    view.run_panel._show_results(results)
    view.run_panel.show()
    for row in range(2):
        view.run_panel.list.setCurrentIndex(view.run_panel.results.index(row, 0))
        view.run_panel.go_button.click()
    assert [wanted.at(0), wanted.at(1)] == [[BREAD, SUMMARY], [ADA, None]]
    await calm(view)


async def test_there_is_no_going_to_an_item_that_was_deleted(clashing):
    view = await clashing()
    results = (ItemResult(ADA, "Ada", Result.DELETED),)
    view.run_panel._show_results(results)
    view.run_panel.list.setCurrentIndex(view.run_panel.results.index(0, 0))
    assert not view.run_panel.go_button.isEnabled()
    await calm(view)


async def test_every_button_of_a_conflict_is_reached_by_tab(clashing):
    view = await clashing()
    policies = {each.focusPolicy() for each in view.detail.findChildren(QPushButton)}
    assert all(policy & Qt.FocusPolicy.TabFocus for policy in policies)
    assert button(view, "Take mine").text() == f"Take &{Side.MINE}"
    await calm(view)
