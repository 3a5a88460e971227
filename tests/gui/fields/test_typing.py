"""Typing by real keys: one finished edit, on disk within a second, and nothing else touched."""

import asyncio
import time
from decimal import Decimal

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QFocusEvent, QKeySequence
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from tests.gui.conftest import activate
from tests.gui.fields.samples import FIELDS, context
from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.schema import Field, FieldType
from wfdesk.ui.editor.fields import handover
from wfdesk.ui.editor.fields.factory import make_editor
from wfdesk.ui.editor.row import FieldRow

TYPED = [
    ("line", None, "new", "new"),
    ("text", "old ", "new", "old new"),
    ("rich", "<p>a</p>", "<br>", "<p>a&lt;br&gt;</p>"),
    ("link", None, "https://x.org", "https://x.org"),
    ("email", None, "a@b.org", "a@b.org"),
    ("phone", None, "123", "123"),
    ("number", None, "1,50", Decimal("1.50")),
    ("number", None, "twelve", "twelve"),
    ("date", None, "2024-02-29", "2024-02-29T00:00:00.000Z"),
    ("date", None, "2024-02-30", "2024-02-30"),
    ("date", None, "5.3.2025", "2025-03-05T00:00:00.000Z"),
    ("date", None, "35.3.2025", "35.3.2025"),
    ("date", None, "3 Dec 2025", "2025-12-03T00:00:00.000Z"),
    ("date", None, "december 3, 2025", "2025-12-03T00:00:00.000Z"),
    ("date", None, "3 Dec", "3 Dec"),
    ("date", None, "31 Feb 2025", "31 Feb 2025"),
    ("moment", None, "3. Dec. 2025, 9:00", "2025-12-03T08:00:00.000Z"),
    ("moment", None, "14.07.2024 18:30", "2024-07-14T16:30:00.000Z"),
    ("moment", None, "2024-07-14 18:30", "2024-07-14T16:30:00.000Z"),
    ("moment", None, "2024-01-14 6:30 pm", "2024-01-14T17:30:00.000Z"),
    ("color", None, "Red", "Red"),
    ("video", {"url": "old", "metadata": {}}, "er", "older"),
    ("image", None, "https://x/y.png", {"url": "https://x/y.png"}),
    ("file", None, "https://x/y.pdf", {"url": "https://x/y.pdf"}),
]


async def shown(qtbot, tasks, kind, value=None, opened=None):
    editor = make_editor(FIELDS["rich" if kind == "source" else kind], context(tasks, opened))
    qtbot.addWidget(editor)
    editor.set_value(value)
    if kind == "source":
        editor.show_source()
    await activate(editor)
    editor.setFocus()
    return editor


@pytest.mark.parametrize("case", TYPED)
async def test_typing_finishes_once_after_a_pause(qtbot, tasks, until, case) -> None:
    kind, before, keys, after = case
    editor = await shown(qtbot, tasks, kind, before)
    edits: list[object] = []
    editor.value_edited.connect(edits.append)
    target = editor.focus_target
    qtbot.keyClick(target, Qt.Key.Key_End)
    qtbot.keyClicks(target, keys)
    assert not edits
    assert editor.has_pending_input()
    last_key = time.monotonic()
    await until(lambda: edits)
    assert time.monotonic() - last_key < 0.9
    assert edits == [after]
    assert editor.value() == after
    editor.commit()
    assert len(edits) == 1


@pytest.fixture
def soon(monkeypatch) -> None:
    """Let what is typed be saved after a few milliseconds, and no pause be long enough."""
    monkeypatch.setattr(handover, "AT_MOST", 5)
    monkeypatch.setattr(handover, "PAUSE", 100_000)


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("case", TYPED)
async def test_who_types_on_is_saved_all_the_same(qtbot, tasks, until, case) -> None:
    kind, before, keys, after = case
    editor = await shown(qtbot, tasks, kind, before)
    edits: list[tuple[object, object]] = []
    editor.value_edited.connect(lambda value: edits.append((value, editor.stretch)))
    target = editor.focus_target
    qtbot.keyClick(target, Qt.Key.Key_End)
    for key in keys:
        qtbot.keyClicks(target, key)
        await until(lambda: not editor.has_pending_input())
    assert edits[-1][0] == after
    assert len(edits) > 1
    assert len({stretch for _, stretch in edits} - {None}) == 1

    editor.commit()
    qtbot.keyClicks(target, "0")
    editor.commit()
    assert edits[-1][1] not in {None, edits[0][1]}


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("image", {"fileId": "1", "url": "https://x/a.png", "alt": "A"}),
        ("video", {"url": "https://x/a", "metadata": {"title": "A"}}),
        ("moment", "2024-07-14T16:30:15.123Z"),
        ("number", Decimal("1.50")),
    ],
)
async def test_what_is_typed_and_taken_out_again_leaves_the_value_as_it_was(
    qtbot, tasks, until, kind, value
) -> None:
    editor = await shown(qtbot, tasks, kind, value)
    target = editor.focus_target
    qtbot.keyClick(target, Qt.Key.Key_End)
    qtbot.keyClicks(target, "1")
    await until(lambda: editor.value() != value)
    qtbot.keyClick(target, Qt.Key.Key_Backspace)
    await until(lambda: editor.value() == value)
    editor.commit()
    assert editor.value() == value


@pytest.mark.usefixtures("soon")
async def test_an_address_that_is_typed_over_slowly_keeps_its_alt_text(qtbot, tasks, until) -> None:
    editor = await shown(qtbot, tasks, "image", {"url": "https://x/a.png", "alt": "A"})
    editor.focus_target.selectAll()
    qtbot.keyClick(editor.focus_target, Qt.Key.Key_Delete)
    await until(lambda: editor.value() is None)
    qtbot.keyClicks(editor.focus_target, "https://y")
    editor.commit()
    assert editor.value() == {"url": "https://y", "alt": "A"}


@pytest.mark.usefixtures("soon")
async def test_another_date_that_is_typed_slowly_keeps_its_time_of_day(qtbot, tasks, until) -> None:
    editor = await shown(qtbot, tasks, "moment", "2024-07-14T16:30:00.000Z")
    editor.focus_target.selectAll()
    qtbot.keyClicks(editor.focus_target, "2025-01")
    await until(lambda: editor.value() == "2025-01")
    qtbot.keyClicks(editor.focus_target, "-14")
    editor.commit()
    assert editor.value() == "2025-01-14T17:30:00.000Z"


@pytest.mark.usefixtures("soon")
async def test_only_a_colour_that_is_finished_counts_as_used(qtbot, tasks, until) -> None:
    around = context(tasks)
    editor = make_editor(FIELDS["color"], around)
    qtbot.addWidget(editor)
    await activate(editor)
    editor.setFocus()
    qtbot.keyClicks(editor.focus_target, "#abc")
    await until(lambda: editor.value() == "#abc")
    qtbot.keyClicks(editor.focus_target, "def")
    await until(lambda: editor.value() == "#abcdef")
    editor.commit()
    assert list(around.palette.recent()) == ["#abcdef"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\r\nb\u2029c\u00a0d\u2028", "Xa\r\nb\u2029c\u00a0d\u2028"),
        ("\ufeffmark", "\ufeffXmark"),
        ("\N{CROISSANT}\r\n", "X\N{CROISSANT}\r\n"),
    ],
)
@pytest.mark.parametrize("kind", ["text", "source"])
async def test_what_was_not_typed_keeps_every_character(qtbot, tasks, kind, before, after) -> None:
    editor = await shown(qtbot, tasks, kind, before)
    qtbot.keyClicks(editor.focus_target, "X")
    editor.commit()
    assert editor.value() == after


async def test_emptied_is_not_set(qtbot, tasks) -> None:
    editor = await shown(qtbot, tasks, "line", "old")
    qtbot.keyClick(editor.focus_target, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(editor.focus_target, Qt.Key.Key_Delete)
    qtbot.keyClick(editor.focus_target, Qt.Key.Key_Return)
    assert editor.value() is None


async def test_an_echo_of_the_value_leaves_typing_alone(qtbot, tasks) -> None:
    editor = await shown(qtbot, tasks, "line", "one")
    qtbot.keyClick(editor.focus_target, Qt.Key.Key_End)
    qtbot.keyClicks(editor.focus_target, " two")
    editor.set_value("one")
    assert editor.has_pending_input()
    editor.commit()
    assert editor.value() == "one two"


async def test_a_number_under_way_survives_its_own_echo(qtbot, tasks) -> None:
    editor = await shown(qtbot, tasks, "number")
    qtbot.keyClicks(editor.focus_target, "12.")
    editor.commit()
    editor.set_value(12)
    qtbot.keyClicks(editor.focus_target, "5")
    editor.commit()
    assert editor.value() == Decimal("12.5")


async def test_undo_goes_to_the_item_when_there_is_no_typing_to_take_back(qtbot, tasks) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    action = QAction("Undo", page)
    action.setShortcut(QKeySequence.StandardKey.Undo)
    undone = QSignalSpy(action.triggered)
    page.addAction(action)
    editor = make_editor(FIELDS["line"], context(tasks))
    QVBoxLayout(page).addWidget(editor)
    await activate(page)
    editor.setFocus()
    qtbot.keyClicks(editor.focus_target, "ab")
    qtbot.keyClick(editor.focus_target, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone.count() == 0
    assert editor.focus_target.text() == ""
    qtbot.keyClick(editor.focus_target, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone.count() == 1


async def test_without_an_action_undo_is_a_signal(qtbot, tasks) -> None:
    editor = await shown(qtbot, tasks, "text", "x")
    wishes = QSignalSpy(editor.undo_requested)
    qtbot.keyClick(editor.focus_target, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert wishes.count() == 1


async def test_leaving_the_field_finishes_the_edit(qtbot, tasks) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    first, second = (make_editor(FIELDS[kind], context(tasks)) for kind in ("text", "line"))
    column.addWidget(first)
    column.addWidget(second)
    await activate(page)
    first.setFocus()
    edits = QSignalSpy(first.value_edited)
    qtbot.keyClicks(first.focus_target, "words")
    qtbot.keyClick(first.focus_target, Qt.Key.Key_Tab)
    assert second.focus_target.hasFocus()
    assert edits.count() == 1
    await asyncio.sleep(0)


async def test_hidden_characters_and_the_count_are_shown(qtbot, tasks) -> None:
    editor = await shown(qtbot, tasks, "line", "a\u202eb and more")
    assert editor._hidden.text() == "Hidden characters: a⟨U+202E⟩b and more"
    assert editor._count.text() == "12 / 10"


async def test_open_is_offered_for_a_sound_address_only(qtbot, tasks) -> None:
    opened: list[str] = []
    editor = await shown(qtbot, tasks, "email", "a@b.org", opened)
    qtbot.mouseClick(editor._open, Qt.MouseButton.LeftButton)
    assert opened == ["mailto:a@b.org"]
    editor.set_value("no address")
    assert not editor._open.isEnabled()


async def test_what_comes_while_one_types_on_moves_no_cursor(
    qtbot, tasks, until, monkeypatch
) -> None:
    monkeypatch.setattr(handover, "AT_MOST", 5)
    monkeypatch.setattr(handover, "PAUSE", 100_000)
    editor = await shown(qtbot, tasks, "line", "old")
    row = FieldRow(FIELDS["line"], editor)
    qtbot.addWidget(row)
    await activate(row)
    kept = QSignalSpy(editor.value_edited)
    qtbot.keyClick(editor.focus_target, Qt.Key.Key_End)
    qtbot.keyClicks(editor.focus_target, " and")
    await until(kept.count)
    row.show_value("old of a colleague", is_edited=True, problem="")
    qtbot.keyClicks(editor.focus_target, " new")
    editor.commit()
    assert editor.value() == "old and new"


@pytest.mark.parametrize(
    ("reason", "is_left"),
    [
        (Qt.FocusReason.TabFocusReason, True),
        (Qt.FocusReason.MouseFocusReason, True),
        (Qt.FocusReason.ActiveWindowFocusReason, False),
        (Qt.FocusReason.PopupFocusReason, False),
    ],
)
async def test_a_long_line_that_is_left_shows_its_beginning(qtbot, tasks, reason, is_left) -> None:
    editor = await shown(qtbot, tasks, "link", "https://example.org/" + "long/" * 60)
    line = editor.focus_target
    qtbot.keyClick(line, Qt.Key.Key_End)
    QApplication.sendEvent(line, QFocusEvent(QEvent.Type.FocusOut, reason))
    assert (line.cursorPosition() == 0) is is_left


async def test_what_a_number_has_to_be_is_said_in_words_that_stand_alone(qtbot, tasks) -> None:
    """ "whole" stood beside the line, of no word."""
    field = Field(
        "f", FieldSlug("place"), "Place", FieldType.NUMBER, validations={"format": "integer"}
    )
    editor = make_editor(field, context(tasks))
    qtbot.addWidget(editor)
    assert "whole number" in [label.text() for label in editor.findChildren(QLabel)]
