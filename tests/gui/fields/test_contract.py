"""What every editor promises, tried with every kind of value, sensible or not."""

import asyncio

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from tests.gui.conftest import wheel
from tests.gui.fields.samples import FIELDS, VALUES, context
from wfdesk.ui.editor.fields.base import FieldEditor, is_identical
from wfdesk.ui.editor.fields.factory import make_editor

pytestmark = pytest.mark.parametrize("kind", FIELDS)


@pytest.fixture
async def editor(qtbot, tasks, kind) -> FieldEditor:
    editor = make_editor(FIELDS[kind], context(tasks))
    qtbot.addWidget(editor)
    return editor


async def test_every_value_is_given_back_and_setting_is_silent(editor) -> None:
    edits = QSignalSpy(editor.value_edited)
    for value in VALUES:
        editor.set_value(value)
        assert editor.value() is value
        assert not editor.has_pending_input()
    assert edits.count() == 0


async def test_looking_at_a_value_never_changes_it(qtbot, editor) -> None:
    """Shown, entered, left, committed, marked: the value stays what it was."""
    edits = QSignalSpy(editor.value_edited)
    editor.show()
    for value in VALUES:
        editor.set_value(value)
        editor.setFocus()
        editor.show_problem("Something is wrong with it.")
        for widget in editor.findChildren(QLineEdit) + editor.findChildren(QPlainTextEdit):
            QApplication.sendEvent(widget, QEvent(QEvent.Type.FocusOut))
        editor.commit()
        editor.show_problem(None)
        await asyncio.sleep(0)
        assert editor.value() is value
    assert edits.count() == 0


async def test_read_only_takes_no_keys(qtbot, editor) -> None:
    edits = QSignalSpy(editor.value_edited)
    editor.set_read_only(True)
    editor.set_value(None)
    editor.show()
    target = editor.focus_target
    for key in (Qt.Key.Key_A, Qt.Key.Key_Space, Qt.Key.Key_Delete, Qt.Key.Key_Return):
        qtbot.keyClick(target, key)
    editor.commit()
    assert edits.count() == 0


async def test_the_wheel_over_it_changes_nothing(qtbot, editor) -> None:
    """Who scrolls through the form must not change what lies under the pointer."""
    edits = QSignalSpy(editor.value_edited)
    editor.show()
    for widget in (editor, *editor.findChildren(QWidget)):
        if widget.isVisible():
            wheel(widget)
    editor.commit()
    assert edits.count() == 0


async def test_the_label_names_what_has_the_focus(editor) -> None:
    assert "Label" in editor.focus_target.accessibleName()


async def test_the_problem_is_told_to_those_who_cannot_see_it(editor) -> None:
    editor.show_problem("Wrong.")
    assert editor.focus_target.accessibleDescription() == "Wrong."


async def test_an_odd_value_can_be_replaced(qtbot, editor, kind) -> None:
    if kind in {"external", "unknown"}:
        return
    edits = QSignalSpy(editor.value_edited)
    editor.set_value(("a", "tuple"))
    editor.show()
    qtbot.mouseClick(editor._odd._button, Qt.MouseButton.LeftButton)
    assert editor.value() is None
    assert edits.count() == 1


def test_identical_is_down_to_the_type(kind) -> None:
    assert not is_identical(1, True)
    assert not is_identical([1], [1.0])
    assert is_identical({"a": [None]}, {"a": [None]})
