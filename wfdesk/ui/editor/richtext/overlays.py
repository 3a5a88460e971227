"""What is laid over a text and is no part of it: places that were found, words in doubt."""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit


class Overlay(Struct, frozen=True):
    """A look over a place, which moves along with what is written before it."""

    cursor: QTextCursor
    look: QTextCharFormat


def overlay(document: QTextDocument, start: int, end: int, look: QTextCharFormat) -> Overlay:
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return Overlay(cursor, look)


class Overlays:
    """Owns the one list that a text edit has for this, so that nobody clears what another shows.

    The document knows nothing of it: nothing is there to be undone, sent or copied.
    """

    def __init__(self, edit: QTextEdit | QPlainTextEdit) -> None:
        self._edit = edit
        self._shown: dict[str, list[Overlay]] = {}

    def show(self, owner: str, overlays: Sequence[Overlay]) -> None:
        """Show this in place of what the owner showed; where two meet, the later owner is above."""
        if not overlays and not self._shown.get(owner):
            return
        self._shown[owner] = list(overlays)
        every = [_selection(each) for shown in self._shown.values() for each in shown]
        self._edit.setExtraSelections(every)


def _selection(shown: Overlay) -> QTextEdit.ExtraSelection:
    """What Qt takes. Never kept: its cursor is a part of its memory, and freed twice with it."""
    made = QTextEdit.ExtraSelection()
    made.cursor, made.format = shown.cursor, shown.look
    return made
