"""The form by keyboard alone: Tab goes through it from top to bottom and gets stuck nowhere."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPushButton, QWidget

from wfdesk.domain.ids import FieldSlug

COLLECTIONS = ("recipes", "stories", "places", "authors", "categories")


def focusable(form: QWidget) -> list[QWidget]:
    """What the Tab key must reach."""
    return [
        child
        for child in form.findChildren(QWidget)
        if child.isVisible()
        and child.isEnabled()
        and child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and child.focusProxy() is None
    ]


def is_in_sight(widget: QWidget, area: QWidget) -> bool:
    place = QRect(widget.mapTo(area, QPoint()), widget.size())
    return area.rect().intersects(place)


async def walk(desk, qtbot, key: Qt.Key) -> list[QWidget]:
    """Press the key until the focus leaves the form."""
    form = desk.program.form._form.widget()
    met: list[QWidget] = []
    while (now := QApplication.focusWidget()) and form.isAncestorOf(now) and now not in met:
        met.append(now)
        assert is_in_sight(now, desk.program.form._form.viewport()), now
        qtbot.keyClick(now, key)
    return met


def rows_of(desk, widgets: list[QWidget]) -> list[int]:
    rows = list(desk.program.form.rows.values())
    return [next(at for at, row in enumerate(rows) if row.isAncestorOf(each)) for each in widgets]


@pytest.mark.parametrize("slug", COLLECTIONS)
async def test_tab_reaches_everything_from_top_to_bottom(desk, qtbot, slug) -> None:
    await desk.sign_in()
    key = await fullest(desk, slug)
    await desk.open(key)
    form = desk.program.form._form.widget()
    desk.focus("name")

    met = await walk(desk, qtbot, Qt.Key.Key_Tab)

    missed = [each.accessibleName() or each for each in focusable(form) if each not in met]
    assert missed == []
    assert rows_of(desk, met) == sorted(rows_of(desk, met))
    tops = [each.mapTo(form, each.rect().center()).y() for each in met]
    assert all(after > before - 40 for before, after in pairwise(tops))
    assert await desk.saved(key) == {}


async def test_the_row_with_the_keyboard_is_whole_in_sight(desk, qtbot) -> None:
    """Its label, its editor and its problem, and not only what Qt shows of it."""
    await desk.sign_in()
    await desk.open(await fullest(desk, "recipes"))
    form = desk.program.form
    viewport, met = form._form.viewport(), list[QWidget]()
    desk.focus("name")
    while (now := QApplication.focusWidget()) and form._form.widget().isAncestorOf(now):
        assert now not in met, "Tab leads nowhere"
        met.append(now)
        row = form._focused_row()
        place = QRect(row.mapTo(viewport, QPoint()), row.size())
        is_too_high = row.height() > viewport.height()
        assert is_too_high or viewport.rect().contains(place), row.slug
        qtbot.keyClick(now, Qt.Key.Key_Tab)


async def test_a_problem_that_comes_up_is_in_sight(desk) -> None:
    await desk.sign_in()
    await desk.open(await fullest(desk, "recipes"))
    form = desk.program.form
    area, room = form._form, form._form.viewport().height()
    below = (row for row in form.rows.values() if row.y() + row.height() > room)
    row = next(row for row in below if row.height() < room / 2)
    form.go_to_field(row.slug)
    area.verticalScrollBar().setValue(row.y() + row.height() - room)  # at the lower edge
    before = area.widget().height()

    row.show_problem("Something is wrong with this field, and it takes a line to say so.")

    def is_whole() -> bool:
        foot = row._problem.mapTo(area.viewport(), row._problem.rect().bottomLeft())
        return area.widget().height() > before and area.viewport().rect().contains(foot)

    await desk.until(is_whole)
    await desk.calm()


async def test_backtab_goes_the_same_way_back(desk, qtbot) -> None:
    await desk.sign_in()
    await desk.open(await fullest(desk, "recipes"))
    desk.focus("name")
    down = await walk(desk, qtbot, Qt.Key.Key_Tab)
    down[-1].setFocus(Qt.FocusReason.BacktabFocusReason)

    up = await walk(desk, qtbot, Qt.Key.Key_Backtab)

    assert up == down[::-1]


async def fullest(desk, slug: str):
    """The item with the most values, pictures above all."""
    browsing = desk.program.services.browsing
    first = await desk.key(slug)
    site = await browsing.site_of(first.collection)
    works = await browsing.search_targets(first.collection, site.primary_locale, "", 200)
    return max(works, key=lambda work: len(str(work.fields))).key


@pytest.mark.parametrize("slug", ["name", "summary", "method"])
async def test_ctrl_delete_in_a_text_deletes_a_word_and_not_the_item(desk, qtbot, slug) -> None:
    await desk.sign_in()
    await desk.open(await desk.key("recipes"))
    text = desk.focus(slug)
    before = text_of(text)
    qtbot.keyClick(text, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)

    qtbot.keyClick(text, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    await desk.calm()

    assert desk.program.window.findChildren(QMessageBox) == []
    assert before.endswith(text_of(text))
    assert text_of(text) != before


async def test_ctrl_delete_in_the_table_asks_to_delete_the_item(desk, qtbot) -> None:
    await desk.sign_in()
    await desk.open(await desk.key("recipes"))
    table = desk.program.window._panes.table.table
    table.setFocus()

    qtbot.keyClick(table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)

    await desk.until(lambda: desk.program.window.findChildren(QMessageBox))
    [box] = desk.program.window.findChildren(QMessageBox)
    box.reject()
    await desk.calm()


def text_of(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()


@pytest.mark.parametrize("slug", ["teaser", "body"])
async def test_tab_goes_from_a_field_in_conflict_to_the_ways_out(desk, qtbot, slug) -> None:
    await desk.sign_in()
    key = await desk.key("stories")
    await desk.open(key)
    services, form = desk.program.services, desk.program.form._form.widget()
    await services.editing.set_field(key, FieldSlug(slug), "<p>Mine.</p>")
    theirs = {"collection": "stories", "item": key.item, "fieldData": {slug: "<p>Theirs.</p>"}}
    desk.practice.control("POST", "edit", theirs)
    await services.refreshing.refresh_all()
    row = desk.row(slug)
    await desk.until(lambda: row.note is not None and row.note.isVisible())
    desk.focus("name")

    met = await walk(desk, qtbot, Qt.Key.Key_Tab)

    inside = [each for each in met if row.note.isAncestorOf(each)]
    words = [each.text() for each in inside if isinstance(each, QPushButton)]
    assert words[-3:] == ["Take mine", "Take theirs", "Compare in Changes"]
    assert [each for each in focusable(form) if each not in met] == []
    assert rows_of(desk, met) == sorted(rows_of(desk, met))
    await desk.calm()
