"""The place where rich text is written: a text edit that knows only our own document."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QMimeData,
    QPoint,
    QRect,
    QSize,
    Qt,
    QUrl,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextBlock,
)
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QToolTip, QWidget

from wfdesk.richtext.document import Document, Kind
from wfdesk.ui.editor.richtext.canvas import Canvas
from wfdesk.ui.editor.richtext.cardobject import CardObject
from wfdesk.ui.editor.richtext.cardpictures import CardPictures
from wfdesk.ui.editor.richtext.cardvoice import CardVoice
from wfdesk.ui.editor.richtext.clipping import Clipping
from wfdesk.ui.editor.richtext.decorations import Decorations
from wfdesk.ui.editor.richtext.dragging import Dragging
from wfdesk.ui.editor.richtext.dropping import Dropping
from wfdesk.ui.editor.richtext.hand import Hand
from wfdesk.ui.editor.richtext.insertion import Insertion
from wfdesk.ui.editor.richtext.keyboard import Keyboard
from wfdesk.ui.editor.richtext.keys import CONTROL, KEYS, combination
from wfdesk.ui.editor.richtext.looks import LINE_HEIGHT
from wfdesk.ui.editor.richtext.marking import Marking
from wfdesk.ui.editor.richtext.meanings import ATOM_OBJECT, CARD
from wfdesk.ui.editor.richtext.overlays import Overlays
from wfdesk.ui.editor.richtext.pasting import Pasting
from wfdesk.ui.editor.richtext.place import START, Place, place_in, return_to
from wfdesk.ui.editor.richtext.typist import Typist
from wfdesk.ui.toolkit.destinations import destination_tip
from wfdesk.ui.toolkit.icons import current_colours
from wfdesk.ui.toolkit.sight import show_place

_LEAST, _MOST = 8, 22
"""Lines of text the box is high."""
_LONG = 60
"""Blocks from which a text fills the box, whatever it is: to measure it would take long."""
_PADDING = 10
_SCROLLING = 24
"""Pixels from the edge of what is seen of the form where something dragged scrolls it."""
_FRAME = 8
"""Pixels of the border and the room within, above and below together."""


class RichTextBox(QTextEdit):
    """Everything typed, pasted and dropped goes through our own hands, so that it has a meaning.

    Nothing is loaded by the document: it has no pictures of its own.
    """

    touched = Signal()
    """The text, or how it is marked, is another one."""
    filled = Signal()
    """Another text is shown."""
    typed = Signal()
    """Somebody types: the word at the cursor may not be whole yet."""
    step_due = Signal()
    """What was done so far, and what comes now, are two steps of undo."""
    card_opened = Signal(object)  # QTextBlock
    source_opened = Signal(object)  # QTextBlock
    menu_requested = Signal(QPoint)
    link_requested = Signal()
    link_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptRichText(True)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(_PADDING)
        self.canvas = Canvas(self.document(), current_colours(), self._font_size())
        self.hand = Hand(self, self.canvas)
        self.marking = Marking(self, self.canvas)
        typist = Typist(self, self.hand, self.marking)
        typist.step_due.connect(self.step_due)
        self._keyboard = Keyboard(self, typist)
        self.insertion = Insertion(self, self.canvas, self.hand)
        self.clipping = Clipping(self, self.canvas)
        self.pasting = Pasting(self, self.clipping, self.hand, self.insertion, self.run_step)
        self.overlays = Overlays(self)
        self._decorations = Decorations(self, self.canvas)
        remove = partial(self.run_step, self.hand.remove)
        self._dragging = Dragging(self, self.clipping, self._decorations, remove)
        self._dropping = Dropping(self, self._dragging, self.pasting, self._decorations)
        self._objects = CardObject(self.canvas, self._is_selected, self)
        for kind in (CARD, ATOM_OBJECT):
            self.document().documentLayout().registerHandler(kind, self._objects)
        self._voice = CardVoice(self, self.canvas, self.hand)
        self._is_filling = False
        self._changed_at = 0
        self.document().contentsChange.connect(self._on_change)
        self.cursorPositionChanged.connect(self._take_card)
        self.selectionChanged.connect(self._take_card)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.set_text(Document())

    def set_text(self, text: Document, place: Place = START) -> None:
        """Show a text in place of the one that is there; there is nothing to undo then."""
        self._is_filling = True
        self.setUpdatesEnabled(False)
        self.canvas.fill(text)
        self.setUpdatesEnabled(True)
        self._is_filling = False
        self._fit()
        return_to(self, place)
        self.filled.emit()

    def content(self) -> Document:
        """The text as it is now. Not called ``text``: that is a string in all of Qt."""
        return self.canvas.text()

    def show_pictures(self, pictures: CardPictures) -> None:
        """Show those of cards as they come."""
        self._objects.pictures = pictures
        pictures.came.connect(self.viewport().update)

    def run_step(self, work: Callable[[], object]) -> None:
        """Do something that is one step of undo."""
        if self.isReadOnly():
            return
        self.step_due.emit()
        work()
        self.ensureCursorVisible()
        self.step_due.emit()

    def go_to_change(self) -> None:
        """Put the cursor behind what was changed last, be it undone or redone."""
        cursor = self.textCursor()
        cursor.setPosition(min(self._changed_at, self.document().characterCount() - 1))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def has_other_looks(self) -> bool:
        """Whether the text looks otherwise than it has to by now."""
        return not self.canvas.looks.are_for(current_colours(), self._font_size())

    def restyle(self) -> None:
        """Take the size and the colours that are in force; Qt's own undo ends with that."""
        text, place = self.content(), place_in(self)
        self.canvas.set_looks(current_colours(), self._font_size())
        self.set_text(text, place)

    # What Qt asks for.

    def sizeHint(self) -> QSize:
        line = QFontMetrics(self._text_font()).lineSpacing() * LINE_HEIGHT / 100
        most = round(_MOST * line)
        is_long = self.document().blockCount() > _LONG
        height = most if is_long else min(most, round(self.document().size().height()))
        return QSize(super().sizeHint().width(), max(round(_LEAST * line), height) + _FRAME)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self._decorations.paint(painter)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setClipRegion(event.region())
        painter.translate(-self.horizontalScrollBar().value(), -self.verticalScrollBar().value())
        self._objects.draw_selected(painter)
        painter.resetTransform()
        self._dropping.paint(painter)
        painter.end()

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: N802  # Qt's name
        """Keep Tab where it means something: in lists and in preformatted text."""
        return False if self._keyboard.has_tabs() else super().focusNextPrevChild(is_next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._voice.begin()

    def event(self, event: QEvent) -> bool:
        is_ours = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_ours and isinstance(event, QKeyEvent) and combination(event) in KEYS:
            event.accept()
            return True
        return super().event(event)

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Give nothing away: a document of ours has no files, and none is opened for it."""
        return QByteArray()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            href = self.marking.href_at(self.cursorForPosition(event.pos()))
            QToolTip.showText(event.globalPos(), destination_tip(href) if href else "", self)
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_tab = event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
        if is_tab and not self._keyboard.has_tabs():
            event.ignore()
        elif self.isReadOnly() and event.matches(QKeySequence.StandardKey.Copy):
            self.clipping.copy()
        elif self.isReadOnly():
            super().keyPressEvent(event)
        else:
            if self._keyboard.press(event):
                event.accept()
                self.ensureCursorVisible()
            else:
                super().keyPressEvent(event)
            show_place(self.viewport(), self.cursorRect())  # The form may show but a part of us.

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802  # Qt's name
        if (event.commitString() or event.preeditString()) and not self.isReadOnly():
            if self.hand.selected_card() is not None:
                self.run_step(self.hand.make_room)
            elif self.textCursor().hasSelection():
                self.hand.make_room()
            self.setCurrentCharFormat(self.marking.next_look())
            self.typed.emit()
        super().inputMethodEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        card = self._card_at(event)
        is_left = event.button() == Qt.MouseButton.LeftButton
        if card is not None and is_left:
            if not self._is_selected(card.position()):
                self.hand.select_card(card)
            self._dragging.press(event, self._decorations.place_of(card))
            return
        selected = self._dragging.selection_at(event)
        super().mousePressEvent(event)
        if is_left and selected and selected == self._dragging.selection_at(event):
            self._dragging.press(event)  # It was not a third click, which selects more.

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._dragging.move(event):
            super().mouseMoveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if (card := self._card_at(event)) is not None:
            self.card_opened.emit(card)
        else:
            super().mouseDoubleClickEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu for the place under the pointer, or for that of the cursor."""
        is_pointed = event.reason() == QContextMenuEvent.Reason.Mouse
        at = event.pos() if is_pointed else self.cursorRect().center()
        if is_pointed and not self.textCursor().hasSelection():
            self.setTextCursor(self.cursorForPosition(at))
        self.menu_requested.emit(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_pressed, card = self._dragging.release(), self._card_at(event)
        super().mouseReleaseEvent(event)
        if was_pressed and card is not None:
            self.hand.select_card(card)
        is_click = event.modifiers() == CONTROL and not self.textCursor().hasSelection()
        if is_click and (link := self.marking.link()) is not None:
            self.link_opened.emit(dict(link.tag.attributes).get("href", ""))

    # Cards.

    def _is_selected(self, place: int) -> bool:
        cursor = self.textCursor()
        return cursor.selectionStart() <= place < cursor.selectionEnd()

    def _card_at(self, event: QMouseEvent) -> QTextBlock | None:
        place = event.position()
        for block, rect in self._decorations.seen():
            if rect.contains(place) and self.canvas.card_of(block):
                return block
        return None

    @Slot()
    def _take_card(self) -> None:
        """Select the card that the cursor has come to: it cannot be written in.

        The cursor itself is not shown then; it would stand at the edge of the card.
        """
        cursor = self.textCursor()
        if not cursor.hasSelection() and self.canvas.outline(cursor.block()).kind is Kind.CARD:
            self.hand.select_card(cursor.block())
        self.setCursorWidth(1 if self.hand.selected_card() is None else 0)

    # The document.

    @Slot(int, int, int)
    def _on_change(self, at: int, _removed: int, added: int) -> None:
        self._changed_at = at + added
        if not self._is_filling:
            self.touched.emit()

    @Slot()
    def _fit(self) -> None:
        self.updateGeometry()

    def _font_size(self) -> int:
        return max(9, self.font().pixelSize())

    def _text_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(self.canvas.looks.size)
        return font

    # The clipboard, and what is dragged.

    def cut_selection(self) -> None:
        self.clipping.copy()
        self.hand.remove()

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802  # Qt's name
        return self.clipping.dragged()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return self.clipping.can_take(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.pasting.take(source)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        around = QRect(0, 0, 1, _SCROLLING)
        around.moveCenter(event.position().toPoint())
        show_place(self.viewport(), around)  # At the edge of the form that is what scrolls it.
        if self._dropping.show_line(event):
            super().dragLeaveEvent(QDragLeaveEvent())  # Qt scrolls no longer, and shows no cursor.
            event.acceptProposedAction()
        else:
            super().dragMoveEvent(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802  # Qt's name
        self._dropping.hide_line()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.dragLeaveEvent(QDragLeaveEvent())  # Where it would come is shown no longer.
        self._dropping.drop(event)
