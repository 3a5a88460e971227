"""What can be done about an item that a colleague has deleted while there was work on it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from wfdesk.ui.changes.card import Card

_TITLE = "It was deleted in Webflow"
_TEXT = (
    "Recreate it with all its values and your edits: it becomes a new draft and is sent with the"
    " next send. Or discard your edits: they are kept for 30 days."
)
_SLUG = (
    "Webflow keeps the slug of a deleted item until the site is published. It may ask for another."
)


class GoneCard(Card):
    """Two ways out, for this item or for all that were deleted like it."""

    recreate_wanted = Signal(bool)  # for all like this
    give_up_wanted = Signal(bool)

    def __init__(self, alike: int, parent: QWidget | None = None) -> None:
        super().__init__(_TITLE, _TEXT, _SLUG, parent)
        self.recreate = QPushButton("&Recreate as a new draft")
        self.recreate.clicked.connect(self._recreate)
        self.give_up = QPushButton("Discard m&y edits")
        self.give_up.clicked.connect(self._give_up)
        self.offer(self.recreate, self.give_up)
        if alike > 1:
            self._offer_for_all(alike)

    def _offer_for_all(self, alike: int) -> None:
        self.recreate_all = QPushButton(f"Recreate all {alike:,} like this")
        self.recreate_all.clicked.connect(self._recreate_all)
        self.give_up_all = QPushButton(f"Discard my edits of all {alike:,} like this")
        self.give_up_all.clicked.connect(self._give_up_all)
        self.offer(self.recreate_all, self.give_up_all, kind="link")

    def _recreate(self) -> None:
        self.recreate_wanted.emit(False)

    def _recreate_all(self) -> None:
        self.recreate_wanted.emit(True)

    def _give_up(self) -> None:
        self.give_up_wanted.emit(False)

    def _give_up_all(self) -> None:
        self.give_up_wanted.emit(True)
