"""One picture of several: a handle, the picture, its name, its alt text, and a way out.

Its address is asked for when it is to be replaced; what is no address is said and not taken.
"""

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from wfdesk.domain.values import Value
from wfdesk.ui.editor.fields.address import AddressLine
from wfdesk.ui.editor.fields.assets import alt_of, file_name, url_of
from wfdesk.ui.editor.fields.entry import Entry
from wfdesk.ui.editor.fields.tool import tool
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.icons import icon
from wfdesk.ui.toolkit.images import Pictures, Thumbnail
from wfdesk.ui.toolkit.labels import ElidedLabel, visible
from wfdesk.ui.toolkit.tasks import TaskScope
from wfdesk.ui.toolkit.theme import NEAR, TIGHT

_SIDE = 52


class PictureRow(QFrame):
    """Alt+Up and Alt+Down move it from anywhere within; Delete removes it when it has the focus."""

    readdressed = Signal(str)
    move_requested = Signal(int)
    dragged = Signal(int)
    removed = Signal()

    def __init__(self, pictures: Pictures, tasks: TaskScope, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "row")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.entry: Entry | None = None
        self._is_read_only = False
        self._handle = _Handle()
        self._handle.dragged.connect(self.dragged)
        self._thumbnail = Thumbnail(pictures, tasks, _SIDE)
        self._name = ElidedLabel("", "small", Qt.TextElideMode.ElideMiddle)
        self.alt = QLineEdit()
        self.alt.setPlaceholderText("Alt text: what the picture shows")
        self._url = ""
        self.address: AddressLine | None = None
        """Made when it is asked for first: most pictures are never replaced."""
        self._edit = tool("edit", "Replace the picture; its alt text stays")
        self._edit.setCheckable(True)
        self._edit.toggled.connect(self._on_edit)
        self._remove = tool("close", "Remove (Delete)")
        self._remove.clicked.connect(self.removed)
        self.installEventFilter(self)
        self.alt.installEventFilter(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(TIGHT, TIGHT, TIGHT, TIGHT)
        row.setSpacing(NEAR)
        row.addWidget(self._handle)
        row.addWidget(self._thumbnail)
        self._words = QVBoxLayout()
        self._words.setSpacing(2)
        self._words.addWidget(self._name)
        self._words.addWidget(self.alt)
        row.addLayout(self._words, 1)
        row.addWidget(self._edit)
        row.addWidget(self._remove)

    def use(self, entry: Entry) -> None:
        """Take the entry that watches the alt text."""
        self.entry = entry

    def show_image(self, image: Value) -> None:
        url = url_of(image)
        if url != self._url:
            self._edit.setChecked(False)  # what was to be replaced is another one now
        self._url = url
        self._thumbnail.show_url(url)
        self._name.setText(visible(file_name(url)))
        if self.entry and not (self.entry.has_pending_input() or self.entry.text == alt_of(image)):
            self.entry.set_text(alt_of(image))

    def set_place(self, place: int, count: int, label: str) -> None:
        self.setAccessibleName(f"{label}, picture {place + 1} of {count}")
        self.alt.setAccessibleName(f"{label}, alt text of picture {place + 1}")
        self._edit.setAccessibleName(f"{label}, replace picture {place + 1}")
        self._handle.setVisible(count > 1 and not self._is_read_only)

    def set_read_only(self, is_read_only: bool) -> None:
        self._is_read_only = is_read_only
        if self.entry:
            self.entry.set_read_only(is_read_only)
        self._edit.setChecked(False)
        for widget in (self._handle, self._edit, self._remove):
            widget.setVisible(not is_read_only)

    def is_readdressing(self) -> bool:
        return self._edit.isChecked() and self.address is not None and self.address.is_changed

    def finish(self) -> None:
        """Take what is typed as another address; what is none is given up."""
        if self._edit.isChecked() and self.address is not None:
            self.address.take()
            self._edit.setChecked(False)

    @Slot(bool)
    def _on_edit(self, is_editing: bool) -> None:
        self._name.setVisible(not is_editing)
        self.address = self.address or self._new_address()
        self.address.setVisible(is_editing)
        self.address.set_text(self._url)
        if is_editing:
            self.address.line.selectAll()
            self.address.setFocus()

    def _new_address(self) -> AddressLine:
        made = AddressLine(self)
        made.accepted.connect(self._on_address)
        made.line.installEventFilter(self)
        made.line.setAccessibleName("Address of the picture")
        self._words.insertWidget(1, made)
        self.setTabOrder(self, made.line)
        self.setTabOrder(made.line, self.alt)
        return made

    @Slot(str)
    def _on_address(self, url: str) -> None:
        is_other = url != self._url
        if self.isAncestorOf(self.window().focusWidget() or self.window()):
            self._edit.setFocus()  # else the keyboard has gone elsewhere already
        self._edit.setChecked(False)
        if is_other:
            self.readdressed.emit(url)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keep the keys for moving from the window's own commands, which have them too."""
        is_ours = (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and is_move(event)
        )
        if is_ours:
            event.accept()
        return is_ours

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if is_alt and event.key() == Qt.Key.Key_Up:
            self.move_requested.emit(-1)
        elif is_alt and event.key() == Qt.Key.Key_Down:
            self.move_requested.emit(1)
        elif event.key() == Qt.Key.Key_Escape and self._edit.isChecked():
            self._edit.setChecked(False)
            self._edit.setFocus()
        elif event.key() == Qt.Key.Key_Delete and self.hasFocus() and not self._is_read_only:
            self.removed.emit()
        else:
            super().keyPressEvent(event)


def is_move(event: QKeyEvent) -> bool:
    """Whether the key is Alt+Up or Alt+Down."""
    is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
    return is_alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)


class _Handle(QWidget):
    dragged = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(16, 32)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip("Drag to move (Alt+Up, Alt+Down)")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # Qt's name
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.dragged.emit(self.mapToParent(event.position().toPoint()).y())

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        icon("drag", Tone.MUTED).paint(painter, self.rect())
        painter.end()
