"""The head of the Changes says what stands there, in whatever room it has."""

import pytest
from PySide6.QtCore import QEvent

from wfdesk.ui.changes.head import ChangesHead

TITLE = "7 unsent changes in 1 collection"


@pytest.mark.parametrize(("width", "is_below"), [(1000, False), (400, True)])
def test_the_title_is_read_in_full(qtbot, qapp, width, is_below) -> None:
    """In large text nothing was left of it but its dots."""
    head = ChangesHead()
    qtbot.addWidget(head)
    head.show_words(TITLE, "Ticked items go.")
    head.send_button.show_count(7)
    head.publish_button.show_count(7)
    head.resize(width, 120)
    head.show()
    qapp.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    assert head.title.width() >= head.title.fontMetrics().horizontalAdvance(TITLE)
    assert (head.send_button.y() > head.hint.y()) is is_below
    assert head.publish_button.geometry().right() < width
