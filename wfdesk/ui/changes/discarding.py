"""The question before unsent work is given up."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from wfdesk.services.reviewing import ItemReview
from wfdesk.ui.changes.wording import counted, name_of
from wfdesk.ui.toolkit.labels import PlainLabel


class DiscardQuestion(QDialog):
    """Names what goes; the default is to keep it. Opened with ``open``, never waited for."""

    agreed = Signal(object)  # list[ItemKey]

    def __init__(self, reviews: Sequence[ItemReview], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = [review.work.key for review in reviews]
        self.setWindowTitle("Discard changes")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        title = PlainLabel(_question(reviews), "heading")
        title.setWordWrap(True)
        column.addWidget(title)
        text = PlainLabel(
            "What Webflow has stays as it is. The discarded values stay in the history on this"
            " computer for 30 days.",
            "muted",
        )
        text.setWordWrap(True)
        column.addWidget(text)
        buttons = QDialogButtonBox()
        self.discard_button = QPushButton(f"Discard {counted(len(reviews), 'change')}")
        self.keep_button = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.discard_button, QDialogButtonBox.ButtonRole.DestructiveRole)
        self.keep_button.setIcon(QIcon())
        self.keep_button.setDefault(True)
        self.discard_button.setProperty("kind", "danger")
        self.discard_button.clicked.connect(self._agree)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.keep_button.setFocus()
        self.finished.connect(self.deleteLater)

    def _agree(self) -> None:
        self.agreed.emit(self._keys)
        self.accept()


def _question(reviews: Sequence[ItemReview]) -> str:
    if len(reviews) == 1:
        return f"Discard the changes to \u201c{name_of(reviews[0])}\u201d?"
    return f"Discard the changes to {counted(len(reviews), 'item')}?"
