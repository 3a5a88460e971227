"""The badge of an edit and the status beside it share one cell."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from wfdesk.domain.items import ItemStatus
from wfdesk.ui.items import delegate


def cell(text: str, width: int) -> QStyleOptionViewItem:
    option = QStyleOptionViewItem()
    option.fontMetrics = QFontMetrics(QApplication.font())
    option.text = text
    option.rect = QRect(0, 0, width, 24)
    return option


@pytest.mark.parametrize("status", ItemStatus)
def test_every_status_is_read_in_full_beside_an_edit(qapp, status):
    option = cell(status.value, delegate.status_width(QFontMetrics(QApplication.font())))

    badge = delegate._badge_width(option, "Unsent")
    delegate._cut(option, badge)

    assert badge > delegate._SMALL_BADGE
    assert option.text == status.value


def test_the_badge_shrinks_before_the_status_is_cut(qapp):
    option = cell("Queued to publish", 200)

    badge = delegate._badge_width(option, "Conflict in fr-FR")
    delegate._cut(option, badge)

    assert badge == delegate._SMALL_BADGE
    assert option.text == "Queued to publish"


def test_without_work_there_is_no_badge(qapp):
    assert delegate._badge_width(cell("Draft", 200), "") == 0
