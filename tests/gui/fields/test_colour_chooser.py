"""A colour is mixed with the keys or the mouse; one that is not changed keeps its spelling."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QColorDialog

from tests.gui.conftest import activate
from tests.gui.fields.samples import FIELDS, context
from wfdesk.ui.editor.fields.colourchooser import ColourChooser
from wfdesk.ui.editor.fields.factory import make_editor
from wfdesk.ui.toolkit.csscolour import parse_colour

SHIFT = Qt.KeyboardModifier.ShiftModifier


class Bench:
    """The field of a colour, and the chooser that was opened from it."""

    def __init__(self, editor, chooser: ColourChooser) -> None:
        self.editor = editor
        self.chooser = chooser

    @property
    def hsv(self) -> tuple[int, int, int]:
        colour = parse_colour(self.chooser.text)
        return colour.hsvHue(), colour.hsvSaturation(), colour.value()


@pytest.fixture
async def opened(qtbot, tasks, until):
    async def make(value: str | None) -> Bench:
        editor = make_editor(FIELDS["color"], context(tasks))
        qtbot.addWidget(editor)
        editor.set_value(value)
        await activate(editor)
        qtbot.keyClick(editor._swatch, Qt.Key.Key_Space)
        await until(lambda: editor.findChild(ColourChooser) is not None)
        chooser = editor.findChild(ColourChooser)
        await until(chooser.isVisible)
        return Bench(editor, chooser)

    return make


async def test_the_colour_that_is_typed_is_written(qtbot, opened, until) -> None:
    bench = await opened("tomato")
    bench.chooser.line.selectAll()
    qtbot.keyClicks(bench.chooser.line, "#01020380")
    qtbot.keyClick(bench.chooser.line, Qt.Key.Key_Return)
    await until(lambda: bench.editor.value() == "#01020380")


async def test_a_colour_that_is_not_changed_keeps_its_spelling(qtbot, opened, until) -> None:
    bench = await opened("Tomato")
    edits: list[object] = []
    bench.editor.value_edited.connect(edits.append)
    qtbot.keyClick(bench.chooser.line, Qt.Key.Key_Return)
    await until(lambda: bench.editor.findChild(ColourChooser) is None)
    assert (bench.editor.value(), edits) == ("Tomato", [])


async def test_escape_leaves_the_colour_as_it_was(qtbot, opened, until) -> None:
    bench = await opened("tomato")
    qtbot.keyClick(bench.chooser.square, Qt.Key.Key_Left, SHIFT)
    qtbot.keyClick(bench.chooser, Qt.Key.Key_Escape)
    await until(lambda: bench.editor.findChild(ColourChooser) is None)
    assert bench.editor.value() == "tomato"


async def test_what_is_no_colour_cannot_be_chosen(qtbot, opened) -> None:
    bench = await opened("tomato")
    qtbot.keyClicks(bench.chooser.line, "no colour")
    qtbot.keyClick(bench.chooser.line, Qt.Key.Key_Return)
    assert bench.chooser.isVisible()
    assert not bench.chooser.choose.isEnabled()
    qtbot.keyClick(bench.chooser.square, Qt.Key.Key_Up)
    assert bench.chooser.choose.isEnabled()


async def test_a_colour_is_mixed_with_the_arrows(qtbot, opened) -> None:
    bench = await opened("#400000")
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
        qtbot.keyClick(bench.chooser.square, key, SHIFT)
    qtbot.keyClick(bench.chooser.hue, Qt.Key.Key_PageUp)
    qtbot.keyClick(bench.chooser.opacity, Qt.Key.Key_Home)
    hue, saturation, value = bench.hsv
    assert 30 <= hue <= 40
    assert 225 <= saturation <= 232
    assert 88 <= value <= 92
    assert bench.chooser.text.endswith("00")


async def test_a_colour_is_mixed_with_the_mouse(qtbot, opened) -> None:
    bench = await opened("white")
    left = Qt.MouseButton.LeftButton
    chooser = bench.chooser
    qtbot.mousePress(chooser.square, left, pos=QPoint(chooser.square.width() - 1, 1))
    qtbot.mousePress(chooser.hue, left, pos=QPoint(chooser.hue.width() // 3, 10))
    assert bench.hsv[1:] == (255, 255)
    assert 115 <= bench.hsv[0] <= 125
    qtbot.mouseMove(chooser.hue, QPoint(chooser.hue.width() * 2 // 3, 10))
    assert 235 <= bench.hsv[0] <= 245
    qtbot.mouseRelease(chooser.hue, left)


async def test_a_colour_that_is_made_clear_stays_the_same_colour(qtbot, opened) -> None:
    bench = await opened("#9281d8")
    qtbot.keyClick(bench.chooser.opacity, Qt.Key.Key_Home)
    assert bench.chooser.text == "#9281d800"


async def test_a_grey_keeps_the_hue_there_was(qtbot, opened) -> None:
    bench = await opened("#0000ff")
    for text in ("gray", "silver"):
        bench.chooser.line.selectAll()
        qtbot.keyClicks(bench.chooser.line, text)
    assert bench.chooser.hue.value() == 240


async def test_a_colour_in_use_is_taken_as_it_is_written(qtbot, opened, until) -> None:
    bench = await opened(None)
    assert bench.chooser.text == "#ffffff"
    second = bench.chooser._offered.swatches[1]
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert bench.chooser.text == second.text() == "red"
    qtbot.mouseClick(bench.chooser.choose, Qt.MouseButton.LeftButton)
    await until(lambda: bench.editor.value() == "red")


async def test_no_dialog_of_another_look_is_opened(opened) -> None:
    await opened("tomato")
    assert not any(isinstance(each, QColorDialog) for each in QApplication.allWidgets())
