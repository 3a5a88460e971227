"""The form says where a colleague was as well; there both sides are before the user."""

import asyncio

from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QPushButton

from tests.gui.conftest import activate
from tests.gui.editor.test_form import FIELDS, NAME, TEXT, A, opened
from wfdesk.domain.edits import SendState
from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.items import Item
from wfdesk.domain.schema import Field, FieldType
from wfdesk.store.items import ItemsRepository
from wfdesk.store.remote import take_out
from wfdesk.store.works import WorksRepository

OLD = FieldSlug("old")


async def clash(form, theirs="theirs") -> None:
    await form.editing.set_field(A, TEXT, "mine")

    def found(rows) -> None:
        ItemsRepository(rows).upsert([Item(A, {NAME: "A", TEXT: theirs})])
        state, conflicts = SendState.CONFLICT, {TEXT: theirs}
        WorksRepository(rows).set_state(A, state, "Both.", conflicts=conflicts)

    await form.database.write(found)
    form.view._make_theirs = lambda _field, conflict: QLabel(str(conflict.theirs))


async def work_of(form):
    return await form.database.read(lambda rows: WorksRepository(rows).get(A))


def press(widget, text: str) -> None:
    next(each for each in widget.findChildren(QPushButton) if each.text() == text).click()


async def until(condition) -> None:
    async with asyncio.timeout(10):
        while not await condition():
            await asyncio.sleep(0)


async def test_the_colleagues_value_stands_under_the_field(tmp_path, tasks) -> None:
    async with opened(tmp_path, tasks) as form:
        await clash(form)
        await form.open(A)
        note = form.view.rows[TEXT].note
        assert note.isVisible()
        assert "theirs" in [label.text() for label in note.findChildren(QLabel)]
        assert form.view.rows[NAME].note is None


async def test_what_is_written_with_theirs_in_sight_replaces_both(tmp_path, tasks) -> None:
    async with opened(tmp_path, tasks) as form:
        await clash(form)
        await form.open(A)
        form.type(TEXT, "both")
        form.view.commit()
        await form.until_saved(A, TEXT, "both")
        work = await work_of(form)
        assert (work.state, work.edits[TEXT].base) == (SendState.SAVED, "theirs")


async def test_theirs_is_taken_from_the_form_and_the_note_goes(tmp_path, tasks) -> None:
    async with opened(tmp_path, tasks) as form:
        await clash(form)
        await form.open(A)
        decided = QSignalSpy(form.controller.decided)
        press(form.view.rows[TEXT].note, "Take theirs")

        async def is_settled() -> bool:
            return decided.count() == 1 and form.view.rows[TEXT].note is None

        await until(is_settled)
        assert TEXT not in (await work_of(form)).edits


async def test_a_conflict_is_among_what_f8_goes_to(tmp_path, tasks) -> None:
    async with opened(tmp_path, tasks) as form:
        await clash(form)
        await form.open(A)
        form.view.next_problem()
        assert form.view.rows[TEXT].has_focus_within()


async def test_the_way_to_the_comparison_names_the_item(tmp_path, tasks) -> None:
    async with opened(tmp_path, tasks) as form:
        await clash(form)
        await form.open(A)
        wanted = QSignalSpy(form.view.comparison_wanted)
        press(form.view.rows[TEXT].note, "Compare in Changes")
        assert wanted.at(0) == [A]


async def test_the_form_of_a_deleted_item_leads_to_where_one_decides(tmp_path, tasks) -> None:
    async with opened(tmp_path, tasks) as form:
        await form.editing.set_field(A, TEXT, "mine")
        await form.database.write(lambda rows: take_out(rows, [A]))
        await form.open(A)
        wanted = QSignalSpy(form.view.comparison_wanted)
        assert form.view.head.fate.isVisible()
        assert not form.view.head.reason.isVisible()
        form.view.head.fate.decide.click()
        assert wanted.at(0) == [A]


async def test_a_value_whose_field_is_gone_is_shown_copied_discarded_and_comes_back(
    tmp_path, tasks
) -> None:
    async with opened(tmp_path, tasks) as form:
        await form.database.write(lambda rows: WorksRepository(rows).stage(A, OLD, "kept", None))
        await form.open(A)
        parked = form.view._form.parked
        assert parked.isVisible()
        press(parked, "Copy")
        assert QGuiApplication.clipboard().text() == "kept"

        await form.change_fields(*FIELDS, Field("3", OLD, "Old", FieldType.PLAIN_TEXT))

        async def is_back() -> bool:
            return OLD in form.view.rows and parked.isHidden()

        await until(is_back)
        assert form.view.rows[OLD].editor.value() == "kept"
        await form.change_fields(*FIELDS)

        async def is_parked() -> bool:
            return not parked.isHidden()

        await until(is_parked)
        press(parked, "Discard")
        await until(lambda: _has_no_edits(form))


async def test_a_field_that_goes_while_one_types_in_it_is_told_above_the_form(
    tmp_path, tasks, qtbot
) -> None:
    async with opened(tmp_path, tasks) as form:
        await form.open(A)
        await activate(form.view)
        form.view.go_to_field(TEXT)
        qtbot.keyClicks(form.view.rows[TEXT].editor.focus_target, "typed")
        note = form.view.head.parked
        assert note.isHidden()

        await form.change_fields(*(each for each in FIELDS if each.slug != TEXT))

        await until(lambda: _is_shown(note))
        assert "can no longer be changed in Webflow" in note.sentence.text()
        note.button.click()
        assert form.view._form.parked.isAncestorOf(form.view.window().focusWidget())


async def _is_shown(widget) -> bool:
    return not widget.isHidden()


async def _has_no_edits(form) -> bool:
    return not (await work_of(form)).edits
