"""Which key does what to rich text: what a word processor's user has in the fingers."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol
from unicodedata import category

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextCursor

from wfdesk.richtext.document import Tag
from wfdesk.richtext.structure import PARAGRAPH
from wfdesk.ui.editor.richtext.clipping import Clipping
from wfdesk.ui.editor.richtext.hand import Hand
from wfdesk.ui.editor.richtext.marking import Marking
from wfdesk.ui.editor.richtext.pasting import Pasting

Combination = tuple[int, Qt.KeyboardModifier]

CONTROL, SHIFT, ALT, NO_MODIFIER = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)

_NO_TEXT = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})
"""Unicode's categories of what no key writes."""
WIPES: Mapping[QKeySequence.StandardKey, QTextCursor.MoveOperation] = {
    QKeySequence.StandardKey.DeleteStartOfWord: QTextCursor.MoveOperation.PreviousWord,
    QKeySequence.StandardKey.DeleteEndOfWord: QTextCursor.MoveOperation.NextWord,
    QKeySequence.StandardKey.DeleteEndOfLine: QTextCursor.MoveOperation.EndOfBlock,
}
"""Keys that remove more than a letter: what a move goes over."""
SELECTS_BACK = (
    QKeySequence.StandardKey.SelectPreviousChar,
    QKeySequence.StandardKey.SelectPreviousWord,
    QKeySequence.StandardKey.SelectPreviousLine,
    QKeySequence.StandardKey.SelectPreviousPage,
    QKeySequence.StandardKey.SelectStartOfLine,
    QKeySequence.StandardKey.SelectStartOfBlock,
    QKeySequence.StandardKey.SelectStartOfDocument,
)


class Writing(Protocol):
    """What the keys work on."""

    @property
    def hand(self) -> Hand: ...
    @property
    def marking(self) -> Marking: ...
    @property
    def clipping(self) -> Clipping: ...
    @property
    def pasting(self) -> Pasting: ...
    @property
    def typed(self) -> SignalInstance: ...
    @property
    def card_opened(self) -> SignalInstance: ...
    @property
    def link_requested(self) -> SignalInstance: ...
    def cut_selection(self) -> None: ...
    def run_step(self, work: Callable[[], object]) -> None: ...
    def isReadOnly(self) -> bool: ...  # noqa: N802  # Qt's name
    def setTextCursor(self, cursor: QTextCursor, /) -> None: ...  # noqa: N802  # Qt's name


def is_text(event: QKeyEvent) -> bool:
    """Whether it is a letter, or a sign that is not seen: a hard space, or a joiner in Persian.

    AltGr is Control and Alt where Windows says so.
    """
    is_command = bool(event.modifiers() & CONTROL) and not event.modifiers() & ALT
    text = event.text()
    return bool(text) and not is_command and all(category(each) not in _NO_TEXT for each in text)


def combination(event: QKeyEvent) -> Combination:
    return event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


def _toggle_mark(name: str, writing: Writing) -> None:
    writing.marking.toggle(name)


def _toggle_list(name: str, writing: Writing) -> None:
    writing.hand.toggle_list(name)


def _set_style(tag: Tag, writing: Writing) -> None:
    writing.hand.set_style(tag)


def _ask_for_link(writing: Writing) -> None:
    writing.link_requested.emit()


def _clear_marks(writing: Writing) -> None:
    writing.marking.clear()


def _paste_plain(writing: Writing) -> None:
    writing.pasting.take_plain()


def _indent(writing: Writing) -> None:
    writing.hand.indent()


def _outdent(writing: Writing) -> None:
    writing.hand.outdent()


KEYS: Mapping[Combination, Callable[[Writing], None]] = {
    (Qt.Key.Key_B, CONTROL): partial(_toggle_mark, "strong"),
    (Qt.Key.Key_I, CONTROL): partial(_toggle_mark, "em"),
    (Qt.Key.Key_U, CONTROL): partial(_toggle_mark, "u"),
    (Qt.Key.Key_E, CONTROL): partial(_toggle_mark, "code"),
    (Qt.Key.Key_X, CONTROL | SHIFT): partial(_toggle_mark, "s"),
    (Qt.Key.Key_K, CONTROL): _ask_for_link,
    (Qt.Key.Key_Backslash, CONTROL): _clear_marks,
    (Qt.Key.Key_V, CONTROL | SHIFT): _paste_plain,
    (Qt.Key.Key_8, CONTROL | SHIFT): partial(_toggle_list, "ul"),
    (Qt.Key.Key_7, CONTROL | SHIFT): partial(_toggle_list, "ol"),
    (Qt.Key.Key_BracketRight, CONTROL): _indent,
    (Qt.Key.Key_BracketLeft, CONTROL): _outdent,
    (Qt.Key.Key_0, CONTROL | ALT): partial(_set_style, PARAGRAPH),
    (Qt.Key.Key_Q, CONTROL | SHIFT): partial(_set_style, Tag("blockquote")),
    **{
        (Qt.Key.Key_0 + level, CONTROL | ALT): partial(_set_style, Tag(f"h{level}"))
        for level in range(1, 7)
    },
}
"""Keys that have no text. They are ours before they are the window's."""
