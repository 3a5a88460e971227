"""Paints cells: the name with its unsent mark, Webflow's status, and ours beside it.

A screen of rows is painted whenever one of them changes, so what a cell shows comes from the model
in one piece and is painted here, past the style: asked role by role through Qt, a screen takes four
times as long. Nothing here names ``QStyle``, whose names alone take 10 ms to load at the start.
"""

from functools import lru_cache
from typing import Final

from msgspec import Struct
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from wfdesk.domain.items import ItemStatus
from wfdesk.ui.items.model import Cell, ItemsModel
from wfdesk.ui.toolkit import icons
from wfdesk.ui.toolkit.colours import Colours
from wfdesk.ui.toolkit.labels import elided

Index = QModelIndex | QPersistentModelIndex

ROW_PADDING: Final = 12
_INSET: Final = 6
"""Between the edge of a cell and its text."""
_MARK: Final = 14
"""Room before every name for the dot of an edit; the title of the column keeps it too."""
_ICON: Final = QSize(14, 14)
_GAP: Final = 6
_SMALL_BADGE: Final = 24
_LINE: Final = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | _LINE
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | _LINE
_SLACK: Final = 4
"""Widths of text are rounded."""
_MOST_TEXTS: Final = 4_000
"""Texts whose cut form is remembered: measuring takes as long as painting."""


class ItemsDelegate(QStyledItemDelegate):
    """Status is icon and word; where the user's own work stands is a badge apart from it."""

    def __init__(self, model: ItemsModel, table: QTableView) -> None:
        super().__init__(table)
        self._model = model
        self._table = table
        self._elided = dict[tuple[str, int, Qt.TextElideMode], str]()

    def forget_widths(self) -> None:
        """Measure texts anew: the font has changed."""
        self._elided.clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = self._model.cell(index.row(), index.column())
        if cell is None:
            return
        rect, colours = option.rect, icons.current_colours()
        if self._table.selectionModel().isSelected(index):
            painter.fillRect(rect, _ink(colours.selected))
        room = rect.adjusted(_INSET, 0, -_INSET, 0)
        if cell.is_name:
            if cell.mark:
                _dot(painter, room, _ink(colours.of(cell.mark.tone)))
            room.setLeft(room.left() + _MARK)
        elif cell.is_status and cell.mark:
            self._badge(painter, option, room, cell)
        if cell.sign is not None:
            sign = cell.sign
            icons.paint(painter, _first(room, _ICON), sign.icon, colours.of(sign.tone))
            room.setLeft(room.left() + _ICON.width() + _GAP)
        if cell.swatch:
            room.setLeft(_swatch(painter, room, cell.swatch, colours))
        painter.setPen(_ink(colours.muted if cell.is_quiet else colours.text))
        self._text(painter, option, room, cell)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as what there is to read: a double click on a column's edge asks for it."""
        cell = self._model.cell(index.row(), index.column())
        metrics = option.fontMetrics
        width = 2 * _INSET + _SLACK
        if cell is not None:
            width += metrics.horizontalAdvance(cell.text) + _MARK * cell.is_name
            width += (_ICON.width() + _GAP) * (cell.sign is not None or bool(cell.swatch))
            if cell.is_status and cell.mark:
                width += _GAP + _word_width(metrics, cell.word)
        return QSize(width, metrics.height() + ROW_PADDING)

    def _text(
        self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, cell: Cell
    ) -> None:
        width = max(room.width(), 0)
        # Names are told apart by their ends as well.
        mode = Qt.TextElideMode.ElideMiddle if cell.is_name else Qt.TextElideMode.ElideRight
        text = self._elided.get((cell.text, width, mode))
        if text is None:
            text = elided(option.fontMetrics, cell.text, mode, width)
            if len(self._elided) == _MOST_TEXTS:
                self._elided.clear()
            self._elided[cell.text, width, mode] = text
        if cell.is_untitled:
            font = QFont(option.font)
            font.setItalic(True)
            painter.setFont(font)
        painter.drawText(room, _RIGHT if cell.is_number else _LEFT, text)
        if cell.is_untitled:
            painter.setFont(option.font)

    def _badge(
        self, painter: QPainter, option: QStyleOptionViewItem, room: QRect, cell: Cell
    ) -> None:
        """Paint the badge flush right, and leave the room before it."""
        metrics, mark = option.fontMetrics, cell.mark
        if mark is None:
            return
        width = badge_width(metrics, room.width(), cell.text, cell.word)
        colour = icons.current_colours().of(mark.tone)
        ink = _ink(colour)
        rect = QRect(room.right() - width + 1, 0, width, metrics.height() + 2)
        rect.moveTop(room.center().y() - rect.height() // 2)
        tint = QColor(ink)
        tint.setAlpha(30)
        _round(painter, rect, tint)
        if width == _SMALL_BADGE:
            icons.paint(painter, _centred(rect, _ICON), mark.icon, colour)
        else:
            painter.setPen(ink)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, cell.word)
        room.setRight(rect.left() - _GAP)


def name_width(metrics: QFontMetrics) -> int:
    """Room for a name of forty letters, by which most are told apart."""
    return 2 * _INSET + _MARK + 40 * metrics.averageCharWidth()


class StatusWidths(Struct, frozen=True):
    """Room for any status: by itself, beside the icon of an edit, and beside its word."""

    alone: int
    with_icon: int
    with_word: int


def status_widths(metrics: QFontMetrics) -> StatusWidths:
    words = max(metrics.horizontalAdvance(status.value) for status in ItemStatus)
    alone = 2 * _INSET + _status_width(words) + _SLACK
    word = _word_width(metrics, "Unsent")
    return StatusWidths(alone, alone + _GAP + _SMALL_BADGE, alone + _GAP + word)


def date_width(metrics: QFontMetrics) -> int:
    """Room for a day of another year."""
    return 2 * _INSET + metrics.horizontalAdvance("28 May 2028") + 2 * _SLACK


def badge_width(metrics: QFontMetrics, room: int, status: str, word: str) -> int:
    """The badge gives way before the status does: it shrinks to its icon."""
    full = _word_width(metrics, word)
    taken = _status_width(metrics.horizontalAdvance(status))
    return full if taken + _GAP + full <= room else _SMALL_BADGE


def _status_width(word: int) -> int:
    return _ICON.width() + _GAP + word


def _word_width(metrics: QFontMetrics, word: str) -> int:
    return metrics.horizontalAdvance(word) + 16


@lru_cache(maxsize=64)
def _ink(colour: str) -> QColor:
    return QColor(colour)


def _dot(painter: QPainter, room: QRect, ink: QColor) -> None:
    _round(painter, _first(room, QSize(6, 6)), ink)


def _swatch(painter: QPainter, room: QRect, colour: str, colours: Colours) -> int:
    """Paint a square of the colour; return where the text begins. Some are no colour for Qt."""
    ink = QColor(colour)
    if not ink.isValid():
        return room.left()
    square = _first(room, _ICON)
    painter.fillRect(square, _ink(colours.edge))
    painter.fillRect(square.adjusted(1, 1, -1, -1), ink)
    return room.left() + _ICON.width() + _GAP


def _round(painter: QPainter, rect: QRect, ink: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _first(room: QRect, size: QSize) -> QRect:
    rect = QRect(room.topLeft(), size)
    rect.moveTop(room.center().y() - size.height() // 2 + 1)
    return rect


def _centred(around: QRect, size: QSize) -> QRect:
    rect = QRect(QPoint(0, 0), size)
    rect.moveCenter(around.center())
    return rect
