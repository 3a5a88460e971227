"""Paints a row of the tree: icon and title on the left, quiet numbers flush right."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from wfdesk.ui.sites.model import Kind, Row, SitesModel
from wfdesk.ui.toolkit import icons
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.stylesheet import SMALL

Index = QModelIndex | QPersistentModelIndex

_MARGIN: Final = 8
_GAP: Final = 6
_ICONS: Final = {
    Kind.CHANGES: "changes",
    Kind.PROBLEMS: "problems",
    Kind.SITE: "site",
    Kind.COLLECTION: "collection",
}


class SitesDelegate(QStyledItemDelegate):
    """Numbers are painted, not part of the title: titles are cut short before numbers are.

    A badge is only a hint: it is left out before a title is cut short.

    Qt paints the row, as ``initStyleOption`` has it; nothing here loads the names of ``QStyle``.
    """

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = option.fontMetrics.height()
        return QSize(0, height + (18 if _row(index).kind is Kind.SITE else 10))

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802  # Qt's name
        super().initStyleOption(option, index)
        row = _row(index)
        if row.kind is Kind.SITE:
            option.font.setBold(True)
        option.icon = icons.icon(_ICONS[row.kind], _tone(row))
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        option.decorationSize = QSize(16, 16)
        metrics = QFontMetrics(option.font)  # the option's own are of the font it came with
        room = max(_room(option, row), 24)
        option.text = metrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)

    def badge(self, option: QStyleOptionViewItem, index: Index) -> str:
        """The badge beside the title; empty where only one of them has room."""
        row = _row(index)
        if not row.badge:
            return ""
        title = QFont(option.font)
        title.setBold(True)
        needed = QFontMetrics(title).horizontalAdvance(row.title)
        needed += _GAP + QFontMetrics(_small(option.font)).horizontalAdvance(row.badge)
        return row.badge if needed <= _room(option, row) else ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        row = _row(index)
        count, unsent = _numbers(row)
        right = option.rect.right() - _MARGIN
        painter.save()
        if count:
            right = self._number(painter, option, right, count, _tone(row))
        if unsent:
            self._number(painter, option, right, unsent, Tone.ACCENT)
        if badge := self.badge(option, index):
            painter.setFont(_small(option.font))
            painter.setPen(QColor(icons.current_colours().of(Tone.MUTED)))
            rect = option.rect.adjusted(0, 0, right - option.rect.right(), 0)
            painter.drawText(
                rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, badge
            )
        painter.restore()

    def _number(
        self, painter: QPainter, option: QStyleOptionViewItem, right: int, text: str, tone: Tone
    ) -> int:
        """Paint a number that ends at ``right``; return where the next one ends."""
        ink = QColor(icons.current_colours().of(tone))
        width = option.fontMetrics.horizontalAdvance(text)
        inset = 0 if tone is Tone.MUTED else _GAP
        rect = QRect(right - width - inset, option.rect.top(), width, option.rect.height())
        if inset:
            _pill(painter, rect, option.fontMetrics.height() + 2, ink)
        painter.setPen(ink)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        return rect.left() - inset - _GAP


def _pill(painter: QPainter, around: QRect, height: int, ink: QColor) -> None:
    pill = QRect(0, 0, max(around.width() + 2 * _GAP, height), height)
    pill.moveCenter(around.center())
    tint = QColor(ink)
    tint.setAlpha(34)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint)
    painter.drawRoundedRect(pill, height / 2, height / 2)


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setBold(False)
    small.setPixelSize(round(QFontInfo(font).pixelSize() * SMALL))
    return small


def _row(index: Index) -> Row:
    """In one piece: asked role by role through Qt, a row takes three times as long."""
    model = index.model()
    row = model.row_at(index) if isinstance(model, SitesModel) else None
    return row or Row(Kind.SITE, "", "")


def _room(option: QStyleOptionViewItem, row: Row) -> int:
    """What the icon and the numbers leave of the row."""
    metrics = option.fontMetrics
    used = sum(metrics.horizontalAdvance(text) + 2 * _GAP for text in _numbers(row) if text)
    return option.rect.width() - used - _MARGIN - 16 - 2 * _GAP


def _numbers(row: Row) -> tuple[str, str]:
    number = f"{row.count:,}" if row.count or row.kind is Kind.COLLECTION else ""
    if not row.is_counted:
        number = f"{row.count:,}…" if row.count else "…"
    return number, f"{row.unsent:,}" if row.unsent else ""


def _tone(row: Row) -> Tone:
    """A place is loud only while something waits there."""
    if row.kind not in {Kind.CHANGES, Kind.PROBLEMS} or not row.count:
        return Tone.MUTED
    return Tone.WARNING if row.kind is Kind.PROBLEMS else Tone.ACCENT
