"""Ctrl+K: one line that finds collections, commands and items by name."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from wfdesk.ui.shell.finding import Find
from wfdesk.ui.toolkit import icons
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.words.writtenout import visible_line

_WIDTH = 560
_ROWS = 12
_ICON = QSize(16, 16)
_TARGET = Qt.ItemDataRole.UserRole + 1
_HINT = Qt.ItemDataRole.UserRole + 2


class QuickOpen(QFrame):
    """A popup over the window. Items are asked for while typing and come when they come."""

    chosen = Signal(object)  # the Find's target
    items_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("kind", "popup")
        self._window = parent
        self._places: Sequence[Find] = ()
        self._items: Sequence[Find] = ()
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("Go to a collection, an item or a command")
        self.line.setAccessibleName("Quick open")
        self.list = QListWidget(self)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(_ICON)
        self.list.setProperty("bare", "true")
        self.list.setItemDelegate(_HintDelegate(self.list))
        self.list.setAccessibleName("Found")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self.line)
        layout.addWidget(self.list)
        self._quiet = QTimer(self, singleShot=True, interval=120)
        self._quiet.timeout.connect(self._ask)
        self.line.textChanged.connect(self._on_text_changed)
        self.line.installEventFilter(self)
        self.list.itemActivated.connect(self._choose)
        self.list.itemClicked.connect(self._choose)

    def open_with(self, places: Sequence[Find]) -> None:
        self._places, self._items = places, ()
        self.line.clear()
        self._fill()
        window = self._window
        width = min(_WIDTH, window.width() - 40)
        height = self.line.sizeHint().height() + _ROWS * (self.fontMetrics().height() + 10) + 24
        self.resize(width, height)
        self.move(window.mapToGlobal(QPoint((window.width() - width) // 2, 64)))
        self.show()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_items(self, text: str, items: Sequence[Find]) -> None:
        """Add the items found for the text, unless it is no longer what is asked."""
        if text == self.line.text().strip():
            self._items = items
            self._fill()
            if not self.list.count():
                nothing = QListWidgetItem("Nothing found")
                nothing.setFlags(Qt.ItemFlag.NoItemFlags)
                self.list.addItem(nothing)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The line keeps the focus; the arrow keys move in the list."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                count = self.list.count()
                if count and self.list.currentRow() >= 0:
                    self.list.setCurrentRow((self.list.currentRow() + step) % count)
                return True
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if self.list.currentItem() is not None:
                    self._choose(self.list.currentItem())
                return True
        return False

    @Slot(str)
    def _on_text_changed(self, _text: str) -> None:
        self._items = ()
        self._fill()
        self._quiet.start()

    @Slot()
    def _ask(self) -> None:
        text = self.line.text().strip()
        if text:
            self.items_wanted.emit(text)

    def _fill(self) -> None:
        words = self.line.text().casefold().split()
        found = [each for each in self._places if _matches(each, words)]
        found.sort(key=lambda each: _rank(each, words))
        self.list.clear()
        for each in (*found[:30], *self._items):
            row = QListWidgetItem(_drawn(each.icon), visible_line(each.title))
            row.setData(_HINT, each.hint)
            row.setData(Qt.ItemDataRole.AccessibleTextRole, f"{each.title}, {each.hint}")
            row.setData(_TARGET, each.target)
            self.list.addItem(row)
        self.list.setCurrentRow(0)

    @Slot(QListWidgetItem)
    def _choose(self, row: QListWidgetItem) -> None:
        self.hide()
        self.chosen.emit(row.data(_TARGET))


class _HintDelegate(QStyledItemDelegate):
    """Paints the hint flush right and quiet."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        painter.save()
        painter.setPen(QColor(icons.current_colours().muted))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(option.rect.adjusted(0, 0, -10, 0), flags, str(index.data(_HINT) or ""))
        painter.restore()


def _drawn(icon: str) -> QIcon:
    """The icon; what has none stands in line with the others."""
    if icon:
        return icons.icon(icon, Tone.MUTED)
    pixmap = QPixmap(_ICON)
    pixmap.fill(Qt.GlobalColor.transparent)
    return QIcon(pixmap)


def _matches(each: Find, words: Sequence[str]) -> bool:
    text = f"{each.title} {each.hint}".casefold()
    return all(word in text for word in words)


def _rank(each: Find, words: Sequence[str]) -> int:
    return 0 if words and each.title.casefold().startswith(words[0]) else 1
