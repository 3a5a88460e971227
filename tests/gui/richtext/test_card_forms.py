"""Each card opens the form that is its own, and what comes of it is its source, changed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

from tests.gui.fields.samples import FakePictures
from wfdesk.richtext.cards import CardKind
from wfdesk.richtext.embeds import new_embed
from wfdesk.richtext.figures import Figure, new_figure
from wfdesk.richtext.videos import new_video
from wfdesk.ui.editor.richtext.cardforms import ask_card, ask_new_card
from wfdesk.ui.editor.richtext.cardpictures import CardPictures

CONTROL = Qt.KeyboardModifier.ControlModifier
URL = "https://example.com/a.png"
PICTURE = new_figure(Figure(URL, "A loaf"))
VIDEO = new_video("https://vimeo.com/1")


@pytest.mark.parametrize(
    ("raw", "title", "typed", "changed"),
    [
        (PICTURE, "Picture", "Bread", PICTURE.replace("A loaf", "Bread")),
        (VIDEO, "Video", "https://vimeo.com/234", new_video("https://vimeo.com/234")),
        (new_embed("<b></b>"), "Embed", "x", new_embed("x<b></b>")),
        ("<div></div>", "Embed", "x", new_embed("x")),
        ("<hr>", "Edit HTML", "x", "x<hr>"),
        (new_embed("<b>"), "Edit HTML", "x", f"x{new_embed('<b>')}"),
        ("<figure><img><img></figure>", "Edit HTML", "x", "x<figure><img><img></figure>"),
        ("<figure data-rt-type='video'></figure>", "Edit HTML", "x", None),
    ],
)
async def test_a_card_opens_its_own_form(
    opened, window, around, raw, title, typed, changed
) -> None:
    bench = await opened(ask_card(window, around, raw))
    assert bench.form.windowTitle() == title
    bench.select_all() if title == "Video" else None
    bench.type(typed)
    bench.press(Qt.Key.Key_Return, modifier=CONTROL)
    assert await bench.answered() == (f"x{raw}" if changed is None else changed)


@pytest.mark.parametrize("raw", [PICTURE, VIDEO, new_embed("<b></b>"), "<hr>"])
async def test_a_card_that_is_not_touched_is_as_it_was(opened, window, around, raw) -> None:
    bench = await opened(ask_card(window, around, raw))
    bench.press(Qt.Key.Key_Return, modifier=CONTROL)
    assert await bench.answered() == raw


@pytest.mark.parametrize("raw", [PICTURE, VIDEO, new_embed("x"), "<div></div>", "<hr>"])
async def test_escape_is_no_answer(opened, window, around, raw) -> None:
    bench = await opened(ask_card(window, around, raw))
    bench.press(Qt.Key.Key_Escape)
    assert await bench.answered() is None


@pytest.mark.parametrize(
    ("kind", "typed", "raw"),
    [
        (CardKind.PICTURE, URL, new_figure(Figure(URL, ""))),
        (CardKind.VIDEO, "https://vimeo.com/1", VIDEO),
        (CardKind.EMBED, "<b></b>", new_embed("<b></b>")),
        (CardKind.EMBED, None, None),
    ],
)
async def test_a_new_card_is_asked_for(opened, window, around, kind, typed, raw) -> None:
    bench = await opened(ask_new_card(window, around, kind))
    if typed is None:
        bench.press(Qt.Key.Key_Escape)
    else:
        bench.type(typed)
        bench.press(Qt.Key.Key_Return, modifier=CONTROL)
    assert await bench.answered() == raw


async def test_a_picture_is_asked_for_once_and_told_when_it_comes(tasks, until, qapp) -> None:
    asked: list[str] = []

    class Counted(FakePictures):
        async def load(self, url: str):
            asked.append(url)
            return await super().load(url)

    pictures = CardPictures(Counted(), tasks)
    came = QSignalSpy(pictures.came)
    for url in (URL, URL, "https://example.com/bad.png", ""):
        assert pictures.find(url) is None
    await until(lambda: len(asked) == 2 and came.count() == 1)
    assert pictures.find(URL) is not None
    assert pictures.find("https://example.com/bad.png") is None
    assert len(asked) == 2
    pictures.try_again()
    pictures.find("https://example.com/bad.png")
    await until(lambda: len(asked) == 3)
    pictures.forget()
    assert pictures.find(URL) is None
    await until(lambda: len(asked) == 4 and pictures.find(URL) is not None)
