"""Choosing, ordering, switching: with the keyboard alone."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QColor, QDropEvent, QKeySequence
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QTableView, QWidget

from tests.gui.conftest import activate
from tests.gui.fields.samples import FIELDS, context
from wfdesk.domain.schema import Choice
from wfdesk.ui.editor.fields.assets import dropped_url, file_name
from wfdesk.ui.editor.fields.factory import make_editor
from wfdesk.ui.editor.fields.option import named
from wfdesk.ui.editor.fields.suggestions import DETAIL
from wfdesk.ui.editor.fields.swatch import colour_text
from wfdesk.ui.toolkit.theme import Scheme, Theme

ALT = Qt.KeyboardModifier.AltModifier
NO_KEYS = Qt.KeyboardModifier.NoModifier


@pytest.fixture
async def show(qtbot, tasks):
    async def make(kind, value=None, **around):
        editor = make_editor(FIELDS[kind], replace(context(tasks), **around))
        qtbot.addWidget(editor)
        editor.resize(500, 400)
        editor.set_value(value)
        await activate(editor)
        editor.setFocus()
        return editor

    return make


async def test_space_switches_on_then_off_and_clear_unsets(qtbot, show) -> None:
    editor = await show("switch")
    qtbot.keyClick(editor.focus_target, Qt.Key.Key_Space)
    assert editor.value() is True
    qtbot.keyClick(editor.focus_target, Qt.Key.Key_Space)
    assert editor.value() is False
    qtbot.keyClick(editor._clear, Qt.Key.Key_Space)
    assert editor.value() is None


async def test_arrows_choose_a_radio(qtbot, show) -> None:
    editor = await show("radio", "id-0")
    edits = QSignalSpy(editor.value_edited)
    qtbot.keyClick(editor.focus_target, Qt.Key.Key_Down)
    assert editor.value() == "id-1"
    assert edits.count() == 1


async def test_a_missing_option_is_shown_and_kept(show) -> None:
    editor = await show("radio", "gone")
    assert editor._missing.text() == "Missing option (gone)"
    assert editor._missing.isChecked()
    assert (await show("list", "gone"))._line.text() == "Missing option (gone)"


def test_choices_that_share_a_name_are_told_apart() -> None:
    names = named((Choice("aaaa1111", "One"), Choice("bbbb2222", "One"), Choice("c", "Two")))
    assert names == {"aaaa1111": "One (…1111)", "bbbb2222": "One (…2222)", "c": "Two"}


async def test_a_long_option_is_found_by_typing(qtbot, show, until) -> None:
    editor = await show("list", "id-1")
    qtbot.keyClick(editor._line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor._line, "ce 7")
    await until(lambda: editor._suggestions.count == 1)
    qtbot.keyClick(editor._line, Qt.Key.Key_Return)
    assert editor.value() == "id-7"
    assert editor._line.text() == "Choice 7"


async def test_escape_leaves_the_choice_as_it_was(qtbot, show, until) -> None:
    editor = await show("list", "id-1")
    qtbot.keyClick(editor._line, Qt.Key.Key_Down)
    assert editor._suggestions.is_open
    qtbot.keyClick(editor._line, Qt.Key.Key_Escape)
    assert not editor._suggestions.is_open
    assert (editor.value(), editor._line.text()) == ("id-1", "Choice 1")


async def test_a_reference_is_found_by_typing_and_opened(qtbot, show, until) -> None:
    editor = await show("reference", "a")
    await until(lambda: editor._line.text() == "Apple")
    qtbot.keyClick(editor._line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor._line, "che")
    await until(lambda: editor._picker.suggestions.count == 2)
    qtbot.keyClick(editor._line, Qt.Key.Key_Return)
    assert editor.value() == "c"
    await until(lambda: editor._line.text() == "Cherry")
    wishes = QSignalSpy(editor.open_requested)
    qtbot.keyClick(editor._open, Qt.Key.Key_Space)
    assert wishes.at(0) == ["c"]
    qtbot.keyClick(editor._clear, Qt.Key.Key_Space)
    assert editor.value() is None


async def test_a_reference_to_nothing_is_marked_and_kept(show, until) -> None:
    editor = await show("reference", "gone")
    await until(lambda: editor._note.text().startswith("Missing"))
    assert editor.value() == "gone"


async def test_several_are_added_without_closing_the_list(qtbot, show, until) -> None:
    editor = await show("references", ["c"])
    qtbot.keyClick(editor._line, Qt.Key.Key_Down)
    await until(lambda: editor._picker.suggestions.count == 3)
    qtbot.keyClick(editor._line, Qt.Key.Key_Return)
    qtbot.keyClick(editor._line, Qt.Key.Key_Down)
    qtbot.keyClick(editor._line, Qt.Key.Key_Return)
    assert editor._picker.suggestions.is_open
    assert editor.value() == ["c", "a", "b"]


async def test_enter_takes_what_was_typed_and_not_what_the_list_still_shows(
    qtbot, show, until
) -> None:
    editor = await show("references")
    qtbot.keyClick(editor._line, Qt.Key.Key_Down)
    await until(lambda: editor._picker.suggestions.count == 3)
    qtbot.keyClicks(editor._line, "che")
    qtbot.keyClick(editor._line, Qt.Key.Key_Down)
    qtbot.keyClick(editor._line, Qt.Key.Key_Return)
    assert editor.value() is None
    await until(lambda: editor.value() == ["c"])


async def test_enter_counts_though_one_types_on_before_the_answer(qtbot, show, until) -> None:
    editor = await show("references")
    line = editor._line
    qtbot.keyClicks(line, "che")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(line, "ban")
    await until(lambda: editor.value() == ["c"])


async def test_two_are_added_by_who_types_faster_than_any_answer(qtbot, show, until) -> None:
    editor = await show("references")
    for name in ("che", "ban"):
        qtbot.keyClick(editor._line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClicks(editor._line, name)
        qtbot.keyClick(editor._line, Qt.Key.Key_Return)
    qtbot.keyClick(editor._line, Qt.Key.Key_Tab)
    await until(lambda: editor.value() == ["c", "b"])


@pytest.mark.parametrize(("kind", "value"), [("references", ["c"]), ("reference", "c")])
async def test_enter_counts_though_one_leaves_before_the_answer(
    qtbot, show, until, kind, value
) -> None:
    editor = await show(kind)
    qtbot.keyClicks(editor._line, "che")
    qtbot.keyClick(editor._line, Qt.Key.Key_Return)
    qtbot.keyClick(editor._line, Qt.Key.Key_Tab)
    await until(lambda: editor.value() == value)


async def test_enter_takes_what_was_typed_of_the_choices_at_once(qtbot, show) -> None:
    editor = await show("list", "id-1")
    qtbot.keyClick(editor._line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor._line, "ce 7")
    qtbot.keyClick(editor._line, Qt.Key.Key_Return)
    assert editor.value() == "id-7"
    assert not editor._suggestions._owed


async def test_enter_makes_nothing_new_before_it_was_offered(qtbot, show, until) -> None:
    editor = await show("references")
    made = list(editor._picker._context.targets.all)
    qtbot.keyClicks(editor._line, "Durian")
    qtbot.keyClick(editor._line, Qt.Key.Key_Return)
    await until(lambda: editor._picker.suggestions.count == 1)
    assert editor._picker._context.targets.all == made
    qtbot.keyClick(editor._line, Qt.Key.Key_Return)
    await until(lambda: editor.value() == ["local-Durian"])


async def test_a_new_search_begins_at_the_top_of_its_list(qtbot, show, until) -> None:
    editor = await show("references")
    qtbot.keyClick(editor._line, Qt.Key.Key_Down)
    suggestions = editor._picker.suggestions
    await until(lambda: suggestions.count == 3)
    qtbot.keyClick(editor._line, Qt.Key.Key_Down)
    qtbot.keyClick(editor._line, Qt.Key.Key_Down)
    qtbot.keyClicks(editor._line, "an")
    await until(lambda: suggestions.count == 2)
    assert suggestions._list.currentRow() == 0


async def test_references_are_moved_and_removed_by_keys(qtbot, show) -> None:
    editor = await show("references", ["a", "b", "c"])
    editor._list.setCurrentRow(0)
    qtbot.keyClick(editor._list, Qt.Key.Key_Down, ALT)
    assert editor.value() == ["b", "a", "c"]
    qtbot.keyClick(editor._list, Qt.Key.Key_Down, ALT)
    assert editor.value() == ["b", "c", "a"]
    qtbot.keyClick(editor._list, Qt.Key.Key_Delete)
    assert editor.value() == ["b", "c"]


async def test_replacing_a_picture_keeps_its_alt_text(qtbot, show) -> None:
    editor = await show("image", {"fileId": "1", "url": "https://x/a.png", "alt": "A loaf"})
    qtbot.keyClick(editor._url, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor._url, "https://x/b.png")
    qtbot.keyClick(editor._url, Qt.Key.Key_Return)
    assert editor.value() == {"url": "https://x/b.png", "alt": "A loaf"}


async def test_alt_text_changes_nothing_else(qtbot, show) -> None:
    value = {"fileId": "1", "url": "https://x/a.png", "alt": None, "more": 1}
    editor = await show("image", value)
    qtbot.keyClicks(editor._alt, "Bread")
    editor.commit()
    assert editor.value() == value | {"alt": "Bread"}
    assert value["alt"] is None


async def test_a_new_picture_is_described_by_the_next_tab(qtbot, show) -> None:
    editor = await show("image")
    qtbot.keyClicks(editor.focus_target, "https://x/y.png")
    qtbot.keyClick(editor.focus_target, Qt.Key.Key_Tab)
    qtbot.keyClicks(editor.window().focusWidget(), "A cat")
    editor.commit()
    assert editor.value() == {"url": "https://x/y.png", "alt": "A cat"}


async def test_pictures_are_added_moved_and_removed(qtbot, show) -> None:
    first, second = {"fileId": "1", "url": "u1", "alt": "x"}, {"fileId": "2", "url": "u2"}
    editor = await show("images", [first, second])
    qtbot.keyClicks(editor._line, "https://x/3.png")
    qtbot.keyClick(editor._line, Qt.Key.Key_Return)
    third = {"url": "https://x/3.png"}
    assert editor.value() == [first, second, third]
    qtbot.keyClick(editor._rows[0].alt, Qt.Key.Key_Down, ALT)
    assert editor.value() == [second, first, third]
    qtbot.keyClicks(editor._rows[2].alt, "new")
    editor._rows[0].setFocus()
    qtbot.keyClick(editor._rows[0], Qt.Key.Key_Delete)
    assert editor.value() == [first, third | {"alt": "new"}]


async def test_a_picture_is_dragged_by_its_handle(qtbot, show) -> None:
    editor = await show("images", [{"url": "u1"}, {"url": "u2"}, {"url": "u3"}])
    row = editor._rows[0]
    row.dragged.emit(editor._rows[2].geometry().bottom() - row.geometry().top())
    assert [image["url"] for image in editor.value()] == ["u2", "u3", "u1"]


def test_no_file_of_this_computer_is_taken_from_a_drop() -> None:
    data = QMimeData()
    data.setUrls([QUrl("file:///etc/passwd")])
    data.setText("file:///etc/passwd")
    assert dropped_url(data) == ""
    data.setText("https://x/y.png")
    assert dropped_url(data) == "https://x/y.png"


def test_a_file_is_named_without_its_id() -> None:
    assert file_name("https://cdn/6620f2dc9d1f2f1a2b3c4d5e_a%20b.png") == "a b.png"
    assert file_name("https://cdn/plain_name.png") == "plain_name.png"
    assert file_name("https://[bad") == "https://[bad"


async def test_a_date_chosen_in_the_calendar_keeps_the_time(qtbot, show) -> None:
    editor = await show("moment", "2024-07-14T16:30:00.000Z")
    assert editor._line.text() == "2024-07-14 18:30"
    qtbot.keyClick(editor._line, Qt.Key.Key_Down)
    popup = editor._popup
    assert popup.isVisible()
    days = popup.calendar.findChild(QWidget, "qt_calendar_calendarview")
    qtbot.keyClick(days, Qt.Key.Key_Right)
    qtbot.keyClick(days, Qt.Key.Key_Return)
    assert editor.value() == "2024-07-15T16:30:00.000Z"
    assert not popup.isVisible()


@pytest.mark.parametrize("zone", ["Europe/Madrid", "Pacific/Pago_Pago", "Pacific/Kiritimati"])
async def test_a_plain_date_never_shifts(qtbot, show, zone) -> None:
    """West of Greenwich its midnight is the evening before, in the far east the afternoon."""
    editor = await show("date", "2024-04-14T00:00:00.000Z", time_zone=zone)
    assert editor._line.text() == "2024-04-14"
    qtbot.keyClick(editor._line, Qt.Key.Key_Down)
    days = editor._popup.calendar.findChild(QWidget, "qt_calendar_calendarview")
    qtbot.keyClick(days, Qt.Key.Key_Right)
    qtbot.keyClick(days, Qt.Key.Key_Return)
    assert (editor.value(), editor._line.text()) == ("2024-04-15T00:00:00.000Z", "2024-04-15")
    editor._line.selectAll()
    qtbot.keyClicks(editor._line, "2024-12-31")
    editor.commit()
    assert editor.value() == "2024-12-31T00:00:00.000Z"


async def test_a_colour_of_the_palette_is_taken_as_written(qtbot, show, until) -> None:
    editor = await show("color")
    await until(lambda: len(editor._site.swatches) == 2)
    qtbot.keyClick(editor._site.swatches[0], Qt.Key.Key_Right)
    assert editor._site.swatches[1].hasFocus()
    qtbot.keyClick(editor._site.swatches[1], Qt.Key.Key_Space)
    assert editor.value() == "red"
    await until(lambda: [swatch.text() for swatch in editor._recent.swatches] == ["red"])


def test_an_opaque_colour_is_short() -> None:
    assert colour_text(QColor(1, 2, 3)) == "#010203"
    assert colour_text(QColor(1, 2, 3, 4)) == "#01020304"


@pytest.mark.parametrize("kind", ["references", "images"])
async def test_the_windows_own_command_does_not_take_the_keys_for_moving(qtbot, show, kind) -> None:
    values = {"references": ["a", "b"], "images": [{"url": "u1"}, {"url": "u2"}]}[kind]
    editor = await show(kind, values)
    action = QAction("Next item", editor)
    action.setShortcut(QKeySequence("Alt+Down"))
    editor.addAction(action)
    taken = QSignalSpy(action.triggered)
    if kind == "references":
        editor._list.setCurrentRow(0)
        target = editor._list
    else:
        target = editor._rows[0].alt
    target.setFocus()
    qtbot.keyClick(target, Qt.Key.Key_Down, ALT)
    assert editor.value() == values[::-1]
    assert taken.count() == 0


async def test_what_is_no_address_is_said_and_not_added(qtbot, show) -> None:
    editor = await show("images", [{"url": "https://example.com/a.png", "alt": "A"}])
    qtbot.keyClicks(editor._line, "cat picture")
    qtbot.keyClick(editor._line, Qt.Key.Key_Return)
    assert editor.value() == [{"url": "https://example.com/a.png", "alt": "A"}]
    assert editor._address.problem.isVisible()
    assert "web address" in editor._address.problem.text()
    assert editor._line.text() == "cat picture"

    editor._line.selectAll()
    qtbot.keyClicks(editor._line, "https://example.com/b.png")
    assert editor._address.problem.isHidden()
    qtbot.keyClick(editor._line, Qt.Key.Key_Return)
    assert editor.value()[1] == {"url": "https://example.com/b.png"}


def drop(editor, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    at = QPointF(5, 5)
    editor.dropEvent(
        QDropEvent(at, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, NO_KEYS)
    )


async def test_what_is_dropped_is_checked_as_what_is_typed(qtbot, show) -> None:
    editor = await show("images")
    drop(editor, "https://example.com/a picture.png")
    assert editor.value() is None
    assert editor._address.problem.isVisible()

    drop(editor, "https://example.com/a.png")
    assert editor.value() == [{"url": "https://example.com/a.png"}]
    assert editor._line.text() == ""


async def readdress(qtbot, editor, text: str):
    row = editor._rows[0]
    row._edit.click()
    assert row.address.line.hasFocus()
    qtbot.keyClicks(row.address.line, text)
    return row


FIRST = {"fileId": "1", "url": "https://example.com/a.png", "alt": "A"}


async def test_a_picture_of_several_is_replaced_and_keeps_its_alt(qtbot, show) -> None:
    editor = await show("images", [FIRST, {"url": "https://example.com/z.png"}])
    row = await readdress(qtbot, editor, "https://example.com/b.png")
    assert row.address.line.nextInFocusChain() is row.alt
    qtbot.keyClick(row.address.line, Qt.Key.Key_Return)
    assert editor.value() == [
        {"url": "https://example.com/b.png", "alt": "A"},
        {"url": "https://example.com/z.png"},
    ]
    assert row.address.isHidden()


async def test_what_is_no_address_replaces_no_picture(qtbot, show) -> None:
    editor = await show("images", [FIRST])
    row = await readdress(qtbot, editor, "nothing")
    qtbot.keyClick(row.address.line, Qt.Key.Key_Return)
    assert editor.value() == [FIRST]
    assert row.address.problem.isVisible()

    qtbot.keyClick(row.address.line, Qt.Key.Key_Escape)
    assert row.address.isHidden()
    assert not editor.has_pending_input()


async def test_an_address_under_way_never_reaches_another_item(qtbot, show) -> None:
    editor = await show("images", [FIRST])
    await readdress(qtbot, editor, "https://example.com/b.png")
    assert editor.has_pending_input()
    editor._line.setFocus()

    editor.commit()
    assert editor.value()[0]["url"] == "https://example.com/b.png"
    assert editor._line.hasFocus()
    assert not editor.has_pending_input()

    await readdress(qtbot, editor, "nothing")
    editor.commit()
    assert not editor.has_pending_input()
    editor.set_value([{"url": "https://example.com/other.png"}])
    assert editor._rows[0].address.isHidden()


async def test_hidden_characters_of_an_address_are_written_out(qtbot, show) -> None:
    for kind in ("image", "file", "video"):
        url = "https://example.com/\u202egnp.exe"
        editor = await show(kind, url if kind == "video" else {"url": url})
        assert editor._hidden.isVisible()
        assert "\u27e8U+202E\u27e9" in editor._hidden.text()
    assert "\u27e8U+202E\u27e9" in (await show("image", {"url": url}))._name.text()
    images = await show("images", [{"url": url}])
    assert "\u27e8U+202E\u27e9" in images._rows[0]._name.text()


async def test_what_undo_takes_out_is_no_longer_said_to_be_added(qtbot, show, until) -> None:
    editor = await show("references")
    line = editor._line
    qtbot.keyClick(line, Qt.Key.Key_Down)
    suggestions = editor._picker.suggestions
    await until(lambda: suggestions.count == 3)
    qtbot.keyClick(line, Qt.Key.Key_Return)

    def is_added() -> bool:
        return any(suggestions._list.item(row).data(DETAIL) == "Added" for row in range(3))

    await until(is_added)

    editor.set_value(None)  # as the form does after undo

    await until(lambda: not is_added())
    assert suggestions.is_open


async def test_a_video_without_a_picture_warns_of_nothing(qtbot, show, until) -> None:
    value = {
        "url": "https://youtu.be/x",
        "metadata": {"title": "T", "thumbnail_url": "https://bad.example/x.png"},
    }
    editor = await show("video", value)
    thumbnail = editor._thumbnail
    await until(lambda: thumbnail.accessibleName() == "The picture cannot be shown")
    assert thumbnail.toolTip() == ""


async def test_days_of_other_months_are_greyed(qtbot, show, qapp) -> None:
    look = qapp.styleSheet(), qapp.palette(), qapp.font()
    theme = Theme(qapp, Scheme.LIGHT)
    try:
        editor = await show("date", "2024-04-14T00:00:00.000Z")
        editor._on_calendar()
        view = editor._popup.calendar.findChild(QTableView)

        def colours(row: int) -> list[str]:
            cells = (view.model().index(row, column) for column in range(7))
            return [cell.data(Qt.ItemDataRole.ForegroundRole).name() for cell in cells]

        assert colours(0) == [theme.colours.muted] * 7
        assert colours(3) == [theme.colours.text] * 7
        assert colours(6)[-1] == theme.colours.disabled
    finally:
        editor._popup.hide()
        theme.deleteLater()
        qapp.setStyleSheet(look[0])
        qapp.setPalette(look[1])
        qapp.setFont(look[2])
