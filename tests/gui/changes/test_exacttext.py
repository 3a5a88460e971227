"""What cannot be seen is shown; what is copied is the text and nothing else."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from wfdesk.domain.diff import word_diff
from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.schema import Field, FieldType
from wfdesk.ui.changes.difftext import DiffText
from wfdesk.ui.changes.exacttext import ExactText
from wfdesk.ui.changes.values import Surroundings
from wfdesk.ui.changes.valueview import value_view

# The screenless platform says so of every window that has a smallest size.

ADDRESS = "https://example.com/" + "a-very-long-path/" * 12
NASTY = [
    "one\u200btwo",
    "user\u202egnp.exe",
    "a\u00a0b",
    "smile \U0001f600\u200b and on",
    "two\nlines\r\nand\u2028a third",
    ADDRESS,
]


@pytest.fixture
def shown(qtbot) -> Iterator[Callable[..., QWidget]]:
    """Put a widget into a column, as it stands in the review."""
    windows: list[QWidget] = []

    def show(widget: QWidget, width: int = 300) -> QWidget:
        window = QWidget()
        windows.append(window)
        qtbot.addWidget(window)
        column = QVBoxLayout(window)
        column.addWidget(widget)
        column.addStretch(1)
        window.resize(width, 600)
        window.show()
        qtbot.waitExposed(window)
        return window

    yield show
    windows.clear()


def view_of(value: str | None, kind: FieldType = FieldType.PLAIN_TEXT) -> ExactText:
    field = Field("1", FieldSlug("text"), "Text", kind)
    return value_view(field, value, Surroundings())


def copied(qtbot, view: ExactText) -> str:
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    return QGuiApplication.clipboard().text()


@pytest.mark.parametrize("text", NASTY)
def test_what_is_copied_is_the_text_itself(qtbot, shown, text):
    view = view_of(text)
    shown(view)
    assert copied(qtbot, view) == text


def test_no_other_form_of_the_text_is_copied(qtbot, shown):
    """As HTML it would hold the marks and the colours."""
    view = view_of("one\u200btwo")
    shown(view)
    copied(qtbot, view)
    assert QGuiApplication.clipboard().mimeData().formats() == ["text/plain"]


@pytest.mark.parametrize("text", NASTY)
def test_what_is_copied_of_a_comparison_has_no_marks(qtbot, shown, text):
    view = DiffText(word_diff(text, text))
    shown(view)
    assert copied(qtbot, view) == text


def test_what_cannot_be_seen_is_written_out(qtbot):
    assert view_of("one\u200btwo").toPlainText() == "one\u27e8U+200B\u27e9two"
    both = DiffText(word_diff("Bread", "B\u202eread"))
    assert "\u27e8U+202E\u27e9" in both.toPlainText()


def test_a_part_of_the_text_is_copied_as_that_part(shown):
    view = view_of("\U0001f600 one\u200btwo")
    shown(view)
    cursor = view.textCursor()
    cursor.setPosition(3)  # behind the emoji, which is two places long, and the space
    cursor.setPosition(8, cursor.MoveMode.KeepAnchor)  # into the mark
    view.setTextCursor(cursor)
    assert view.createMimeDataFromSelection().text() == "one\u200b"
    cursor.setPosition(3)
    cursor.setPosition(5, cursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    assert view.createMimeDataFromSelection().text() == "on"


def test_a_long_address_wraps_and_does_not_widen_the_pane(shown):
    view = view_of(ADDRESS)
    window = shown(view, width=240)
    assert window.width() == 240
    assert view.document().size().width() <= view.viewport().width()
    assert view.document().firstBlock().layout().lineCount() > 3
    assert view.height() >= view.document().size().height()


def test_a_text_is_as_tall_as_its_lines_until_it_scrolls(shown):
    short, tall = view_of("one line"), view_of("line\n" * 200)
    for view in (short, tall):
        shown(view)
    assert short.height() < 2 * short.fontMetrics().lineSpacing()
    assert tall.height() == 360
    assert tall.verticalScrollBar().maximum() > 0


def test_a_value_too_long_to_look_at_says_how_it_goes_on_and_is_copied_whole(qtbot, shown):
    text = "a" * 30_000
    view = view_of(text)
    shown(view)
    assert view.toPlainText().endswith("a\N{HORIZONTAL ELLIPSIS} and 10,000 more characters")
    assert copied(qtbot, view) == text


def test_what_is_far_from_a_change_is_left_out_and_copied_all_the_same(qtbot, shown):
    far = "All of this stayed as it was. " * 1000
    view = DiffText(word_diff(f"{far}hot. {far}", f"{far}cold. {far}"))
    shown(view)
    said = view.toPlainText()
    assert said.count("characters unchanged") == 2
    assert len(said) < 1000
    assert "as it was. hot\N{THIN SPACE}cold. All of" in said
    assert said.startswith(" \u2026 29,800 characters unchanged")
    assert copied(qtbot, view) == f"{far}hotcold. {far}"


def test_another_text_begins_on_a_line_of_its_own_that_is_not_copied(qtbot, shown):
    before = "Use the ripest fruit you can find, and a little less sugar than that."
    after = "The whole paragraph was written anew in one go; nothing of it is left."
    view = DiffText(word_diff(before, after))
    shown(view)
    assert view.toPlainText() == f"{before[:-1]}\n{after[:-1]}."
    assert copied(qtbot, view) == f"{before[:-1]}{after[:-1]}."
    short = DiffText(word_diff("a hot day", "a cold day"))
    assert short.toPlainText() == "a hot\N{THIN SPACE}cold day"


def test_the_file_of_a_picture_hides_nothing(qtbot):
    field = Field("1", FieldSlug("photo"), "Photo", FieldType.IMAGE)
    value = {"url": "https://x/a.png", "alt": "Loaf\u202e"}
    view = value_view(field, value, Surroundings())
    views = view.findChildren(ExactText)
    assert "Loaf\u27e8U+202E\u27e9" in views[0].toPlainText()
    assert views[1].exact == "https://x/a.png"
    assert not view.findChildren(QLabel)


def test_the_text_stays_whole_when_it_is_zoomed(shown):
    view = view_of("word " * 20)
    shown(view)
    before = view.height()
    font = view.font()
    font.setPixelSize(2 * view.fontInfo().pixelSize())
    view.setFont(font)
    assert view.height() > 2 * before
    assert view.height() >= view.document().size().height()


def test_what_is_not_set_stands_where_a_value_would_and_is_not_copied(qtbot, shown):
    empty = view_of(None)
    shown(empty)

    assert isinstance(empty, ExactText)
    assert empty.toPlainText() == "Not set"
    assert copied(qtbot, empty) == ""
