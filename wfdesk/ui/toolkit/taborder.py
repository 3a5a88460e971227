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


def last_stop(layout: QLayout) -> QWidget | None:
    """The last in the layout that Tab goes to: what is added later begins behind it."""
    return next(reversed(list(_stops(layout))), None)


def _stops(layout: QLayout) -> Iterator[QWidget]:
    for entry in _entries(layout):
        if isinstance(entry, QLayout):
            yield from _stops(entry)
            continue
        if entry.focusPolicy() & Qt.FocusPolicy.TabFocus and entry.focusProxy() is None:
            yield entry
        if (within := entry.layout()) is not None:
            yield from _stops(within)


def _entries(layout: QLayout) -> list[QWidget | QLayout]:
    """What lies in the layout, in its order.

    WORKAROUND(PySide6 6.11): ``itemAt`` is not asked. Python keeps what that returns for as long as
    the layout, though Qt has long deleted it, and takes whatever is made at its address for it.
    """
    home = layout.parentWidget()
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    widgets = home.findChildren(QWidget, options=direct) if home else []
    inner = [each for each in layout.children() if isinstance(each, QLayout)]
    at: dict[int, QWidget | QLayout] = {layout.indexOf(each): each for each in inner}
    at |= {layout.indexOf(each): each for each in widgets}
    return [at[place] for place in sorted(at) if place >= 0]
