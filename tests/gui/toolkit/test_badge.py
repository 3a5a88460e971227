"""The badge of an edit and the status beside it share one cell."""

from datetime import UTC, datetime

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from wfdesk.domain.items import ItemStatus
from wfdesk.ui.items import delegate, rows


@pytest.fixture
def metrics(qapp) -> QFontMetrics:
    return QFontMetrics(QApplication.font())


def room(width: int) -> int:
    return width - 2 * delegate._INSET


@pytest.mark.parametrize("status", ItemStatus)
@pytest.mark.parametrize("is_full", [True, False])
def test_every_status_is_read_in_full_beside_an_edit(metrics, status, *, is_full):
    widths = delegate.status_widths(metrics)
    width = room(widths.with_word if is_full else widths.with_icon)
    badge = delegate.badge_width(metrics, width, status.value, "Unsent")
    assert badge > delegate._SMALL_BADGE or not is_full
    left = width - badge - delegate._GAP - delegate._ICON.width() - delegate._GAP
    assert left >= metrics.horizontalAdvance(status.value)


@pytest.mark.parametrize("status", ItemStatus)
def test_every_status_is_read_in_full_by_itself(metrics, status):
    left = room(delegate.status_widths(metrics).alone) - delegate._ICON.width() - delegate._GAP
    assert left >= metrics.horizontalAdvance(status.value)


def test_the_badge_shrinks_before_the_status_is_cut(metrics):
    badge = delegate.badge_width(metrics, 200, "Queued to publish", "Conflict in fr-FR")
    assert badge == delegate._SMALL_BADGE


@pytest.mark.parametrize("month", range(1, 13))
def test_every_day_of_another_year_is_read_in_full(metrics, month):
    day = rows.ago(datetime(2019, month, 28, 12, tzinfo=UTC))
    assert metrics.horizontalAdvance(day) <= room(delegate.date_width(metrics))
