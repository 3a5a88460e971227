"""Opens forms from a rich text, and puts into it what comes of them. One step of undo each."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Protocol

import shiboken6
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QWidget

from wfdesk.richtext.cards import CardKind
from wfdesk.richtext.document import Tag
from wfdesk.richtext.links import Link, shown
from wfdesk.ui.editor.fields.context import EditorContext
from wfdesk.ui.editor.richtext.box import RichTextBox
from wfdesk.ui.editor.richtext.canvas import Canvas
from wfdesk.ui.editor.richtext.cardforms import ask_card, ask_new_card
from wfdesk.ui.editor.richtext.cardpictures import CardPictures
from wfdesk.ui.editor.richtext.codeform import ask_html
from wfdesk.ui.editor.richtext.linkform import Removed, ask_link
from wfdesk.ui.editor.richtext.toolbar import ToolBar


class Ask(Protocol):
    """Gives back another source for a card, or None."""

    async def __call__(self, parent: QWidget | None, *, html: str) -> str | None: ...


class Asking(QObject):
    """While a form is open the text may have become another one: then there is no place for it."""

    def __init__(self, box: RichTextBox, tools: ToolBar, context: EditorContext) -> None:
        super().__init__(box)
        self._box = box
        self._context = context
        self._is_left = False
        self._pictures = CardPictures(context.pictures, context.tasks, self)
        box.show_pictures(self._pictures)
        box.card_opened.connect(self._on_card)
        box.source_opened.connect(self._on_source)
        box.link_requested.connect(self._on_link)
        tools.card_requested.connect(self.insert)

    @Slot(object)
    def insert(self, kind: CardKind) -> None:
        """Ask for a new card, and put it where the cursor is."""
        if not self._box.isReadOnly():
            self._start(partial(self._ask_for_new, kind))

    @Slot(object)
    def _on_source(self, block: QTextBlock) -> None:
        """Ask for another source of a card, whatever other form it has."""
        if not self._box.isReadOnly():
            self._start(partial(self._ask_for_card, QTextCursor(block), ask_html))

    @Slot(object)
    def _on_card(self, block: QTextBlock) -> None:
        if not self._box.isReadOnly():
            ask = partial(ask_card, context=self._context)
            self._start(partial(self._ask_for_card, QTextCursor(block), ask))

    @Slot()
    def _on_link(self) -> None:
        if not self._box.isReadOnly():
            self._start(self._ask_for_link)

    def leave(self) -> None:
        """Have nothing come of a form that is open; that, and the pictures, were another item's."""
        self._is_left = True
        self._pictures.forget()

    def _start(self, work: Callable[[], Coroutine[object, object, None]]) -> None:
        self._is_left = False
        self._context.tasks.start_load(f"form {id(self)}", work)

    async def _ask_for_card(self, place: QTextCursor, ask: Ask) -> None:
        before = self._box.canvas.card_of(place.block())
        after = await ask(self._box.window(), html=before)
        if after in {None, before} or not self._come_back():
            return
        block = self._find_card(place.block(), before)
        if block is not None and after is not None:
            self._box.run_step(partial(self._box.hand.replace_card, block, after))
            self._box.hand.select_card(block)

    async def _ask_for_new(self, kind: CardKind) -> None:
        html = await ask_new_card(self._box.window(), self._context, kind)
        if html is not None and self._come_back():
            self._box.run_step(partial(self._box.hand.insert_card, html))

    async def _ask_for_link(self) -> None:
        found = self._box.marking.link()
        before = Link(found.tag.attributes) if found else None
        revision = self._box.document().revision()
        answer = await ask_link(self._box.window(), self._context, before)
        if answer is None or not self._come_back() or self._box.document().revision() != revision:
            return
        if isinstance(answer, Removed):
            self._box.run_step(self._box.marking.remove_link)
        elif answer != before:
            tag = Tag("a", answer.attributes)
            self._box.run_step(partial(self._box.marking.set_link, tag, shown(answer.href)))

    def _come_back(self) -> bool:
        """Give the keyboard back to the text; return whether anything can be put into it still."""
        if not shiboken6.isValid(self) or self._is_left or self._box.isReadOnly():
            return False
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _find_card(self, block: QTextBlock, html: str) -> QTextBlock | None:
        """The card that was opened, wherever it is by now."""
        is_source = partial(_is_card, self._box.canvas, html)
        if is_source(block):
            return block
        every = self._box.document().begin()
        while every.isValid() and not is_source(every):
            every = every.next()
        return every if every.isValid() else None


def _is_card(canvas: Canvas, html: str, block: QTextBlock) -> bool:
    return block.isValid() and canvas.card_of(block) == html
