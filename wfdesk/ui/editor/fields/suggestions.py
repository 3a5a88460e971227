"""A list of suggestions under a line, which keeps the keyboard all the while.

The list lies over the window's own content and is no window itself: nothing grabs the keyboard,
and it works alike on every platform.
"""

from collections.abc import Sequence

from msgspec import Struct
from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from wfdesk.ui.editor.fields.hanging import HangingFrame
from wfdesk.ui.editor.fields.thumbs import SIDE
from wfdesk.ui.toolkit.icons import current_colours
from wfdesk.ui.toolkit.labels import tooltip
from wfdesk.ui.toolkit.theme import NEAR

ID = Qt.ItemDataRole.UserRole
DETAIL = Qt.ItemDataRole.UserRole + 1
SIGN = Qt.ItemDataRole.UserRole + 2
_PICTURE = Qt.ItemDataRole.DecorationRole
_SIGN_SIDE = 14
ROW_ROOM = 10
"""Above and below the text of a row, together."""

_PAUSE = 120
_LONGEST = 2000
"""Milliseconds after which an answer that Enter waits for will not come any more."""
_MOST_ROWS = 8


class Suggestion(Struct, frozen=True):
    id: str
    text: str
    detail: str = ""
    icon: QIcon | None = None
    sign: QIcon | None = None
    """Stands before the detail."""
    is_offer: bool = False
    """Makes something new, so nobody chooses it who has not seen it."""


class DetailDelegate(QStyledItemDelegate):
    """Paints a row's detail and its sign in a quieter colour at its far end."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        size = super().sizeHint(option, index)
        picture = option.decorationSize.height() if index.data(_PICTURE) else 0
        return QSize(0, max(size.height(), option.fontMetrics.height() + ROW_ROOM, picture + 8))

    def initStyleOption(  # noqa: N802  # Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        picture = option.decorationSize.width() + 2 * NEAR if index.data(_PICTURE) else NEAR
        room = option.rect.width() - self._width(option, index) - picture - NEAR
        option.text = option.fontMetrics.elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, room
        )

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        painter.save()
        painter.setPen(QColor(current_colours().muted))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        area = option.rect.adjusted(0, 0, -NEAR, 0)
        painter.drawText(area, flags, str(index.data(DETAIL) or ""))
        sign = index.data(SIGN)
        if isinstance(sign, QIcon) and not sign.isNull():
            left = area.right() + 1 - self._width(option, index)
            top = area.center().y() - _SIGN_SIDE // 2
            sign.paint(painter, left, top, _SIGN_SIDE, _SIGN_SIDE)
        painter.restore()

    def _width(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> int:
        detail = str(index.data(DETAIL) or "")
        words = option.fontMetrics.horizontalAdvance(detail)
        sign = _SIGN_SIDE + NEAR if index.data(SIGN) else 0
        return words + sign if detail or sign else 0


class Suggestions(QObject):
    """Joins a line and its list. The owner answers ``wanted`` with ``show_rows``.

    From the first key on, the list that stands there answers another question than the one being
    typed: Enter waits for the answer and then takes the first of what was found, also when the
    person has typed on or left meanwhile. Only Escape takes it back.
    """

    wanted = Signal(str)
    chosen = Signal(str)
    left = Signal()

    def __init__(self, line: QLineEdit, *, stays_open: bool = False) -> None:
        super().__init__(line)
        self._line = line
        self._stays_open = stays_open
        self._frame: HangingFrame | None = None
        self._list = QListWidget()
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setItemDelegate(DetailDelegate(self._list))
        self._list.setProperty("bare", "true")
        self._list.setIconSize(QSize(SIDE, SIDE))
        self._list.itemClicked.connect(self._on_clicked)
        self._pause = QTimer(self, singleShot=True)
        self._pause.timeout.connect(self._on_pause)
        self._watch = QTimer(self, interval=100)
        self._watch.timeout.connect(self._follow)
        self._answered: str | None = None
        """The text that the rows answer."""
        self._is_stale = False
        self._owed: list[str] = []
        """The texts that Enter was pressed for before there was an answer; the first is asked."""
        line.textEdited.connect(self._on_typed)
        line.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        return self._frame is not None and self._frame.isVisible()

    @property
    def count(self) -> int:
        return self._list.count() if self.is_open else 0

    def show_rows(self, rows: Sequence[Suggestion], *, answers: str, current: str = "") -> None:
        """Show what was found for a text, if the line still has the keyboard.

        *current* names the row to be on.
        """
        if self._owed[:1] == [answers]:
            del self._owed[0]
            if rows and rows[0].id and not rows[0].is_offer:
                self._is_stale = answers != self._text()
                self._take(rows[0].id)
                self._ask_next()
                return
            self._ask_next()
        if not self._line.hasFocus():
            return
        place = self._list.currentRow() if answers == self._answered else 0
        self._answered = answers
        self._is_stale = self._is_stale and answers != self._text()
        if current:  # A row that only says something has no name either.
            place = next((at for at, row in enumerate(rows) if row.id == current), place)
        self._list.clear()
        for row in rows:
            self._list.addItem(list_item(row))
        if not rows:
            item = QListWidgetItem("Nothing found")
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self._list.addItem(item)
        self._list.setCurrentRow(min(max(place, 0), self._list.count() - 1) if rows else -1)
        self._open()
        self._list.scrollToItem(self._list.currentItem())

    def show_icon(self, row: str, picture: QIcon) -> None:
        """Give a row its picture, which came later than the row."""
        for place in range(self._list.count()):
            item = self._list.item(place)
            if item.data(ID) == row:
                item.setIcon(picture)

    def close(self) -> None:
        self._pause.stop()
        self._watch.stop()
        if self._frame is not None:
            self._frame.deleteLater()
            self._list.setParent(None)
            self._frame = None
        self._list.setCurrentRow(-1)
        self._answered, self._is_stale = None, False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.FocusOut:
            self.close()
            self.left.emit()
        elif kind == QEvent.Type.MouseButtonPress and not self.is_open:
            self._pause.start(_PAUSE)
        elif kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._leave_undo(event)
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            return is_plain and self._press(event.key())
        return False

    def _leave_undo(self, event: QKeyEvent) -> bool:
        """Let the item's undo have the key, unless there is typing to take back."""
        keys = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
        if self._line.isModified() or not any(map(event.matches, keys)):
            return False
        event.ignore()
        return True

    def _press(self, key: int) -> bool:
        """Take the key, if it is for the list."""
        match key:
            case Qt.Key.Key_Down | Qt.Key.Key_Up if self._is_stale:
                self._ask()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._is_stale:
                self._owed.append(self._text())
                if len(self._owed) == 1:
                    self._ask_next()
            case Qt.Key.Key_Down | Qt.Key.Key_Up if self.is_open:
                self._step(1 if key == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Down:
                self._ask()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.is_open:
                if item := self._list.currentItem():
                    self._choose(item)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._ask()
            case Qt.Key.Key_Escape if self.is_open:
                self._owed.clear()
                self.close()
                self.left.emit()
            case _:
                return False
        return True

    def _step(self, step: int) -> None:
        """Go to the next row that can be chosen, from the last one round to the first."""
        count, here = self._list.count(), self._list.currentRow()
        for far in range(1, count + 1):
            row = (here + step * far) % count
            if self._list.item(row).flags() & Qt.ItemFlag.ItemIsEnabled:
                self._list.setCurrentRow(row)
                return

    @Slot()
    def _on_typed(self) -> None:
        self._is_stale = True
        # Another question would end the one that Enter waits for.
        self._pause.start(_LONGEST if self._owed else _PAUSE)

    @Slot()
    def _on_pause(self) -> None:
        self._owed.clear()
        self._ask()

    def _ask_next(self) -> None:
        if self._owed:
            self._pause.start(_LONGEST)
            self.wanted.emit(self._owed[0])
        elif self._is_stale and self._line.hasFocus():
            self._pause.start(_PAUSE)

    @Slot()
    def _ask(self) -> None:
        self._pause.stop()
        if not self._line.isReadOnly() and self._line.isEnabled():
            self.wanted.emit(self._text())

    def _text(self) -> str:
        """What is sought: nothing, as long as the line only says what is chosen."""
        return self._line.text().strip() if self._line.isModified() else ""

    @Slot(QListWidgetItem)
    def _on_clicked(self, item: QListWidgetItem) -> None:
        self._choose(item)

    def _choose(self, item: QListWidgetItem) -> None:
        choice = item.data(ID)
        if choice and isinstance(choice, str):
            self._take(choice)

    def _take(self, choice: str) -> None:
        if not self._stays_open:
            self.close()
        self.chosen.emit(choice)

    def _open(self) -> None:
        if self._frame is None:
            self._frame = HangingFrame(self._line, self._list)
        rows = min(_MOST_ROWS, self._list.count())
        self._frame.hang(rows * max(self._list.sizeHintForRow(0), 20))
        self._frame.show()
        self._list.show()
        self._frame.raise_()
        self._watch.start()

    @Slot()
    def _follow(self) -> None:
        """Go with the line when the form moves; close when it is scrolled out of sight."""
        if self._line.visibleRegion().isEmpty():
            self.close()
        elif self._frame is not None:
            self._frame.follow()


def list_item(row: Suggestion) -> QListWidgetItem:
    item = QListWidgetItem(row.icon or QIcon(), row.text.replace("\n", " "))
    item.setData(ID, row.id)
    item.setData(DETAIL, row.detail)
    item.setData(SIGN, row.sign)
    item.setToolTip(tooltip(row.text))
    if not row.id:
        item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item
