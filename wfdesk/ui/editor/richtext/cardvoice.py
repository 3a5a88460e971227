"""Says which card the cursor has come to: to a screen reader it is one character of the text.

It stays that one. Qt tells the places in a text as the document counts them, and reads out the text
of its own text edit, which nobody can put words into: they would only move all other places.
"""

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QTextEdit

from wfdesk.richtext.cards import describe
from wfdesk.ui.editor.richtext.canvas import Canvas
from wfdesk.ui.editor.richtext.hand import Hand
from wfdesk.ui.toolkit.announcing import announce

_KEYS = "F2 opens it."


class CardVoice(QObject):
    def __init__(self, edit: QTextEdit, canvas: Canvas, hand: Hand) -> None:
        super().__init__(edit)
        self._edit = edit
        self._canvas = canvas
        self._hand = hand
        self._said: tuple[int, int] | None = None
        edit.cursorPositionChanged.connect(self.heed)
        edit.selectionChanged.connect(self.heed)

    def begin(self) -> None:
        """Say it anew: the keyboard has come back."""
        self._said = None
        self.heed()

    @Slot()
    def heed(self) -> None:
        """Say which card is selected, once: one move of the cursor may be several signals."""
        card = self._hand.selected_card() if self._edit.hasFocus() else None
        if card is None:
            self._said = None
            return
        at = (card.blockNumber(), self._edit.document().revision())
        if at != self._said:
            self._said = at
            words = describe(self._canvas.card_of(card)).words
            is_fixed = self._edit.isReadOnly()
            announce(self._edit, words if is_fixed else f"{words.removesuffix('.')}. {_KEYS}")
