"""Squares of colour, and how CSS writes a colour."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from wfdesk.ui.editor.fields.flow import FlowLayout
from wfdesk.ui.toolkit.csscolour import parse_colour
from wfdesk.ui.toolkit.icons import current_colours
from wfdesk.ui.toolkit.labels import PlainLabel, tooltip
from wfdesk.ui.toolkit.theme import TIGHT

_CHECK = 4
_SIDE = 20


class Swatch(QAbstractButton):
    """A square of a colour, over checks where it can be seen through."""

    picked = Signal(str)

    def __init__(self, side: int, colour: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._colour: QColor | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(side, side)
        self.clicked.connect(self._on_clicked)
        self.show_colour(colour)

    def show_colour(self, text: str) -> None:
        self.setText(text)
        self._colour = parse_colour(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    @Slot()
    def _on_clicked(self) -> None:
        self.picked.emit(self.text())

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = current_colours()
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        frame = QPainterPath()
        frame.addRoundedRect(area, 5, 5)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(frame)
        if self._colour is None:
            painter.fillPath(frame, QColor(colours.surface))
            painter.setPen(QPen(QColor(colours.edge), 1))
            painter.drawLine(area.bottomLeft(), area.topRight())
        else:
            self._paint_checks(painter)
            painter.fillPath(frame, self._colour)
        painter.setClipping(False)
        pen = QPen(QColor(colours.accent), 2) if self.hasFocus() else QPen(QColor(colours.edge), 1)
        painter.setPen(pen)
        painter.drawPath(frame)
        painter.end()

    def _paint_checks(self, painter: QPainter) -> None:
        if self._colour is None or self._colour.alpha() == 255:
            return
        painter.fillRect(self.rect(), QColor("white"))
        for x in range(0, self.width(), _CHECK):
            for y in range(0, self.height(), _CHECK):
                if (x + y) // _CHECK % 2:
                    painter.fillRect(x, y, _CHECK, _CHECK, QColor("#c8ccd2"))


class SwatchRow(QWidget):
    """Colours to choose from: one stop for the Tab key, arrows go from one to the next."""

    picked = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self.swatches: list[Swatch] = []
        self._line = FlowLayout(TIGHT, self)
        self._line.addWidget(PlainLabel(title, "small"))
        self.hide()

    def show_colours(self, colours: Sequence[str]) -> None:
        if [swatch.text() for swatch in self.swatches] == list(colours):
            return
        for swatch in self.swatches[len(colours) :]:
            self._line.removeWidget(swatch)
            swatch.hide()
            swatch.deleteLater()
        del self.swatches[len(colours) :]
        while len(self.swatches) < len(colours):
            self.swatches.append(self._new())
        for swatch, colour in zip(self.swatches, colours, strict=True):
            swatch.show_colour(colour)
            swatch.setToolTip(tooltip(colour))
            swatch.setAccessibleName(f"{self._title}: {colour}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        place = next(at for at, swatch in enumerate(self.swatches) if swatch is watched)
        if step is None:
            return False
        goal = self.swatches[(place + step) % len(self.swatches)]
        goal.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _new(self) -> "Swatch":
        swatch = Swatch(_SIDE)
        is_first = not self.swatches
        policy = Qt.FocusPolicy.StrongFocus if is_first else Qt.FocusPolicy.ClickFocus
        swatch.setFocusPolicy(policy)
        swatch.installEventFilter(self)
        swatch.picked.connect(self.picked)
        self._line.addWidget(swatch)
        return swatch


def colour_text(colour: QColor) -> str:
    """Write a colour as ``#rrggbb``, with two more digits where it is not opaque."""
    text = f"#{colour.red():02x}{colour.green():02x}{colour.blue():02x}"
    return text if colour.alpha() == 255 else f"{text}{colour.alpha():02x}"
