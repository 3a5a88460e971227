"""What a press of a key does, where it is not what Qt's text edit does of itself."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor

from wfdesk.richtext.document import Kind
from wfdesk.richtext.structure import item_depth
from wfdesk.ui.editor.richtext.keys import (
    KEYS,
    NO_MODIFIER,
    SELECTS_BACK,
    SHIFT,
    WIPES,
    Writing,
    combination,
    is_text,
)
from wfdesk.ui.editor.richtext.typist import Typist


class Keyboard:
    """Heeds the keys of a text that can be written in."""

    def __init__(self, writing: Writing, typist: Typist) -> None:
        self._writing = writing
        self._hand = writing.hand
        self._typist = typist

    def press(self, event: QKeyEvent) -> bool:
        """Do what the key is for; return whether it is for anything of ours."""
        if (work := KEYS.get(combination(event))) is not None:
            self._writing.run_step(partial(work, self._writing))
            return True
        for key, do in self._standard_keys():
            if event.matches(key):
                do()
                return True
        if self._heed_card(event) or self._delete(event) or self._press_plain(event):
            return True
        is_typed = is_text(event)
        if is_typed:
            self._writing.typed.emit()
            self._type(event.text())
        return is_typed

    def _standard_keys(self) -> Iterator[tuple[QKeySequence.StandardKey, Callable[[], None]]]:
        yield QKeySequence.StandardKey.Copy, self._writing.clipping.copy
        cut = partial(self._writing.run_step, self._writing.cut_selection)
        yield QKeySequence.StandardKey.Cut, cut
        for key, move in WIPES.items():
            yield key, partial(self._hand.wipe, move)

    def _heed_card(self, event: QKeyEvent) -> bool:
        """Let the selection of a card grow upwards, and let who moves by words leave it."""
        card = self._hand.selected_card()
        if card is not None and any(event.matches(key) for key in SELECTS_BACK):
            self._hand.select_card(card, is_back=True)
        is_word = event.matches(QKeySequence.StandardKey.MoveToPreviousWord)
        return is_word and self._leave_card(is_back=True)

    def _delete(self, event: QKeyEvent) -> bool:
        is_plain = event.modifiers() in {NO_MODIFIER, SHIFT, Qt.KeyboardModifier.KeypadModifier}
        is_back = is_plain and event.key() == Qt.Key.Key_Backspace
        if not is_back and not event.matches(QKeySequence.StandardKey.Delete):
            return False
        self._writing.typed.emit()
        return self._hand.delete_back() if is_back else self._hand.delete_on()

    def _press_plain(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~(SHIFT | Qt.KeyboardModifier.KeypadModifier) != NO_MODIFIER:
            return False
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                is_broken = bool(event.modifiers() & SHIFT)
                self._writing.run_step(self._break if is_broken else self._hand.enter)
                return True
            case Qt.Key.Key_Tab | Qt.Key.Key_Backtab if self.has_tabs():
                is_up = event.key() == Qt.Key.Key_Backtab or bool(event.modifiers() & SHIFT)
                self._tab(is_back=is_up)
                return True
            case Qt.Key.Key_F2:
                return self._open_card()
            case Qt.Key.Key_Left | Qt.Key.Key_Up | Qt.Key.Key_Right | Qt.Key.Key_Down:
                is_back = event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Up}
                return not event.modifiers() & SHIFT and self._leave_card(is_back=is_back)
            case _:
                return False

    def _type(self, text: str) -> None:
        """Put typed text in; where a card is selected, below it: it is not lost to a slip."""
        if self._hand.selected_card() is not None:
            if text == " ":
                self._open_card()
                return
            self._writing.run_step(self._hand.enter)
        self._typist.type(text)

    def _break(self) -> None:
        if self._hand.selected_card() is None:
            self._typist.break_line()

    def _tab(self, *, is_back: bool) -> None:
        if item_depth(self._hand.outline()) is None:
            self._typist.type("" if is_back else "\t")
        else:
            self._writing.run_step(self._hand.outdent if is_back else self._hand.indent)

    def has_tabs(self) -> bool:
        """Whether Tab means something where the cursor is: else it leads on in the window."""
        outline = self._hand.outline()
        is_place = item_depth(outline) is not None or outline.kind is Kind.PREFORMATTED
        return is_place and not self._writing.isReadOnly()

    def _open_card(self) -> bool:
        card = self._hand.selected_card()
        if card is not None:
            self._writing.card_opened.emit(card)
        return card is not None

    def _leave_card(self, *, is_back: bool) -> bool:
        card = self._hand.selected_card()
        if card is None:
            return False
        target = card.previous() if is_back else card.next()
        if target.isValid():
            cursor = QTextCursor(target)
            if is_back:
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            self._writing.setTextCursor(cursor)
        return True
