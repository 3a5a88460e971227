"""Forms are opened from the text, and what comes of them is one step in it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout

from tests.gui.richtext.writer import CONTROL, html_of, place, press, select
from wfdesk.richtext.embeds import new_embed
from wfdesk.richtext.figures import Figure, new_figure
from wfdesk.richtext.videos import new_video
from wfdesk.ui.editor.richtext.cardpictures import CardPictures
from wfdesk.ui.editor.richtext.editor import RichTextEditor
from wfdesk.ui.editor.richtext.forms import FormDialog
from wfdesk.ui.editor.richtext.menu import make_menu
from wfdesk.ui.toolkit.icons import current_colours

URL = "https://example.com/a.png"
PICTURE = new_figure(Figure(URL, "A loaf"))
LINK = '<a class="x" href="https://a.co/" rel="nofollow">'


class Desk:
    """A rich text that is written in, and the form that was opened from it."""

    def __init__(self, editor: RichTextEditor, until) -> None:
        self.editor = editor
        self.box = editor._box
        self._until = until

    @property
    def html(self) -> str:
        self.editor.commit()
        return html_of(self.box)

    def select_card(self, number: int) -> None:
        self.box.hand.select_card(self.box.document().findBlockByNumber(number))

    async def form(self) -> FormDialog:
        window = self.editor.window()
        await self._until(lambda: bool(window.findChildren(FormDialog)))
        [form] = window.findChildren(FormDialog)
        await self._until(form.isVisible)
        return form

    async def fill(self, text: str) -> None:
        """Type into the form that is open, and take it."""
        form = await self.form()
        QTest.keyClicks(form.focusWidget(), text)
        QTest.keyClick(form.focusWidget(), Qt.Key.Key_Return, CONTROL)
        await self.closed()

    async def closed(self) -> None:
        window = self.editor.window()
        await self._until(lambda: not window.findChildren(FormDialog))


@pytest.fixture
def written(window, around, until):
    def make(html: str) -> Desk:
        editor = RichTextEditor(around)
        layout = QVBoxLayout(window)
        layout.addWidget(editor)
        editor.set_value(html)
        editor.show()
        editor.setFocus()
        return Desk(editor, until)

    return make


async def test_a_card_is_changed_in_its_form_and_undone_in_one_step(written) -> None:
    desk = written(f"<p>a</p>{PICTURE}<p>b</p>")
    desk.select_card(1)
    press(desk.box, Qt.Key.Key_F2)
    await desk.fill("Bread")
    assert desk.html == f"<p>a</p>{PICTURE.replace('A loaf', 'Bread')}<p>b</p>"
    assert desk.box.hand.selected_card() is not None
    desk.box.undo()
    assert desk.html == f"<p>a</p>{PICTURE}<p>b</p>"


async def test_a_double_click_opens_the_card_that_it_hits(qtbot, written) -> None:
    desk = written(f"<p>a</p>{PICTURE}<p>b</p>")
    desk.select_card(1)
    middle = desk.box.cursorRect().center()
    qtbot.mouseDClick(desk.box.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert (await desk.form()).windowTitle() == "Picture"
    (await desk.form()).reject()
    await desk.closed()


async def test_every_card_can_be_edited_as_html(written) -> None:
    desk = written(f"<p>a</p>{PICTURE}<p>b</p>")
    desk.select_card(1)
    menu = make_menu(desk.box, desk.box.cursorRect().center())
    [action] = [each for each in menu.actions() if each.text().startswith("Edit HTML")]
    action.trigger()
    assert (await desk.form()).windowTitle() == "Edit HTML"
    await desk.fill("<hr>")
    assert desk.html == f"<p>a</p><hr>{PICTURE}<p>b</p>"


async def test_escape_changes_nothing(written) -> None:
    html = f"<p>a</p>{PICTURE}<p>b</p>"
    desk = written(html)
    edits: list[object] = []
    desk.editor.value_edited.connect(edits.append)
    desk.select_card(1)
    press(desk.box, Qt.Key.Key_F2)
    QTest.keyClick(await desk.form(), Qt.Key.Key_Escape)
    await desk.closed()
    assert (desk.html, edits) == (html, [])


async def test_what_is_selected_becomes_a_link(written) -> None:
    desk = written("<p>one two</p>")
    select(desk.box, 4, 7)
    press(desk.box, Qt.Key.Key_K, CONTROL)
    await desk.fill("https://a.co/")
    assert desk.html == '<p>one <a href="https://a.co/">two</a></p>'


async def test_a_link_gets_another_address_and_keeps_the_rest(written) -> None:
    desk = written(f"<p>{LINK}o<em>n</em>e</a> two</p>")
    place(desk.box, 0, 1)
    press(desk.box, Qt.Key.Key_K, CONTROL)
    await desk.fill("/about")
    assert desk.html == f"<p>{LINK.replace('https://a.co/', '/about')}o<em>n</em>e</a> two</p>"


async def test_a_link_is_taken_away(written) -> None:
    desk = written(f"<p>{LINK}one</a> two</p>")
    place(desk.box, 0, 1)
    press(desk.box, Qt.Key.Key_K, CONTROL)
    form = await desk.form()
    QTest.mouseClick(form.remove, Qt.MouseButton.LeftButton)
    await desk.closed()
    assert desk.html == "<p>one two</p>"


async def test_a_link_without_a_text_gets_its_address_for_one(written) -> None:
    desk = written("<p>one </p>")
    place(desk.box, 0, -1)
    press(desk.box, Qt.Key.Key_K, CONTROL)
    await desk.fill("mailto:me@a.co")
    assert desk.html == '<p>one <a href="mailto:me@a.co">me@a.co</a></p>'


@pytest.mark.parametrize(
    ("name", "typed", "card"),
    [
        ("picture", URL, new_figure(Figure(URL, ""))),
        ("video", "https://vimeo.com/1", new_video("https://vimeo.com/1")),
        ("html embed", "<b>x</b>", new_embed("<b>x</b>")),
    ],
)
async def test_a_tool_inserts_a_card(written, name, typed, card) -> None:
    desk = written("<p>a</p><p>b</p>")
    place(desk.box, 0, -1)
    QTest.mouseClick(desk.editor._tools._cards, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    choice = next(each for each in menu.actions() if each.text().lower().startswith(name))
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(choice).center())
    await desk.fill(typed)
    assert desk.html == f"<p>a</p>{card}<p>b</p>"


async def test_what_is_read_only_opens_no_form(written) -> None:
    desk = written(f"<p>{LINK}a</a></p>{PICTURE}")
    desk.editor.set_read_only(is_read_only=True)
    desk.box.card_opened.emit(desk.box.document().findBlockByNumber(1))
    desk.box.link_requested.emit()
    assert not desk.editor._context.tasks._running


async def test_a_text_that_became_another_one_meanwhile_gets_no_link(written) -> None:
    desk = written("<p>one two</p>")
    select(desk.box, 4, 7)
    press(desk.box, Qt.Key.Key_K, CONTROL)
    await desk.form()
    desk.editor.set_value("<p>another</p>")
    await desk.fill("https://a.co/")
    assert desk.html == "<p>another</p>"


async def test_a_card_is_found_where_it_is_by_now(written) -> None:
    desk = written(f"<p>a</p>{PICTURE}<p>b</p>")
    desk.select_card(1)
    press(desk.box, Qt.Key.Key_F2)
    await desk.form()
    desk.editor.set_value(f"<p>new</p><p>a</p>{PICTURE}<p>b</p>")
    await desk.fill("Bread")
    assert desk.html == f"<p>new</p><p>a</p>{PICTURE.replace('A loaf', 'Bread')}<p>b</p>"


async def test_of_two_cards_that_are_alike_the_one_is_changed_that_was_opened(written) -> None:
    desk = written(f"{PICTURE}<p>a</p>{PICTURE}<p>b</p>")
    desk.select_card(2)
    press(desk.box, Qt.Key.Key_F2)
    await desk.fill("Bread")
    assert desk.html == f"{PICTURE}<p>a</p>{PICTURE.replace('A loaf', 'Bread')}<p>b</p>"


async def test_a_form_that_is_taken_as_it_is_is_no_step(written) -> None:
    desk = written(f"<p>a</p>{PICTURE}<p>b</p>")
    desk.select_card(1)
    press(desk.box, Qt.Key.Key_F2)
    await desk.fill("A loaf")
    assert not desk.box.document().isUndoAvailable()


async def test_no_veil_lies_over_a_card_that_is_selected(written, until) -> None:
    desk = written(f"<p>a</p>{PICTURE}<p>b</p>")
    desk.select_card(1)
    shown = desk.box.viewport().grab().toImage()
    edge = {shown.pixelColor(x, y).name() for x in range(20) for y in range(shown.height())}
    assert current_colours().accent in edge


async def test_what_was_asked_for_in_one_item_does_not_get_into_another(written) -> None:
    desk = written(f"<p>a</p>{PICTURE}<p>b</p>")
    desk.select_card(1)
    press(desk.box, Qt.Key.Key_F2)
    await desk.form()
    desk.editor.leave()
    desk.editor.set_value(PICTURE)
    await desk.fill("Bread")
    assert desk.html == PICTURE


async def test_the_pictures_of_one_item_are_not_kept_for_the_next(written, until) -> None:
    desk = written(new_figure(Figure(URL, "")))
    [pictures] = desk.editor.findChildren(CardPictures)
    await until(lambda: pictures.find(URL) is not None)
    desk.editor.leave()
    assert not pictures._known
