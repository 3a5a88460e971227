"""Cut, Copy, Paste and Select All act on the text that has the keyboard, by menu and by key."""

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMenuBar, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.exceptions import capture_exceptions

from tests.gui.conftest import activate
from wfdesk.ui.shell.commands import TABLE, Command, Commands
from wfdesk.ui.shell.texts import TextCommands

CUT, COPY, PASTE, ALL = Command.CUT, Command.COPY, Command.PASTE, Command.SELECT_ALL


class Window(QWidget):
    """A line, a hidden line, a text and something without any."""

    def __init__(self) -> None:
        super().__init__()
        self.commands = Commands(self)
        self.line, self.secret, self.text = QLineEdit("one two"), QLineEdit(), QPlainTextEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.other = QWidget()
        self.other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        for each in (self.line, self.secret, self.text, self.other):
            column.addWidget(each)
        self.addActions([action for _, action in self.commands])
        self.texts = TextCommands(self.commands, self)

    def offered(self) -> set[Command]:
        return {each for each in (CUT, COPY, PASTE, ALL) if self.commands.action(each).isEnabled()}

    def do(self, command: Command) -> None:
        self.commands.action(command).trigger()


@pytest.fixture
async def window(qtbot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    await activate(window)
    window.other.setFocus()
    return window


async def test_nothing_is_offered_where_there_is_no_text(window) -> None:
    assert window.offered() == set()


async def test_what_is_offered_follows_focus_and_selection(window) -> None:
    window.line.setFocus(Qt.FocusReason.OtherFocusReason)
    window.line.deselect()
    assert window.offered() == {PASTE, ALL}
    window.line.selectAll()
    assert window.offered() == {CUT, COPY, PASTE, ALL}
    window.line.setReadOnly(True)
    window.line.deselect()
    window.line.selectAll()
    assert window.offered() == {COPY, ALL}
    window.text.setFocus()
    assert window.offered() == {PASTE}
    window.text.insertPlainText("new")
    assert window.offered() == {PASTE, ALL}
    window.other.setFocus()
    assert window.offered() == set()


async def test_text_goes_from_one_place_to_another(window) -> None:
    window.line.setFocus()
    window.do(ALL)
    window.do(CUT)
    assert (window.line.text(), QGuiApplication.clipboard().text()) == ("", "one two")
    window.text.setFocus()
    window.do(PASTE)
    window.do(ALL)
    window.do(COPY)
    window.do(PASTE)
    assert window.text.toPlainText() == "one two"


async def test_a_hidden_token_is_not_given_out(window) -> None:
    QGuiApplication.clipboard().setText("before")
    window.secret.setText("hidden")
    window.secret.setFocus()
    window.secret.selectAll()
    assert window.offered() == {PASTE, ALL}
    window.do(COPY)
    assert QGuiApplication.clipboard().text() == "before"


async def test_the_keys_still_work_in_the_text_itself(window) -> None:
    window.line.setFocus()
    for key in (Qt.Key.Key_A, Qt.Key.Key_X):
        QTest.keyClick(window.windowHandle(), key, Qt.KeyboardModifier.ControlModifier)
    assert window.line.text() == ""
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.line.text() == "one two"


async def test_going_to_the_menu_by_keyboard_forgets_no_selection(window) -> None:
    bar = QMenuBar(window)
    bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    bar.show()
    window.text.setPlainText("one two")
    window.text.setFocus()  # a line gives up its selection by itself
    window.text.selectAll()
    bar.setFocus(Qt.FocusReason.MenuBarFocusReason)
    assert bar.hasFocus()
    assert window.offered() == {CUT, COPY, PASTE, ALL}


async def test_a_text_of_another_window_is_not_acted_on(window, qtbot) -> None:
    other = QLineEdit("elsewhere")
    qtbot.addWidget(other)
    await activate(other)
    other.setFocus()
    assert window.offered() == set()


async def test_a_text_that_is_deleted_is_no_longer_acted_on(window, until) -> None:
    window.line.setFocus()
    window.line.deleteLater()
    await until(lambda: window.texts._text is not window.line)
    window.do(PASTE)
    window.do(ALL)


async def test_who_watches_the_focus_goes_with_the_commands_before_any_text(window) -> None:
    shiboken6.delete(window.commands)
    with capture_exceptions() as caught:
        window.line.setFocus()  # as texts hand the focus on while a window is destroyed
        window.text.setFocus()
    assert caught == []


def test_no_two_commands_have_the_same_keys() -> None:
    keys = [each for entry in TABLE for each in entry.keys]
    assert len(keys) == len(set(keys))
