"""Keeps in sight what the user is at, when the form around it grows."""

import shiboken6
from PySide6.QtCore import QRect, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget


def keep_in_sight(widget: QWidget) -> None:
    """Scroll the area around the widget so that it shows, as soon as the layout has settled."""
    QTimer.singleShot(0, widget, lambda: _show(widget))


def show_place(widget: QWidget, place: QRect) -> None:
    """Scroll the area around the widget so that a place in it shows, once it is laid out."""
    QTimer.singleShot(0, widget, lambda: _show_place(widget, place))


def _show(widget: QWidget) -> None:
    if (around := _area_around(widget)) is not None:
        around.ensureWidgetVisible(widget)


def _show_place(widget: QWidget, place: QRect) -> None:
    around = _area_around(widget)
    within = around.widget() if around is not None else None
    if around is None or within is None:
        return
    middle = widget.mapTo(within, place.center())
    around.ensureVisible(middle.x(), middle.y(), 0, place.height())


def _area_around(widget: QWidget) -> QScrollArea | None:
    if not shiboken6.isValid(widget):
        return None
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    return around
