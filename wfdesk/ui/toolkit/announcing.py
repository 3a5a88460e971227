"""Tells assistive technology what is new on the screen, and what stands where the cursor is.

Loading the names for that takes 5 ms, and there is nothing to tell before the first paint.
"""

from PySide6.QtWidgets import QWidget

from wfdesk.ui.toolkit.labels import visible


def alert(notice: QWidget) -> None:
    """Have it read out: it came by itself, and where nobody looks."""
    from PySide6.QtGui import QAccessible, QAccessibleEvent  # noqa: PLC0415 - as above

    QAccessible.updateAccessibility(QAccessibleEvent(notice, QAccessible.Event.Alert))


def announce(widget: QWidget, words: str) -> None:
    """Say this of a widget, once what is being said is over."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # noqa: PLC0415 - as above

    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, visible(words)))
