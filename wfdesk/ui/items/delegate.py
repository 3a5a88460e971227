"""Paints cells: the name with its unsent mark, Webflow's status, and ours beside it."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from wfdesk.domain.edits import Work
from wfdesk.domain.ids import NAME
from wfdesk.domain.items import ItemStatus
from wfdesk.domain.tables import STATUS
from wfdesk.ui.items import rows
from wfdesk.ui.items.model import NAME_INDENT, Column, Role
from wfdesk.ui.toolkit import icons

Index = QModelIndex | QPersistentModelIndex

_MARKED: Final = frozenset({NAME, STATUS})
"""The columns that say what is unsent."""
_PAD: Final = 7
ROW_PADDING: Final = 12
_ICON: Final = QSize(14, 14)
_GAP: Final = 6
_MARGIN: Final = 6
_SMALL_BADGE: Final = 24
_SLACK: Final = 4
"""Widths of text are rounded, and the style takes a pixel of its own."""


class ItemsDelegate(QStyledItemDelegate):
    """Status is icon and word; where the user's own work stands is a pill apart from it.

    Qt paints the cell, and asks ``initStyleOption`` what is in it; our marks come on top. Nothing
    here names ``QStyle``: its names take 10 ms to load, which the first paint would wait for.
    """

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802  # Qt's name
        super().initStyleOption(option, index)
        column, work = index.data(Role.COLUMN), index.data(Role.WORK)
        if not isinstance(column, Column):
            return
        if column.slug == NAME:
            option.text = NAME_INDENT + option.text
            option.font.setItalic(isinstance(work, Work) and not work.name)
        elif column.slug != STATUS:
            _mute(option)
        elif isinstance(work, Work):
            sign = rows.status_sign(work)
            option.icon = icons.icon(sign.icon, sign.tone)
            option.decorationSize = _ICON
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        if column.slug == STATUS:
            _cut(option, _badge_width(option, str(index.data(Role.UNSENT))))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        column, work = index.data(Role.COLUMN), index.data(Role.WORK)
        if not isinstance(column, Column) or column.slug not in _MARKED:
            return
        word = str(index.data(Role.UNSENT))
        if not word or not isinstance(work, Work):
            return
        sign = rows.unsent_sign(work)
        ink = QColor(icons.current_colours().of(sign.tone))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if column.slug == NAME:
            _dot(painter, option, ink)
        else:
            badge = _badge_width(option, word, index.data(Qt.ItemDataRole.DisplayRole))
            rect = _badge(painter, option, ink, badge)
            if badge == _SMALL_BADGE:
                icons.icon(sign.icon, sign.tone).paint(painter, _centred(rect, _ICON))
            else:
                painter.setPen(ink)
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, word)
        painter.restore()


def _mute(option: QStyleOptionViewItem) -> None:
    muted = QColor(icons.current_colours().muted)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
        option.palette.setColor(role, muted)


def status_width(metrics: QFontMetrics) -> int:
    """Room for any status beside the badge of an edit."""
    words = max(metrics.horizontalAdvance(status.value) for status in ItemStatus)
    return _status_width(words) + _GAP + _word_badge_width(metrics, "Unsent") + _MARGIN + _SLACK


def _status_width(word: int) -> int:
    return _ICON.width() + 3 * _PAD + word


def _word_badge_width(metrics: QFontMetrics, word: str) -> int:
    return metrics.horizontalAdvance(word) + 16


def _badge_width(option: QStyleOptionViewItem, word: str, text: str = "") -> int:
    """The badge gives way before the status, *text*, does: it shrinks to its icon."""
    if not word:
        return 0
    metrics = option.fontMetrics
    full = _word_badge_width(metrics, word)
    status = _status_width(metrics.horizontalAdvance(text or option.text))
    return full if status + _GAP + full + _MARGIN <= option.rect.width() else _SMALL_BADGE


def _cut(option: QStyleOptionViewItem, badge: int) -> None:
    """Cut the status short where the badge begins."""
    room = option.rect.width() - _status_width(0)
    room -= _GAP + badge + _MARGIN if badge else 0
    mode = Qt.TextElideMode.ElideRight
    option.text = option.fontMetrics.elidedText(option.text, mode, max(room, 0))


def _dot(painter: QPainter, option: QStyleOptionViewItem, ink: QColor) -> None:
    dot = QRect(option.rect.left() + _PAD - 1, 0, 6, 6)
    dot.moveTop(option.rect.center().y() - 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(dot)


def _badge(painter: QPainter, option: QStyleOptionViewItem, ink: QColor, width: int) -> QRect:
    """Paint the ground of the badge, flush right; return where it lies."""
    height = option.fontMetrics.height() + 2
    rect = QRect(option.rect.right() - width - _MARGIN, 0, width, height)
    rect.moveTop(option.rect.center().y() - height // 2)
    tint = QColor(ink)
    tint.setAlpha(30)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    painter.drawRoundedRect(rect, height / 2, height / 2)
    return rect


def _centred(around: QRect, size: QSize) -> QRect:
    rect = QRect(QPoint(0, 0), size)
    rect.moveCenter(around.center())
    return rect
