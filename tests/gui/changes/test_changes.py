import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QWidget

from tests.gui.changes.conftest import (
    ADA,
    BREAD,
    POSTS,
    ROLLS,
    SUMMARY,
    button,
    calm,
    clash,
    texts,
    ticks,
)
from wfdesk.domain.edits import BOTH_CHANGED, Action, SendState
from wfdesk.domain.ids import NAME, NO_LOCALE
from wfdesk.domain.plan import Goal
from wfdesk.services import leftout
from wfdesk.services.publishing import ItemResult, Phase, Progress, Result
from wfdesk.services.reviewing import ReviewingService
from wfdesk.ui.changes.controller import ChangesController
from wfdesk.ui.changes.exacttext import ExactText
from wfdesk.ui.changes.model import Column
from wfdesk.ui.changes.valueview import colour_of

# The screenless platform says so of every window that has a smallest size.

CANARY = "<img src=x onerror=alert(1)>"


async def test_with_nothing_to_send_the_place_says_so(qtbot, desk, make_view, until):
    view = make_view()
    read = QSignalSpy(view._controller.reviewed)
    await until(read.count)
    assert view.empty.isVisible()
    assert view.empty.text() == "Nothing to send. Edits you make appear here."
    assert not view.send_button.isEnabled()
    await calm(view)


async def test_an_edit_appears_by_itself_and_is_counted(qtbot, desk, make_view, until):
    view = make_view()
    await desk.editing.set_field(BREAD, SUMMARY, "As it is")
    await desk.editing.set_field(ADA, NAME, "Ada K.")
    await until(lambda: view.title.text() == "2 unsent changes in 2 collections")
    assert view.publish_button.isEnabled()
    await calm(view)


async def test_nothing_is_made_anew_while_nobody_looks(qtbot, desk, make_view, until):
    view = make_view()
    await until(QSignalSpy(view._controller.reviewed).count)
    view.hide()
    read = QSignalSpy(view._controller.reviewed)
    await desk.editing.set_field(BREAD, SUMMARY, "As it is")
    await until(read.count)
    assert view.title.text() == "Changes"

    view.show()

    assert view.title.text() == "1 unsent change in 1 collection"
    await calm(view)


async def test_the_selection_survives_a_refresh(qtbot, desk, make_view, until):
    await desk.editing.set_field(BREAD, SUMMARY, "As it is")
    await desk.editing.set_field(ROLLS, SUMMARY, "As it is")
    view = make_view()
    await until(lambda: view.current() is not None)
    view.select(ROLLS)
    await desk.editing.set_field(ADA, NAME, "Ada K.")
    await until(lambda: view.title.text().startswith("3"))
    assert view.current() == ROLLS
    await calm(view)


async def test_space_leaves_an_item_out_of_the_next_send(qtbot, desk, make_view, until):
    await desk.editing.set_field(BREAD, SUMMARY, "As it is")
    view = make_view()
    await until(lambda: view.current() == BREAD)
    qtbot.keyClick(view.list, Qt.Key.Key_Space)
    assert not view.send_button.isEnabled()
    qtbot.keyClick(view.list, Qt.Key.Key_Space)
    assert view.send_button.isEnabled()
    await calm(view)


async def test_an_item_left_out_stays_out_after_a_new_start(qtbot, desk, make_view, until):
    for key in (BREAD, ROLLS):
        await desk.editing.set_action([key], Action.DELETE)
    before = make_view()
    await until(lambda: before.current() is not None)
    before._controller.set_goes([ROLLS], False)
    await until(lambda: before._controller.left_out)

    again = make_view()

    await until(lambda: again._controller.review.items)
    assert again._controller.keys_to_send() == [BREAD]
    await desk.editing.discard([ROLLS])
    await until(lambda: len(again._controller.review.items) == 1)
    later = make_view()  # before the others have anything to read: they share their tasks
    await until(lambda: later._controller.review.items)
    await desk.editing.set_action([ROLLS], Action.DELETE)
    await until(lambda: len(later._controller.review.items) == 2)
    assert set(later._controller.keys_to_send()) == {BREAD, ROLLS}


async def test_a_field_can_be_held_back(qtbot, desk, make_view, until):
    await desk.editing.set_field(BREAD, SUMMARY, "As it is")
    view = make_view()
    await until(lambda: bool(view.detail.findChildren(QCheckBox)))
    qtbot.keyClick(view.detail.findChild(QCheckBox), Qt.Key.Key_Space)
    await until(lambda: "held back" in texts(view))
    review = await desk.reviewing.review()
    assert review.items[0].work.edits[SUMMARY].is_held
    await calm(view)


async def test_a_field_of_an_item_left_out_cannot_go_and_comes_back_as_it_was(
    qtbot, desk, make_view, until
):
    await desk.editing.set_field(BREAD, NAME, "Loaf")
    await desk.editing.set_field(BREAD, SUMMARY, "As it is")
    await desk.editing.hold(BREAD, SUMMARY, is_held=True)
    view = make_view()
    await until(lambda: len(view.detail.findChildren(QCheckBox)) == 2)
    qtbot.keyClick(view.list, Qt.Key.Key_Space)
    assert ticks(view) == {"Name": (False, False), "Summary": (False, False)}
    assert any(text.startswith("Left out") for text in texts(view))
    qtbot.keyClick(view.list, Qt.Key.Key_Space)
    assert ticks(view) == {"Name": (True, True), "Summary": (False, True)}
    assert not any(text.startswith("Left out") for text in texts(view))
    await calm(view)


async def test_a_collection_takes_in_what_stays_and_then_leaves_all_out(
    qtbot, desk, make_view, until
):
    await desk.editing.set_field(BREAD, SUMMARY, "As it is")
    await desk.editing.set_field(ROLLS, NAME, "Buns")
    await desk.editing.set_field(ROLLS, SUMMARY, "As it is")
    await desk.editing.hold(ROLLS, NAME, is_held=True)
    await desk.editing.hold(BREAD, SUMMARY, is_held=True)
    view = make_view()
    await until(lambda: view.current() is not None)
    view.list.setCurrentIndex(view._model.index(0, 0))
    qtbot.keyClick(view.list, Qt.Key.Key_Space)
    await until(lambda: set(view._controller.keys_to_send()) == {BREAD, ROLLS})
    qtbot.keyClick(view.list, Qt.Key.Key_Space)
    assert view._controller.keys_to_send() == []
    await calm(view)


async def test_an_action_is_told_in_a_sentence(qtbot, desk, make_view, until):
    await desk.editing.set_action([BREAD], Action.DELETE)
    view = make_view()
    await until(lambda: any("deleted in Webflow" in text for text in texts(view)))
    await calm(view)


async def test_with_a_collection_chosen_the_detail_says_what_to_do(qtbot, desk, make_view, until):
    await desk.editing.set_field(BREAD, SUMMARY, "As it is")
    view = make_view()
    await until(lambda: view.current() == BREAD)
    qtbot.keyClick(view.list, Qt.Key.Key_Up)
    assert texts(view) == ["Choose an item to see what changes."]
    await calm(view)


async def test_the_name_has_most_of_the_list_and_the_rest_is_read_in_full(
    qtbot, desk, make_view, until
):
    await desk.editing.set_field(BREAD, SUMMARY, "As it is")
    await clash(desk, BREAD)
    view = make_view()
    await until(lambda: view.current() == BREAD)
    name, what = (view.list.columnWidth(column) for column in range(2))
    assert name > what
    index = view._model.index_of(BREAD).siblingAtColumn(1)
    assert index.data() == "1 field \N{MIDDLE DOT} Conflict"
    assert BOTH_CHANGED in index.data(Qt.ItemDataRole.ToolTipRole)
    assert view.list.sizeHintForIndex(index).width() <= what
    await calm(view)


async def test_a_conflict_shows_the_three_values(qtbot, desk, make_view, until):
    await desk.editing.set_field(BREAD, SUMMARY, "Mine now")
    await clash(desk, BREAD)
    view = make_view()
    await until(lambda: "Theirs now" in texts(view))
    assert {"As it was", "Mine now", "Theirs now"} <= set(texts(view))
    await calm(view)


async def test_taking_theirs_settles_a_conflict(qtbot, desk, make_view, until):
    await desk.editing.set_field(BREAD, SUMMARY, "Mine now")
    await clash(desk, BREAD)
    view = make_view()
    await until(lambda: "Theirs now" in texts(view))
    qtbot.mouseClick(button(view, "Take theirs"), Qt.MouseButton.LeftButton)
    await until(lambda: "Theirs now" not in texts(view))
    await calm(view)


async def test_who_wants_to_edit_a_conflict_is_led_to_the_field_and_nothing_is_settled(
    qtbot, desk, make_view, until
):
    await desk.editing.set_field(BREAD, SUMMARY, "Mine now")
    await clash(desk, BREAD)
    view = make_view()
    wanted = QSignalSpy(view.go_to_field)
    await until(lambda: "Theirs now" in texts(view))

    qtbot.mouseClick(button(view, "Edit\N{HORIZONTAL ELLIPSIS}"), Qt.MouseButton.LeftButton)

    assert wanted.at(0) == [BREAD, SUMMARY]
    [review] = (await desk.reviewing.review()).items
    assert review.work.state is SendState.CONFLICT
    assert review.work.edits[SUMMARY].base == "As it was"
    await calm(view)


async def test_enter_on_an_item_leads_to_the_field_that_needs_care(qtbot, desk, make_view, until):
    await desk.editing.set_field(BREAD, NAME, "New")
    await desk.editing.set_field(BREAD, SUMMARY, "Mine now")
    await clash(desk, BREAD)
    view = make_view()
    wanted = QSignalSpy(view.go_to_field)
    await until(lambda: view.current() == BREAD)
    qtbot.keyClick(view.list, Qt.Key.Key_Return)
    assert wanted.at(0) == [BREAD, SUMMARY]
    await calm(view)


async def test_the_field_that_needs_care_stands_above_the_others(qtbot, desk, make_view, until):
    await desk.editing.set_field(BREAD, NAME, "New")
    await desk.editing.set_field(BREAD, SUMMARY, "Mine now")
    view = make_view()
    await until(lambda: list(ticks(view)) == ["Name", "Summary"])

    await clash(desk, BREAD)
    await desk.editing.set_field(BREAD, NAME, "Newer")

    await until(lambda: list(ticks(view)) == ["Summary", "Name"])
    await calm(view)


async def test_the_next_problem_is_the_next_item_that_needs_care(qtbot, desk, make_view, until):
    await desk.editing.set_field(ADA, NAME, "Ada K.")
    await desk.editing.set_field(ROLLS, SUMMARY, "Mine now")
    await clash(desk, ROLLS)
    view = make_view()
    await until(lambda: view.current() is not None)
    view.select(ADA)
    view.go_to_next_problem()
    assert view.current() == ROLLS
    await calm(view)


async def test_a_name_that_looks_like_markup_is_shown_as_text(qtbot, desk, make_view, until):
    await desk.editing.set_field(BREAD, NAME, CANARY)
    view = make_view()
    await until(lambda: CANARY in texts(view))
    labels = view.findChildren(QLabel)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)
    await calm(view)


async def test_discarding_takes_what_is_selected_and_says_how_much(qtbot, desk, make_view, until):
    for key in (BREAD, ROLLS):
        await desk.editing.set_field(key, SUMMARY, "As it is")
    view = make_view()
    wanted = QSignalSpy(view.discard_wanted)
    await until(lambda: view.current() is not None)
    assert view.discard_button.text() == "Discard this change\N{HORIZONTAL ELLIPSIS}"
    qtbot.keyClick(view.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.discard_button.text() == "Discard 2 selected changes\N{HORIZONTAL ELLIPSIS}"
    qtbot.mouseClick(view.discard_button, Qt.MouseButton.LeftButton)
    assert set(wanted.at(0)[0]) == {BREAD, ROLLS}
    assert (await desk.reviewing.review()).items  # Whoever hears it asks first.
    await calm(view)


async def test_sending_takes_what_is_ticked_and_says_how_much(qtbot, desk, make_view, until):
    for key in (BREAD, ROLLS):
        await desk.editing.set_field(key, SUMMARY, "As it is")
    view = make_view()
    assert view.send_button.text() == "Send ticked\N{HORIZONTAL ELLIPSIS}"
    await until(lambda: view.current() is not None)
    assert view.send_button.text() == "Send 2 ticked\N{HORIZONTAL ELLIPSIS}"
    qtbot.keyClick(view.list, Qt.Key.Key_Space)
    assert view.publish_button.text() == "Publish 1 ticked\N{HORIZONTAL ELLIPSIS}"
    assert "Ticked items" in view.hint.text()
    await calm(view)


async def test_the_buttons_stay_where_they_are_while_one_edits_and_ticks(
    qtbot, desk, make_view, until
):
    view = make_view()
    before = view.send_button.geometry()
    await desk.editing.set_field(BREAD, SUMMARY, "As it is")
    await until(view.send_button.isEnabled)
    view.layout().activate()
    assert view.send_button.geometry() == before
    await calm(view)


async def test_the_buttons_show_all_they_say_in_large_type_and_a_narrow_window(
    qtbot, desk, make_view, until
):
    await desk.editing.set_field(BREAD, SUMMARY, "As it is")
    view = make_view()
    await until(view.send_button.isEnabled)
    view.resize(620, 600)
    larger = view.font()
    larger.setPixelSize(24)

    for each in view.findChildren(QWidget):
        each.setFont(larger)

    await until(lambda: view.send_button.width() >= QPushButton.sizeHint(view.send_button).width())
    end = view.publish_button.geometry().right()
    assert end < view.width() == 620
    assert view.kept_button.width() >= view.kept_button.sizeHint().width()
    await calm(view)


async def test_with_nothing_to_send_one_line_says_so_and_no_sheet_opens(
    qtbot, desk, make_view, until
):
    view = make_view()
    declined = QSignalSpy(view._sending.declined)
    view._sending.prepare([BREAD], Goal.SEND)
    await until(lambda: declined.count() == 1)
    assert declined.at(0)[0].startswith("Nothing to send")
    assert view.sheet is None
    await calm(view)


async def test_without_a_token_nothing_is_sent_and_it_is_said_why(qtbot, desk, make_view, until):
    await desk.editing.set_action([BREAD], Action.ARCHIVE)
    view = make_view()
    await until(lambda: view.current() == BREAD)
    qtbot.mouseClick(view.send_button, Qt.MouseButton.LeftButton)
    await until(lambda: view.sheet is not None)
    qtbot.mouseClick(view.sheet.go_button, Qt.MouseButton.LeftButton)
    await until(view.run_panel.retry_button.isVisible)
    results = view.run_panel.results
    assert results.index(0, 0).data() == "Not sent"
    assert "no token" in view.run_panel.sentence.text()
    assert (await desk.reviewing.review()).items
    await calm(view)


async def test_the_keyboard_is_with_the_results_when_all_has_gone(desk, make_view, until):
    await desk.editing.set_field(BREAD, SUMMARY, "As it is")
    view = make_view()
    await until(lambda: view.current() == BREAD)
    view.list.setFocus()
    view.run_panel.show_progress(
        Progress(Phase.WRITING, 1, 2, (ItemResult(BREAD, "Bread", Result.SENT),))
    )
    view.run_panel.show()
    await desk.editing.discard([BREAD])
    await until(view.empty.isVisible)
    assert view.run_panel.list.hasFocus()
    await calm(view)


async def test_in_a_narrow_list_the_names_have_more_room_than_the_rest(desk, make_view, until):
    await desk.editing.set_field(BREAD, SUMMARY, "As it is")
    view = make_view()
    await until(lambda: view.current() == BREAD)
    for width in (260, 420):
        view.list.resize(width, 300)
        assert view.list.columnWidth(Column.NAME) > view.list.columnWidth(Column.WHAT)
    await calm(view)


async def test_the_list_of_changes_is_a_sound_model(qtbot, desk, make_view, until, qtmodeltester):
    await desk.editing.set_field(BREAD, SUMMARY, "As it is")
    await desk.editing.set_field(ADA, NAME, "Ada K.")
    view = make_view()
    await until(lambda: view.current() is not None)
    qtmodeltester.check(view.list.model())
    await calm(view)


async def test_the_problems_are_shown_alone_and_cannot_be_sent_from_there(
    qtbot, desk, make_view, until
):
    await desk.editing.set_field(BREAD, NAME, "Loaf")
    await desk.editing.set_field(ROLLS, NAME, "")
    view = make_view()
    await until(lambda: len(view._model.keys()) == 2)
    view.show_only_problems(True)
    assert list(view._model.keys()) == [ROLLS]
    assert view.title.text() == "1 item with problems"
    assert view.send_button.isHidden()
    assert view.publish_button.isHidden()
    view.show_only_problems(False)
    assert set(view._model.keys()) == {BREAD, ROLLS}
    assert not view.publish_button.isHidden()
    await calm(view)


async def test_without_a_problem_the_place_says_so(desk, make_view, until):
    await desk.editing.set_field(BREAD, NAME, "Loaf")
    view = make_view()
    await until(view._model.keys)
    view.show_only_problems(True)
    assert view.title.text() == "Problems"
    assert view.empty.text().startswith("No problems.")
    assert view.empty.isVisible()
    await calm(view)


@pytest.mark.parametrize("text", ["lab(50% 20 30)", "oklch(0.5 0.1 20)", "color(display-p3 1 0 0)"])
def test_a_colour_that_cannot_be_painted_is_none(text):
    assert colour_of(text) is None or colour_of(text).isValid()


@pytest.mark.parametrize(
    "junk", [None, 7, [], {"items": 3}, {"items": [["a", "b"], "abc", [1, 2, 3]]}]
)
def test_what_was_left_out_is_read_as_far_as_it_can_be(junk):
    assert leftout.from_json(junk) == set()
    assert leftout.from_json(leftout.to_json([BREAD, ADA])) == {BREAD, ADA}


class HeldReviews(ReviewingService):
    """Counts the reviews, and holds each back until it may go on."""

    def __init__(self, database) -> None:
        super().__init__(database)
        self.count = 0
        self.may_go_on = asyncio.Event()

    async def review(self):
        self.count += 1
        await self.may_go_on.wait()
        return await super().review()


async def test_a_shower_of_changes_is_read_once_more_and_not_each(desk, tasks, until):
    reviews = HeldReviews(desk.database)
    controller = ChangesController(reviews, desk.editing, desk.feed, tasks)
    controller.refresh()
    await until(lambda: reviews.count == 1)
    for number in range(5):
        await desk.editing.set_field(BREAD, SUMMARY, f"As it is {number}")
        controller.refresh()
    assert reviews.count == 1
    reviews.may_go_on.set()
    await until(lambda: reviews.count == 2)
    await until(lambda: not controller._is_reading)
    assert controller.review.items[0].work.fields[SUMMARY] == "As it is 4"
    assert (reviews.count, controller._settle.isActive()) == (2, False)
    controller.close()


async def test_what_asks_for_care_is_counted_for_whoever_shows_it(desk, tasks, until):
    controller = ChangesController(
        ReviewingService(desk.database),
        desk.editing,
        desk.feed,
        tasks,
    )
    counted = QSignalSpy(controller.problems_counted)
    await desk.editing.set_field(BREAD, NAME, None)
    await until(lambda: counted.count() and counted.at(counted.count() - 1) == [1])
    await desk.editing.set_field(BREAD, NAME, "Loaf")
    await until(lambda: counted.at(counted.count() - 1) == [0])
    controller.close()


async def test_a_new_item_shows_no_before(desk, make_view, until):
    await desk.editing.create(POSTS.id, NO_LOCALE, {NAME: "Rye", SUMMARY: "Dark"})
    view = make_view()
    await until(lambda: "Rye" in texts(view))
    values = [text.toPlainText() for text in view.detail.findChildren(ExactText)]
    assert values == ["Rye", "Dark"]
    await calm(view)
