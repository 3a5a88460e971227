"""Finds what Qt takes for markup in a window, though it is to be text: it would open files."""

import re
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtGui import QAction, QColor, QImage, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

_RED = QColor("red")
_OURS = re.compile("</?qt>")
"""What our own tooltips begin and end with; all else in them is escaped."""
_TIPS = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.WhatsThisRole, Qt.ItemDataRole.StatusTipRole)


def canary(folder: Path) -> str:
    """Markup that would be seen: bold text, and a large red picture from the disk."""
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    image.fill(_RED)
    path = folder / "canary.png"
    assert image.save(str(path))
    return f"<b>x</b><img src='{path}' width=600 height=400>"


def read_as_markup(window: QWidget) -> list[str]:
    """Every text in the window that Qt reads as markup, and the picture if that is seen."""
    found = [f"{type(widget).__name__}: {text}" for widget, text in _read(window)]
    return [*found, "It is seen."] if _is_red(window) else found


def texts(window: QWidget) -> str:
    """All that is said in the window, each on a line of its own."""
    return "\n".join(text for widget in _widgets(window) for text in _said(widget) if text)


def _widgets(window: QWidget) -> list[QWidget]:
    return [window, *window.findChildren(QWidget)]


def _read(window: QWidget) -> Iterator[tuple[QWidget, str]]:
    for widget in _widgets(window):
        if isinstance(widget, QLabel) and widget.textFormat() != Qt.TextFormat.PlainText:
            is_read = widget.textFormat() != Qt.TextFormat.AutoText
            if widget.text() and (is_read or Qt.mightBeRichText(widget.text())):
                yield widget, widget.text()
        if isinstance(widget, QTextEdit):
            formats = widget.document().allFormats()
            yield from ((widget, "a picture") for each in formats if each.isImageFormat())
        for tip in _tips(widget):
            if Qt.mightBeRichText(tip) and "<" in _OURS.sub("", tip):
                yield widget, tip


def _tips(widget: QWidget) -> Iterator[str]:
    """What is shown when the pointer rests, which Qt reads as markup whenever it looks like it."""
    yield from (widget.toolTip(), widget.whatsThis(), widget.statusTip())
    for action in widget.actions():
        yield from (action.toolTip(), action.whatsThis(), action.statusTip())
    if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            yield from (str(index.data(role) or "") for role in _TIPS)


def _said(widget: QWidget) -> Iterator[str]:
    yield from (widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle())
    yield from _tips(widget)
    if isinstance(widget, QLabel | QLineEdit | QAbstractButton | QAction):
        yield widget.text()
    if isinstance(widget, QTextEdit | QPlainTextEdit):
        yield widget.toPlainText()
    if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
        yield from (str(model.index(row, 0).data()) for row in range(model.rowCount()))


def _is_red(window: QWidget) -> bool:
    shown = window.grab().toImage()
    return any(
        shown.pixelColor(x, y) == _RED
        for x in range(0, shown.width(), 7)
        for y in range(0, shown.height(), 7)
    )
