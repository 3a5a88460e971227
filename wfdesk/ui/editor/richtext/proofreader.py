"""Underlines the words in sight that no dictionary knows. The document knows nothing of it."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial

import shiboken6
from msgspec import Struct
from PySide6.QtCore import QObject, QPoint, QTimer, Slot
from PySide6.QtGui import QColor, QTextBlock, QTextCharFormat, QTextCursor

from wfdesk.domain.spelling import Word, is_within_word, word_at, words_of
from wfdesk.richtext.document import ATOM, Kind
from wfdesk.services.spelling import Dictionary
from wfdesk.ui.editor.richtext.box import RichTextBox
from wfdesk.ui.editor.richtext.overlays import overlay
from wfdesk.ui.editor.spelling import Spelling
from wfdesk.ui.toolkit.icons import current_colours
from wfdesk.ui.toolkit.tasks import TaskScope

PAUSE = 300
"""Milliseconds without a change after which the words are looked at."""
_PATIENCE = 0.4
"""Seconds that a menu may take to open."""
_OWNER = "spelling"
_AROUND = 200
"""Characters before and after those in sight: a line may begin with either end of it."""
_CODE = frozenset({"code", "kbd", "samp", "tt", "var"})
_PAIR = re.compile("[\U00010000-\U0010ffff]")
"""Emoji and the like, which Qt counts as two characters."""
_KEEP = QTextCursor.MoveMode.KeepAnchor


class Doubt(Struct, frozen=True):
    """A word that no dictionary knows, and where it is in the document."""

    word: str
    start: int
    end: int


class Proofreader(QObject):
    """Looks after each pause at what is in sight, which is little, however long the text is.

    The word that is being typed is left alone until the cursor leaves it.
    """

    def __init__(self, box: RichTextBox, spelling: Spelling, tasks: TaskScope) -> None:
        super().__init__(box)
        self.spelling = spelling
        self._box = box
        self._tasks = tasks
        self._dictionary: Dictionary | None = None
        self._opening = f"dictionary {id(self)}"
        self._is_opened = self._is_typing = False
        self._at = self._revision = 0
        self._shown: list[QTextCursor] = []
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._look)
        box.touched.connect(self.look_soon)
        box.filled.connect(self._on_filled)
        box.typed.connect(self._on_typed)
        box.cursorPositionChanged.connect(self._on_moved)
        box.verticalScrollBar().valueChanged.connect(self.look_soon)
        box.verticalScrollBar().rangeChanged.connect(self.look_soon)
        spelling.changed.connect(self._on_changed)

    @Slot()
    def look_soon(self) -> None:
        self._pause.start()

    def doubt(self) -> Doubt | None:
        """The word at the cursor, if it is in doubt."""
        cursor = self._box.textCursor()
        if self._dictionary is None or self._box.isReadOnly() or cursor.hasSelection():
            return None
        block = cursor.block()
        word = word_at(self._text(block), cursor.positionInBlock())
        if word is None or self._dictionary.is_right(word.text) is not False:
            return None
        return _doubt(block, word)

    async def suggest(self, doubt: Doubt) -> Sequence[str] | None:
        """What may be meant, or None if that is still looked for."""
        if self._dictionary is None:
            return ()
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                return await self._dictionary.suggest(doubt.word)
        return None

    def correct(self, doubt: Doubt, word: str) -> None:
        """Put another word in its place, if it is still there: one step of undo."""
        block = self._box.document().findBlock(doubt.start)
        there = word_at(self._text(block), doubt.start - block.position())
        if there is not None and _doubt(block, there) == doubt:
            self._box.run_step(partial(self._replace, doubt, word))

    def _replace(self, doubt: Doubt, word: str) -> None:
        """Touch only what is another letter, so that each keeps its marks."""
        cursor = QTextCursor(self._box.document())
        cursor.setPosition(doubt.start)
        cursor.setPosition(doubt.end, _KEEP)
        before = cursor.selectedText()
        ahead = _same(before, word)
        behind = _same(before[ahead:][::-1], word[ahead:][::-1])
        start, end = doubt.start + ahead, doubt.end - behind
        is_added = start == end and ahead
        cursor.setPosition(start if is_added else start + 1)
        look = cursor.charFormat()  # That of the letter before.
        cursor.setPosition(start)
        cursor.setPosition(end, _KEEP)
        cursor.insertText(word[ahead : len(word) - behind], look)
        cursor.setPosition(cursor.position() + behind)
        self._box.setTextCursor(cursor)

    @Slot()
    def _look(self) -> None:
        if not self._box.isVisible():
            return
        if self._box.isReadOnly():
            self._show(())
        elif not self._is_opened:
            self._tasks.start_load(self._opening, self._open)
        elif self._dictionary is None:
            self._show(())
        else:
            self._look_with(self._dictionary)

    async def _open(self) -> None:
        dictionary = await self.spelling.dictionary()
        if shiboken6.isValid(self):
            self._dictionary, self._is_opened = dictionary, True
            self._look()

    def _look_with(self, dictionary: Dictionary) -> None:
        doubts, unknown = [], set()
        for doubt in self._seen():
            is_right = dictionary.is_right(doubt.word)
            if is_right is None:
                unknown.add(doubt.word)
            elif not is_right:
                doubts.append(doubt)
        places = [(each.start, each.end) for each in doubts if not self._is_being_typed(each)]
        self._show(places)
        if unknown:
            self._tasks.start_load(f"words {id(self)}", self._look_up, dictionary, unknown)

    async def _look_up(self, dictionary: Dictionary, words: set[str]) -> None:
        await dictionary.look_up(words)
        if shiboken6.isValid(self):
            self._look()

    def _seen(self) -> Iterator[Doubt]:
        """The words in sight, whatever is known of them."""
        view = self._box.viewport().rect()
        corner = QPoint(view.right(), view.bottom())
        first = self._box.cursorForPosition(view.topLeft()).position() - _AROUND
        last = self._box.cursorForPosition(corner).position() + _AROUND
        block = self._box.document().findBlock(max(0, first))
        while block.isValid() and block.position() <= last:
            text = self._text(block)
            start, end = first - block.position(), last - block.position()
            for word in words_of(text, max(0, start), min(len(text), end)):
                yield _doubt(block, word)
            block = block.next()

    def _text(self, block: QTextBlock) -> str:
        """The text of a block, as many characters as Qt counts. What is not prose is left out."""
        if self._box.canvas.outline(block).kind is not Kind.TEXT:
            return ""
        text = ""
        at = block.begin()
        while not at.atEnd():
            fragment = at.fragment()
            look = fragment.charFormat()
            names = {tag.name for tag in self._box.canvas.marks(look)}
            is_prose = not look.objectType() and not names & _CODE
            prose = _PAIR.sub(ATOM * 2, fragment.text()) if is_prose else ""
            text += prose or ATOM * fragment.length()
            at += 1
        return text

    def _is_being_typed(self, doubt: Doubt) -> bool:
        place = self._box.textCursor().position()
        is_typing = self._is_typing and not self._box.document().isRedoAvailable()  # it was undone
        return is_typing and doubt.start <= place <= doubt.end

    def _show(self, places: Sequence[tuple[int, int]]) -> None:
        """Underline these places; what is there already is not painted again."""
        if [(each.selectionStart(), each.selectionEnd()) for each in self._shown] == list(places):
            return
        look = QTextCharFormat()
        look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SpellCheckUnderline)
        look.setUnderlineColor(QColor(current_colours().danger))
        document = self._box.document()
        overlays = [overlay(document, start, end, look) for start, end in places]
        self._shown = [each.cursor for each in overlays]
        self._box.overlays.show(_OWNER, overlays)

    @Slot()
    def _on_filled(self) -> None:
        """Another text: what was underlined is gone, wherever it was."""
        self._is_typing = False
        self._show(())
        self.look_soon()

    @Slot()
    def _on_typed(self) -> None:
        """Nothing is said about a word while it is written."""
        self._is_typing = True
        place = self._box.textCursor().position()
        shown = [(each.selectionStart(), each.selectionEnd()) for each in self._shown]
        others = [each for each in shown if not each[0] <= place <= each[1]]
        if len(others) < len(shown):
            self._show(others)
        self.look_soon()

    @Slot()
    def _on_moved(self) -> None:
        """See whether the cursor has left the word that was typed; typing moves it, too."""
        cursor, revision = self._box.textCursor(), self._box.document().revision()
        is_typed = revision != self._revision
        if self._is_typing and not is_typed and not self._is_same_word(cursor.position()):
            self._is_typing = False
            self.look_soon()
        self._at, self._revision = cursor.position(), revision

    def _is_same_word(self, place: int) -> bool:
        way = QTextCursor(self._box.document())
        way.setPosition(self._at)
        way.setPosition(place, _KEEP)
        return is_within_word(way.selectedText())

    @Slot()
    def _on_changed(self) -> None:
        self._tasks.cancel_load(self._opening)
        self._is_opened = False
        self.look_soon()


def _doubt(block: QTextBlock, word: Word) -> Doubt:
    return Doubt(word.text, block.position() + word.start, block.position() + word.end)


def _same(left: str, right: str) -> int:
    """How many letters are the same at the beginning."""
    pairs = zip(left, right, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(left), len(right)))
