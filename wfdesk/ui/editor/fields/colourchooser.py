"""The dialog to mix a colour in: our own, as Qt's looks like no other place of the window.

What is chosen is the text of its line: a colour that was not changed keeps its spelling.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from wfdesk.ui.editor.fields.mixing import HueStrip, OpacityStrip, ShadeSquare
from wfdesk.ui.editor.fields.swatch import Swatch, SwatchRow, colour_text
from wfdesk.ui.toolkit.ask import finished
from wfdesk.ui.toolkit.csscolour import parse_colour
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.theme import APART, NEAR, WIDE, restyle

_PREVIEW = 28


async def choose_colour(
    parent: QWidget | None, text: str, offered: Sequence[str] = ()
) -> str | None:
    """Let the user mix a colour, from that of the text on; *offered* are there to start from."""
    chooser = ColourChooser(text, offered, parent)
    try:
        is_chosen = await finished(chooser) == QDialog.DialogCode.Accepted
        return chooser.text if is_chosen else None
    finally:
        chooser.deleteLater()


class ColourChooser(QDialog):
    def __init__(self, text: str, offered: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Choose a colour")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._colour = QColor("white")
        self.square = ShadeSquare()
        self.hue = HueStrip()
        self.opacity = OpacityStrip()
        self._preview = Swatch(_PREVIEW)
        self._preview.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._preview.setEnabled(False)
        self.line = QLineEdit()
        self.line.setAccessibleName("Colour")
        self._offered = SwatchRow("In use")
        self._offered.show_colours(offered)
        self._offered.setVisible(bool(offered))
        box = QDialogButtonBox(self)
        self.choose = box.addButton("Choose", QDialogButtonBox.ButtonRole.AcceptRole)
        self.choose.setDefault(True)
        restyle(self.choose, "kind", "primary")
        box.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self._lay_out(box)
        self.square.moved.connect(self._on_mixed)
        self.hue.actionTriggered.connect(self._on_mixed)
        self.opacity.actionTriggered.connect(self._on_faded)
        self.line.textEdited.connect(self._on_typed)
        self._offered.picked.connect(self._take)
        self._take(text if parse_colour(text) is not None else colour_text(QColor("white")))
        self.line.selectAll()
        self.line.setFocus()

    @property
    def text(self) -> str:
        return self.line.text().strip()

    def _lay_out(self, box: QDialogButtonBox) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
        column.setSpacing(APART)
        column.addWidget(self.square, 1)
        strips = QGridLayout()
        strips.setHorizontalSpacing(APART)
        strips.setVerticalSpacing(NEAR)
        for row, (name, strip) in enumerate((("Hue", self.hue), ("Opacity", self.opacity))):
            strip.setAccessibleName(name)
            strips.addWidget(PlainLabel(name, "small"), row, 0)
            strips.addWidget(strip, row, 1)
        column.addLayout(strips)
        written = QHBoxLayout()
        written.setSpacing(NEAR)
        written.addWidget(self._preview)
        written.addWidget(self.line, 1)
        column.addLayout(written)
        column.addWidget(self._offered)
        column.addSpacing(NEAR)
        column.addWidget(box)

    @Slot(str)
    def _take(self, text: str) -> None:
        self.line.setText(text)
        self._on_typed()

    @Slot()
    def _on_typed(self) -> None:
        colour = parse_colour(self.text)
        self.choose.setEnabled(colour is not None)
        restyle(self.line, "invalid", colour is None)
        if colour is None:
            return
        if colour.hsvHue() >= 0:  # A grey has none: the one that was there stays.
            self.hue.setValue(colour.hsvHue())
        self.square.show_shade(colour.hsvSaturationF(), colour.valueF())
        self.opacity.setValue(colour.alpha())
        self._show(colour)

    @Slot()
    def _on_mixed(self) -> None:
        colour = QColor.fromHsvF(
            self.hue.sliderPosition() / 360, self.square.saturation, self.square.brightness
        )
        self._write(colour)

    @Slot()
    def _on_faded(self) -> None:
        self._write(QColor(self._colour))  # as it is: mixed again, it might be one shade off

    def _write(self, colour: QColor) -> None:
        colour.setAlpha(self.opacity.sliderPosition())
        self.line.setText(colour_text(colour))
        self.choose.setEnabled(True)
        restyle(self.line, "invalid", value=False)
        self._show(colour)

    def _show(self, colour: QColor) -> None:
        self._colour = colour
        self.square.show_hue(self.hue.sliderPosition())
        self.opacity.show_colour(colour)
        self._preview.show_colour(self.text)
