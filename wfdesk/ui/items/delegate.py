"""Paints cells: the name with its unsent mark, Webflow's status, and ours beside it."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from wfdesk.domain.edits import Work
from wfdesk.domain.ids import NAME
from wfdesk.domain.tables import STATUS
from wfdesk.ui.items import rows
from wfdesk.ui.items.model import NAME_INDENT, Column, Role
from wfdesk.ui.toolkit import icons

Index = QModelIndex | QPersistentModelIndex

_PAD: Final = 7
ROW_PADDING: Final = 12
_ICON: Final = QSize(14, 14)


class ItemsDelegate(QStyledItemDelegate):
    """Status is icon and word; where the user's own work stands is a pill apart from it."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802  # Qt's name
        super().initStyleOption(option, index)
        option.state &= ~(QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_MouseOver)
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

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.initStyleOption(option, index)
        widget, column, work = option.widget, index.data(Role.COLUMN), index.data(Role.WORK)
        if not isinstance(column, Column):
            return
        word = rows.unsent_word(work) if isinstance(work, Work) else ""
        if column.slug == STATUS:
            _cut(option, word)
        style = widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, widget)
        if not word or column.slug not in {NAME, STATUS}:
            return
        colours = icons.current_colours()
        ink = QColor(colours.of(rows.unsent_sign(work).tone))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if column.slug == NAME:
            _dot(painter, option, ink)
        else:
            _pill(painter, option, ink, word)
        painter.restore()


def _mute(option: QStyleOptionViewItem) -> None:
    muted = QColor(icons.current_colours().muted)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
        option.palette.setColor(role, muted)


def _cut(option: QStyleOptionViewItem, word: str) -> None:
    """Cut the status short where the pill begins."""
    room = option.rect.width() - _ICON.width() - 3 * _PAD
    room -= option.fontMetrics.horizontalAdvance(word) + 24 if word else 0
    mode = Qt.TextElideMode.ElideRight
    option.text = option.fontMetrics.elidedText(option.text, mode, max(room, 0))


def _dot(painter: QPainter, option: QStyleOptionViewItem, ink: QColor) -> None:
    dot = QRect(option.rect.left() + _PAD - 1, 0, 6, 6)
    dot.moveTop(option.rect.center().y() - 2)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(dot)


def _pill(painter: QPainter, option: QStyleOptionViewItem, ink: QColor, word: str) -> None:
    width = option.fontMetrics.horizontalAdvance(word) + 16
    pill = QRect(option.rect.right() - width - 6, 0, width, option.fontMetrics.height() + 2)
    pill.moveTop(option.rect.center().y() - pill.height() // 2 + 1)
    if pill.left() < option.rect.left():
        return
    tint = QColor(ink)
    tint.setAlpha(30)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    painter.setPen(ink)
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, word)
