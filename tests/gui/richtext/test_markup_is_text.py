"""What comes from elsewhere is text wherever rich text shows it: no markup, no picture, no file."""

from collections.abc import Sequence
from html import escape

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent, QTextCursor
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QListWidget,
    QPushButton,
    QTextEdit,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from tests.gui.conftest import activate
from tests.gui.fields.samples import FIELDS, context
from tests.gui.markup import canary, read_as_markup, texts
from tests.gui.richtext.test_pasting import paste, put_on_clipboard
from tests.gui.richtext.writer import CONTROL, place, press
from wfdesk.domain.items import ItemStatus
from wfdesk.richtext.embeds import new_embed
from wfdesk.richtext.figures import Figure, new_figure
from wfdesk.richtext.links import Link
from wfdesk.ui.changes.richview import RichView
from wfdesk.ui.editor.fields.context import Page
from wfdesk.ui.editor.fields.factory import make_editor
from wfdesk.ui.editor.richtext.codeform import ask_embed, ask_html
from wfdesk.ui.editor.richtext.figureform import ask_figure
from wfdesk.ui.editor.richtext.findbar import FindBar
from wfdesk.ui.editor.richtext.linkform import ask_link
from wfdesk.ui.editor.richtext.menu import make_menu
from wfdesk.ui.editor.richtext.videoform import ask_video


@pytest.fixture
def markup(tmp_path) -> str:
    return canary(tmp_path)


class HostilePages:
    """Pages and collections whose names are markup, and so is why there are no others."""

    def __init__(self, markup: str) -> None:
        self._markup = markup

    async def find(self, _text: str, limit: int = 50) -> Sequence[Page]:
        statuses = (ItemStatus.PUBLISHED, ItemStatus.DRAFT)[:limit]
        return [Page(f"/{at}", self._markup, self._markup, at) for at in statuses]

    async def refresh(self) -> str:
        return self._markup


def figure_with(markup: str) -> Figure:
    link = Link((("href", markup),))
    return Figure("https://example.com/bad.png", markup, markup, link=link)


FORMS = {
    "figure": lambda window, around, text: ask_figure(window, around, figure_with(text)),
    "address": lambda window, around, text: ask_figure(window, around, Figure(text, "")),
    "video": lambda window, _around, text: ask_video(window, text),
    "embed": lambda window, _around, text: ask_embed(window, text),
    "html": lambda window, _around, text: ask_html(window, text),
    "link": lambda window, around, text: ask_link(window, around, Link((("href", text),))),
}


@pytest.mark.parametrize("form", FORMS)
async def test_no_form_reads_markup_in_what_it_shows(opened, window, around, markup, form) -> None:
    bench = await opened(FORMS[form](window, around, markup))
    bench.form.is_sound()  # What is wrong with it is said.
    assert markup in texts(bench.form)
    assert read_as_markup(bench.form) == []


async def test_no_page_that_is_found_is_read_as_markup(
    opened, window, around, markup, until
) -> None:
    pages = replace(around, pages=HostilePages(markup))
    bench = await opened(ask_link(window, pages, Link((("href", "/old"),))))
    finder = bench.form.finder
    await until(lambda: finder.list.count() == 2 and markup in finder.note.text())
    assert read_as_markup(bench.form) == []
    bench.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert markup in finder.note.text()
    assert read_as_markup(bench.form) == []


@pytest.fixture
async def editor(qtbot, tasks, markup):
    """A text whose words, links and cards are markup to who reads it as such."""
    text, value = escape(markup), markup.replace("'", "&#39;")
    html = (
        f"<p>{text}</p><p><a href='mailto:{value.replace('<', '&lt;')}'>link</a></p>"
        f"{new_figure(figure_with(markup))}{new_embed(f'<p>{text}</p>')}"
        f"<table><tr><td>{text}</td></tr></table>"
        f"<wf-component name='{value}'></wf-component>"
        f"<figure data-rt-type='video'><iframe title='{value}'></iframe></figure>"
    )
    made = make_editor(FIELDS["rich"], context(tasks))
    qtbot.addWidget(made)
    made.set_label(markup)
    made.set_value(html)
    made.resize(700, 800)
    await activate(made)
    return made


async def test_no_card_and_no_tool_reads_markup(editor, markup) -> None:
    box = editor.focus_target
    kinds = [box.canvas.card_of(box.document().findBlockByNumber(number)) for number in range(7)]
    assert len([each for each in kinds if each]) == 5
    assert markup in texts(editor)
    assert read_as_markup(editor) == []


async def test_no_link_s_tip_is_read_as_markup(editor, markup) -> None:
    box = editor.focus_target
    place(box, 1, 2)
    spot = box.cursorRect().center()
    point = box.viewport().mapToGlobal(spot)
    QApplication.sendEvent(box.viewport(), QHelpEvent(QEvent.Type.ToolTip, spot, point))
    assert "&lt;b&gt;" in QToolTip.text()
    [tip] = [each for each in QApplication.topLevelWidgets() if each.inherits("QTipLabel")]
    assert read_as_markup(tip)[1:] == []
    assert tip.height() < 300
    QToolTip.hideText()


async def test_no_menu_reads_markup(editor) -> None:
    box = editor.focus_target
    for block in range(7):
        place(box, block, 1)
        menu = make_menu(box, box.cursorRect().center())
        assert read_as_markup(menu) == []
        menu.close()


async def test_no_bar_reads_markup(editor, markup) -> None:
    box = editor.focus_target
    box.selectAll()
    put_on_clipboard(f"<p style='color: red'>{escape(markup)}</p>", markup)
    place(box, 0)
    paste(box)
    place(box, 0)
    box.moveCursor(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    press(box, Qt.Key.Key_H, CONTROL)
    assert read_as_markup(editor) == []
    bar = editor.findChild(FindBar)
    assert bar.isVisible()
    bar.open(markup, is_replacing=True)
    assert markup in texts(bar)
    assert read_as_markup(editor) == []


@pytest.mark.parametrize("is_whole", [False, True])
async def test_the_review_of_a_rich_text_reads_no_markup(qtbot, markup, is_whole) -> None:
    before = (
        f"<p>a {escape(markup)}</p>{new_figure(Figure('https://a.co/bad.png', 'a', 'b'))}<p>c</p>"
    )
    after = f"<p>b {escape(markup)}</p>{new_figure(figure_with(markup))}<p>c</p>"
    window = QWidget()
    qtbot.addWidget(window)
    view = RichView(before, after)
    QVBoxLayout(window).addWidget(view)
    window.resize(500, 700)
    await activate(window)
    for button in view.findChildren(QPushButton) if is_whole else ():
        button.click()
    assert markup in texts(window)
    assert read_as_markup(window) == []


def test_markup_that_is_read_is_found(qtbot, markup) -> None:
    """What all tests here stand on: a label, a tip and a row that are not safe are told."""
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    label, shown, rows = QLabel(markup), QTextEdit(), QListWidget()
    shown.setHtml(markup)
    rows.addItem("safe")
    rows.item(0).setToolTip(markup)
    for each in (label, shown, rows):
        column.addWidget(each)
    label.setToolTip(markup)
    window.show()
    assert read_as_markup(window) == [
        f"QLabel: {markup}",
        f"QLabel: {markup}",
        "QTextEdit: a picture",
        f"QListWidget: {markup}",
        "It is seen.",
    ]
