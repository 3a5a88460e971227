"""On or off; never set is a third state and is shown as such."""

from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from wfdesk.domain.values import Value
from wfdesk.ui.editor.fields.base import FieldEditor
from wfdesk.ui.toolkit.icons import current_colours
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.theme import NEAR, restyle

_WORDS = {None: "Not set", True: "On", False: "Off"}


class SwitchEditor(FieldEditor):
    expects = "on or off"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._toggle = _Toggle()
        self._toggle.clicked.connect(self._on_clicked)
        self._word = PlainLabel()
        self._clear = QPushButton("Clear")
        self._clear.setProperty("kind", "link")
        self._clear.clicked.connect(self._on_clear)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(NEAR)
        row.addWidget(self._toggle)
        row.addWidget(self._word)
        row.addWidget(self._clear)
        row.addStretch(1)
        self._build(body, self._toggle)
        self._show(None)

    def _accepts(self, value: Value) -> bool:
        return value is None or isinstance(value, bool)

    def _show(self, value: Value) -> None:
        state = value if isinstance(value, bool) else None
        self._toggle.show_state(state)
        self._word.setText(_WORDS[state])
        restyle(self._word, "kind", "muted" if state is None else "")
        self._clear.setVisible(state is not None and not self._is_read_only)

    def _apply_read_only(self, is_read_only: bool) -> None:
        self._toggle.set_read_only(is_read_only)
        self._clear.setVisible(isinstance(self._value, bool) and not is_read_only)

    @Slot()
    def _on_clicked(self) -> None:
        self._take(self._value is not True)

    @Slot()
    def _on_clear(self) -> None:
        self._take(None)
        self._toggle.setFocus()

    def _take(self, value: bool | None) -> None:
        self._edit(value)
        self._show(self._value)


class _Toggle(QAbstractButton):
    """A track with a knob: left, right, or in the middle and hollow while not set."""

    def __init__(self) -> None:
        super().__init__()
        self._state: bool | None = None
        self._is_read_only = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, state: bool | None) -> None:
        self._state = state
        self.setText(_WORDS[state])
        self.update()

    def set_read_only(self, is_read_only: bool) -> None:
        self._is_read_only = is_read_only
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(46, 28)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = current_colours()
        track = QRectF(5.5, 4.5, 35, 19)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on = self._state is True
        fill = colours.accent_fill if is_on else colours.surface
        edge = colours.accent_fill if is_on else colours.edge
        if self._is_read_only:
            fill, edge = (colours.muted, colours.muted) if is_on else (colours.window, edge)
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(track, 9.5, 9.5)
        middle = {None: 23.0, True: 31.0, False: 15.0}[self._state]
        knob = QRectF(middle - 6, 8, 12, 12)
        painter.setPen(QPen(QColor(edge), 1.5) if self._state is None else Qt.PenStyle.NoPen)
        painter.setBrush(
            QColor(colours.on_accent if is_on else colours.surface if self._state is None else edge)
        )
        painter.drawEllipse(knob)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(track.adjusted(-3.5, -3.5, 3.5, 3.5), 13, 13)
        painter.end()
