"""A disk that refuses: what was typed stays, wherever one goes meanwhile, until it is on disk."""

import asyncio
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.editor.test_form import NAME, TEXT, A, B, Form, opened
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.errors import DiskFullError

FULL = "Not saved: the disk is full."
TOLD = f"{FULL} Your text is still on screen."


class Disk:
    """The edge of the store, which refuses for as long as it is full."""

    def __init__(self, form: Form) -> None:
        self.is_full = True
        self._write = form.database.write
        form.database.write = self.write  # of this one only

    async def write(self, work: Callable[..., Any]) -> Any:
        if self.is_full:
            raise DiskFullError(FULL)
        return await self._write(work)


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0)


async def refuse(form: Form) -> Disk:
    """Type into A on a full disk."""
    disk = Disk(form)
    await form.open(A)
    form.type(TEXT, "typed into A")
    QTest.keyClick(form.line(TEXT), Qt.Key.Key_Return)
    await until(lambda: form.controller.has_unsaved)
    return disk


async def shown_again(form: Form) -> None:
    shown: list[object] = []
    form.controller.item_shown.connect(shown.append)
    await until(lambda: shown)


async def test_what_the_disk_refused_stays_though_the_item_changes(tmp_path, tasks) -> None:
    async with opened(tmp_path, tasks) as form:
        await refuse(form)

        form.feed.publish(ChangeSet(items=frozenset({A})))
        await shown_again(form)

        assert form.line(TEXT).text() == "typed into A"
        assert form.view.rows[TEXT]._problem.text() == TOLD


async def test_what_the_disk_refused_is_there_on_coming_back(tmp_path, tasks) -> None:
    async with opened(tmp_path, tasks) as form:
        await refuse(form)
        await form.open(B)
        assert form.line(TEXT).text() == "of B"
        assert form.view.rows[TEXT]._problem.isHidden()
        assert form.view.head.saved.text() == ""

        await form.open(A)

        assert form.line(TEXT).text() == "typed into A"
        assert form.view.rows[TEXT]._problem.text() == TOLD
        assert form.view.head.saved.text() == "Not saved"


async def test_a_refusal_is_not_told_under_the_field_of_another_item(tmp_path, tasks) -> None:
    async with opened(tmp_path, tasks) as form:
        Disk(form)
        form.editing.gate.clear()  # a slow disk
        await form.open(A)
        form.type(TEXT, "typed into A")
        await form.open(B)
        form.editing.gate.set()

        await until(lambda: form.controller.has_unsaved)

        assert form.view.rows[TEXT]._problem.isHidden()
        assert form.line(TEXT).text() == "of B"


async def test_what_the_disk_refused_is_written_again_by_itself(tmp_path, tasks) -> None:
    async with opened(tmp_path, tasks, retry_after=0.01) as form:
        disk = await refuse(form)
        tries: list[object] = []
        form.controller.not_saved.connect(lambda *what: tries.append(what[:2]))
        await until(lambda: len(tries) > 1)
        assert set(tries) == {(A, TEXT)}

        disk.is_full = False
        await form.until_saved(A, TEXT, "typed into A")

        await until(form.view.rows[TEXT]._problem.isHidden)
        assert not form.controller.has_unsaved
        assert form.view.head.saved.text().startswith("Saved on this computer")


async def test_the_newest_of_the_refused_texts_is_the_one_that_is_written(tmp_path, tasks) -> None:
    async with opened(tmp_path, tasks, retry_after=0.01) as form:
        disk = await refuse(form)
        form.type(TEXT, "newer")
        QTest.keyClick(form.line(TEXT), Qt.Key.Key_Return)

        disk.is_full = False
        await until(lambda: not form.controller.has_unsaved)

        assert await form.values(A) == {NAME: "A", TEXT: "newer"}


BIG = "x" * 100_000


async def refuse_for_real(form: Form) -> None:
    """Type more into A than SQLite finds room for."""
    await form.open(A)
    await form.database.read(lambda connection: connection.execute("PRAGMA max_page_count = 1"))
    form.line(TEXT).setFocus()
    form.line(TEXT).setText(BIG)
    QTest.keyClicks(form.line(TEXT), "!")
    QTest.keyClick(form.line(TEXT), Qt.Key.Key_Return)
    await until(lambda: form.controller.has_unsaved)
    form.feed.publish(ChangeSet(items=frozenset({A})))
    await shown_again(form)  # no load is under way any more
    assert form.view.rows[TEXT]._problem.isVisible()


async def make_room(form: Form) -> None:
    await form.database.read(
        lambda connection: connection.execute("PRAGMA max_page_count = 1000000")
    )


async def test_what_is_discarded_does_not_come_back_when_there_is_room(tmp_path, tasks) -> None:
    async with opened(tmp_path, tasks) as form:
        await refuse_for_real(form)
        await form.editing.discard([A])
        await until(lambda: form.line(TEXT).text() == "of A")
        assert form.view.head.saved.text() == ""

        await make_room(form)
        await form.controller.flush()

        assert await form.values(A) == {NAME: "A", TEXT: "of A"}
        assert form.view.rows[TEXT]._problem.isHidden()


async def test_ctrl_z_takes_back_what_the_disk_refused_and_nothing_else(tmp_path, tasks) -> None:
    async with opened(tmp_path, tasks) as form:
        await form.open(A)
        form.type(TEXT, "earlier")
        QTest.keyClick(form.line(TEXT), Qt.Key.Key_Return)
        await form.until_saved(A, TEXT, "earlier")
        await refuse_for_real(form)

        form.controller.undo()

        await until(lambda: form.line(TEXT).text() == "earlier")
        await until(form.view.rows[TEXT]._problem.isHidden)
        assert not form.controller.has_unsaved
        assert await form.values(A) == {NAME: "A", TEXT: "earlier"}


async def test_a_refused_edit_can_be_taken_back_from_the_menu(tmp_path, tasks) -> None:
    async with opened(tmp_path, tasks) as form:
        offered: list[tuple[str, str]] = []
        form.controller.history_changed.connect(lambda *texts: offered.append(texts))
        await refuse_for_real(form)
        assert offered[-1] == ("Edit of Text", "")


async def test_what_is_on_its_way_to_the_disk_can_be_undone_already(tmp_path, tasks) -> None:
    async with opened(tmp_path, tasks) as form:
        await form.open(A)
        offered: list[tuple[str, str]] = []
        form.controller.history_changed.connect(lambda *texts: offered.append(texts))
        form.editing.gate.clear()  # a slow disk
        form.type(TEXT, "typed")
        QTest.keyClick(form.line(TEXT), Qt.Key.Key_Return)
        at_once = list(offered)
        form.editing.gate.set()
        await form.until_saved(A, TEXT, "typed")
        assert at_once == [("Edit of Text", "")]


async def test_typed_back_to_what_is_on_disk_nothing_is_unsaved(tmp_path, tasks) -> None:
    async with opened(tmp_path, tasks) as form:
        await refuse_for_real(form)
        form.type(TEXT, "of A")
        QTest.keyClick(form.line(TEXT), Qt.Key.Key_Return)
        await until(form.view.rows[TEXT]._problem.isHidden)
        assert not form.controller.has_unsaved


async def test_what_is_done_again_on_a_full_disk_is_shown_and_written_later(
    tmp_path, tasks
) -> None:
    async with opened(tmp_path, tasks, retry_after=0.01) as form:
        await refuse_for_real(form)
        form.controller.undo()
        await until(lambda: form.line(TEXT).text() == "of A")
        errors: list[object] = []
        tasks.failed.connect(errors.append)

        form.controller.redo()
        await until(lambda: errors)
        await until(lambda: form.line(TEXT).text() == BIG + "!")
        assert form.controller.has_unsaved

        await make_room(form)
        await form.until_saved(A, TEXT, BIG + "!")
