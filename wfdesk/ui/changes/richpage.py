"""Rich text to read in a review: as it looks, with signs beside what differs.

The text is laid out by Qt; bullets, bars and boxes are painted beside it and are no part of it.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QPen,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QWidget

from wfdesk.richtext.comparing import State
from wfdesk.ui.changes.exacttext import ExactText
from wfdesk.ui.changes.richlines import Line, Role
from wfdesk.ui.toolkit.labels import is_right_to_left

_TALLEST = 520
"""Pixels after which it scrolls instead of pushing the other fields away."""
_ROUND = 4
_EDGE = 4
_PADDING = 0.6
"""Between the lines of a box and its frame, in letters' heights."""
_BAR = 3
_SIGNS = {State.ADDED: "+", State.REMOVED: "\N{MINUS SIGN}", State.CHANGED: "~"}

_Placed = tuple[Line, QRectF]


class RichPage(ExactText):
    """Takes no keys and opens no links; what is copied is the text itself."""

    def __init__(self, lines: Sequence[Line], parent: QWidget | None = None) -> None:
        self._lines = tuple(lines)
        self._written_em = 0
        self._has_signs = any(line.state is not State.SAME for line in lines)
        super().__init__((), parent)
        self.set_tallest(_TALLEST)
        self.setAccessibleName("Text")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._em() != self._written_em:
            self._write()  # Margins go with the size of the letters.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0, -self.verticalScrollBar().value())
        seen = QRectF(event.rect()).translated(0, self.verticalScrollBar().value())
        placed = list(self._placed(seen))
        self._paint_grounds(painter, placed)
        for line, rect in placed:
            if line.marker:
                self._paint_marker(painter, line, rect)
            if line.role is Role.QUOTE:
                by = 0.75 * self._em()
                left = rect.right() + by - 2 if _is_rtl(line) else rect.left() - by
                bar = QRectF(left, rect.top(), 2, rect.height())
                painter.fillRect(bar, QColor(self._colours.edge))
        painter.end()
        super().paintEvent(event)

    def _fill(self, cursor: QTextCursor) -> None:
        self._written_em = self._em()
        frame = self.document().rootFrame().frameFormat()
        frame.setTopMargin(_EDGE)  # Room for grounds and boxes, which are larger than their text.
        frame.setBottomMargin(_EDGE)
        self.document().rootFrame().setFrameFormat(frame)
        around = (None, *self._lines, None)
        for number, line in enumerate(self._lines):
            look = self._look_of(line, around[number], around[number + 2])
            if number:
                self._insert_block(cursor, look)
            else:
                cursor.setBlockFormat(look)
            self._insert(cursor, line.stretches)

    def _em(self) -> int:
        return self.fontMetrics().height()

    def _gutter(self) -> float:
        return 1.5 * self._em() if self._has_signs else 0

    def _look_of(self, line: Line, before: Line | None, after: Line | None) -> QTextBlockFormat:
        em = self._em()
        look = QTextBlockFormat()
        side = line.depth * 1.5 * em + {Role.QUOTE: em, Role.CARD: _PADDING * em}.get(line.role, 0)
        is_rtl = _is_rtl(line)
        look.setLeftMargin(self._gutter() + (0 if is_rtl else side))
        look.setRightMargin(side if is_rtl else _PADDING * em if line.role is Role.CARD else 4)
        look.setTopMargin(self._above(line, before) * em)
        if line.role is Role.CARD:  # The box stands around its lines.
            is_first, is_last = _is_edge(line, before), _is_edge(line, after)
            look.setTopMargin(look.topMargin() + (_PADDING / 2 * em if is_first else 0))
            look.setBottomMargin(_PADDING * 1.5 * em if is_last else 0)
        return look

    def _above(self, line: Line, before: Line | None) -> float:
        """How far it stands from the line above, in letters' heights."""
        if before is None:
            return 0
        if before.group == line.group and line.group:
            return 0.1
        is_list = bool(line.depth and before.depth)
        if is_list and State.SAME in {line.state, before.state} and line.state is before.state:
            return 0.2
        return 0.8 if line.heading else 0.6

    def _placed(self, seen: QRectF) -> Iterator[_Placed]:
        """Find the lines that are in sight, each with its place; all of a group's, or none."""
        layout = self.document().documentLayout()
        block: QTextBlock = self.document().firstBlock()
        for line in self._lines:
            rect = layout.blockBoundingRect(block)
            if rect.top() > seen.bottom() + 400:
                return
            if rect.bottom() > seen.top() - 400:
                left = block.blockFormat().leftMargin()
                right = self.viewport().width() - block.blockFormat().rightMargin()
                top = rect.top()
                yield line, QRectF(left, top, right - left, rect.height())
            block = block.next()

    def _paint_grounds(self, painter: QPainter, placed: Sequence[_Placed]) -> None:
        for (_group, state), each in groupby(placed, lambda one: (one[0].group, one[0].state)):
            lines = list(each)
            if state is not State.SAME:
                self._paint_sign(painter, state, lines)
            cards = [rect for line, rect in lines if line.role is Role.CARD]
            if cards:
                self._paint_box(painter, cards[0].united(cards[-1]))
            for line, rect in lines:
                if line.role is Role.CODE:
                    painter.fillRect(rect.adjusted(-4, 0, 4, 0), QColor(self._colours.raised))

    def _paint_sign(self, painter: QPainter, state: State, lines: Sequence[_Placed]) -> None:
        colours = self._colours
        tones = {
            State.ADDED: (colours.ok, colours.ok_ground),
            State.REMOVED: (colours.danger, colours.danger_ground),
            State.CHANGED: (colours.changed, ""),
        }
        tone, ground = tones[state]
        first, last = lines[0][1], lines[-1][1]
        spare = _PADDING / 2 * self._em() if lines[-1][0].role is Role.CARD else 0
        top, bottom = first.top() - 2, last.bottom() + 2 + spare
        width = self.viewport().width()
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(QRectF(0, top, width, bottom - top), _ROUND, _ROUND)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tone))
        painter.drawRoundedRect(QRectF(0, top, _BAR, bottom - top), 1, 1)
        painter.setPen(QColor(tone))
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        where = QRectF(_BAR, first.top(), self._gutter() - _BAR, self._em())
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter, _SIGNS[state])

    def _paint_box(self, painter: QPainter, inside: QRectF) -> None:
        by = _PADDING * self._em() - 3
        painter.setPen(QPen(QColor(self._colours.edge), 1))
        painter.setBrush(QColor(self._colours.raised))
        box = inside.adjusted(-by, -by / 2, by, by / 2)
        painter.drawRoundedRect(box.translated(0.5, 0.5), _ROUND, _ROUND)

    def _paint_marker(self, painter: QPainter, line: Line, rect: QRectF) -> None:
        painter.setPen(QColor(self._colours.muted))
        painter.setFont(self.font())
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(line.marker)
        is_rtl = _is_rtl(line)
        gap = 0.5 * self._em()
        left = rect.right() + gap if is_rtl else rect.left() - gap - width
        painter.drawText(QPointF(left, rect.top() + metrics.ascent()), line.marker)


def _is_rtl(line: Line) -> bool:
    return is_right_to_left("".join(each.text for each in line.stretches))


def _is_edge(line: Line, beside: Line | None) -> bool:
    """Whether the box of a card ends between the two."""
    return beside is None or (beside.group, beside.role) != (line.group, line.role)
