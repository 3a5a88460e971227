"""What is to become of the item as a whole, said above its fields, with the way back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from wfdesk.domain.edits import Action, Work
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.theme import NEAR, TIGHT, restyle

_WILL = {
    Action.DELETE: "Will be deleted when sent.",
    Action.ARCHIVE: "Will be archived when sent. It can still be edited.",
    Action.UNARCHIVE: "Will be restored from the archive when sent.",
    Action.UNPUBLISH: "Will be taken off the live site when sent.",
}
_ARCHIVED = "Archived: it is not on the site. It can still be edited."


def will_be_deleted(work: Work) -> bool:
    return work.action is Action.DELETE


class FateBar(QFrame):
    """Hidden for an item that nothing special is to become of."""

    keep_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "fate")
        self.sentence = PlainLabel()
        self.sentence.setWordWrap(True)
        self.undo = QPushButton("Undo")
        self.undo.setProperty("kind", "link")
        self.undo.clicked.connect(self.keep_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(NEAR, TIGHT, TIGHT, TIGHT)
        row.setSpacing(NEAR)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.undo)
        self.hide()

    def show_work(self, work: Work) -> None:
        is_archived = work.item is not None and work.item.is_archived
        text = _WILL[work.action] if work.action else _ARCHIVED if is_archived else ""
        self.sentence.setText(text)
        self.undo.setVisible(work.action is not None)
        self.undo.setAccessibleName(f"Undo: {text}")
        restyle(self, "state", "danger" if will_be_deleted(work) else "")
        self.setVisible(bool(text))
