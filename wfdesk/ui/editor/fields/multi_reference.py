"""Several items of another collection, in an order that matters."""

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QDropEvent, QImage, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.ids import CollectionId, ItemId
from wfdesk.domain.schema import Field
from wfdesk.domain.values import Value
from wfdesk.ui.editor.fields.base import FieldEditor
from wfdesk.ui.editor.fields.context import EditorContext, Kind, Target, labels
from wfdesk.ui.editor.fields.picker import TargetPicker, target_sign
from wfdesk.ui.editor.fields.picture_row import is_move
from wfdesk.ui.editor.fields.suggestions import DETAIL, ID, SIGN, DetailDelegate
from wfdesk.ui.editor.fields.thumbs import SIDE, picture_icon
from wfdesk.ui.editor.fields.tool import tool
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.icons import icon
from wfdesk.ui.toolkit.labels import PlainLabel, tooltip
from wfdesk.ui.toolkit.sight import keep_in_sight
from wfdesk.ui.toolkit.theme import TIGHT, restyle

_MOST_ROWS = 8


class MultiReferenceEditor(FieldEditor):
    """The list: Delete removes, Alt+Up and Alt+Down move. The line below adds, one after another.

    Choosing an item that is in the list already takes it out again.
    """

    expects = "a list of references"

    def __init__(self, field: Field, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection = field.target or CollectionId("")
        self._context = context
        self._known: dict[ItemId, Target] = {}
        self._kind: Kind | None = None
        self._is_resolved = False
        self._pictures: dict[str, QImage | None] = {}
        self._list = _OrderedList()
        self._list.setIconSize(QSize(SIDE, SIDE))
        self._list.setAccessibleName(f"{field.display_name}, chosen items")
        self._list.installEventFilter(self)
        self._list.reordered.connect(self._on_reordered)
        self._list.currentRowChanged.connect(self._show_tools)
        self._list.itemDoubleClicked.connect(self._on_open)
        self._line = QLineEdit()
        self._line.setPlaceholderText("Type to search and add")
        self._line.addAction(icon("plus", Tone.MUTED), QLineEdit.ActionPosition.LeadingPosition)
        self._picker = TargetPicker(
            self._line, self._collection, context, held=self._items, stays_open=True
        )
        self._picker.chosen.connect(self._on_chosen)
        self._picker.left.connect(self._on_left)
        self._up = tool("arrow-up", "Move up (Alt+Up)")
        self._down = tool("arrow-down", "Move down (Alt+Down)")
        self._open = tool("open", "Open the item")
        self._remove = tool("close", "Remove (Delete)")
        self._up.clicked.connect(self._move_up)
        self._down.clicked.connect(self._move_down)
        self._open.clicked.connect(self._on_open)
        self._remove.clicked.connect(self._remove_current)
        self._nothing = PlainLabel("", "muted")
        self._nothing.hide()
        self._build(self._laid_out(), self._line, marked=self._list)
        self._fill()

    def _laid_out(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        column.addWidget(self._list)
        row = QHBoxLayout()
        row.setSpacing(TIGHT)
        row.addWidget(self._line, 1)
        row.addWidget(self._nothing, 1)
        for button in (self._up, self._down, self._open, self._remove):
            row.addWidget(button)
        column.addLayout(row)
        return body

    def leave(self) -> None:
        self._picker.leave()

    def _accepts(self, value: Value) -> bool:
        return value is None or (
            isinstance(value, list) and all(isinstance(item, str) for item in value)
        )

    def refresh(self) -> None:
        """Look the targets up again: they may have arrived, changed or gone meanwhile."""
        if items := self._items():
            self._context.tasks.start_load(f"targets {id(self)}", self._resolve, items)

    def _show(self, _value: Value) -> None:
        self._is_resolved = False
        self._fill()
        self.refresh()
        self._picker.refresh()

    def _apply_read_only(self, is_read_only: bool) -> None:
        self._line.setVisible(not is_read_only)
        self._nothing.setVisible(is_read_only)
        self._focus = self._list if is_read_only else self._line
        restyle(self._list, "quiet", is_read_only)
        self._list.setDragEnabled(not is_read_only)
        self._show_tools()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.StyleChange}:
            self._fill()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and is_move(event):
            event.accept()  # else the window's own Alt+Up and Alt+Down would have it
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        match event.key():
            case Qt.Key.Key_Up if is_alt:
                self._move(-1)
            case Qt.Key.Key_Down if is_alt:
                self._move(1)
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self._remove_current()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._on_open()
            case _:
                return False
        return True

    def _items(self) -> list[ItemId]:
        value = self._value if isinstance(self._value, list) else []
        return [ItemId(item) for item in value if isinstance(item, str)]

    async def _resolve(self, items: Sequence[ItemId]) -> None:
        kind = await self._context.targets.kind(self._collection)
        found = {
            target.id: target
            for target in await self._context.targets.resolve(self._collection, items)
        }
        if not shiboken6.isValid(self):
            return
        if (found, kind, True) != (self._known, self._kind, self._is_resolved):
            self._known, self._kind, self._is_resolved = found, kind, True
            self._fill()
        for target in found.values() if kind.has_pictures else ():
            if target.picture and target.picture not in self._pictures:
                image = await self._context.pictures.load(target.picture)
                if not shiboken6.isValid(self):
                    return
                self._pictures[target.picture] = image
                self._fill()

    def _fill(self) -> None:
        current = self._list.currentRow()
        items = self._items()
        self._list.clear()
        called = labels(self._known[item] for item in items if item in self._known)
        for item in items:
            self._list.addItem(self._row(item, called.get(item, "")))
        self._list.setVisible(bool(items))
        rows = min(_MOST_ROWS, len(items))
        self._list.setFixedHeight(rows * max(self._list.sizeHintForRow(0), 20) + 10)
        self._list.setCurrentRow(min(current, len(items) - 1))
        self._show_tools()

    def _row(self, item: ItemId, name: str) -> QListWidgetItem:
        target = self._known.get(item)
        row = QListWidgetItem()
        if target:
            row.setText(name)
            row.setData(SIGN, target_sign(target))
            row.setData(DETAIL, target.word)
        elif self._kind and self._is_resolved:
            row.setText(item)
            row.setData(SIGN, icon("status-missing", Tone.DANGER))
            row.setData(DETAIL, "Missing" if self._kind.is_complete else "Not fetched yet")
        else:
            row.setText("\N{HORIZONTAL ELLIPSIS}")
        if self._kind and self._kind.has_pictures:
            row.setIcon(picture_icon(self._pictures.get(target.picture) if target else None))
        row.setData(ID, item)
        row.setToolTip(tooltip(row.text()))
        return row

    @Slot()
    def _show_tools(self) -> None:
        row, count = self._list.currentRow(), self._list.count()
        can_change = row >= 0 and not self._is_read_only
        for button in (self._up, self._down, self._remove):
            button.setVisible(count > 0 and not self._is_read_only)
        self._open.setVisible(count > 0 and (row >= 0 or not self._is_read_only))
        self._nothing.setText("" if count else "Nothing chosen")
        self._up.setEnabled(can_change and row > 0)
        self._down.setEnabled(can_change and row < count - 1)
        self._remove.setEnabled(can_change)
        self._open.setEnabled(row >= 0)

    def _set_items(self, items: Sequence[str], row: int) -> None:
        if self._is_read_only:
            return
        self._edit(list(items) or None)
        self._fill()
        self._list.setCurrentRow(max(0, min(row, len(items) - 1)))

    def _move(self, step: int) -> None:
        items, row = self._items(), self._list.currentRow()
        goal = row + step
        if 0 <= row < len(items) and 0 <= goal < len(items):
            items.insert(goal, items.pop(row))
            self._set_items(items, goal)

    @Slot()
    def _move_up(self) -> None:
        self._move(-1)

    @Slot()
    def _move_down(self) -> None:
        self._move(1)

    @Slot()
    def _remove_current(self) -> None:
        items, row = self._items(), self._list.currentRow()
        if 0 <= row < len(items):
            del items[row]
            self._set_items(items, row)

    @Slot()
    def _on_reordered(self) -> None:
        order = [self._list.item(row).data(ID) for row in range(self._list.count())]
        self._set_items(order, self._list.currentRow())

    @Slot()
    def _on_left(self) -> None:
        self._line.setText("")  # Undo is to take back what was chosen, not the search for it.

    @Slot(object)
    def _on_chosen(self, target: Target) -> None:
        items: list[str] = list(self._items())
        if target.id in items:
            items.remove(target.id)
        else:
            items.append(target.id)
            self._known[target.id] = target
        self._set_items(items, len(items) - 1)
        keep_in_sight(self._line)
        self.refresh()
        self._picker.ask(self._line.text() if self._line.isModified() else "")

    @Slot()
    def _on_open(self) -> None:
        if item := self._list.currentItem():
            self.open_requested.emit(ItemId(item.data(ID)))


class _OrderedList(QListWidget):
    """Rows can be dragged to another place, and nowhere else."""

    reordered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("field", "true")
        self.setItemDelegate(DetailDelegate(self))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def dropEvent(self, event: QDropEvent) -> None:
        super().dropEvent(event)
        self.reordered.emit()
