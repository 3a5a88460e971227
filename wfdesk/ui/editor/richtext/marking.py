"""Marks of what is selected, or of what is typed next: bold, a link, and the like."""

from collections.abc import Callable, Collection, Iterator

from msgspec import Struct
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from wfdesk.richtext.document import Tag
from wfdesk.richtext.marks import Marks, has_mark, link_of, with_mark, without_mark
from wfdesk.ui.editor.richtext.canvas import Canvas, fragments, one_step
from wfdesk.ui.editor.richtext.meanings import CARD


class Link(Struct, frozen=True):
    """A link in a block, and where its text begins and ends in the document."""

    tag: Tag
    start: int
    end: int


class Marking:
    def __init__(self, edit: QTextEdit, canvas: Canvas) -> None:
        self._edit = edit
        self._canvas = canvas

    def are_on(self, names: Collection[str]) -> frozenset[str]:
        """Those marks that all that is selected has, or what is typed next."""
        if not self._edit.textCursor().hasSelection():
            marks = self.next_marks()
            return frozenset(name for name in names if has_mark(marks, name))
        found = {self._canvas.marks(look) for _, _, _, look in self._selected()}
        return frozenset(
            name for name in names if found and all(has_mark(marks, name) for marks in found)
        )

    def is_on(self, name: str) -> bool:
        return name in self.are_on({name})

    def toggle(self, name: str) -> None:
        if self.is_on(name):
            self._change(lambda marks: without_mark(marks, name))
        else:
            self._change(lambda marks: with_mark(marks, Tag(name)))

    def clear(self) -> None:
        """Take all marks away but links."""
        self._change(lambda marks: tuple(tag for tag in marks if tag.name == "a"))

    def next_marks(self) -> Marks:
        """Those of what is typed next: a link ends where its text ends."""
        cursor = self._edit.textCursor()
        marks = self._canvas.marks(self._edit.currentCharFormat())
        link = link_of(marks)
        if link is None or self._is_inside(cursor, link):
            return marks
        return without_mark(marks, "a")

    def next_look(self) -> QTextCharFormat:
        return self._canvas.look(self._edit.textCursor().block(), self.next_marks())

    def link(self) -> Link | None:
        """The link at the cursor, or the first one that is selected."""
        cursor = self._edit.textCursor()
        block = self._edit.document().findBlock(cursor.selectionStart())
        found: list[Link] = []
        for start, end, look in fragments(block):
            tag = link_of(self._canvas.marks(look))
            if tag is None:
                continue
            if found and found[-1].tag == tag and found[-1].end == start:
                start = found.pop().start  # noqa: PLW2901  # the same link with other marks
            found.append(Link(tag, start, end))
        first, last = cursor.selectionStart(), cursor.selectionEnd()
        return next((each for each in found if each.start <= last and first <= each.end), None)

    def href_at(self, cursor: QTextCursor) -> str:
        """Where the link of the letter before a place leads; empty without one."""
        tag = link_of(self._canvas.marks(cursor.charFormat()))
        return dict(tag.attributes).get("href", "") if tag else ""

    def set_link(self, tag: Tag, text: str = "") -> None:
        """Link what is selected, or the link at the cursor anew, or put linked text there."""
        cursor = self._edit.textCursor()
        if cursor.hasSelection():
            self._change(lambda marks: with_mark(marks, tag))
        elif (link := self.link()) is not None:
            self._change_within(link.start, link.end, lambda marks: with_mark(marks, tag))
        else:
            marks = with_mark(self.next_marks(), tag)
            cursor.insertText(text, self._canvas.look(cursor.block(), marks))
            self._edit.setCurrentCharFormat(self.next_look())

    def remove_link(self) -> None:
        if self._edit.textCursor().hasSelection():
            self._change(lambda marks: without_mark(marks, "a"))
        elif (link := self.link()) is not None:
            self._change_within(link.start, link.end, lambda marks: without_mark(marks, "a"))

    def _change(self, change: Callable[[Marks], Marks]) -> None:
        cursor = self._edit.textCursor()
        if cursor.hasSelection():
            self._change_within(cursor.selectionStart(), cursor.selectionEnd(), change)
            return
        look = self._canvas.look(cursor.block(), change(self.next_marks()))
        self._edit.setCurrentCharFormat(look)

    def _change_within(self, start: int, end: int, change: Callable[[Marks], Marks]) -> None:
        with one_step(self._edit.textCursor()):
            for block, first, last, look in list(self._within(start, end)):
                marks = change(self._canvas.marks(look))
                self._canvas.redress(block, first, last, look, marks)

    def _selected(self) -> Iterator[tuple[QTextBlock, int, int, QTextCharFormat]]:
        cursor = self._edit.textCursor()
        return self._within(cursor.selectionStart(), cursor.selectionEnd())

    def _within(
        self, start: int, end: int
    ) -> Iterator[tuple[QTextBlock, int, int, QTextCharFormat]]:
        """The stretches of text between two places; cards are none."""
        block = self._edit.document().findBlock(start)
        while block.isValid() and block.position() < end:
            for first, last, look in fragments(block):
                if first < end and start < last and look.objectType() != CARD:
                    yield block, max(first, start), min(last, end), look
            block = block.next()

    def _is_inside(self, cursor: QTextCursor, link: Tag) -> bool:
        """Whether there is text of the link on both sides of the cursor."""
        place = cursor.position()
        around = [
            link_of(self._canvas.marks(look))
            for start, end, look in fragments(cursor.block())
            if start <= place <= end
        ]
        within = any(start < place < end for start, end, _ in fragments(cursor.block()))
        return bool(around) and all(tag == link for tag in around) and (within or len(around) > 1)
