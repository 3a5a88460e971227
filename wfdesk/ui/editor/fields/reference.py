"""One item of another collection, found by typing."""

import shiboken6
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from wfdesk.domain.ids import CollectionId, ItemId
from wfdesk.domain.items import ItemStatus
from wfdesk.domain.schema import Field
from wfdesk.domain.values import Value
from wfdesk.ui.editor.fields.base import FieldEditor
from wfdesk.ui.editor.fields.context import EditorContext, Kind, Target
from wfdesk.ui.editor.fields.entry import UNSET
from wfdesk.ui.editor.fields.picker import TargetPicker, target_sign
from wfdesk.ui.editor.fields.tool import tool
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.icons import icon
from wfdesk.ui.toolkit.images import Thumbnail
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.theme import TIGHT, restyle

_SIDE = 32
_SEARCH = "Type to search"
_NOTES = {
    ItemStatus.DRAFT: "Draft: not on the live site",
    ItemStatus.QUEUED: "Queued to publish",
    ItemStatus.DRAFT_CHANGES: "Has draft changes",
    ItemStatus.ARCHIVED: "Archived: not on the live site",
}


class ReferenceEditor(FieldEditor):
    """The line shows the item's name; typing over it searches, choosing sets, leaving restores."""

    expects = "a reference to an item"

    def __init__(self, field: Field, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._collection = field.target or CollectionId("")
        self._context = context
        self._target: Target | None = None
        self._kind: Kind | None = None
        self._is_missing = False
        self._picture = Thumbnail(context.pictures, context.tasks, _SIDE)
        self._line = QLineEdit()
        self._line.setPlaceholderText(_SEARCH)
        self._sign = self._line.addAction(
            icon("search", Tone.MUTED), QLineEdit.ActionPosition.LeadingPosition
        )
        self._open = tool("open", "Open the item")
        self._open.clicked.connect(self._on_open)
        self._clear = tool("close", "Clear")
        self._clear.clicked.connect(self._on_clear)
        self._note = PlainLabel("", "small")
        self._picker = TargetPicker(self._line, self._collection, context, held=lambda: ())
        self._picker.chosen.connect(self._on_chosen)
        self._picker.left.connect(self._show_target)
        self._build(self._laid_out(), self._line)
        self._show_target()

    def _laid_out(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        row = QHBoxLayout()
        row.setSpacing(TIGHT)
        row.addWidget(self._picture)
        row.addWidget(self._line, 1)
        row.addWidget(self._open)
        row.addWidget(self._clear)
        column.addLayout(row)
        column.addWidget(self._note)
        return body

    def refresh(self) -> None:
        """Look the target up again: it may have arrived, changed or gone meanwhile."""
        if isinstance(self._value, str) and self._value:
            self._context.tasks.start_load(f"target {id(self)}", self._resolve, ItemId(self._value))

    def leave(self) -> None:
        self._picker.leave()

    def _accepts(self, value: Value) -> bool:
        return value is None or isinstance(value, str)

    def _show(self, _value: Value) -> None:
        self._target, self._is_missing = None, False
        self._show_target()
        self.refresh()

    def _apply_read_only(self, is_read_only: bool) -> None:
        self._line.setReadOnly(is_read_only)
        self._line.setPlaceholderText(UNSET if is_read_only else _SEARCH)
        restyle(self._line, "locked", is_read_only)
        self._show_target()

    async def _resolve(self, item: ItemId) -> None:
        kind = await self._context.targets.kind(self._collection)
        found = await self._context.targets.resolve(self._collection, [item])
        if not shiboken6.isValid(self) or self._value != item:
            return
        target = next((target for target in found if target.id == item), None)
        if (target, kind) != (self._target, self._kind) or target is None:
            self._target, self._kind, self._is_missing = target, kind, target is None
            if not self._line.isModified():
                self._show_target()

    @Slot()
    def _show_target(self) -> None:
        target = self._target
        name = target.name if target else str(self._value) if self._is_missing else ""
        self._line.setText(name)
        self._line.setCursorPosition(0)
        self._sign.setIcon(self._sign_icon())
        self._sign.setVisible(bool(self._value) or not self._is_read_only)
        self._note.setText(self._said())
        self._note.setVisible(bool(self._note.text()))
        restyle(self._note, "kind", "problem" if self._is_lost() else "small")
        self._picture.setVisible(bool(target and self._kind and self._kind.has_pictures))
        self._picture.show_url(target.picture if target else "")
        self._open.setVisible(target is not None)
        self._clear.setVisible(bool(self._value) and not self._is_read_only)

    def _is_lost(self) -> bool:
        is_complete = self._kind is None or self._kind.is_complete
        return (self._is_missing and is_complete) or bool(
            self._target and self._target.is_to_be_deleted
        )

    def _said(self) -> str:
        target = self._target
        if self._is_missing:
            is_known = self._kind is None or self._kind.is_complete
            return "Missing: this item no longer exists" if is_known else "Not fetched yet"
        if target is None:
            return ""
        if target.is_to_be_deleted:
            return "Will be deleted with the next send"
        if target.is_new:
            return "New: not sent yet. Send it together with this item"
        return _NOTES.get(target.status, "")

    def _sign_icon(self) -> QIcon:
        if self._target:
            return target_sign(self._target)
        if self._is_missing:
            return icon("status-missing", Tone.DANGER)
        return icon("search", Tone.MUTED)

    @Slot(object)
    def _on_chosen(self, target: Target) -> None:
        self._edit(target.id)
        self._show(target.id)

    @Slot()
    def _on_clear(self) -> None:
        self._edit(None)
        self._show(None)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_open(self) -> None:
        if self._target:
            self.open_requested.emit(self._target.id)
