"""Code is typed as it is to be; what is out of order is said, and not one character is changed."""

import pytest
from PySide6.QtCore import Qt

from wfdesk.ui.editor.richtext.codeform import ask_embed, ask_html
from wfdesk.ui.editor.richtext.videoform import ask_video
from wfdesk.ui.toolkit.labels import PlainLabel

CONTROL = Qt.KeyboardModifier.ControlModifier
ODD = "<div>\r\na\u00a0b\u2029c\ufeff</div>\n"


async def test_a_new_embed_is_typed(opened, window) -> None:
    bench = await opened(ask_embed(window, None))
    bench.type("<b>x</b>")
    bench.press(Qt.Key.Key_Return)
    bench.type("<i></i>")
    bench.press(Qt.Key.Key_Return, modifier=CONTROL)
    assert await bench.answered() == "<b>x</b>\n<i></i>"


@pytest.mark.parametrize("ask", [ask_embed, ask_html])
async def test_code_that_is_not_touched_is_as_it_was(opened, window, ask) -> None:
    bench = await opened(ask(window, ODD))
    bench.press(Qt.Key.Key_Return, modifier=CONTROL)
    assert await bench.answered() == ODD


async def test_what_is_typed_into_code_changes_nothing_else(opened, window) -> None:
    bench = await opened(ask_html(window, ODD))
    bench.press(Qt.Key.Key_End)
    bench.type("x")
    bench.press(Qt.Key.Key_Return, modifier=CONTROL)
    assert await bench.answered() == ODD.replace("<div>", "<div>x")


async def test_escape_leaves_the_code_as_it_was(opened, window) -> None:
    bench = await opened(ask_embed(window, "<b></b>"))
    bench.type("x")
    bench.press(Qt.Key.Key_Escape)
    assert await bench.answered() is None


async def test_what_is_out_of_order_is_said_while_it_is_typed_and_taken_all_the_same(
    opened, window, until
) -> None:
    bench = await opened(ask_html(window, "<p>a</p>"))
    assert bench.form.warning.isHidden()
    bench.type("<b>")
    await until(bench.form.warning.isVisible)
    assert bench.form.warning.text().startswith("The tag <b> is not closed.")
    bench.type("</b>")
    await until(lambda: bench.form.warning.text().startswith("This is not one element"))
    bench.press(Qt.Key.Key_Tab, Qt.Key.Key_Space)
    assert await bench.answered() == "<b></b><p>a</p>"


async def test_code_that_was_not_delivered_is_said_and_no_fault(opened, window, until) -> None:
    bench = await opened(ask_embed(window, "", is_lost=True))
    bench.type("x")
    bench.press(Qt.Key.Key_Backspace)
    await until(lambda: not bench.form._pause.isActive())
    assert bench.form.warning.isHidden()
    said = [label.text() for label in bench.form.findChildren(PlainLabel)]
    assert any("Webflow did not deliver" in text for text in said)


async def test_nothing_is_no_embed(opened, window) -> None:
    bench = await opened(ask_embed(window, None))
    bench.press(Qt.Key.Key_Return, modifier=CONTROL)
    assert bench.form.warning.text() == "There is nothing here."
    assert bench.form.isVisible()


async def test_a_video_is_one_whose_player_is_known(opened, window) -> None:
    bench = await opened(ask_video(window, None))
    bench.type("https://example.com/film")
    bench.press(Qt.Key.Key_Return)
    assert bench.form.problem.text().startswith("This is no video of YouTube or Vimeo")
    bench.select_all()
    bench.type("https://vimeo.com/1234")
    bench.press(Qt.Key.Key_Return)
    assert await bench.answered() == "https://vimeo.com/1234"


async def test_a_video_that_is_not_touched_is_as_it_was(opened, window) -> None:
    bench = await opened(ask_video(window, "https://example.com/film "))
    bench.press(Qt.Key.Key_Return)
    assert await bench.answered() == "https://example.com/film "
