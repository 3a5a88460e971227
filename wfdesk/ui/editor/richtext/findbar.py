"""The bar above a text in which one says what to find, and what to put in its place."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from wfdesk.richtext.finding import Search
from wfdesk.richtext.reading import SEPARATORS
from wfdesk.ui.editor.richtext.keys import CONTROL, NO_MODIFIER, SHIFT, Combination, combination
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.icons import icon
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.theme import NEAR, TIGHT, restyle

_SIDE = 16
_LEAST = 90
_LETTERS = 24
"""Letters that a line has room for, together with what is said of them."""


class FindBar(QWidget):
    """Says what a person wants; it knows nothing of any text. Its keys are its own."""

    search_edited = Signal(object)  # Search
    next_wanted = Signal()
    previous_wanted = Signal()
    replace_wanted = Signal(str)
    replace_all_wanted = Signal(str)
    close_wanted = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_read_only = False
        self._line = _Line("Find")
        self._said = PlainLabel("", "small", self._line)
        self._new = _Line("Replace with")
        self._previous = _tool("chevron-up", "Previous", "Shift+F3")
        self._next = _tool("chevron-down", "Next", "F3")
        self._case = _tool("match-case", "Match case", is_checkable=True)
        self._words = _tool("whole-words", "Whole words", is_checkable=True)
        self._close = _tool("close", "Close", "Esc")
        self._replace = QPushButton("Replace")
        self._replace_all = QPushButton("Replace all")
        self._tools = _row(self._previous, self._next, self._case, self._words, None, self._close)
        self._changes = _row(self._replace, self._replace_all, None)
        self._is_narrow: bool | None = None
        self._lay_out()
        self._connect()
        self._acts: dict[Combination, Callable[[], None]] = {
            (Qt.Key.Key_F, CONTROL): self._take_focus,
            (Qt.Key.Key_H, CONTROL): self._show_replacing,
            (Qt.Key.Key_F3, NO_MODIFIER): self.next_wanted.emit,
            (Qt.Key.Key_F3, SHIFT): self.previous_wanted.emit,
            (Qt.Key.Key_Escape, NO_MODIFIER): self.close_wanted.emit,
        }
        self._set_replacing(False)
        self.hide()

    def _lay_out(self) -> None:
        within = QHBoxLayout(self._line)
        within.setContentsMargins(0, 0, NEAR, 0)
        within.addStretch(1)
        within.addWidget(self._said)
        self._said.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(TIGHT)
        self._grid.setColumnStretch(0, 1)
        self._arrange()

    def _arrange(self) -> None:
        """Put the buttons beside the lines, or below where there would be little room for these.

        Tab goes first through the lines, wherever the others are.
        """
        letters = _LETTERS * self.fontMetrics().averageCharWidth()
        beside = max(each.sizeHint().width() for each in (self._tools, self._changes))
        is_narrow = self.width() < letters + beside
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        across = 2 if is_narrow else 1
        self._grid.addWidget(self._line, 0, 0, 1, across)
        self._grid.addWidget(self._new, across, 0, 1, across)
        self._grid.addWidget(self._tools, *((1, 0, 1, 2) if is_narrow else (0, 1, 1, 1)))
        self._grid.addWidget(self._changes, *((3, 0, 1, 2) if is_narrow else (1, 1, 1, 1)))

    def _connect(self) -> None:
        self._line.textChanged.connect(self._on_edited)
        self._case.toggled.connect(self._on_edited)
        self._words.toggled.connect(self._on_edited)
        self._previous.clicked.connect(self.previous_wanted)
        self._next.clicked.connect(self.next_wanted)
        self._close.clicked.connect(self.close_wanted)
        self._replace.clicked.connect(self._on_replace)
        self._replace_all.clicked.connect(self._on_replace_all)
        for line in (self._line, self._new):
            line.installEventFilter(self)

    @property
    def search(self) -> Search:
        return Search(_as_line(self._line.text()), self._case.isChecked(), self._words.isChecked())

    def set_label(self, label: str) -> None:
        """Name the text for those who cannot see where the bar is."""
        self._line.setAccessibleName(f"Find in {label}")
        self._new.setAccessibleName(f"Replace with, in {label}")

    def set_read_only(self, is_read_only: bool) -> None:
        """Where nothing may be written there is nothing to replace."""
        self._is_read_only = is_read_only
        self._set_replacing(self._new.isVisibleTo(self))

    def open(self, text: str, *, is_replacing: bool) -> None:
        """Show the bar, with this text if there is any, and take the keyboard."""
        self._set_replacing(is_replacing or self._new.isVisibleTo(self))
        if text:
            self._line.setText(text)
        self.show()
        self._take_focus()

    def show_said(self, said: str, *, is_problem: bool) -> None:
        """Say what came of it."""
        self._said.setText(said)
        restyle(self._said, "kind", "problem" if is_problem else "small")
        restyle(self._line, "invalid", is_problem)
        self._line.setAccessibleDescription(said)
        width = self._said.sizeHint().width() + NEAR if said else 0
        self._line.setTextMargins(0, 0, width, 0)

    def minimumSizeHint(self) -> QSize:
        widths = (each.minimumSizeHint().width() for each in (self._tools, self._changes))
        return QSize(max(widths), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._arrange()

    def event(self, event: QEvent) -> bool:
        is_asked = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_asked and isinstance(event, QKeyEvent) and combination(event) in self._acts:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (act := self._acts.get(combination(event))) is not None:
            act()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._enter(is_back=bool(event.modifiers() & SHIFT))
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Undo in a line what was typed there, and beyond that what was done to the text."""
        is_key = event.type() in {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}
        if not (is_key and isinstance(event, QKeyEvent) and isinstance(watched, QLineEdit)):
            return False
        if event.matches(QKeySequence.StandardKey.Undo) and not watched.isUndoAvailable():
            wanted = self.undo_wanted
        elif event.matches(QKeySequence.StandardKey.Redo) and not watched.isRedoAvailable():
            wanted = self.redo_wanted
        else:
            return False
        if event.type() == QEvent.Type.KeyPress:
            wanted.emit()
        event.accept()
        return True

    def _enter(self, *, is_back: bool) -> None:
        focused = self.focusWidget()
        if isinstance(focused, QAbstractButton):
            focused.click()
        elif focused is self._new:
            self._on_replace()
        elif is_back:
            self.previous_wanted.emit()
        else:
            self.next_wanted.emit()

    def _take_focus(self) -> None:
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()

    def _show_replacing(self) -> None:
        self._set_replacing(True)
        if not self._is_read_only:
            self._new.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._new.selectAll()

    def _set_replacing(self, is_replacing: bool) -> None:
        for widget in (self._new, self._changes):
            widget.setVisible(is_replacing and not self._is_read_only)

    @Slot()
    def _on_edited(self) -> None:
        self.search_edited.emit(self.search)

    @Slot()
    def _on_replace(self) -> None:
        self.replace_wanted.emit(_as_line(self._new.text()))
        self._forget_typing()

    @Slot()
    def _on_replace_all(self) -> None:
        self.replace_all_wanted.emit(_as_line(self._new.text()))
        self._forget_typing()

    def _forget_typing(self) -> None:
        """Undo means what was replaced from now on, and not the letters typed here."""
        for line in (self._line, self._new):
            line.blockSignals(True)
            line.setText(line.text())
            line.blockSignals(False)


class _Line(QLineEdit):
    def __init__(self, example: str) -> None:
        super().__init__()
        self.setPlaceholderText(example)
        self.setAccessibleName(example)
        self.setMinimumWidth(_LEAST)


def _row(*widgets: QWidget | None) -> QWidget:
    """Widgets side by side, with a gap that grows where there is None."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(TIGHT)
    for widget in widgets:
        if widget is None:
            layout.addStretch(1)
        else:
            layout.addWidget(widget)
    return row


def _tool(sign: str, text: str, key: str = "", *, is_checkable: bool = False) -> QToolButton:
    button = QToolButton()
    button.setProperty("kind", "quiet")
    button.setIcon(icon(sign, Tone.MUTED))
    button.setIconSize(QSize(_SIDE, _SIDE))
    shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    button.setToolTip(f"{text} ({shown})" if key else text)
    button.setAccessibleName(text)
    button.setCheckable(is_checkable)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # A click leaves the cursor in the line.
    return button


def _as_line(text: str) -> str:
    """What was typed or pasted, without what a text cannot have or would be parted by."""
    return SEPARATORS.sub("", " ".join(text.splitlines()))
