"""How wide the columns of the table are: the name takes what is free until somebody decides."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy

from tests.gui.shell.conftest import opened
from wfdesk.domain.ids import NAME, FieldSlug
from wfdesk.domain.tables import UPDATED
from wfdesk.ui.items.delegate import date_width, name_width, status_widths


async def test_the_name_takes_the_room_that_the_other_columns_leave(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    table, header = view.table, view.table.horizontalHeader()
    for width in (900, 1200):
        view.resize(width, 600)
        await until(lambda: header.length() == table.viewport().width())
        assert table.columnWidth(0) > table.viewport().width() / 2
        assert table.columnWidth(2) == table._usual_width(UPDATED)
    assert "table.posts" not in desk.memory
    await until(desk.is_calm)


async def test_the_name_is_given_room_before_the_words_of_badges_are(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    table, metrics = view.table, view.table.fontMetrics()
    status, date = status_widths(metrics), date_width(metrics)
    least, most = status.with_icon, status.with_word
    for room, width in (
        (status.alone + 224, status.alone),
        (status.alone + 234, status.alone + 10),
        (least + 230, least),
        (least + name_width(metrics), least),
        (least + name_width(metrics) + 10, least + 10),
        (most + name_width(metrics) + 50, most),
    ):
        view.resize(view.width() + room + date - table.viewport().width(), 400)
        await until(desk.is_calm)
        assert [table.columnWidth(place) for place in range(3)] == [room - width, width, date]


async def test_a_narrow_table_shows_the_whole_status_beside_the_name(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    table = view.table
    status = status_widths(table.fontMetrics())
    for room, name, width in (
        (status.alone + 150, 150, status.alone),
        (status.alone + 224, 224, status.alone),
        (status.alone + 234, 224, status.alone + 10),
        (status.with_icon + 244, 224, status.with_icon),
    ):
        view.resize(view.width() + room - table.viewport().width(), 400)
        await until(desk.is_calm)
        assert [table.columnWidth(place) for place in range(2)] == [name, width]
        assert table.columnViewportPosition(2) <= table.viewport().width()


async def test_columns_follow_the_size_of_the_text(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    font = view.table.font()
    font.setPixelSize(30)

    view.table.setFont(font)

    metrics = view.table.fontMetrics()
    assert view.table.columnWidth(1) >= status_widths(metrics).alone
    assert view.table.columnWidth(2) >= date_width(metrics)
    await until(desk.is_calm)


async def test_where_a_column_lies_says_nothing_of_widths(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    view.table.horizontalHeader().moveSection(2, 0)
    await until(lambda: "table.posts" in desk.memory)
    assert desk.memory["table.posts"]["widths"] == {}
    assert desk.memory["table.posts"]["order"] == ["*updated", "name", "*status"]
    await until(desk.is_calm)


async def test_a_width_that_was_set_by_hand_stays(desk, qtbot, until):
    view = await opened(desk, qtbot, until)

    view.table.setColumnWidth(0, 333)

    await until(lambda: "table.posts" in desk.memory)
    assert desk.memory["table.posts"]["widths"]["name"] == 333
    view.resize(1300, 600)
    view.columns_menu.column_chosen.emit(FieldSlug("price"), True)
    assert view.table.columnWidth(0) == 333
    await until(desk.is_calm)


async def test_the_last_column_is_no_wider_than_it_needs_in_a_smaller_window(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    view.resize(1300, 600)
    view.table.setColumnWidth(0, 240)
    await until(lambda: "table.posts" in desk.memory)
    assert view.table.columnWidth(2) > 500

    view.resize(700, 600)
    view.columns_menu.column_chosen.emit(FieldSlug("price"), True)

    assert view.table.horizontalScrollBar().maximum() == 0
    assert view.table.columnWidth(0) == 240
    await until(desk.is_calm)


async def test_a_click_on_the_date_shows_the_latest_first(desk, qtbot, until):
    view = await opened(desk, qtbot, until)
    asked = QSignalSpy(view.table.sort_wanted)
    header = view.table.horizontalHeader()
    for place in (2, 2, 0, 0):
        at = QPoint(header.sectionViewportPosition(place) + 20, 10)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        await until(desk.is_calm)

    assert [asked.at(place) for place in range(4)] == [
        [UPDATED, True],
        [UPDATED, False],
        [NAME, False],
        [NAME, True],
    ]
