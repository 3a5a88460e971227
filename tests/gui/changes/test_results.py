"""The lines of a run: many thousand, shown anew twenty times a second."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

from tests.gui.changes.conftest import BREAD
from wfdesk.domain.ids import ItemId, ItemKey
from wfdesk.services.publishing import ItemResult, Result
from wfdesk.ui.changes.results import ResultColumn, ResultsList, ResultsModel


def line(number: int, result: Result = Result.SENT, reason: str = "") -> ItemResult:
    key = ItemKey(BREAD.collection, ItemId(f"loaf-{number}"), BREAD.locale)
    return ItemResult(key, f"Loaf {number}", result, reason)


@pytest.fixture
def model(qapp) -> ResultsModel:
    model = ResultsModel()
    model.show(list(map(line, range(6))))
    return model


def told(spy: QSignalSpy) -> list[tuple[int, int]]:
    """The first and last rows of what was said to have changed."""
    return [(spy.at(at)[0].row(), spy.at(at)[1].row()) for at in range(spy.count())]


def test_what_is_as_before_is_not_told_again(model) -> None:
    changed, words = QSignalSpy(model.dataChanged), QSignalSpy(model.words_changed)
    model.show(list(map(line, range(6))))
    model.leave_out("")
    model.show_settled(frozenset())
    assert (changed.count(), words.count()) == (0, 0)


def test_all_that_has_changed_is_told_at_once(model) -> None:
    """A hundred lines that became live were told one by one, each to all that looks at them."""
    changed, words = QSignalSpy(model.dataChanged), QSignalSpy(model.words_changed)
    live = [line(at, Result.PUBLISHED if at in {1, 2, 4} else Result.SENT) for at in range(6)]
    added = QSignalSpy(model.rowsInserted)
    model.show([*live, line(6), line(7)])
    assert told(changed) == [(1, 4)]
    assert (words.count(), added.count()) == (1, 1)
    assert added.at(0)[1:] == [6, 7]
    assert [model.index(at, 0).data() for at in (0, 1, 4, 6)] == [
        "Sent",
        "Published",
        "Published",
        "Sent",
    ]


def test_the_words_are_those_of_all_lines(model) -> None:
    assert (model.words(), model.has_reasons) == ({"Sent"}, False)
    model.show([*map(line, range(6)), line(6, Result.REFUSED, "Name is taken.")])
    assert (model.words(), model.has_reasons) == ({"Sent", "Refused"}, True)
    model.leave_out("Name is taken.")
    assert not model.has_reasons
    model.show_settled(frozenset({line(6).key}))
    assert "Settled since" in model.words()
    model.show_settled(frozenset())
    model.show([line(0, Result.PUBLISHED)])
    assert (model.words(), model.has_reasons) == ({"Published"}, False)


def test_a_screen_reader_says_the_whole_line(model) -> None:
    """It said the one word for each: Refused, Refused, Sent."""
    model.show([line(0), line(1, Result.REFUSED, "Name is taken.")])
    spoken = [model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(2)]
    assert spoken == ["Sent, Loaf 0", "Refused, Loaf 1, Name is taken."]
    named = model.index(1, ResultColumn.NAME)
    assert named.data(Qt.ItemDataRole.AccessibleTextRole) is None  # It reads as it is shown.


def test_what_did_not_go_follows_the_lines(model) -> None:
    assert model.bad == ()
    lost = line(2, Result.UNKNOWN)
    model.show([*map(line, range(2)), lost, *map(line, range(3, 6))])
    assert model.bad == (lost,)
    assert model.index(2, ResultColumn.RESULT).data() == "Unknown"
    model.show(list(map(line, range(6))))
    assert model.bad == ()
    model.show([])
    assert model.bad == ()


def test_home_and_end_go_to_the_first_and_the_last_line(qtbot, model) -> None:
    """In a table they went along the columns of one line, and the line stayed the same."""
    lines = ResultsList(model)
    qtbot.addWidget(lines)
    lines.setCurrentIndex(model.index(2, ResultColumn.NAME))
    for press, chosen in ((Qt.Key.Key_End, 5), (Qt.Key.Key_Home, 0)):
        qtbot.keyClick(lines, press)
        assert [each.row() for each in lines.selectionModel().selectedRows()] == [chosen]
