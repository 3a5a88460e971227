"""Finds items for a reference while its name is typed, and makes the one that is missing."""

from collections.abc import Callable, Collection, Sequence

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLineEdit

from wfdesk.domain.ids import CollectionId
from wfdesk.ui.editor.fields.context import EditorContext, Kind, Target, labels
from wfdesk.ui.editor.fields.suggestions import Suggestion, Suggestions
from wfdesk.ui.editor.fields.thumbs import picture_icon
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.icons import icon, status_icon

_MOST = 50
_CREATE = "\0create"
"""Stands in a row in place of an item's id; no id has such a letter."""


class TargetPicker(QObject):
    """Joins a line with the items of one collection."""

    chosen = Signal(object)  # Target
    left = Signal()

    def __init__(
        self,
        line: QLineEdit,
        collection: CollectionId,
        context: EditorContext,
        *,
        held: Callable[[], Collection[str]],
        stays_open: bool = False,
    ) -> None:
        super().__init__(line)
        self._line = line
        self._collection = collection
        self._context = context
        self._held = held
        self._stays_open = stays_open
        self._found: dict[str, Target] = {}
        self._text = ""
        self._stay = object()
        """Another one as soon as the line stands for another item."""
        self.suggestions = Suggestions(line, stays_open=stays_open)
        self.suggestions.wanted.connect(self.ask)
        self.suggestions.chosen.connect(self._on_chosen)
        self.suggestions.left.connect(self.left)

    def refresh(self) -> None:
        """Say again what is added: it may have changed without the list."""
        if self.suggestions.is_open:
            self.ask(self._text)

    def leave(self) -> None:
        """Choose nothing any more of what is still being made: it was meant for another item."""
        self._stay = object()

    @Slot(str)
    def ask(self, text: str) -> None:
        self._context.tasks.start_load(f"search {id(self)}", self._search, text)

    async def _search(self, text: str) -> None:
        targets = self._context.targets
        kind = await targets.kind(self._collection)
        found = await targets.search(self._collection, text, _MOST)
        if not shiboken6.isValid(self):
            return
        self._text = text
        self._found = {target.id: target for target in found}
        self.suggestions.show_rows(self._rows(found, text, kind), answers=text)
        for target in found if kind.has_pictures else ():
            if target.picture:
                image = await self._context.pictures.load(target.picture)
                if not shiboken6.isValid(self):
                    return
                self.suggestions.show_icon(target.id, picture_icon(image))

    def _rows(self, found: Sequence[Target], text: str, kind: Kind) -> list[Suggestion]:
        held = self._held()
        called = labels(found)
        rows = [_row(each, called[each.id], kind, is_held=each.id in held) for each in found]
        if len(found) == _MOST:
            rows.append(Suggestion("", "Type more to see others", icon=icon("more", Tone.MUTED)))
        if not found and not kind.is_complete:
            rows.append(Suggestion("", f"{kind.display_name} is still being fetched"))
        is_there = any(target.name.casefold() == text.casefold() for target in found)
        if text and kind.can_create and not is_there:
            sentence = f"Create \N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}"
            plus = icon("plus", Tone.ACCENT)
            offer = f"{sentence} in {kind.display_name}"
            rows.append(Suggestion(_CREATE, offer, icon=plus, is_offer=True))
        return rows

    @Slot(str)
    def _on_chosen(self, choice: str) -> None:
        if choice == _CREATE:
            # Closed at once: a second Enter must not make a second item.
            self.suggestions.close()
            self._context.tasks.start_save(self._create, self._text)
        elif target := self._found.get(choice):
            self.chosen.emit(target)

    async def _create(self, name: str) -> None:
        stay = self._stay
        target = await self._context.targets.create(self._collection, name)
        if shiboken6.isValid(self) and stay is self._stay:
            self._line.setText("")  # Unlike clear() it leaves nothing for undo to bring back.
            self.chosen.emit(target)


def _row(target: Target, name: str, kind: Kind, *, is_held: bool) -> Suggestion:
    picture = picture_icon(None) if kind.has_pictures else None
    sign = icon("check", Tone.ACCENT) if is_held else target_sign(target)
    return Suggestion(target.id, name, "Added" if is_held else target.word, picture, sign)


def target_sign(target: Target) -> QIcon:
    return icon("trash", Tone.DANGER) if target.is_to_be_deleted else status_icon(target.status)
