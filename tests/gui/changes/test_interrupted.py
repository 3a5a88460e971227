"""A run that did not do all that was asked for is told: at the next start, and when it is over."""

from msgspec.structs import replace
from PySide6.QtCore import Qt

from tests.gui.changes.conftest import BREAD, ROLLS, SUMMARY, calm, item
from wfdesk.domain.plan import Goal
from wfdesk.store.remote import take_in
from wfdesk.store.runs import RunsRepository
from wfdesk.store.works import WorksRepository
from wfdesk.words.cutshort import changed_sentence


async def cut_short(desk) -> None:
    """What is on disk when wfdesk is killed before the first batch had its turn."""
    for key in (BREAD, ROLLS):
        await desk.editing.set_field(key, SUMMARY, "As it is")
    plan = await desk.publishing.plan(None, Goal.PUBLISH)
    await desk.database.write(lambda rows: RunsRepository(rows).begin(plan))


async def opened(desk, make_view, until):
    await cut_short(desk)
    view = make_view()
    view._sending.look_back()
    await until(view.interrupted.isVisible)
    await calm(view)
    return view


async def test_it_says_how_far_it_came(desk, make_view, until) -> None:
    view = await opened(desk, make_view, until)
    assert view.interrupted.sentence.text() == (
        "Publishing was cut short after 0 of 2 items. The rest did not go on by itself."
    )


async def test_what_is_found_to_be_done_is_left_no_longer(desk, make_view, until) -> None:
    view = await opened(desk, make_view, until)

    async def turn_out_to_be_live(key, name) -> None:
        def work(rows):
            WorksRepository(rows).discard(key)
            take_in(rows, [item(key, name)])

        await desk.database.write(work)
        view._controller.refresh()

    await turn_out_to_be_live(BREAD, "Bread")
    await until(lambda: "after 1 of 2 items" in view.interrupted.sentence.text())
    await turn_out_to_be_live(ROLLS, "Rolls")
    await until(view.interrupted.isHidden)


async def test_going_on_shows_first_what_would_be_sent(qtbot, desk, make_view, until) -> None:
    view = await opened(desk, make_view, until)
    qtbot.mouseClick(view.interrupted.go_on, Qt.MouseButton.LeftButton)
    await until(lambda: view.sheet is not None)
    assert not view._sending.is_running
    view.sheet.reject()


async def test_what_was_dismissed_is_not_told_again(qtbot, desk, make_view, until) -> None:
    view = await opened(desk, make_view, until)
    qtbot.mouseClick(view.interrupted.dismiss, Qt.MouseButton.LeftButton)
    await until(view.interrupted.isHidden)
    await view._sending._tasks.close()
    assert await desk.publishing.interrupted() is None


async def test_where_no_run_was_cut_short_nothing_is_said(desk, make_view, until) -> None:
    await desk.editing.set_field(BREAD, SUMMARY, "As it is")
    view = make_view()
    view._sending.look_back()
    await until(lambda: view._controller.review.items)
    assert view.interrupted.isHidden()


async def test_closing_the_results_leaves_what_did_not_go_live_in_sight(
    desk, make_view, until
) -> None:
    def send_and_not_publish(rows):
        """What is on disk when the token was refused between the two."""
        sent = replace(item(BREAD, "Bread"), is_draft=True)
        take_in(rows, [sent])
        for key in (BREAD, ROLLS):
            WorksRepository(rows).discard(key)
        RunsRepository(rows).see({BREAD: sent})  # as the run does with what it has sent
        RunsRepository(rows).end()

    await cut_short(desk)
    view = make_view()
    await desk.database.write(send_and_not_publish)
    view.run_panel.dismissed.emit()
    await until(view.interrupted.isVisible)
    assert view.interrupted.sentence.text() == "1 item was sent and did not go live."


async def test_what_others_have_changed_since_is_named_and_does_not_go_on(
    desk, make_view, until
) -> None:
    def send_and_be_changed(rows):
        """What is on disk when a refresh has shown a colleague's change of what was sent."""
        for key in (BREAD, ROLLS):
            WorksRepository(rows).discard(key)
        sent = replace(item(BREAD, "Bread"), is_draft=True)
        RunsRepository(rows).see({BREAD: sent})
        take_in(rows, [replace(sent, fields={**sent.fields, SUMMARY: "Theirs"})])
        take_in(rows, [item(ROLLS, "Rolls")])

    await cut_short(desk)
    await desk.database.write(send_and_be_changed)
    view = make_view()
    view._sending.look_back()
    await until(view.interrupted.isVisible)
    await calm(view)
    assert view.interrupted.sentence.text() == (
        "Publishing was cut short after 1 of 2 items. Bread was changed in Webflow since, and did"
        " not go live: look at it, then publish again."
    )
    assert view.interrupted.go_on.isHidden()


def test_of_many_that_others_have_changed_some_are_named() -> None:
    said = changed_sentence([f"Bread {number}" for number in range(40)])
    assert said.startswith("Bread 0, Bread 1, ")
    assert " more were changed in Webflow since" in said
