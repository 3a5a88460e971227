"""A user at the keyboard of rich text, who may press anything."""

from collections.abc import Sequence
from random import Random

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from tests.unit.richtext.grammar import CARDS
from wfdesk.richtext.document import Block, Kind, Tag
from wfdesk.richtext.leaves import SPACER
from wfdesk.richtext.parsing import parse
from wfdesk.richtext.writing import serialize
from wfdesk.ui.editor.richtext.box import RichTextBox
from wfdesk.ui.editor.richtext.keys import KEYS

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NO_MODIFIER = Qt.KeyboardModifier.NoModifier


def box_with(html: str) -> RichTextBox:
    box = RichTextBox()
    box.set_text(parse(html))
    return box


def html_of(box: RichTextBox) -> str:
    return serialize(box.content())


def press(box: RichTextBox, key: Qt.Key | int, modifiers=NO_MODIFIER, text: str = "") -> None:
    """Press one key. Text of any script can be given, which Qt's own tests cannot type."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(box, QKeyEvent(kind, int(key), modifiers, text))


def write(box: RichTextBox, text: str) -> None:
    for letter in text:
        if letter == "\n":
            press(box, Qt.Key.Key_Return, text="\r")
        else:
            press(box, 0, text=letter)


def place(box: RichTextBox, block: int, column: int = 0) -> None:
    """Put the cursor into a block; -1 is its end."""
    cursor = QTextCursor(box.document().findBlockByNumber(block))
    length = cursor.block().length() - 1
    cursor.setPosition(cursor.block().position() + (length if column < 0 else column))
    box.setTextCursor(cursor)


def select(box: RichTextBox, start: int, end: int) -> None:
    cursor = box.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    box.setTextCursor(cursor)


def select_from(box: RichTextBox, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Select from a block and a column in it to another."""
    blocks = box.document()
    first, last = (blocks.findBlockByNumber(number).position() for number, _ in (start, end))
    select(box, first + start[1], last + end[1])


def said(blocks: Sequence[Block]) -> list[tuple[object, ...]]:
    """What blocks say; how often a blank stands there does not matter."""
    ids: dict[int, int] = {}
    found = []
    before = None
    for block in blocks:
        is_second = before is not None and before.path == block.path and is_bare(before)
        path = tuple((each.tag, ids.setdefault(each.id, len(ids))) for each in block.path)
        tag = Tag("p") if is_second and is_bare(block) else block.tag
        found.append((block.kind, tag, letters_of(block), block.raw, path))
        before = block
    return found


def is_bare(block: Block) -> bool:
    return block.kind is Kind.TEXT and not block.tag.name


def same(box: RichTextBox) -> bool:
    """Whether what is written is read as what is shown."""
    return said(box.content().blocks) == said(parse(html_of(box)).blocks)


def letters_of(block: Block) -> tuple[object, ...]:
    letters = [
        (letter.replace("\u00a0", " "), run.marks, run.raw)
        for run in block.runs
        for letter in run.text
        if block.text != SPACER
    ]
    if block.kind is Kind.PREFORMATTED:
        return tuple(letters)
    return tuple(
        each
        for at, each in enumerate(letters)
        if each[0] != " " or (0 < at < len(letters) - 1 and letters[at - 1][0] != " ")
    )


class Writer:
    """Draws the same keys for the same seed."""

    def __init__(self, box: RichTextBox, seed: int) -> None:
        self.box = box
        self._rng = Random(seed)
        self.trail: list[str] = []
        QApplication.clipboard().clear()

    def act(self) -> None:
        acts = (
            *(self._type,) * 5,
            *(self._enter, self._move, self._move, self._select, self._mark, self._mark),
            *(self._delete, self._delete, self._break, self._tab, self._undo, self._redo),
            *(self._command, self._command, self._cut, self._paste, self._card),
        )
        act = self._rng.choice(acts)
        self.trail.append(act.__name__)
        act()

    def _type(self) -> None:
        write(self.box, self._rng.choice(("a", "so ", " ", "word", "é😀", "# ", "- ", "1. ", "> ")))

    def _enter(self) -> None:
        write(self.box, "\n")

    def _move(self) -> None:
        place(self.box, self._rng.randrange(self.box.document().blockCount()))
        block = self.box.textCursor().block()
        at = self._rng.choice((0, -1, self._rng.randrange(block.length())))
        place(self.box, block.blockNumber(), at)

    def _select(self) -> None:
        last = self.box.document().characterCount()
        start = self._rng.randrange(last)
        select(self.box, start, min(last - 1, start + self._rng.choice((1, 3, 12, 60))))

    def _mark(self) -> None:
        key = self._rng.choice("BIUE")
        press(self.box, Qt.Key(ord(key)), CONTROL)

    def _delete(self) -> None:
        key = self._rng.choice((Qt.Key.Key_Backspace, Qt.Key.Key_Delete))
        press(self.box, key)

    def _break(self) -> None:
        press(self.box, Qt.Key.Key_Return, SHIFT)

    def _tab(self) -> None:
        key = self._rng.choice((Qt.Key.Key_Tab, Qt.Key.Key_Backtab))
        press(self.box, key, text="\t")

    def _undo(self) -> None:
        self.box.document().undo()

    def _redo(self) -> None:
        self.box.document().redo()

    def _command(self) -> None:
        key, modifiers = self._rng.choice([each for each in KEYS if each[0] != Qt.Key.Key_K])
        self.trail[-1] += f" {Qt.Key(key).name}"
        press(self.box, key, modifiers)

    def _cut(self) -> None:
        press(self.box, Qt.Key.Key_X, CONTROL)

    def _paste(self) -> None:
        press(self.box, Qt.Key.Key_V, CONTROL)

    def _card(self) -> None:
        self.box.run_step(lambda: self.box.hand.insert_card(self._rng.choice(CARDS)))
