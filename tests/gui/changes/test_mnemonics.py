"""A letter with Alt does one thing: it opens a menu, or presses one button of the place."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from tests.gui.changes.conftest import BREAD, ROLLS, SUMMARY, SUMMARY_FIELD, calm, clash, texts
from tests.gui.conftest import activate
from wfdesk.domain.edits import Edit
from wfdesk.domain.plan import Goal, InterruptedRun
from wfdesk.services.reviewing import FieldReview
from wfdesk.store.works import WorksRepository
from wfdesk.ui.changes.askedcard import AskedCard
from wfdesk.ui.changes.fieldblock import FieldBlock
from wfdesk.ui.changes.gonecard import GoneCard
from wfdesk.ui.changes.sides import Clash
from wfdesk.ui.changes.values import Surroundings
from wfdesk.ui.shell.commands import MENUS

ALT = Qt.KeyboardModifier.AltModifier
INTERRUPTED = InterruptedRun(Goal.SEND, 3, (BREAD, ROLLS))


def letters(widget: QWidget) -> list[str]:
    """The mnemonics of all buttons and labels in the widget, be they hidden."""
    shown = [*widget.findChildren(QAbstractButton), *widget.findChildren(QLabel)]
    found = [QKeySequence.mnemonic(each.text()).toString() for each in shown]
    return [each for each in found if each]


async def test_no_letter_is_given_twice(qtbot, make_view) -> None:
    """Alt+I opened the menu Item in place of taking an item over."""
    around = Surroundings({}, "UTC")
    edit = FieldReview(Edit(SUMMARY, "Mine", "As it was"), SUMMARY_FIELD)
    view = make_view()
    parts = [
        view,
        AskedCard("Is it that one?"),
        GoneCard(2),
        FieldBlock(edit, around, clash=Clash("Theirs", "", 2), has_keys=True),
    ]
    for part in parts[1:]:
        qtbot.addWidget(part)
    found = Counter(each for part in parts for each in letters(part))
    found.update(QKeySequence.mnemonic(menu).toString() for menu in MENUS)
    assert found["Alt+M"] == 1
    assert [letter for letter, times in found.items() if times > 1] == []
    await calm(view)


@pytest.mark.parametrize(("key", "left"), [(Qt.Key.Key_M, ["Mine"]), (Qt.Key.Key_T, [])])
async def test_a_side_is_taken_by_its_letter_below_a_run_that_was_cut_short(
    qtbot, desk, make_view, until, key, left
) -> None:
    await desk.editing.set_field(BREAD, SUMMARY, "Mine")
    await clash(desk, BREAD)
    view = make_view()
    await until(lambda: "Theirs now" in texts(view))
    view.interrupted.show_run(INTERRUPTED)
    await activate(view)
    view.list.setFocus()
    qtbot.keyClick(view.list, key, ALT)
    await until(lambda: "Theirs now" not in texts(view))
    work = await desk.database.read(lambda rows: WorksRepository(rows).get(BREAD))
    assert [edit.value for edit in work.edits.values()] == left
    await calm(view)
