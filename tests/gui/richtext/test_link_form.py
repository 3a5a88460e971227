"""A link is set, changed and taken away with the keys; what else its tag says stays."""

import pytest
from PySide6.QtCore import Qt

from wfdesk.domain.items import ItemStatus
from wfdesk.richtext.links import Link
from wfdesk.ui.editor.fields.context import Page
from wfdesk.ui.editor.richtext.linkform import Removed, ask_link

KEPT = Link((("class", "x"), ("href", "https://a.co/"), ("rel", "nofollow")))


def leading(href: str) -> Link:
    return Link((("href", href),))


async def test_a_new_link_is_typed(opened, window, around) -> None:
    bench = await opened(ask_link(window, around, None))
    assert bench.form.remove.isHidden()
    bench.type("https://example.com/a?b=1&c=2")
    bench.press(Qt.Key.Key_Return)
    assert await bench.answered() == leading("https://example.com/a?b=1&c=2")


async def test_escape_leaves_the_link_as_it_was(opened, window, around) -> None:
    bench = await opened(ask_link(window, around, KEPT))
    bench.type("https://example.com")
    bench.press(Qt.Key.Key_Escape)
    assert await bench.answered() is None


async def test_another_address_and_a_new_tab_change_nothing_else(opened, window, around) -> None:
    bench = await opened(ask_link(window, around, KEPT))
    bench.type("example.com")
    bench.press(Qt.Key.Key_Tab)
    assert bench.form.focusWidget() is bench.form.new_tab
    bench.press(Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert await bench.answered() == Link(
        (
            ("class", "x"),
            ("href", "https://example.com"),
            ("rel", "nofollow"),
            ("target", "_blank"),
        )
    )


async def test_what_leads_nowhere_is_said_under_the_line_and_not_taken(
    opened, window, around
) -> None:
    bench = await opened(ask_link(window, around, None))
    bench.press(Qt.Key.Key_Return)
    assert bench.form.problem.text() == "A link needs an address."
    bench.type("no address")
    assert bench.form.problem.isHidden()
    bench.press(Qt.Key.Key_Return)
    assert bench.form.isVisible()
    assert bench.form.problem.text().startswith("This is not a full web address")
    assert bench.form.line.accessibleDescription() == bench.form.problem.text()


@pytest.mark.parametrize("href", ["javascript:alert(1)", "ftp://x", "", "MAILTO:a@b.co", " /a "])
async def test_an_address_that_is_not_touched_is_as_it_was(opened, window, around, href) -> None:
    link = Link((("href", href), ("target", "_blank")))
    bench = await opened(ask_link(window, around, link))
    bench.press(Qt.Key.Key_Return)
    assert await bench.answered() == link


@pytest.mark.parametrize(
    ("typed", "kind", "href"),
    [
        ("me@example.com", "Email", "mailto:me@example.com"),
        ("mailto:me@example.com?subject=x", "Email", "mailto:me@example.com?subject=x"),
        ("tel:+1 555 0100", "Phone", "tel:+15550100"),
        ("#contact", "Place on the same page", "#contact"),
        ("/about", "Page or item of this site", "/about"),
    ],
)
async def test_the_kind_follows_what_is_typed(opened, window, around, typed, kind, href) -> None:
    bench = await opened(ask_link(window, around, None))
    bench.type(typed)
    assert bench.form.kind.currentText() == kind
    bench.press(Qt.Key.Key_Return)
    assert await bench.answered() == leading(href)


async def test_the_kind_is_chosen_with_the_keys(opened, window, around) -> None:
    bench = await opened(ask_link(window, around, None))
    bench.press(Qt.Key.Key_Backtab)
    bench.press(Qt.Key.Key_End, Qt.Key.Key_Tab)
    bench.type("contact")
    bench.press(Qt.Key.Key_Return)
    assert await bench.answered() == leading("#contact")


async def test_an_item_is_found_by_its_name_and_its_path_is_written(
    opened, window, around, until
) -> None:
    bench = await opened(ask_link(window, around, None))
    bench.form.kind.setCurrentIndex(1)
    finder = bench.form.finder
    await until(lambda: finder.list.count() == 3)
    bench.type("apple")
    await until(lambda: finder.list.count() == 2)
    bench.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert bench.form.line.text() == "/fruits/apple-pie"
    assert "is archived" in finder.note.text()
    bench.press(Qt.Key.Key_Return)
    assert await bench.answered() == leading("/fruits/apple-pie")


async def test_enter_waits_for_what_is_found_by_what_was_typed(
    opened, window, around, until
) -> None:
    bench = await opened(ask_link(window, around, None))
    bench.form.kind.setCurrentIndex(1)
    bench.type("banana")
    bench.press(Qt.Key.Key_Return)
    assert bench.form.line.text() == "banana"
    await until(lambda: bench.form.line.text() == "/posts/banana")
    assert "is a draft" in bench.form.finder.note.text()


async def test_an_item_is_chosen_with_the_mouse(opened, window, around, until, qtbot) -> None:
    bench = await opened(ask_link(window, around, leading("/old")))
    shown = bench.form.finder.list
    await until(lambda: shown.count() == 3)
    place = shown.visualItemRect(shown.item(1)).center()
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=place)
    bench.click(bench.form.button)
    assert await bench.answered() == leading("/posts/banana")


async def test_static_pages_are_listed_while_the_form_is_open(
    opened, window, around, until
) -> None:
    around.pages.unlisted = [Page("/about", "About us", "", ItemStatus.PUBLISHED)]
    bench = await opened(ask_link(window, around, None))
    bench.form.kind.setCurrentIndex(1)
    await until(lambda: bench.form.finder.list.count() == 4)
    bench.type("about")
    await until(lambda: bench.form.finder.list.count() == 1)
    bench.press(Qt.Key.Key_Return)
    assert (
        bench.form.finder.note.text()
        == "\N{LEFT DOUBLE QUOTATION MARK}About us\N{RIGHT DOUBLE QUOTATION MARK}, a static page."
    )
    bench.press(Qt.Key.Key_Return)
    assert await bench.answered() == leading("/about")


async def test_why_static_pages_are_missing_is_said(opened, window, around, until) -> None:
    around.pages.missing = "Static pages are not listed."
    bench = await opened(ask_link(window, around, None))
    bench.form.kind.setCurrentIndex(1)
    await until(lambda: bench.form.finder.note.text() == "Static pages are not listed.")
    bench.type("zucchini")
    await until(lambda: bench.form.finder.note.text().startswith("Nothing found"))
    assert bench.form.finder.note.text().endswith("Static pages are not listed.")


async def test_search_engines_are_told_not_to_follow_it(opened, window, around) -> None:
    link = Link((("href", "/a"), ("rel", "noopener")))
    bench = await opened(ask_link(window, around, link))
    bench.form.no_follow.setFocus()
    bench.press(Qt.Key.Key_Space, Qt.Key.Key_Return)
    assert await bench.answered() == Link((("href", "/a"), ("rel", "noopener nofollow")))


async def test_the_list_shows_whole_rows_and_their_status_in_one_column(
    opened, window, around, until
) -> None:
    bench = await opened(ask_link(window, around, leading("/old")))
    shown = bench.form.finder.list
    await until(lambda: shown.count() >= 3)
    row = shown.visualItemRect(shown.item(0)).height()
    assert 6 * row <= shown.height() <= 6 * row + 2
    assert all(not shown.item(row).icon().isNull() for row in range(shown.count()))


async def test_what_is_not_found_is_said(opened, window, around, until) -> None:
    bench = await opened(ask_link(window, around, None))
    bench.form.kind.setCurrentIndex(1)
    bench.type("zucchini")
    await until(lambda: bench.form.finder.note.text().startswith("Nothing found"))
    bench.press(Qt.Key.Key_Return)
    assert bench.form.problem.text().startswith("A page of this site begins with one slash")


async def test_a_link_is_taken_away(opened, window, around) -> None:
    bench = await opened(ask_link(window, around, KEPT))
    bench.form.remove.setFocus()
    bench.press(Qt.Key.Key_Space)
    assert isinstance(await bench.answered(), Removed)


async def test_what_an_address_hides_is_written_out(opened, window, around) -> None:
    bench = await opened(ask_link(window, around, leading("https://a.co/\u202egnp.exe")))
    assert "U+202E" in bench.form._hidden.text()
