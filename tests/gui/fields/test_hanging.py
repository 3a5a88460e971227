"""The list under a line is seen whole, wherever in the window the line stands."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QFrame, QWidget

from tests.gui.conftest import activate
from tests.gui.fields.samples import FIELDS, context
from wfdesk.ui.editor.fields.factory import make_editor
from wfdesk.ui.editor.fields.option import ListOptionEditor
from wfdesk.ui.toolkit.theme import Scheme, Theme


class Bench:
    """A field at some height of a window, whose list is opened."""

    def __init__(self, window: QWidget, editor: ListOptionEditor) -> None:
        self.window = window
        self.editor = editor
        self.line = editor._line

    @property
    def frame(self) -> QRect:
        [frame] = (
            each for each in self.window.findChildren(QFrame) if each.property("kind") == "popup"
        )
        return frame.geometry()

    @property
    def place(self) -> QRect:
        """Where the line is."""
        return QRect(self.line.mapTo(self.window, QPoint()), self.line.size())

    def is_whole(self) -> bool:
        return self.window.rect().contains(self.frame) and not self.frame.intersects(self.place)


@pytest.fixture
def theme(qapp) -> Iterator[None]:
    """The borders and distances of our own look."""
    look = qapp.styleSheet(), qapp.palette(), qapp.font()
    theme = Theme(qapp, Scheme.LIGHT)
    yield
    theme.deleteLater()
    qapp.setStyleSheet(look[0])
    qapp.setPalette(look[1])
    qapp.setFont(look[2])


@pytest.fixture
async def opened(qtbot, tasks) -> Callable[..., Bench]:
    async def make(top: int, height: int = 600, left: int = 20) -> Bench:
        window = QWidget()
        window.setFixedSize(500, height)
        qtbot.addWidget(window)
        editor = make_editor(FIELDS["list"], context(tasks))
        editor.setParent(window)
        editor.setGeometry(left, top, 460, 60)
        await activate(window)
        editor.setFocus()
        qtbot.keyClick(editor._line, Qt.Key.Key_Down)
        assert editor._suggestions.count > 8
        return Bench(window, editor)

    return make


async def test_the_list_opens_downwards_where_there_is_room(opened) -> None:
    bench = await opened(top=20)
    assert bench.is_whole()
    assert bench.frame.top() > bench.place.bottom()


async def test_the_list_opens_upwards_where_there_is_none_below(opened) -> None:
    bench = await opened(top=540)
    assert bench.is_whole()
    assert bench.frame.bottom() < bench.place.top()


@pytest.mark.parametrize(("top", "is_above"), [(140, True), (60, False)])
async def test_where_there_is_little_room_the_list_takes_the_larger_part(
    opened, top, is_above
) -> None:
    bench = await opened(top, height=240)
    assert bench.is_whole()
    assert (bench.frame.bottom() < bench.place.top()) is is_above


async def test_a_list_that_grows_shorter_stays_on_its_side(opened, qtbot, until) -> None:
    bench = await opened(top=480)
    qtbot.keyClicks(bench.line, "ce 7")
    await until(lambda: bench.editor._suggestions.count == 1)
    assert bench.is_whole()
    assert bench.frame.bottom() < bench.place.top()


async def test_the_list_keeps_within_a_window_that_grows_smaller(opened, until) -> None:
    bench = await opened(top=20)
    bench.window.setFixedSize(500, 180)
    await until(bench.is_whole)


async def test_the_list_is_not_cut_off_at_the_side(opened) -> None:
    bench = await opened(top=20, left=400)
    assert bench.window.rect().contains(bench.frame)


async def test_the_list_keeps_to_the_part_of_the_window_that_is_on_the_screen(
    opened, qtbot, until
) -> None:
    bench = await opened(top=300)
    assert bench.frame.top() > bench.place.bottom()
    screen = bench.window.screen().availableGeometry()

    bench.window.move(0, screen.bottom() - 400)

    await until(lambda: bench.frame.bottom() < bench.place.top())


async def test_a_list_that_is_short_shows_its_rows_whole(opened, qtbot, until, theme) -> None:
    bench = await opened(top=20)
    qtbot.keyClicks(bench.line, "ce 7")
    await until(lambda: bench.editor._suggestions.count == 1)
    rows = bench.editor._suggestions._list
    assert rows.viewport().rect().contains(rows.visualItemRect(rows.item(0)))
