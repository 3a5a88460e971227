"""A colour: a swatch, the text exactly as typed, a picker, and the site's own palette."""

import shiboken6
import tinycss2.color4
from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from wfdesk.domain.values import Value
from wfdesk.ui.editor.fields.base import FieldEditor
from wfdesk.ui.editor.fields.box import ShortLine
from wfdesk.ui.editor.fields.context import EditorContext
from wfdesk.ui.editor.fields.entry import Entry
from wfdesk.ui.toolkit.ask import choose_colour
from wfdesk.ui.toolkit.icons import current_colours
from wfdesk.ui.toolkit.labels import tooltip
from wfdesk.ui.toolkit.theme import NEAR, TIGHT

_MOST_SWATCHES = 10
_LETTERS = 22
_CHECK = 4


class ColorEditor(FieldEditor):
    expects = "a colour"

    def __init__(self, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._line = ShortLine(_LETTERS)
        self._line.setPlaceholderText("#1a2b3c")
        self._entry = self._add_entry(Entry(self._line, self))
        self._entry.finished.connect(self._on_finished)
        self._entry.typed.connect(self._on_typed)
        self._swatch = Swatch(28)
        self._swatch.setToolTip("Choose a colour")
        self._swatch.setAccessibleName("Choose a colour")
        self._swatch.clicked.connect(self._on_pick)
        self._recent = [Swatch(20, colour) for colour in context.palette[:_MOST_SWATCHES]]
        self._build(self._laid_out(), self._line)

    def _laid_out(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(NEAR)
        row = QHBoxLayout()
        row.setSpacing(NEAR)
        row.addWidget(self._swatch)
        row.addWidget(self._line)
        row.addStretch(1)
        column.addLayout(row)
        swatches = QHBoxLayout()
        swatches.setSpacing(TIGHT)
        for swatch in self._recent:
            swatch.setToolTip(tooltip(swatch.text()))
            swatch.setAccessibleName(swatch.text())
            swatch.picked.connect(self._on_picked)
            swatches.addWidget(swatch)
        swatches.addStretch(1)
        if self._recent:
            column.addLayout(swatches)
        return body

    def _accepts(self, value: Value) -> bool:
        return value is None or isinstance(value, str)

    def _show(self, value: Value) -> None:
        self._entry.set_text(value if isinstance(value, str) else "")
        self._on_typed()

    def _apply_read_only(self, is_read_only: bool) -> None:
        self._line.setReadOnly(is_read_only)
        for swatch in self._recent:
            swatch.setVisible(not is_read_only)

    @Slot()
    def _on_typed(self) -> None:
        self._swatch.show_colour(self._entry.text)

    @Slot(object)
    def _on_finished(self, text: str) -> None:
        self._edit(text or None)

    @Slot(str)
    def _on_picked(self, text: str) -> None:
        if self._is_read_only:
            return
        self._entry.type_over(text)
        self._on_typed()

    @Slot()
    def _on_pick(self) -> None:
        if self._is_read_only:
            return
        self._context.tasks.start_load(f"colour {id(self)}", self._pick)

    async def _pick(self) -> None:
        current = parse_colour(self._entry.text) or QColor("white")
        chosen = await choose_colour(self.window(), current, self._context.palette)
        if chosen is not None and shiboken6.isValid(self):
            self._on_picked(colour_text(chosen))


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


def parse_colour(text: str) -> QColor | None:
    """Read a CSS colour; None for what is none, or cannot be shown as one."""
    parsed = tinycss2.color4.parse_color(text) if text else None
    if parsed is None or isinstance(parsed, str):
        return None
    try:
        parts = parsed.to("srgb")
    except NotImplementedError:
        return None
    red, green, blue = (min(1.0, max(0.0, float(part or 0))) for part in parts.coordinates)
    return QColor.fromRgbF(red, green, blue, min(1.0, max(0.0, float(parts.alpha))))


def colour_text(colour: QColor) -> str:
    """Write a colour as ``#rrggbb``, with two more digits where it is not opaque."""
    text = f"#{colour.red():02x}{colour.green():02x}{colour.blue():02x}"
    return text if colour.alpha() == 255 else f"{text}{colour.alpha():02x}"
