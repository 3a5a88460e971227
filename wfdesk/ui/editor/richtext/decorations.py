"""Bullets, numbers, bars of quotations, grounds of preformatted text: painted, not stored."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QTextBlock
from PySide6.QtWidgets import QTextEdit

from wfdesk.richtext.document import Block, Kind
from wfdesk.richtext.structure import begins_item, item_depth
from wfdesk.ui.editor.richtext.canvas import Canvas

_BULLETS = "\N{BULLET}\N{WHITE BULLET}\N{BLACK SMALL SQUARE}"
_BAR = 3
_ROUND = 6


class Decorations:
    """Paints under the text of what is in sight."""

    def __init__(self, edit: QTextEdit, canvas: Canvas) -> None:
        self._edit = edit
        self._canvas = canvas

    def paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for block, rect in self.seen():
            outline = self._canvas.outline(block)
            if outline.kind is Kind.PREFORMATTED:
                self._ground(painter, rect)
            for depth, home in _quotations(outline):
                whole = self._as_far_as_next(block, rect, home)
                self._bar(painter, whole, depth, is_mirrored=_is_mirrored(block))
            if self._is_first_of_item(block, outline):
                self._sign(painter, block, outline)

    def seen(self) -> Iterator[tuple[QTextBlock, QRectF]]:
        """The blocks in sight, and where they are in the viewport."""
        layout = self._edit.document().documentLayout()
        block = self._edit.cursorForPosition(self._edit.viewport().rect().topLeft()).block()
        while block.isValid():
            rect = layout.blockBoundingRect(block).translated(self.offset())
            if rect.top() > self._edit.viewport().height():
                return
            yield block, rect
            block = block.next()

    def place_of(self, card: QTextBlock) -> QRect:
        """Where a card itself is in the viewport: without the room on its right."""
        layout = card.layout()
        line = layout.lineAt(0).naturalTextRect()
        return line.translated(layout.position() + self.offset()).toAlignedRect()

    def offset(self) -> QPointF:
        """How far what is in sight is from the beginning of the document."""
        across, down = self._edit.horizontalScrollBar(), self._edit.verticalScrollBar()
        return QPointF(-across.value(), -down.value())

    def _ground(self, painter: QPainter, rect: QRectF) -> None:
        """As wide as a card there would be."""
        document, pad = self._edit.document(), self._canvas.looks.size * 0.5
        rect.setRight(max(rect.right(), document.textWidth() - document.documentMargin()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._canvas.looks.colours.raised))
        painter.drawRoundedRect(rect.adjusted(0, -pad, 0, pad), _ROUND, _ROUND)

    def _as_far_as_next(self, block: QTextBlock, rect: QRectF, home: int | None) -> QRectF:
        """With the room below it, where the next block is in the same quotation."""
        after = block.next()
        path = self._canvas.outline(after).path if after.isValid() else ()
        if home is None or all(container.id != home for container in path):
            return rect
        layout = self._edit.document().documentLayout()
        next_top = layout.blockBoundingRect(after).top() + self.offset().y()
        return QRectF(rect.left(), rect.top(), rect.width(), next_top - rect.top())

    def _bar(self, painter: QPainter, rect: QRectF, depth: int, *, is_mirrored: bool) -> None:
        """Where the line begins: on the right of what is read from there."""
        looks, document = self._canvas.looks, self._edit.document()
        place = document.documentMargin() + (depth + 0.35) * looks.step
        if is_mirrored:
            place = document.textWidth() - place - _BAR
        top = rect.top() - (0 if rect.top() < 0 else 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(looks.colours.accent))
        painter.drawRoundedRect(QRectF(place, top, _BAR, rect.height() + 1), 1, 1)

    def _is_first_of_item(self, block: QTextBlock, outline: Block) -> bool:
        before = block.previous()
        above = [self._canvas.outline(before)] if before.isValid() else []
        return begins_item([*above, outline], len(above))

    def _sign(self, painter: QPainter, block: QTextBlock, outline: Block) -> None:
        if not block.layout().lineCount():
            return
        depth = item_depth(outline) or 0
        line = block.layout().lineAt(0)
        corner = block.layout().position() + line.position() + self.offset()
        is_mirrored = _is_mirrored(block)
        mark = "\N{RIGHT-TO-LEFT MARK}" if is_mirrored else ""
        font = self._canvas.look(block, ()).font()
        metrics = QFontMetricsF(font)
        if outline.path[depth - 1].tag.name == "ol":
            text = f"{mark}{self._number(block, outline, depth)}.{mark}"
        else:
            text = _BULLETS[(depth // 2) % len(_BULLETS)]
        gap = self._canvas.looks.size * 0.45
        width = metrics.horizontalAdvance(text)
        left = corner.x() + line.width() + gap if is_mirrored else corner.x() - gap - width
        painter.setFont(font)
        painter.setPen(QColor(self._canvas.looks.colours.muted))
        painter.drawText(QPointF(left, corner.y() + line.ascent()), text)

    def _number(self, block: QTextBlock, outline: Block, depth: int) -> int:
        """Count the items of the list from its first one on."""
        home, items = outline.path[depth - 1], {outline.path[depth].id}
        before = block.previous()
        while before.isValid():
            path = self._canvas.outline(before).path
            if len(path) <= depth or path[depth - 1].id != home.id:
                break
            items.add(path[depth].id)
            before = before.previous()
        return len(items) - 1 + _first_number(home.tag.attributes)


def _is_mirrored(block: QTextBlock) -> bool:
    return block.textDirection() == Qt.LayoutDirection.RightToLeft


def _first_number(attributes: tuple[tuple[str, str], ...]) -> int:
    start = dict(attributes).get("start", "1")
    return int(start) if start.lstrip("-").isdecimal() and len(start) < 7 else 1


def _quotations(outline: Block) -> Iterator[tuple[int, int | None]]:
    """How many steps each quotation around the block, or the block itself, is indented.

    With the id of the container; a quotation that is one block has none.
    """
    step = 0
    for container in outline.path:
        if container.tag.name == "blockquote":
            yield step, container.id
        step += container.tag.name in {"li", "blockquote"}
    if outline.tag.name == "blockquote":
        yield step, None
