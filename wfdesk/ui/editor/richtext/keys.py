"""Which key does what to rich text: what a word processor's user has in the fingers."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol
from unicodedata import category

from msgspec import Struct
from PySide6.QtCore import QKeyCombination, Qt, SignalInstance
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


Work = Callable[[Writing], None]


class Key(Struct, frozen=True):
    """One key; or several that do one thing, more or less of it."""

    title: str
    works: Mapping[Combination, Work]


def _key(title: str, key: Qt.Key, modifiers: Qt.KeyboardModifier, work: Work) -> Key:
    return Key(title, {(key, modifiers): work})


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


TABLE = (
    _key("Bold", Qt.Key.Key_B, CONTROL, partial(_toggle_mark, "strong")),
    _key("Italic", Qt.Key.Key_I, CONTROL, partial(_toggle_mark, "em")),
    _key("Underline", Qt.Key.Key_U, CONTROL, partial(_toggle_mark, "u")),
    _key("Strikethrough", Qt.Key.Key_X, CONTROL | SHIFT, partial(_toggle_mark, "s")),
    _key("Code", Qt.Key.Key_E, CONTROL, partial(_toggle_mark, "code")),
    _key("Link", Qt.Key.Key_K, CONTROL, _ask_for_link),
    _key("Clear formatting", Qt.Key.Key_Backslash, CONTROL, _clear_marks),
    _key("Paragraph", Qt.Key.Key_0, CONTROL | ALT, partial(_set_style, PARAGRAPH)),
    Key(
        "Heading 1 to 6",
        {
            (Qt.Key.Key_0 + level, CONTROL | ALT): partial(_set_style, Tag(f"h{level}"))
            for level in range(1, 7)
        },
    ),
    _key("Quote", Qt.Key.Key_Q, CONTROL | SHIFT, partial(_set_style, Tag("blockquote"))),
    _key("Bulleted list", Qt.Key.Key_8, CONTROL | SHIFT, partial(_toggle_list, "ul")),
    _key("Numbered list", Qt.Key.Key_7, CONTROL | SHIFT, partial(_toggle_list, "ol")),
    _key("One level deeper", Qt.Key.Key_BracketRight, CONTROL, _indent),
    _key("One level up", Qt.Key.Key_BracketLeft, CONTROL, _outdent),
    _key("Paste as plain text", Qt.Key.Key_V, CONTROL | SHIFT, _paste_plain),
)
"""In the order in which they are read."""
KEYS: Mapping[Combination, Work] = {
    combination: work for key in TABLE for combination, work in key.works.items()
}
"""Keys that have no text. They are ours before they are the window's."""
BESIDES = (
    ("Line break", "Shift+Return"),
    ("Open a card", "F2"),
    ("Find", "Ctrl+F"),
    ("Find the next", "F3"),
    ("Find the one before", "Shift+F3"),
    ("Replace", "Ctrl+H"),
    ("Tools", "Alt+F10"),
    ("Leave the text", "Tab"),
    ("Leave a list or preformatted text", "Ctrl+Tab"),
)
"""What other keys do, and those of what stands around the text."""


def shown(combination: Combination) -> str:
    """A key as the system writes it."""
    key, modifiers = combination
    native = QKeySequence.SequenceFormat.NativeText
    return QKeySequence(QKeyCombination(modifiers, Qt.Key(key))).toString(native)


def listed() -> list[tuple[str, str]]:
    """Every key with what it does, as one reads it."""
    return [*((key.title, _span(list(key.works))) for key in TABLE), *BESIDES]


def _span(several: list[Combination]) -> str:
    first, last = several[0], several[-1]
    return shown(first) if first == last else f"{shown(first)} to {shown((last[0], NO_MODIFIER))}"
