"""One item of another collection, found by typing."""

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from wfdesk.domain.ids import CollectionId, ItemId
from wfdesk.domain.items import ItemStatus
from wfdesk.domain.schema import Field
from wfdesk.domain.values import Value
from wfdesk.ui.editor.fields.base import FieldEditor
from wfdesk.ui.editor.fields.context import EditorContext, Target, found_targets
from wfdesk.ui.editor.fields.suggestions import Suggestion, Suggestions
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.icons import icon, status_icon
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.theme import TIGHT, restyle

_MOST = 50
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
        self._is_missing = False
        self._line = QLineEdit()
        self._line.setPlaceholderText("Type to search")
        self._sign = self._line.addAction(
            icon("search", Tone.MUTED), QLineEdit.ActionPosition.LeadingPosition
        )
        self._open = tool("open", "Open the item")
        self._open.clicked.connect(self._on_open)
        self._clear = tool("close", "Clear")
        self._clear.clicked.connect(self._on_clear)
        self._note = PlainLabel("", "small")
        self._note.hide()
        self._suggestions = Suggestions(self._line)
        self._suggestions.wanted.connect(self._on_wanted)
        self._suggestions.chosen.connect(self._on_chosen)
        self._suggestions.left.connect(self._show_target)
        self._build(self._laid_out(), self._line)
        self._show_target()

    def _laid_out(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        row = QHBoxLayout()
        row.setSpacing(TIGHT)
        row.addWidget(self._line, 1)
        row.addWidget(self._open)
        row.addWidget(self._clear)
        column.addLayout(row)
        column.addWidget(self._note)
        return body

    def _accepts(self, value: Value) -> bool:
        return value is None or isinstance(value, str)

    def _show(self, value: Value) -> None:
        self._target, self._is_missing = None, False
        self._show_target()
        if isinstance(value, str) and value:
            self._context.tasks.start_load(f"target {id(self)}", self._resolve, ItemId(value))

    def _apply_read_only(self, is_read_only: bool) -> None:
        self._line.setReadOnly(is_read_only)
        self._show_target()

    async def _resolve(self, item: ItemId) -> None:
        found = found_targets(await self._context.targets.resolve(self._collection, [item]))
        if shiboken6.isValid(self) and self._value == item:
            self._target = next((target for target in found if target.id == item), None)
            self._is_missing = self._target is None
            self._show_target()

    async def _search(self, text: str) -> None:
        found = await self._context.targets.search(self._collection, text, _MOST)
        if shiboken6.isValid(self):
            self._suggestions.show_rows(suggested(found_targets(found)))

    @Slot()
    def _show_target(self) -> None:
        target = self._target
        name = target.name if target else str(self._value) if self._is_missing else ""
        self._line.setText(name)
        self._line.setCursorPosition(0)
        self._sign.setIcon(self._sign_icon())
        note = _NOTES.get(target.status, "") if target else ""
        note = "Missing: not in the local copy" if self._is_missing else note
        restyle(self._note, "kind", "problem" if self._is_missing else "small")
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._open.setVisible(target is not None)
        self._clear.setVisible(bool(self._value) and not self._is_read_only)

    def _sign_icon(self) -> QIcon:
        if self._target:
            return status_icon(self._target.status)
        if self._is_missing:
            return icon("status-missing", Tone.DANGER)
        return icon("search", Tone.MUTED)

    @Slot(str)
    def _on_wanted(self, text: str) -> None:
        self._context.tasks.start_load(f"search {id(self)}", self._search, text)

    @Slot(str)
    def _on_chosen(self, item: str) -> None:
        self._edit(item)
        self._show(item)

    @Slot()
    def _on_clear(self) -> None:
        self._edit(None)
        self._show(None)
        self.setFocus()

    @Slot()
    def _on_open(self) -> None:
        if self._target:
            self.open_requested.emit(self._target.id)


def suggested(targets: Sequence[Target]) -> list[Suggestion]:
    return [
        Suggestion(target.id, target.name, target.status.value, status_icon(target.status))
        for target in targets
    ]


def tool(name: str, text: str) -> QToolButton:
    """A small quiet button with an icon, and its name for those who cannot see it."""
    button = QToolButton()
    button.setProperty("kind", "quiet")
    button.setIcon(icon(name, Tone.MUTED))
    button.setToolTip(text)
    button.setAccessibleName(text)
    return button
