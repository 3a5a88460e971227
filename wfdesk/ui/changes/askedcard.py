"""What can be done about a new item that Webflow may have already."""

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from wfdesk.ui.changes.card import Card

_TITLE = "Is it in Webflow already?"
_TEXT = (
    "If it is that one, what you have edited since goes on from there, and nothing is made; what"
    " you sent and it holds no more is kept among its earlier values. If it is not, another one is"
    " made with the next send."
)


class Answer(Enum):
    LOOK = "Look at it"
    TAKE_OVER = "It is that &one"
    ANOTHER = "Ma&ke another one"


class AskedCard(Card):
    """The way to what was found, and the two answers."""

    answered = Signal(object)  # Answer

    def __init__(self, question: str, parent: QWidget | None = None) -> None:
        super().__init__(_TITLE, question, _TEXT, parent)
        look = QPushButton(Answer.LOOK.value)
        look.clicked.connect(self._look)
        look.setProperty("kind", "link")
        take_over = QPushButton(Answer.TAKE_OVER.value)
        take_over.clicked.connect(self._take_over)
        another = QPushButton(Answer.ANOTHER.value)
        another.clicked.connect(self._make_another)
        self.offer(look, take_over, another)  # The keyboard enters where nothing is decided.

    def _look(self) -> None:
        self.answered.emit(Answer.LOOK)

    def _take_over(self) -> None:
        self.answered.emit(Answer.TAKE_OVER)

    def _make_another(self) -> None:
        self.answered.emit(Answer.ANOTHER)
