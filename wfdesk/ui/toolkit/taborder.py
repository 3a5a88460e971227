"""The way of the Tab key: as things stand on the screen, not as they were made."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def order_tabs(anchor: QWidget, layout: QLayout) -> None:
    """Let Tab go through all that lies in the layout, in its order.

    *anchor* says where the way begins: new widgets would else be last
    in the whole window.
    """
    before, policy = anchor, anchor.focusPolicy()
    # Qt puts nothing behind a widget that takes no focus.
    anchor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    for stop in list(_stops(layout)):
        if stop is not anchor:
            QWidget.setTabOrder(before, stop)
            before = stop
    anchor.setFocusPolicy(policy)


def _stops(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        entry = layout.itemAt(place)
        if entry is None:
            continue
        widget, inner = entry.widget(), entry.layout()
        if inner is not None:
            yield from _stops(inner)
        elif widget is not None:
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
                yield widget
            if (within := widget.layout()) is not None:
                yield from _stops(within)
