"""A picture is filled in with the keys; what is not touched stays as it is."""

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from wfdesk.richtext.figures import DECORATIVE, INHERITED, Alignment, Figure
from wfdesk.richtext.links import Link
from wfdesk.ui.editor.richtext.figureform import ask_figure
from wfdesk.ui.editor.richtext.linkform import LinkForm

URL = "https://example.com/a.png"
OLD = Figure(URL, "A loaf", "Bread", alignment=Alignment.CENTER, max_width="960px", width="auto")
ODD = Figure("x.png", None, "a\nb", is_caption_plain=False, max_width="12em", width="")


async def test_a_new_picture_is_described_from_the_keyboard(opened, window, around) -> None:
    bench = await opened(ask_figure(window, around, None))
    for text in (URL, "A caption"):
        bench.type(text)
        bench.press(Qt.Key.Key_Tab)
    bench.press(Qt.Key.Key_Tab)
    bench.type("What it shows")
    bench.press(Qt.Key.Key_Return)
    assert await bench.answered() == Figure(
        URL, "What it shows", "A caption", alignment=Alignment.FULL_WIDTH
    )


@pytest.mark.parametrize("figure", [OLD, ODD, replace(OLD, alt=INHERITED), Figure("", "")])
async def test_what_is_not_touched_is_as_it_was(opened, window, around, figure) -> None:
    bench = await opened(ask_figure(window, around, figure))
    bench.press(Qt.Key.Key_Return)
    assert await bench.answered() == figure


async def test_escape_leaves_the_picture_as_it_was(opened, window, around) -> None:
    bench = await opened(ask_figure(window, around, OLD))
    bench.type("Another")
    bench.press(Qt.Key.Key_Escape)
    assert await bench.answered() is None


async def test_the_arrows_choose_what_the_alt_text_is(opened, window, around) -> None:
    bench = await opened(ask_figure(window, around, OLD))
    bench.form.alt.described.setFocus()
    bench.press(Qt.Key.Key_Right)
    assert bench.form.alt.line.isHidden()
    assert bench.form.read().alt == DECORATIVE
    bench.press(Qt.Key.Key_Right)
    assert bench.form.read().alt == INHERITED
    bench.press(Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert bench.form.read() == OLD


async def test_a_picture_without_an_address_is_not_taken(opened, window, around) -> None:
    bench = await opened(ask_figure(window, around, None))
    bench.press(Qt.Key.Key_Return)
    assert bench.form.address.problem.text().startswith("A picture needs a web address")
    bench.type("a.png")
    assert bench.form.address.problem.isHidden()
    bench.press(Qt.Key.Key_Return)
    assert bench.form.address.problem.text().startswith("This is not a full web address")
    assert bench.form.isVisible()


@pytest.mark.parametrize(
    ("typed", "width"),
    [("600", "600px"), ("600 PX", "600px"), ("42.5%", "42.5%"), ("", None)],
)
async def test_a_width_is_taken_as_it_is_meant(opened, window, around, typed, width) -> None:
    bench = await opened(ask_figure(window, around, OLD))
    bench.form.width_line.setFocus()
    bench.select_all()
    bench.press(Qt.Key.Key_Delete)
    bench.type(typed)
    bench.press(Qt.Key.Key_Return)
    assert await bench.answered() == replace(OLD, max_width=width)


async def test_what_is_no_width_is_said_under_it(opened, window, around) -> None:
    bench = await opened(ask_figure(window, around, OLD))
    bench.form.width_line.setFocus()
    bench.type(";color:red")
    bench.press(Qt.Key.Key_Return)
    assert bench.form.width_problem.text() == "This is not a width, such as 600px or 60%."
    assert bench.form.isVisible()


async def test_a_width_of_the_picture_itself_stays_one(opened, window, around) -> None:
    figure = Figure(URL, "", width="300")
    bench = await opened(ask_figure(window, around, figure))
    bench.form.width_line.setFocus()
    bench.select_all()
    bench.type("400px")
    bench.press(Qt.Key.Key_Return)
    assert await bench.answered() == replace(figure, width="400")


async def test_a_caption_with_links_is_read_only(opened, window, around) -> None:
    bench = await opened(ask_figure(window, around, ODD))
    assert bench.form.caption.isReadOnly()
    assert bench.form.alignment.currentText() == "As it is"


async def test_a_caption_that_is_emptied_is_none(opened, window, around) -> None:
    bench = await opened(ask_figure(window, around, OLD))
    bench.form.caption.setFocus()
    bench.select_all()
    bench.press(Qt.Key.Key_Delete, Qt.Key.Key_Return)
    assert await bench.answered() == replace(OLD, caption=None)


async def test_an_alignment_is_chosen_with_the_keys(opened, window, around) -> None:
    bench = await opened(ask_figure(window, around, OLD))
    bench.form.alignment.setFocus()
    bench.press(Qt.Key.Key_End, Qt.Key.Key_Return)
    assert await bench.answered() == replace(OLD, alignment=Alignment.FLOAT_RIGHT)


async def test_a_picture_gets_a_link_and_loses_it(opened, window, around, until) -> None:
    bench = await opened(ask_figure(window, around, OLD))
    for typed, link in (("/about", Link((("href", "/about"),))), (None, None)):
        bench.form.link_button.setFocus()
        bench.press(Qt.Key.Key_Space)
        await until(lambda: bench.form.findChild(LinkForm) is not None)
        inner = bench.form.findChild(LinkForm)
        if typed is None:
            bench.click(inner.remove)
        else:
            inner.line.insert(typed)
            inner.kind.setCurrentIndex(1)
            inner.take()
        await until(lambda: bench.form.findChild(LinkForm) is None)
        assert bench.form.read().link == link
    assert bench.form.link_label.text() == "No link"


async def test_the_picture_is_shown_where_it_can_be_had(opened, window, around, until) -> None:
    bench = await opened(ask_figure(window, around, OLD))
    thumbnail = bench.form._thumbnail
    await until(lambda: thumbnail.accessibleName() == "Picture")
    for typed, state in (
        ("https://example.com/bad.png", "The picture cannot be shown"),
        ("ftp://example.com/a.png", "No picture"),
    ):
        bench.form.address.setFocus()
        bench.select_all()
        bench.type(typed)
        await until(lambda state=state: thumbnail.accessibleName() == state)


async def test_tab_goes_through_the_form_as_it_is_read(opened, window, around) -> None:
    bench = await opened(ask_figure(window, around, None))
    form = bench.form
    seen = []
    for _ in range(9):
        seen.append(form.focusWidget())
        bench.press(Qt.Key.Key_Tab)
    assert seen == [
        form.address.line,
        form.caption,
        form.alt.described,
        form.alt.line,
        form.alignment,
        form.width_line,
        form.link_button,
        form.button,
        form.cancel,
    ]


@pytest.mark.parametrize(
    ("alt", "name"),
    [("A loaf", "line"), (INHERITED, "inherited"), (DECORATIVE, "decorative"), (None, "line")],
)
async def test_the_keyboard_begins_at_the_alt_text_however_that_is_given(
    opened, window, around, alt, name
) -> None:
    bench = await opened(ask_figure(window, around, replace(OLD, alt=alt)))
    assert bench.form.focusWidget() is getattr(bench.form.alt, name)
    assert bench.form.alignment.y() == bench.form.width_line.y()
