"""The preview in Qt itself: no file is opened and no address followed, whatever the text says."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor, QImage, QTextDocument
from PySide6.QtTest import QSignalSpy

from tests.gui.conftest import wheel
from tests.gui.fields.samples import FIELDS, context
from wfdesk.ui.editor.fields.factory import make_editor
from wfdesk.ui.editor.richtext.preview import Preview

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

_IMAGE = QTextDocument.ResourceType.ImageResource.value


@pytest.fixture
def canary(tmp_path):
    """A picture that would be seen if it were opened: large and red."""
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    path = tmp_path / "canary.png"
    assert image.save(str(path))
    return path


def reds(widget) -> int:
    image = widget.grab().toImage()
    return sum(
        image.pixelColor(x, y) == QColor("red")
        for x in range(0, image.width(), 5)
        for y in range(0, image.height(), 5)
    )


@pytest.mark.parametrize(
    "html", ["<img src='{}'>", "<img src='file://{}'>", "<table background='{}'><tr><td>x</table>"]
)
async def test_a_local_picture_is_not_opened_even_past_the_cleaning(qtbot, canary, html) -> None:
    preview = Preview()
    qtbot.addWidget(preview)
    preview.resize(700, 500)
    preview.show_safe(html.format(canary))
    preview.show()
    assert reds(preview) == 0
    assert preview.document().idealWidth() < 300


@pytest.mark.parametrize("name", ["/etc/hostname", "file:///etc/hostname", "data:text/css,a"])
def test_every_resource_is_blank(qtbot, name) -> None:
    preview = Preview()
    qtbot.addWidget(preview)
    for kind in range(1, 5):
        given = preview.loadResource(kind, QUrl(name))
        blank = given.size().width() == 1 if kind == _IMAGE else given.isEmpty()
        assert blank


async def test_the_preview_is_made_from_what_was_typed(qtbot, tasks, until) -> None:
    editor = make_editor(FIELDS["rich"], context(tasks))
    qtbot.addWidget(editor)
    editor.set_value("<p>Hello</p>")
    editor.show()
    editor._tabs.setCurrentIndex(1)
    await until(lambda: editor._preview.toPlainText().strip() == "Hello")
    assert editor._words.text() == "1 word"
    assert editor.value() == "<p>Hello</p>"


async def test_the_wheel_leaves_the_source_where_it_is(qtbot, tasks) -> None:
    editor = make_editor(FIELDS["rich"], context(tasks))
    qtbot.addWidget(editor)
    editor.show()
    wheel(editor._tabs)
    assert editor._tabs.currentIndex() == 0


async def test_an_unclosed_tag_is_warned_of_and_stops_nothing(qtbot, tasks, until) -> None:
    editor = make_editor(FIELDS["rich"], context(tasks))
    qtbot.addWidget(editor)
    editor.show()
    edits = QSignalSpy(editor.value_edited)
    for long in ("", "<p>text</p>" * 2000):  # the long one is read off the loop
        editor._source.setPlainText(long + "<p><strong>bold</p>")
        editor.commit()
        await until(lambda: editor._warning.text().startswith("The tag <strong> is not closed."))
        assert editor._warning.isVisible()
        editor._source.setPlainText(long + "<p><strong>bold</strong></p>")
        editor.commit()
        await until(editor._warning.isHidden)
    assert edits.count() == 4


async def test_too_much_is_said_and_the_source_stays(qtbot, tasks, until) -> None:
    editor = make_editor(FIELDS["rich"], context(tasks))
    qtbot.addWidget(editor)
    html = "<table><tr><td>" * 3_000
    editor.set_value(html)
    editor.show()
    editor._tabs.setCurrentIndex(1)
    await until(lambda: "too complex" in editor._preview.toPlainText())
    assert editor.value() == html


async def test_a_link_is_opened_by_the_program_or_not_at_all(qtbot, tasks) -> None:
    opened: list[str] = []
    editor = make_editor(FIELDS["rich"], context(tasks, opened))
    qtbot.addWidget(editor)
    editor.set_value("<p><a href='https://x.org'>x</a></p>")
    editor._preview.anchorClicked.emit(QUrl("https://x.org"))
    editor._preview.anchorClicked.emit(QUrl("file:///etc/passwd"))
    assert opened == ["https://x.org"]
