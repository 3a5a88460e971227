"""What can be done to chosen items: make, copy, archive, unpublish, delete, give up edits.

All of it is unsent work on this computer; what can be taken back says how.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal, Slot

from wfdesk.domain.edits import OPPOSITES, Action, Work
from wfdesk.domain.ids import CollectionId, ItemKey, LocaleId
from wfdesk.services.browsing import BrowsingService
from wfdesk.services.editing import EditingService
from wfdesk.ui.toolkit.tasks import TaskScope

_DONE = {
    Action.ARCHIVE: "will be archived with the next send",
    Action.UNARCHIVE: "will be restored with the next send",
    Action.UNPUBLISH: "will be unpublished with the next send",
    Action.DELETE: "will be deleted with the next send",
}
_TAKEN_BACK = {
    Action.ARCHIVE: "will not be restored after all",
    Action.UNARCHIVE: "will not be archived after all",
}
_GONE = {True: "was deleted", False: "were deleted"}


@dataclass(frozen=True, slots=True)
class Acted:
    """Something was done. ``before`` is what each item was to become until then."""

    sentence: str
    before: Mapping[ItemKey, Action | None] = field(default_factory=dict)

    @property
    def can_be_undone(self) -> bool:
        return bool(self.before)


@dataclass(frozen=True, slots=True)
class Question:
    """Asked before what cannot be undone."""

    title: str
    text: str
    button: str
    action: str
    keys: tuple[ItemKey, ...]


class ItemActions(QObject):
    """Does to items what a person chose, and says what was done."""

    item_made = Signal(object)  # ItemKey
    acted = Signal(object)  # Acted
    asked = Signal(object)  # Question

    def __init__(
        self,
        browsing: BrowsingService,
        editing: EditingService,
        tasks: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._browsing = browsing
        self._editing = editing
        self._tasks = tasks

    def create(self, collection: CollectionId, locale: LocaleId) -> None:
        self._tasks.start_save(self._create, collection, locale)

    def duplicate(self, keys: Sequence[ItemKey]) -> None:
        self._tasks.start_save(self._duplicate, tuple(keys))

    def set_action(self, keys: Sequence[ItemKey], action: Action) -> None:
        """Mark the items; those that are marked with its opposite lose that mark instead."""
        if action is Action.DELETE:
            self._tasks.start_save(self._ask, tuple(keys), "delete")
        else:
            self._tasks.start_save(self._act, tuple(keys), action)

    def discard(self, keys: Sequence[ItemKey]) -> None:
        self._tasks.start_save(self._ask, tuple(keys), "discard")

    @Slot(object)
    def go_on(self, question: Question) -> None:
        """Do what was asked about: the answer was yes."""
        if question.action == "delete":
            self._tasks.start_save(self._act, question.keys, Action.DELETE)
        else:
            self._tasks.start_save(self._discard, question.keys)

    @Slot(object)
    def undo(self, acted: Acted) -> None:
        self._tasks.start_save(self._undo, acted)

    async def _create(self, collection: CollectionId, locale: LocaleId) -> None:
        self.item_made.emit(await self._editing.create(collection, locale))

    async def _duplicate(self, keys: Sequence[ItemKey]) -> None:
        copies = [await self._editing.duplicate(key) for key in keys]
        if copies:
            self.item_made.emit(copies[0])
        if len(copies) > 1:
            self.acted.emit(Acted(f"{count_items(len(copies))} duplicated"))

    async def _act(self, keys: Sequence[ItemKey], action: Action) -> None:
        works = {work.key: work for work in await self._browsing.works(keys)}
        opposite = OPPOSITES.get(action)
        taken = {key for key, work in works.items() if opposite and work.action is opposite}
        back = await self._editing.set_action(taken, None) if taken else []
        forward = [key for key in works if key not in taken]
        changed = await self._editing.set_action(forward, action)
        if not back and not changed:
            self.acted.emit(Acted(f"Nothing to do: {_REASONS[action]}"))
            return
        gone = [key for key in changed if _is_gone(works[key], action)]
        marked = [key for key in changed if key not in set(gone)]
        said = (
            (back, _TAKEN_BACK.get(action, "")),
            (gone, _GONE[len(gone) == 1]),
            (marked, _DONE[action]),
        )
        sentence = ", ".join(f"{_named(keys, works)} {word}" for keys, word in said if keys)
        self.acted.emit(Acted(sentence, {key: works[key].action for key in [*back, *marked]}))

    async def _ask(self, keys: Sequence[ItemKey], action: str) -> None:
        if action == "discard":  # as the row says it: of the item in all its locales
            keys = await self._browsing.with_variants(keys)
        works = {work.key: work for work in await self._browsing.works(keys)}
        if action == "discard":
            works = {key: work for key, work in works.items() if not work.is_empty}
        if not works:
            self.acted.emit(Acted("Nothing to do: there are no unsent edits."))
            return
        make = _delete_question if action == "delete" else _discard_question
        self.asked.emit(make(_named(list(works), works), works))

    async def _discard(self, keys: Sequence[ItemKey]) -> None:
        works = {work.key: work for work in await self._browsing.works(keys)}
        await self._editing.discard(keys)
        self.acted.emit(Acted(f"Unsent edits of {_named(keys, works)} discarded"))

    async def _undo(self, acted: Acted) -> None:
        groups: dict[Action | None, list[ItemKey]] = {}
        for key, action in acted.before.items():
            groups.setdefault(action, []).append(key)
        for action, keys in groups.items():
            await self._editing.set_action(keys, action)


_REASONS = {
    Action.ARCHIVE: "these items are archived or not in Webflow yet.",
    Action.UNARCHIVE: "none of these items is archived.",
    Action.UNPUBLISH: "none of these items is live.",
    Action.DELETE: "these items are gone.",
}


def count_items(count: int) -> str:
    return "1 item" if count == 1 else f"{count:,} items"


def _named(keys: Sequence[ItemKey], works: Mapping[ItemKey, Work]) -> str:
    """One item by its name, in whatever locale; several by their number."""
    count = len({key.item for key in keys})
    work = works.get(keys[0]) if count == 1 else None
    return f"\u201c{work.name or 'Untitled'}\u201d" if work else count_items(count)


def _is_gone(work: Work, action: Action) -> bool:
    """An item that was never sent is deleted at once; no mark can bring it back."""
    return work.is_new and action is Action.DELETE


def _delete_question(named: str, works: Mapping[ItemKey, Work]) -> Question:
    """Say what happens to these items, and nothing of what does not."""
    are_new = [work.is_new for work in works.values()]
    them, it_is = ("it", "it is") if len(works) == 1 else ("them", "they are")
    if all(are_new):
        text = f"Webflow has never had {them}: {it_is} deleted at once."
    elif not any(are_new):
        text = f"With the next send {it_is} deleted in Webflow and taken off the live site."
    else:
        text = "What was never sent is deleted at once, the rest in Webflow with the next send."
    return Question(f"Delete {named}?", text, f"Delete {named}", "delete", tuple(works))


def _discard_question(named: str, works: Mapping[ItemKey, Work]) -> Question:
    text = "What you have changed since the last send is given up. Webflow keeps what it has."
    title = f"Discard the unsent edits of {named}?"
    return Question(title, text, "Discard edits", "discard", tuple(works))
