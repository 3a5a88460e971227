"""What the forms of cards and links share: rows, a button that takes them, and exact texts."""

from collections.abc import Callable
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.values import without_lone_surrogates
from wfdesk.ui.editor.fields.entry import LINE_HOLDS
from wfdesk.ui.editor.fields.lossless import from_document, splice
from wfdesk.ui.toolkit.ask import finished
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.theme import APART, TIGHT, WIDE, restyle

_OF_SCREEN = 0.8


class Typed:
    """A text in a line or a box. What was not touched of it is as it was shown."""

    def __init__(self, widget: QLineEdit | QPlainTextEdit) -> None:
        self._widget = widget
        self._original = self._shown = ""

    def show(self, text: str) -> None:
        shown = without_lone_surrogates(text)
        if isinstance(self._widget, QLineEdit):
            self._widget.setMaxLength(max(LINE_HOLDS, len(shown)))
            self._widget.setText(shown)
            self._widget.setCursorPosition(0)
        else:
            self._widget.setPlainText(shown)
        self._original, self._shown = text, self._read()

    @property
    def is_changed(self) -> bool:
        return self._read() != self._shown

    @property
    def text(self) -> str:
        shown = self._read()
        return (
            splice(self._original, self._shown, shown) if shown != self._shown else self._original
        )

    def _read(self) -> str:
        if isinstance(self._widget, QLineEdit):
            return self._widget.text()
        return from_document(self._widget.document().toRawText())


class FormDialog(QDialog):
    """Asks for the parts of one thing. Enter takes them, Escape leaves all as it was."""

    def __init__(self, title: str, verb: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        page = QWidget()
        self.rows = QVBoxLayout(page)
        self.rows.setContentsMargins(WIDE, WIDE, WIDE, 0)
        self.rows.setSpacing(APART)
        self.box = QDialogButtonBox(self)
        self.button = self.box.addButton(verb, QDialogButtonBox.ButtonRole.AcceptRole)
        self.button.setDefault(True)
        restyle(self.button, "kind", "primary")
        self.cancel = self.box.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        self.box.accepted.connect(self.take)
        self.box.rejected.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):  # also from where Enter begins a line
            QShortcut(QKeySequence(keys), self).activated.connect(self.take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(_Page(page), 1)
        end = QVBoxLayout()
        end.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        end.addWidget(self.box)
        column.addLayout(end)

    def add_row(self, name: str, line: QWidget, *below: QWidget) -> None:
        """A line under its name, with what is said about it under that."""
        label = PlainLabel(name, "small")
        label.setBuddy(line)
        self.rows.addLayout(stacked(label, line, *below))

    @Slot()
    def take(self) -> None:
        """Close with what stands here, unless something is wrong with it."""
        if self.is_sound():
            self.accept()

    def is_sound(self) -> bool:
        """Say what is wrong, where it is wrong; whether nothing is."""
        return True


_Form = TypeVar("_Form", bound=FormDialog)
_Answer = TypeVar("_Answer")


async def asked(form: _Form, answer: Callable[[_Form], _Answer]) -> _Answer | None:
    """Open the form and wait for its end; what stands in it when it is taken is the answer."""
    try:
        is_taken = await finished(form) == QDialog.DialogCode.Accepted
        return answer(form) if is_taken else None
    finally:
        if shiboken6.isValid(form):  # else its window went first
            form.deleteLater()


def stacked(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(TIGHT)
    for widget in widgets:
        column.addWidget(widget)
    return column


def told(kind: str) -> PlainLabel:
    """Room for a sentence under a line; it takes none until there is one."""
    label = PlainLabel("", kind)
    label.setWordWrap(True)
    label.hide()
    return label


def tell(label: PlainLabel, sentence: str, line: QWidget | None = None) -> None:
    """Say it, and mark the line that it is about."""
    label.setText(sentence)
    label.setVisible(bool(sentence))
    if line is not None:
        line.setAccessibleDescription(sentence)
        restyle(line, "invalid", bool(sentence))


class _Page(QScrollArea):
    """As tall as what is in it, until the screen is too small for that: then it scrolls."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self._page = page
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(page)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        page = self._page
        width = page.minimumSizeHint().width()
        height = page.heightForWidth(max(width, self.viewport().width()))
        height = height if height >= 0 else page.sizeHint().height()
        return QSize(width, min(height, round(self.screen().availableSize().height() * _OF_SCREEN)))
