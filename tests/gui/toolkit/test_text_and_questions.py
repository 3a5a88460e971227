"""Remote text stays text; a question is awaited."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QTextLayout, QTextOption
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox, QWidget

from wfdesk.ui.toolkit.ask import Button, Weight, ask, choose_file
from wfdesk.ui.toolkit.labels import ElidedLabel, PlainLabel, elided, plain, tooltip, visible

DELETE = Button("delete", "Delete 3 authors & more", Weight.DESTRUCTIVE)
KEEP = Button("keep", "Keep")


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(500, 300)
    window.show()
    return window


@pytest.fixture
def canary(tmp_path):
    image = QImage(600, 400, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    path = tmp_path / "canary.png"
    image.save(str(path))
    return f"<img src='{path}' width=600 height=400>"


def test_a_label_never_reads_markup(qtbot, canary) -> None:
    for label in (PlainLabel(canary), ElidedLabel(canary)):
        qtbot.addWidget(label)
        label.setTextFormat(Qt.TextFormat.RichText)
        assert label.textFormat() == Qt.TextFormat.PlainText
        assert label.sizeHint().height() < 100


def test_a_cut_text_is_told_in_full(qtbot) -> None:
    label = ElidedLabel("A <b>long</b> name\nof two lines")
    qtbot.addWidget(label)
    label.resize(40, 20)
    label.show()
    assert label.toolTip() == "<qt>A &lt;b&gt;long&lt;/b&gt; name of two lines</qt>"
    label.resize(900, 20)
    assert label.toolTip() == ""


def test_text_is_made_harmless() -> None:
    assert plain("a & b") == "a && b"
    assert tooltip("<img src=x>") == "<qt>&lt;img src=x&gt;</qt>"
    assert tooltip("") == ""
    assert visible("a\u202eb\u200bc\u00a0d\n\te") == "a⟨U+202E⟩b⟨U+200B⟩c␣d\n\te"


def test_joiners_are_left_where_they_are_at_home() -> None:
    family, persian = (
        "\U0001f469\u200d\U0001f467",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    )
    assert visible(f"{family} {persian}") == f"{family} {persian}"
    assert visible("pay\u200dpal") == "pay⟨U+200D⟩pal"
    assert visible("\u200da\u200c") == "⟨U+200D⟩a⟨U+200C⟩"


async def asked(window, until, buttons) -> QMessageBox:
    await until(lambda: window.findChild(QMessageBox) is not None)
    return window.findChild(QMessageBox)


async def test_the_words_of_a_question_begin_as_far_from_the_edge_as_its_buttons_end(
    window, until
) -> None:
    """At both sides, and as far as in the other dialogs."""
    question = asyncio.ensure_future(ask(window, "A title of some length", "Why.", [DELETE]))
    box = await asked(window, until, [DELETE])
    await until(box.isVisible)
    words = [label for label in box.findChildren(QLabel) if label.text()]
    assert {label.mapTo(box, label.contentsRect().topLeft()).x() for label in words} == {24}
    ends = [each.mapTo(box, each.rect().topRight()).x() for each in box.buttons()]
    assert box.width() - 1 - max(ends) == 24
    box.reject()
    await question


async def test_a_question_gives_back_the_pressed_answer(qtbot, window, until) -> None:
    question = asyncio.ensure_future(ask(window, "Keep it?", "Really.", [KEEP, DELETE]))
    box = await asked(window, until, 2)
    texts = [button.text() for button in box.buttons()]
    assert "Delete 3 authors && more" in texts
    assert box.defaultButton().text() == "Cancel"
    box.buttons()[texts.index("Keep")].click()
    assert await question == "keep"


async def test_a_harmless_question_has_its_action_as_default(qtbot, window, until) -> None:
    question = asyncio.ensure_future(ask(window, "Keep it?", buttons=[KEEP]))
    box = await asked(window, until, 1)
    assert box.defaultButton().text() == "Keep"
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert await question == "cancel"


async def test_a_question_reads_no_markup(qtbot, window, until, canary) -> None:
    question = asyncio.ensure_future(ask(window, canary, canary, [KEEP]))
    box = await asked(window, until, 1)
    formats = {label.textFormat() for label in box.findChildren(QLabel) if label.text() == canary}
    assert formats == {Qt.TextFormat.PlainText}
    box.reject()
    assert await question == "cancel"


async def test_other_tasks_live_on_while_a_question_is_open(window, until) -> None:
    ticks: list[int] = []

    async def tick() -> None:
        for number in range(5):
            await asyncio.sleep(0.001)
            ticks.append(number)

    other = asyncio.ensure_future(tick())
    question = asyncio.ensure_future(ask(window, "?"))
    await other
    assert len(ticks) == 5
    question.cancel()
    with pytest.raises(asyncio.CancelledError):
        await question
    await until(lambda: not window.findChildren(QMessageBox))


async def test_no_file_chosen_is_none(window, until) -> None:
    choice = asyncio.ensure_future(
        choose_file(window, "Save", save_as="x.csv", filters="CSV (*.csv)")
    )
    await until(lambda: window.findChild(QFileDialog) is not None)
    window.findChild(QFileDialog).reject()
    assert await choice is None


def place_of(cursor: int, shown: str) -> float:
    """Where a cursor stands in a line that is written from left to right, as the window is."""
    layout = QTextLayout(shown)
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(10_000)
    layout.endLayout()
    return line.cursorToX(cursor)[0]


@pytest.mark.parametrize(
    ("text", "first", "is_mirrored"),
    [
        ("Bread for the road to Lisbon", "B", False),
        ("خبز ريفي على الطريق إلى لشبونة", "خ", True),
        ("500: خبز ريفي على الطريق إلى لشبونة", "خ", True),
        ("A «خبز» for the road to Lisbon", "A", False),
    ],
)
def test_a_line_that_was_cut_goes_on_where_its_language_does(
    qtbot, text, first, is_mirrored
) -> None:
    label = ElidedLabel(text)
    qtbot.addWidget(label)
    metrics = label.fontMetrics()
    shown = elided(
        metrics, text, Qt.TextElideMode.ElideRight, metrics.horizontalAdvance(text) * 2 // 3
    )
    start, end = place_of(shown.index(first) + 1, shown), place_of(shown.index("…"), shown)
    assert (end < start) is is_mirrored
