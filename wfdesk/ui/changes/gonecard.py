"""What can be done about an item that a colleague has deleted while there was work on it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from wfdesk.ui.editor.fields.flow import FlowLayout
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.theme import APART, NEAR

_TITLE = "It was deleted in Webflow"
_TEXT = (
    "Recreate it with all its values and your edits: it becomes a new draft and is sent with the"
    " next send. Or discard your edits: they are kept for 30 days."
)
_SLUG = (
    "Webflow keeps the slug of a deleted item until the site is published. It may ask for another."
)


class GoneCard(QFrame):
    """Two ways out, for this item or for all that were deleted like it."""

    recreate_wanted = Signal(bool)  # for all like this
    give_up_wanted = Signal(bool)

    def __init__(self, alike: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName(_TITLE)
        text = PlainLabel(_TEXT)
        text.setWordWrap(True)
        self.recreate = QPushButton("&Recreate as a new draft")
        self.recreate.clicked.connect(self._recreate)
        self.give_up = QPushButton("Discard m&y edits")
        self.give_up.clicked.connect(self._give_up)
        line = QWidget()
        flow = FlowLayout(NEAR, line)
        flow.addWidget(self.recreate)
        flow.addWidget(self.give_up)
        column = QVBoxLayout(self)
        column.setContentsMargins(APART, APART, APART, APART)
        column.setSpacing(NEAR)
        column.addWidget(PlainLabel(_TITLE, "heading"))
        column.addWidget(text)
        slug = PlainLabel(_SLUG, "small")
        slug.setWordWrap(True)
        column.addWidget(slug)
        column.addWidget(line)
        if alike > 1:
            column.addWidget(self._for_all(alike))

    def _for_all(self, alike: int) -> QWidget:
        line = QWidget()
        flow = FlowLayout(NEAR, line)
        self.recreate_all = QPushButton(f"Recreate all {alike:,} like this")
        self.recreate_all.clicked.connect(self._recreate_all)
        self.give_up_all = QPushButton(f"Discard my edits of all {alike:,} like this")
        self.give_up_all.clicked.connect(self._give_up_all)
        for button in (self.recreate_all, self.give_up_all):
            button.setProperty("kind", "link")
            flow.addWidget(button)
        return line

    def _recreate(self) -> None:
        self.recreate_wanted.emit(False)

    def _recreate_all(self) -> None:
        self.recreate_wanted.emit(True)

    def _give_up(self) -> None:
        self.give_up_wanted.emit(False)

    def _give_up_all(self) -> None:
        self.give_up_wanted.emit(True)
