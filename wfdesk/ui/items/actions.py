"""What can be done to chosen items: make, copy, archive, unpublish, delete, give up edits.

All of it is unsent work on this computer; what can be taken back says how.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from PySide6.QtCore import QObject, Signal, Slot

from wfdesk.domain.edits import OPPOSITES, Action, Work
from wfdesk.domain.ids import CollectionId, ItemKey, LocaleId
from wfdesk.domain.schema import Site
from wfdesk.services.browsing import BrowsingService
from wfdesk.services.editing import EditingService
from wfdesk.services.undo import ActionStep, MadeStep
from wfdesk.ui.items.wording import gone_sentence, made_sentence, named, sentence_of
from wfdesk.ui.toolkit.tasks import TaskScope
from wfdesk.words.counts import listed


class Acted(Struct, frozen=True):
    """Something was done. It can be undone while there is a step, or redone if it was undone."""

    sentence: str
    step: ActionStep | MadeStep | None = None
    is_undone: bool = False


class Question(Struct, frozen=True):
    """Asked before what cannot be undone."""

    title: str
    text: str
    button: str
    action: str
    keys: tuple[ItemKey, ...]


class ItemActions(QObject):
    """Does to items what a person chose, and says what was done."""

    acting = Signal()
    """Something is about to be done that what is being typed is part of."""
    item_made = Signal(object)  # ItemKey
    item_copied = Signal(object)  # ItemKey: it was made, and its name is not its own yet
    items_made = Signal(object)  # Sequence[ItemKey]: all of them, where the first is gone on with
    items_unmade = Signal()
    """Making them was taken back: there is no form of theirs any more."""
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
        self.acting.emit()
        self._tasks.start_save(self._duplicate, tuple(keys))

    def set_action(self, keys: Sequence[ItemKey], action: Action) -> None:
        """Mark the items; those that are marked with its opposite lose that mark instead."""
        self.acting.emit()
        if action is Action.DELETE:
            self._tasks.start_save(self._ask, tuple(keys), "delete")
        else:
            self._tasks.start_save(self._act, tuple(keys), action)

    def discard(self, keys: Sequence[ItemKey]) -> None:
        self.acting.emit()
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
        """Take back what was done, or do again what was taken back."""
        self.acting.emit()
        if acted.is_undone and isinstance(acted.step, MadeStep):
            self._tasks.start_save(self._make_again, acted.step)
        elif acted.step is not None:
            self._tasks.start_save(self._undo, acted.step)

    @Slot(object)
    def keep(self, key: ItemKey) -> None:
        """Take back what was to become of an item."""
        self._tasks.start_save(self._keep, key)

    @Slot(object)
    def tell(self, step: ActionStep) -> None:
        """Say what undo or redo has done to items."""
        self._tasks.start_save(self._tell, step)

    @Slot(object)
    def tell_made(self, step: MadeStep) -> None:
        """Say what undo or redo has done to items that were made here, and show them again."""
        self._tasks.start_save(self._tell_made, step)

    async def _create(self, collection: CollectionId, locale: LocaleId) -> None:
        key = await self._editing.create(collection, locale)
        step = self._editing.last_step(key)
        self.item_made.emit(key)
        if isinstance(step, MadeStep):
            self.acted.emit(Acted("New item made", step))

    async def _duplicate(self, keys: Sequence[ItemKey]) -> None:
        step = await self._editing.duplicate(keys)
        works = {work.key: work for work in await self._browsing.works(keys)}
        self._show_made(step)
        self.item_copied.emit(step.first)
        self.acted.emit(Acted(f"{named(keys, works)} duplicated", step))

    def _show_made(self, step: MadeStep) -> None:
        self.item_made.emit(step.first)
        self.items_made.emit(tuple(step.made))

    async def _act(self, keys: Sequence[ItemKey], action: Action) -> None:
        works = {work.key: work for work in await self._browsing.works(keys)}
        opposite = OPPOSITES.get(action)
        wanted = {
            key: None if opposite and work.action is opposite else action
            for key, work in works.items()
        }
        step = await self._editing.mark(wanted, action)
        gone = [key for key in works if _is_gone(works[key], action)]
        said = (
            gone_sentence(gone, works),
            sentence_of(step.before, step.after, works),
        )
        sentence = ", ".join(filter(None, said))
        if sentence:
            sentence += await self._only_in(list(step.after))
            self.acted.emit(Acted(sentence, step if step.after else None))
        else:
            self.acted.emit(Acted(f"Nothing to do: {_REASONS[action]}"))

    async def _only_in(self, keys: Sequence[ItemKey]) -> str:
        """In which locale alone something becomes of items that are in others as well."""
        if not keys or len(await self._browsing.everywhere(keys)) == len(keys):
            return ""
        site = await self._browsing.site_of(keys[0].collection)
        return f", in {site.called(keys[0].locale)} only"

    async def _ask(self, keys: Sequence[ItemKey], action: str) -> None:
        # As the row says it: of the item in all its locales. Webflow deletes in those it is told.
        if action == "discard":
            keys = await self._browsing.with_variants(keys)
        else:
            keys = await self._browsing.everywhere(keys)
        works = {work.key: work for work in await self._browsing.works(keys)}
        if action == "discard":
            works = {
                key: work
                for key, work in works.items()
                if not work.is_empty or self._editing.unwritten.last(key)
            }
        if not works:
            self.acted.emit(Acted("Nothing to do: there are no unsent edits."))
            return
        said = named(list(works), works)
        if action == "delete":
            site = await self._browsing.site_of(next(iter(works)).collection)
            self.asked.emit(_delete_question(said, works, _places(site, works)))
        else:
            self.asked.emit(_discard_question(said, works))

    async def _discard(self, keys: Sequence[ItemKey]) -> None:
        works = {work.key: work for work in await self._browsing.works(keys)}
        await self._editing.discard(keys)
        self.acted.emit(Acted(f"Unsent edits of {named(keys, works)} discarded"))

    async def _undo(self, step: ActionStep | MadeStep) -> None:
        taken_back = await self._editing.take_back(step)
        if isinstance(taken_back, ActionStep):
            await self._tell(taken_back)
        elif isinstance(taken_back, MadeStep):
            await self._tell_made(taken_back)
        elif isinstance(step, MadeStep) and not step.is_taken_back:
            self.acted.emit(Acted("Nothing to undo: it is on its way to Webflow, or gone."))

    async def _make_again(self, step: MadeStep) -> None:
        if self._editing.next_redo(step.first) is step:
            await self._editing.redo(step.first)
            await self._tell_made(step)

    async def _keep(self, key: ItemKey) -> None:
        works = await self._browsing.works(await self._browsing.with_variants([key]))
        deleted = [work.key for work in works if work.action is Action.DELETE]
        keys = deleted if key in deleted else [key]  # it was to be deleted in all its locales
        await self._tell(await self._editing.set_action(keys, None))

    async def _tell(self, step: ActionStep) -> None:
        # Many are told by their number.
        keys = list(step.after) if len({key.item for key in step.after}) == 1 else []
        works = {work.key: work for work in await self._browsing.works(keys)}
        said = sentence_of(step.before, step.after, works)
        self.acted.emit(Acted(said or "Nothing to undo: Webflow has done it already."))

    async def _tell_made(self, step: MadeStep) -> None:
        works = {key: work for key, work in step.made.items() if work is not None}
        if works:
            self.items_unmade.emit()
        else:  # They are there again.
            self._show_made(step)
            works = {work.key: work for work in await self._browsing.works(list(step.made))}
        self.acted.emit(Acted(made_sentence(step, works), step, step.is_taken_back))


_REASONS = {
    Action.ARCHIVE: "these items are archived, will be, or are not in Webflow yet.",
    Action.UNARCHIVE: "none of these items is archived, or they will be restored anyway.",
    Action.UNPUBLISH: "none of these items is live, or they will be unpublished anyway.",
    Action.DELETE: "these items are gone or will be.",
}


def _is_gone(work: Work, action: Action) -> bool:
    """An item that was never sent is deleted at once; no mark can bring it back."""
    return work.is_new and action is Action.DELETE


def _places(site: Site, works: Mapping[ItemKey, Work]) -> str:
    """In which of several locales the items are in Webflow: `` in English and French``."""
    there = {key.locale for key, work in works.items() if not work.is_new}
    names = [each.display_name for each in site.locales if each.id in there]
    return f" in {listed(names)}" if names and len(site.locales) > 1 else ""


def _delete_question(named: str, works: Mapping[ItemKey, Work], places: str = "") -> Question:
    """Say what happens to these items, and nothing of what does not."""
    are_new = [work.is_new for work in works.values()]
    is_one = len({key.item for key in works}) == 1
    them, it_is = ("it", "it is") if is_one else ("them", "they are")
    if any(work.may_be_there for work in works.values()):
        text = f"Here {it_is} deleted at once. What an earlier send may have made stays in Webflow."
    elif all(are_new):
        text = f"Webflow has never had {them}: {it_is} deleted at once."
    elif not any(are_new):
        live = "and taken off the live site"
        text = f"With the next send {it_is} deleted in Webflow{places} {live}."
    else:
        rest = f"the rest in Webflow{places} with the next send"
        text = f"What was never sent is deleted at once, {rest}."
    return Question(f"Delete {named}?", text, f"Delete {named}", "delete", tuple(works))


def _discard_question(named: str, works: Mapping[ItemKey, Work]) -> Question:
    """Say what is left of these items: of what Webflow has not got, nothing."""
    are_new = [work.is_new for work in works.values()]
    them, it_goes = ("it", "it goes") if len(works) == 1 else ("them", "they go")
    if not any(are_new):
        text = "What you have changed since the last send is given up. Webflow keeps what it has."
    elif not all(are_new):
        text = "What is new goes altogether. Of the rest Webflow keeps what it has."
    elif any(work.may_be_there for work in works.values()):
        text = f"Here {it_goes} altogether. What an earlier send may have made stays in Webflow."
    else:
        text = f"Webflow has never had {them}: {it_goes} altogether."
    title = f"Discard the unsent edits of {named}?"
    return Question(title, text, "Discard edits", "discard", tuple(works))
