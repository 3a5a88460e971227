"""Text from outside, shown as text: never as markup, never as a mnemonic, never in disguise."""

import unicodedata

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from wfdesk.words.writtenout import visible, written_out

__all__ = [
    "ElidedLabel",
    "PlainLabel",
    "elided",
    "is_right_to_left",
    "plain",
    "tooltip",
    "visible",
    "written_out",
]

_ISOLATE, _ISOLATED = "\N{RIGHT-TO-LEFT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


def plain(text: str) -> str:
    """Keep ``&`` in buttons, tabs and menus from making a mnemonic."""
    return text.replace("&", "&&")


def tooltip(text: str) -> str:
    """Make a tooltip that shows the text as it is and breaks long lines."""
    # Not html.escape: its module loads a list of all entities, in the middle of the first paint.
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<qt>{escaped}</qt>" if text else ""


def is_right_to_left(text: str) -> bool:
    """Whether its first letter that has a direction is read from right to left."""
    for letter in text if not text.isascii() else "":
        kind = unicodedata.bidirectional(letter)
        if kind in {"L", "R", "AL"}:
            return kind != "L"
    return False


def elided(metrics: QFontMetrics, text: str, mode: Qt.TextElideMode, width: int) -> str:
    """Cut the text to the width. In a line from left to right, Arabic still ends at its left."""
    shown = metrics.elidedText(text, mode, width)
    return f"{_ISOLATE}{shown}{_ISOLATED}" if is_right_to_left(text) else shown


class PlainLabel(QLabel):
    """A label that never takes its text for markup.

    *kind* names a style: ``title``, ``heading``, ``muted``, ``small``, ``problem``.
    """

    def __init__(self, text: str = "", kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        super().setTextFormat(Qt.TextFormat.PlainText)
        if kind:
            self.setProperty("kind", kind)
        self.setText(text)

    def setTextFormat(self, _format: Qt.TextFormat) -> None:  # noqa: N802  # Qt's name
        """Stay plain, whatever is asked."""


class ElidedLabel(PlainLabel):
    """One line that gives way when space is short and tells the rest in its tooltip."""

    def __init__(
        self,
        text: str = "",
        kind: str = "",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, kind, parent)
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 3, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_the_rest()

    def setText(self, text: str) -> None:  # noqa: N802  # Qt's name
        super().setText(text.replace("\n", " "))
        self._tell_the_rest()

    def paintEvent(self, _event: QPaintEvent) -> None:
        area = self.contentsRect()
        shown = elided(self.fontMetrics(), self.text(), self._mode, area.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(area, self.alignment() | Qt.TextFlag.TextSingleLine, shown)
        painter.end()

    def _tell_the_rest(self) -> None:
        is_cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(tooltip(self.text()) if is_cut else "")
