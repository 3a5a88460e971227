"""One place to type in: hands over what is typed in time, and keeps what was not touched."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QValidator
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from wfdesk.domain.values import without_lone_surrogates
from wfdesk.ui.editor.fields.handover import Handover
from wfdesk.ui.editor.fields.lossless import from_document, splice
from wfdesk.ui.toolkit.theme import restyle

UNSET = "Not set"
"""Stands where nothing is and nothing can be typed: an example would look like a value."""

_LONGEST = 2**30
_COMES_BACK = frozenset(
    {
        Qt.FocusReason.ActiveWindowFocusReason,
        Qt.FocusReason.PopupFocusReason,
        Qt.FocusReason.MenuBarFocusReason,
    }
)
"""Why the keyboard goes away for a while only: the cursor stays where it is."""

LINE_HOLDS = 20_000
"""Characters with which Qt lays out a line within a frame. With a million it takes a second."""


class LineRoom(QValidator):
    """Refuses what would make a line so long that every key holds the window.

    A text that was longer already, because it came like that, may be as long as it was.
    """

    refused = Signal(int)  # how long the line would have been

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._most = LINE_HOLDS

    def make(self, length: int) -> None:
        self._most = max(LINE_HOLDS, length)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        if len(text) <= self._most:
            return QValidator.State.Acceptable, text, position
        self.refused.emit(len(text))
        return QValidator.State.Invalid, text, position


class Entry(Handover):
    """Watches a line or a text box.

    * Whether anything was typed is told by what the widget shows, never by the stored text.
    * Undo belongs to the widget while there is typing to take back, then to the item.
    """

    def __init__(self, widget: QLineEdit | QPlainTextEdit, parent: QObject) -> None:
        super().__init__(widget, parent)
        self._widget = widget
        self._example = ""
        self._text, self._revision = "", -1
        self._room = LineRoom(self)
        self._room.refused.connect(self.refused)
        if isinstance(widget, QLineEdit):
            widget.setMaxLength(_LONGEST)
            widget.setValidator(self._room)
            widget.textEdited.connect(self._on_typed)
            widget.returnPressed.connect(self.commit)
        else:
            widget.setTabChangesFocus(True)
            widget.textChanged.connect(self._on_typed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show a long line from its beginning again once it is left."""
        is_taken = super().eventFilter(watched, event)
        if isinstance(event, QFocusEvent) and event.lostFocus():
            self._show_beginning(event.reason())
        return is_taken

    @property
    def text(self) -> str:
        """The text as it now stands; what was not touched is as it was set."""
        shown = self._read()
        return (
            self._original if shown == self._shown else splice(self._original, self._shown, shown)
        )

    def set_text(self, text: str) -> None:
        """Show a text. What was typed and not committed is gone."""
        shown = without_lone_surrogates(text)
        if isinstance(self._widget, QLineEdit):
            self._room.make(len(shown))
            self._widget.setText(shown)
            self._widget.setCursorPosition(0)
        elif self._read() != shown:
            self._widget.setPlainText(shown)
        self._original, self._shown = text, self._read()
        self._end()

    def type_over(self, text: str) -> None:
        """Put a text in as if the user had typed it: dropped, pasted or chosen."""
        if isinstance(self._widget, QLineEdit):
            self._room.make(len(text))
            self._widget.setText(text)
        else:
            self._widget.setPlainText(text)
        self.commit()

    def has_pending_input(self) -> bool:
        return self._read() != self._shown

    def set_read_only(self, is_read_only: bool) -> None:
        """Let the text be selected and copied, and no longer changed."""
        widget = self._widget
        if is_read_only == widget.isReadOnly():
            return
        if is_read_only:
            self._example = widget.placeholderText()
        widget.setPlaceholderText(UNSET if is_read_only else self._example)
        widget.setReadOnly(is_read_only)
        # Qt's own property changes without the style sheet looking at it again.
        restyle(widget, "locked", is_read_only)

    def _show_beginning(self, reason: Qt.FocusReason) -> None:
        if isinstance(self._widget, QLineEdit) and reason not in _COMES_BACK:
            self._widget.setCursorPosition(0)

    def _step_of(self, event: QKeyEvent) -> SignalInstance | None:
        """The signal for an undo key that the widget itself has no use for."""
        if event.matches(QKeySequence.StandardKey.Redo):
            return None if self._can_redo() else self.redo_requested
        if event.matches(QKeySequence.StandardKey.Undo) and not self.has_pending_input():
            return self.undo_requested
        return None

    def _can_redo(self) -> bool:
        if isinstance(self._widget, QLineEdit):
            return self._widget.isRedoAvailable()
        return self._widget.document().isRedoAvailable()

    def _take(self) -> None:
        self._original, self._shown = self.text, self._read()

    def _read(self) -> str:
        if isinstance(self._widget, QLineEdit):
            return self._widget.text()
        document = self._widget.document()
        if document.revision() != self._revision:
            self._text, self._revision = from_document(document.toRawText()), document.revision()
        return self._text
