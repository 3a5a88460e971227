"""Several items are selected: commands act on all of them, the form on one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from wfdesk.ui.shell.commands import Command

SHIFT = Qt.KeyboardModifier.ShiftModifier


async def test_the_form_says_that_it_edits_one_of_the_selected_items(desk, qtbot) -> None:
    await desk.sign_in()
    await desk.open(await desk.key("recipes"))
    desk.program.window.commands.action(Command.TABLE).trigger()
    said = desk.program.form.head.several
    assert not said.isVisible()

    for _ in range(2):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down, SHIFT)
    last = await desk.key("recipes", 2)
    await desk.until(lambda: desk.shown == last)

    assert said.isVisible()
    assert said.text() == "3 items are selected. This form edits only this one."
    await desk.calm()


async def test_one_selected_item_needs_no_such_words(desk, qtbot) -> None:
    await desk.sign_in()
    await desk.open(await desk.key("recipes"))
    desk.program.window.commands.action(Command.TABLE).trigger()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down, SHIFT)
    said = desk.program.form.head.several
    assert said.isVisible()

    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)

    assert not said.isVisible()
    await desk.calm()
