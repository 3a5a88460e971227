"""Under a field that a colleague has changed as well: what they made of it, and the ways out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wfdesk.ui.editor.fields.flow import FlowLayout
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.icons import icon
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.theme import NEAR

_TEXT = (
    "A colleague changed this field as well. Take one of the two, or go on writing: what you write"
    " then replaces both."
)


class ConflictNote(QFrame):
    """With this in sight both sides are before the user: mine in the field, theirs below it."""

    mine_taken = Signal()
    theirs_taken = Signal()
    comparison_wanted = Signal()

    def __init__(self, theirs: QWidget, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "fate")
        self.setProperty("state", "danger")
        self.setAccessibleName(f"{label}: conflict")
        sign = PlainLabel()
        sign.setPixmap(icon("conflict", Tone.DANGER).pixmap(16, 16))
        text = PlainLabel(_TEXT)
        text.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(NEAR)
        head.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(text, 1)
        line = QWidget()
        flow = FlowLayout(NEAR, line)
        for words, signal in (
            ("Take mine", self.mine_taken),
            ("Take theirs", self.theirs_taken),
            ("Compare in Changes", self.comparison_wanted),
        ):
            button = QPushButton(words)
            button.setAccessibleName(f"{words}: {label}")
            button.clicked.connect(signal)
            flow.addWidget(button)
        button.setProperty("kind", "link")
        self.column = column = QVBoxLayout(self)
        column.setContentsMargins(NEAR, NEAR, NEAR, NEAR)
        column.setSpacing(NEAR)
        column.addLayout(head)
        column.addWidget(theirs)
        column.addWidget(line)
