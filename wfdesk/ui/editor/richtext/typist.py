"""What is typed: which marks it gets, spaces that stay, and signs that make headings and lists."""

import re

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QTextEdit

from wfdesk.richtext.document import LINE, Kind, Tag
from wfdesk.richtext.structure import item_depth
from wfdesk.ui.editor.richtext.canvas import one_step
from wfdesk.ui.editor.richtext.hand import Hand
from wfdesk.ui.editor.richtext.marking import Marking

_HARD = "\u00a0"
"""HTML shows several spaces as one, and none at a line's beginning; these it shows."""
_HEADING = re.compile("#{1,6}")
_LISTS = {"-": "ul", "*": "ul", "1.": "ol", "1)": "ol"}
_QUOTATION = ">"
_KEEP = QTextCursor.MoveMode.KeepAnchor


class Typist(QObject):
    step_due = Signal()
    """What was typed so far is a step of its own: undo takes back what comes now without it."""

    def __init__(self, edit: QTextEdit, hand: Hand, marking: Marking) -> None:
        super().__init__(edit)
        self._edit = edit
        self._hand = hand
        self._marking = marking

    def type(self, text: str) -> None:
        """Put typed text in, in place of what is selected."""
        cursor = self._edit.textCursor()
        look = self._marking.next_look()
        if cursor.hasSelection():
            with one_step(cursor):
                self._hand.make_room()
                self._put(text)
        else:
            cursor.insertText(self._spaced(text, cursor), look)
        if text == " ":
            self._heed_sign()

    def break_line(self) -> None:
        with one_step(self._edit.textCursor()):
            self._hand.make_room()
            self._edit.textCursor().insertText(LINE, self._marking.next_look())

    def _put(self, text: str) -> None:
        cursor = self._edit.textCursor()
        cursor.insertText(self._spaced(text, cursor), self._marking.next_look())

    def _spaced(self, text: str, cursor: QTextCursor) -> str:
        if text != " " or self._hand.outline().kind is Kind.PREFORMATTED:
            return text
        document, place = self._edit.document(), cursor.position()
        before = "" if cursor.atBlockStart() else document.characterAt(place - 1)
        after = "" if cursor.atBlockEnd() else document.characterAt(place)
        return _HARD if before in {"", " ", LINE} or after == " " else " "

    def _heed_sign(self) -> None:
        """Make what signs at the start of a paragraph ask for."""
        cursor = self._edit.textCursor()
        outline = self._hand.outline()
        sign = cursor.block().text()[: cursor.positionInBlock()].rstrip(f" {_HARD}")
        is_plain = outline.tag.name == "p" and item_depth(outline) is None
        if not is_plain or cursor.positionInBlock() != len(sign) + 1 or not self._is_sign(sign):
            return
        self.step_due.emit()
        with one_step(cursor):
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, _KEEP)
            cursor.removeSelectedText()
            if sign in _LISTS:
                self._hand.toggle_list(_LISTS[sign])
            else:
                name = "blockquote" if sign == _QUOTATION else f"h{len(sign)}"
                self._hand.set_style(Tag(name))
        self._edit.setCurrentCharFormat(self._marking.next_look())
        self.step_due.emit()

    @staticmethod
    def _is_sign(text: str) -> bool:
        return text in _LISTS or text == _QUOTATION or bool(_HEADING.fullmatch(text))
