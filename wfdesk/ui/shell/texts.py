"""Cut, Copy, Paste and Select All of the Edit menu, for the text that has the keyboard."""

import shiboken6
from PySide6.QtCore import QMetaObject, QObject, Slot
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from wfdesk.ui.shell.commands import Command, Commands

Connection = QMetaObject.Connection

_TEXTS = (QLineEdit, QPlainTextEdit, QTextEdit)


class TextCommands(QObject):
    """Offers only what would do something; it follows the focus and the selection.

    The clipboard is not looked at before one pastes: asking whoever owns it may take seconds.
    """

    def __init__(self, commands: Commands, window: QWidget) -> None:
        super().__init__(commands)  # gone with them, while the window's texts lose the focus
        self._commands = commands
        self._window = window
        self._text: QLineEdit | QPlainTextEdit | QTextEdit | None = None
        self._connections: list[Connection] = []
        for command, slot in (
            (Command.CUT, self._cut),
            (Command.COPY, self._copy),
            (Command.PASTE, self._paste),
            (Command.SELECT_ALL, self._select_all),
        ):
            commands.action(command).triggered.connect(slot)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)
        self._show()

    @Slot(QWidget, QWidget)
    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(new, QMenuBar | QMenu):  # where one goes to choose what to do with the text
            return
        # By their handles: a text that is being deleted gives up the focus and knows no signal.
        for connection in self._connections:
            QObject.disconnect(connection)
        is_ours = isinstance(new, _TEXTS) and self._window.isAncestorOf(new)
        self._text = new if isinstance(new, _TEXTS) and is_ours else None
        self._connections = self._watched(self._text) if self._text else []
        self._show()

    def _watched(self, text: QLineEdit | QPlainTextEdit | QTextEdit) -> list[Connection]:
        return [
            text.selectionChanged.connect(self._show),
            text.textChanged.connect(self._show),
            text.destroyed.connect(self._forget),
        ]

    @Slot()
    def _forget(self) -> None:
        self._text = None
        self._show()

    @Slot()
    def _show(self) -> None:
        if not shiboken6.isValid(self._commands.action(Command.CUT)):
            return  # the window is taken down, and its text loses the focus after its commands
        text = self._text
        has_selection = text is not None and _has_selection(text)
        can_write = text is not None and not text.isReadOnly()
        states = {
            Command.CUT: has_selection and can_write,
            Command.COPY: has_selection,
            Command.PASTE: can_write,
            Command.SELECT_ALL: text is not None and not _is_empty(text),
        }
        for command, is_offered in states.items():
            self._commands.action(command).setEnabled(is_offered)

    @Slot()
    def _cut(self) -> None:
        if self._text is not None:
            self._text.cut()

    @Slot()
    def _copy(self) -> None:
        if self._text is not None:
            self._text.copy()

    @Slot()
    def _paste(self) -> None:
        if self._text is not None:
            self._text.paste()

    @Slot()
    def _select_all(self) -> None:
        if self._text is not None:
            self._text.selectAll()


def _has_selection(text: QLineEdit | QPlainTextEdit | QTextEdit) -> bool:
    if isinstance(text, QLineEdit):  # a token that is hidden is not given out
        return text.hasSelectedText() and text.echoMode() is QLineEdit.EchoMode.Normal
    return text.textCursor().hasSelection()


def _is_empty(text: QLineEdit | QPlainTextEdit | QTextEdit) -> bool:
    return not text.text() if isinstance(text, QLineEdit) else text.document().isEmpty()
