"""What a colour is mixed with: a square for how strong and bright it is, strips for the rest."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from wfdesk.ui.toolkit.icons import current_colours

_SQUARE = QSize(320, 180)
_STRIP = 22
_GROOVE = 10
_KNOB = 7
_CHECK = 5
_STEP = 0.01
_LEAP = 0.1
_CLEAR = QColor(0, 0, 0, 0)
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


class ShadeSquare(QWidget):
    """Stronger to the right, brighter to the top; with arrows in steps, with Shift in leaps."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.saturation = 0.0
        self.brightness = 1.0
        self._hue = QColor("red")
        self.setAccessibleName("Saturation and brightness")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_SQUARE)

    def show_hue(self, degrees: int) -> None:
        self._hue = QColor.fromHsv(degrees % 360, 255, 255)
        self.update()

    def show_shade(self, saturation: float, brightness: float) -> None:
        self.saturation = min(max(saturation, 0.0), 1.0)
        self.brightness = min(max(brightness, 0.0), 1.0)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._follow(event)

    def _follow(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            area, at = self._area(), event.position()
            right, up = at.x() - area.left(), area.bottom() - at.y()
            self._move(right / area.width(), up / area.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _STEPS:
            super().keyPressEvent(event)
            return
        right, up = _STEPS[Qt.Key(event.key())]
        is_leap = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        step = _LEAP if is_leap else _STEP
        self._move(self.saturation + right * step, self.brightness + up * step)

    def _move(self, saturation: float, brightness: float) -> None:
        self.show_shade(saturation, brightness)
        self.moved.emit()

    def _area(self) -> QRectF:
        return QRectF(self.rect()).adjusted(1, 1, -1, -1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        area = self._area()
        frame = QPainterPath()
        frame.addRoundedRect(area, 6, 6)
        stronger = QLinearGradient(area.topLeft(), area.topRight())
        stronger.setColorAt(0, QColor("white"))
        stronger.setColorAt(1, self._hue)
        darker = QLinearGradient(area.topLeft(), area.bottomLeft())
        darker.setColorAt(0, _CLEAR)
        darker.setColorAt(1, QColor("black"))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(frame, QBrush(stronger))
        painter.fillPath(frame, QBrush(darker))
        if self.hasFocus():
            painter.setPen(QPen(QColor(current_colours().accent), 2))
            painter.drawPath(frame)
        at = QPointF(
            area.left() + self.saturation * area.width(),
            area.bottom() - self.brightness * area.height(),
        )
        shade = QColor.fromHsvF(self._hue.hueF(), self.saturation, self.brightness)
        painter.setClipRect(self.rect())
        _paint_knob(painter, at, shade, has_focus=self.hasFocus())
        painter.end()


class _Strip(QSlider):
    """A slider that goes where it is pressed. ``actionTriggered`` tells of the user's hand only."""

    def __init__(self, most: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, most)
        self.setSingleStep(max(1, most // 100))
        self.setPageStep(most // 10)

    def sizeHint(self) -> QSize:
        return QSize(_SQUARE.width() // 2, _STRIP)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._follow(event)

    def _follow(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            groove = self._groove()
            share = (event.position().x() - groove.left()) / groove.width()
            self.setSliderPosition(round(share * self.maximum()))

    def _groove(self) -> QRectF:
        """As far as the middle of the knob goes."""
        middle = self.height() / 2
        return QRectF(_KNOB + 2, middle - _GROOVE / 2, self.width() - 2 * _KNOB - 4, _GROOVE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        groove = self._groove()
        frame = QPainterPath()
        frame.addRoundedRect(groove.adjusted(-_GROOVE / 2, 0, _GROOVE / 2, 0), 5, 5)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(frame)
        self._paint_ground(painter, groove)
        painter.setClipping(False)
        share = self.sliderPosition() / self.maximum()
        at = QPointF(groove.left() + share * groove.width(), groove.center().y())
        _paint_knob(painter, at, self._colour(), has_focus=self.hasFocus())
        painter.end()

    def _paint_ground(self, painter: QPainter, groove: QRectF) -> None:
        raise NotImplementedError

    def _colour(self) -> QColor:
        raise NotImplementedError


class HueStrip(_Strip):
    def __init__(self) -> None:
        super().__init__(359)

    def _paint_ground(self, painter: QPainter, groove: QRectF) -> None:
        rainbow = QLinearGradient(groove.topLeft(), groove.topRight())
        for sixth in range(7):
            rainbow.setColorAt(sixth / 6, QColor.fromHsv(sixth * 60 % 360, 255, 255))
        painter.fillRect(self.rect(), QBrush(rainbow))

    def _colour(self) -> QColor:
        return QColor.fromHsv(self.sliderPosition(), 255, 255)


class OpacityStrip(_Strip):
    def __init__(self) -> None:
        super().__init__(255)
        self._shown = QColor("white")

    def show_colour(self, colour: QColor) -> None:
        self._shown = QColor(colour.red(), colour.green(), colour.blue())
        self.update()

    def _paint_ground(self, painter: QPainter, groove: QRectF) -> None:
        painter.fillRect(self.rect(), QColor("white"))
        for column in range(self.width() // _CHECK + 1):
            top = groove.top() + (_CHECK if column % 2 else 0)
            painter.fillRect(QRectF(column * _CHECK, top, _CHECK, _CHECK), QColor("#c8ccd2"))
        fading = QLinearGradient(groove.topLeft(), groove.topRight())
        clear = QColor(self._shown)
        clear.setAlpha(0)
        fading.setColorAt(0, clear)
        fading.setColorAt(1, self._shown)
        painter.fillRect(self.rect(), QBrush(fading))

    def _colour(self) -> QColor:
        return self._shown


def _paint_knob(painter: QPainter, at: QPointF, colour: QColor, *, has_focus: bool) -> None:
    """A ring that can be told from any colour under it."""
    colours = current_colours()
    painter.setPen(QPen(QColor(colours.accent if has_focus else colours.edge), 2))
    painter.setBrush(QColor("white"))
    painter.drawEllipse(at, _KNOB, _KNOB)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(at, _KNOB - 2.5, _KNOB - 2.5)
