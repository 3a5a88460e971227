"""A text box that grows with its text, between a few lines and a few more."""

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

_FRAME = 12


class TextBox(QPlainTextEdit):
    def __init__(self, least: int = 3, most: int = 14, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least = least
        self._most = most
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = self.document().documentLayout()
        layout.documentSizeChanged.connect(self._fit)

    def sizeHint(self) -> QSize:
        lines = round(self.document().size().height())  # in lines, for this kind of document
        lines = max(self._least, min(self._most, lines))
        height = lines * QFontMetrics(self.font()).lineSpacing()
        margins = 2 * round(self.document().documentMargin())
        return QSize(super().sizeHint().width(), height + margins + _FRAME)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    @Slot()
    def _fit(self) -> None:
        self.updateGeometry()
