"""Several items of another collection, in an order that matters."""

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QDropEvent, QKeyEvent
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
from wfdesk.ui.editor.fields.context import EditorContext, Target, found_targets
from wfdesk.ui.editor.fields.picture_row import is_move
from wfdesk.ui.editor.fields.reference import tool
from wfdesk.ui.editor.fields.suggestions import (
    DETAIL,
    ID,
    DetailDelegate,
    Suggestion,
    Suggestions,
)
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.icons import icon, status_icon
from wfdesk.ui.toolkit.labels import PlainLabel, tooltip
from wfdesk.ui.toolkit.sight import keep_in_sight
from wfdesk.ui.toolkit.theme import TIGHT, restyle

_MOST = 50
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
        self._known: dict[str, Target] = {}
        self._is_resolved = False
        self._list = _OrderedList()
        self._list.setAccessibleName(f"{field.display_name}, chosen items")
        self._list.installEventFilter(self)
        self._list.reordered.connect(self._on_reordered)
        self._list.currentRowChanged.connect(self._show_tools)
        self._list.itemDoubleClicked.connect(self._on_open)
        self._line = QLineEdit()
        self._line.setPlaceholderText("Type to search and add")
        self._line.addAction(icon("plus", Tone.MUTED), QLineEdit.ActionPosition.LeadingPosition)
        self._suggestions = Suggestions(self._line, stays_open=True)
        self._suggestions.wanted.connect(self._on_wanted)
        self._suggestions.chosen.connect(self._on_chosen)
        self._suggestions.left.connect(self._line.clear)
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

    def _accepts(self, value: Value) -> bool:
        return value is None or (
            isinstance(value, list) and all(isinstance(item, str) for item in value)
        )

    def _show(self, value: Value) -> None:
        self._is_resolved = False
        self._fill()
        if value:
            self._context.tasks.start_load(f"targets {id(self)}", self._resolve, self._items())

    def _apply_read_only(self, is_read_only: bool) -> None:
        self._line.setVisible(not is_read_only)
        self._nothing.setVisible(is_read_only)
        self.setFocusProxy(self._list if is_read_only else self._line)
        restyle(self._list, "quiet", is_read_only)
        self._list.setDragEnabled(not is_read_only)
        self._show_tools()

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
        found = found_targets(await self._context.targets.resolve(self._collection, items))
        if shiboken6.isValid(self):
            self._known |= {target.id: target for target in found}
            self._is_resolved = True
            self._fill()

    async def _search(self, text: str) -> None:
        found = await self._context.targets.search(self._collection, text, _MOST)
        if not shiboken6.isValid(self):
            return
        targets = found_targets(found)
        self._known |= {target.id: target for target in targets}
        held = set(self._items())
        self._suggestions.show_rows(
            [
                Suggestion(
                    target.id,
                    target.name,
                    "Added" if target.id in held else target.status.value,
                    icon("check", Tone.ACCENT) if target.id in held else status_icon(target.status),
                )
                for target in targets
            ]
        )

    def _fill(self) -> None:
        current = self._list.currentRow()
        items = self._items()
        self._list.clear()
        for item in items:
            self._list.addItem(self._row(item))
        self._list.setVisible(bool(items))
        rows = min(_MOST_ROWS, len(items))
        self._list.setFixedHeight(rows * max(self._list.sizeHintForRow(0), 20) + 10)
        self._list.setCurrentRow(min(current, len(items) - 1))
        self._show_tools()

    def _row(self, item: ItemId) -> QListWidgetItem:
        target = self._known.get(item)
        row = QListWidgetItem()
        if target:
            row.setText(target.name.replace("\n", " "))
            row.setIcon(status_icon(target.status))
            row.setData(DETAIL, target.status.value)
        elif self._is_resolved:
            row.setText(item)
            row.setIcon(icon("status-missing", Tone.DANGER))
            row.setData(DETAIL, "Missing")
        else:
            row.setText("\N{HORIZONTAL ELLIPSIS}")
            row.setIcon(icon("item", Tone.MUTED))
        row.setData(ID, item)
        row.setToolTip(tooltip(row.text()))
        return row

    @Slot()
    def _show_tools(self) -> None:
        row, count = self._list.currentRow(), self._list.count()
        can_change = row >= 0 and not self._is_read_only
        for button in (self._up, self._down, self._remove):
            button.setVisible(count > 0 and not self._is_read_only)
        self._open.setVisible(count > 0)
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

    @Slot(str)
    def _on_wanted(self, text: str) -> None:
        self._context.tasks.start_load(f"search {id(self)}", self._search, text)

    @Slot(str)
    def _on_chosen(self, item: str) -> None:
        items: list[str] = list(self._items())
        if item in items:
            items.remove(item)
        else:
            items.append(item)
        self._set_items(items, len(items) - 1)
        keep_in_sight(self._line)
        text = self._line.text() if self._line.isModified() else ""
        self._on_wanted(text)

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
