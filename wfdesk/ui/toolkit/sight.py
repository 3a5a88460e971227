"""Keeps in sight what the user is at, when the form around it grows."""

import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget


def keep_in_sight(widget: QWidget) -> None:
    """Scroll the area around the widget so that it shows, as soon as the layout has settled."""
    QTimer.singleShot(0, widget, lambda: _show(widget))


def _show(widget: QWidget) -> None:
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if around is not None and shiboken6.isValid(widget):
        around.ensureWidgetVisible(widget)
