"""What can be done about a new item that Webflow may have already."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from wfdesk.ui.changes.card import Card

_TITLE = "Is it in Webflow already?"
_TEXT = (
    "If what is there is yours, discard this one: its values are kept for 30 days. If it is not,"
    " have this one made: it is sent with the next send."
)


class AskedCard(Card):
    """The answer that has another one made, for this item or for all that are asked about."""

    another_wanted = Signal(bool)  # for all like this

    def __init__(self, alike: int, parent: QWidget | None = None) -> None:
        super().__init__(_TITLE, _TEXT, parent=parent)
        self.another = QPushButton("Ma&ke another one")
        self.another.clicked.connect(self._want)
        self.offer(self.another)
        if alike > 1:
            self.another_all = QPushButton(f"Make another of all {alike:,} like this")
            self.another_all.clicked.connect(self._want_all)
            self.offer(self.another_all, kind="link")

    def _want(self) -> None:
        self.another_wanted.emit(False)

    def _want_all(self) -> None:
        self.another_wanted.emit(True)
