"""What is laid over a text and is no part of it: places that were found, words in doubt."""

from collections.abc import Sequence

from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit


def overlay(
    document: QTextDocument, start: int, end: int, look: QTextCharFormat
) -> QTextEdit.ExtraSelection:
    """Lay a look over a place, which moves along with what is written before it."""
    cursor = QTextCursor(document)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    found = QTextEdit.ExtraSelection()
    found.cursor, found.format = cursor, look
    return found


class Overlays:
    """Owns the one list that a text edit has for this, so that nobody clears what another shows.

    The document knows nothing of it: nothing is there to be undone, sent or copied.
    """

    def __init__(self, edit: QTextEdit | QPlainTextEdit) -> None:
        self._edit = edit
        self._shown: dict[str, list[QTextEdit.ExtraSelection]] = {}

    def show(self, owner: str, selections: Sequence[QTextEdit.ExtraSelection]) -> None:
        """Show this in place of what the owner showed; where two meet, the later owner is above."""
        if not selections and not self._shown.get(owner):
            return
        self._shown[owner] = list(selections)
        every = [each for shown in self._shown.values() for each in shown]
        self._edit.setExtraSelections(every)
