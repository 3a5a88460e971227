"""What is to become of the item as a whole, said above its fields, with the way back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from wfdesk.domain.edits import Action, Work
from wfdesk.ui.toolkit.labels import PlainLabel, visible
from wfdesk.ui.toolkit.theme import NEAR, TIGHT, restyle

_WILL = {
    Action.DELETE: "Will be deleted when sent.",
    Action.ARCHIVE: "Will be archived when sent. It can still be edited.",
    Action.UNARCHIVE: "Will be restored from the archive when sent.",
    Action.UNPUBLISH: "Will be taken off the live site when sent.",
}
_ARCHIVED = "Archived: it is not on the site. It can still be edited."
_GONE = "Deleted in Webflow. In Changes you make it anew, or discard your edits."


def will_be_deleted(work: Work) -> bool:
    return work.action is Action.DELETE


class FateBar(QFrame):
    """Hidden for an item that nothing special is to become of."""

    keep_requested = Signal()
    decision_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "fate")
        self.sentence = PlainLabel()
        self.sentence.setWordWrap(True)
        self.undo = QPushButton("Undo")
        self.undo.setProperty("kind", "link")
        self.undo.clicked.connect(self.keep_requested)
        self.decide = QPushButton("Go to Changes")
        self.decide.setProperty("kind", "link")
        self.decide.clicked.connect(self.decision_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(NEAR, TIGHT, TIGHT, TIGHT)
        row.setSpacing(NEAR)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.undo)
        row.addWidget(self.decide)
        self.hide()

    def show_work(self, work: Work) -> None:
        waits = is_undecided(work)
        text = _fate(work)
        self.sentence.setText(text)
        self.undo.setVisible(work.action is not None and not waits)
        self.undo.setAccessibleName(f"Undo: {text}")
        self.decide.setVisible(waits)
        restyle(self, "state", "danger" if waits or will_be_deleted(work) else "")
        self.setVisible(bool(text))


def is_undecided(work: Work) -> bool:
    """Whether somebody has to say what becomes of the item: it is gone, or there already."""
    return work.is_asked_about or (work.is_gone and work.action is not Action.DELETE)


def _fate(work: Work) -> str:
    if work.is_asked_about:
        return visible(work.reason)
    if is_undecided(work):
        return _GONE
    is_archived = work.item is not None and work.item.is_archived
    return _WILL[work.action] if work.action else _ARCHIVED if is_archived else ""
