"""One item at a time: shows it as the user sees it, saves every finished edit at once."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct, field
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import Work
from wfdesk.domain.errors import LateEditError, MissingItemError, StoreError
from wfdesk.domain.ids import CollectionId, FieldSlug, ItemId, ItemKey, LocaleId, SiteId, is_local
from wfdesk.domain.references import referred
from wfdesk.domain.schema import REFERENCE_TYPES, Collection, Locale, Site
from wfdesk.domain.validation import Problem
from wfdesk.domain.values import Value
from wfdesk.services.browsing import BrowsingService
from wfdesk.services.editing import EditingService
from wfdesk.services.feed import ChangeFeed
from wfdesk.services.settling import Choice
from wfdesk.services.undo import (
    ActionStep,
    FieldStep,
    MadeStep,
    SettleStep,
    Step,
)
from wfdesk.services.unwritten import Edited, Unwritten
from wfdesk.ui.items.wording import step_words
from wfdesk.ui.toolkit.tasks import TaskScope

RETRY = 5.0
"""Seconds after which an edit that the disk refused is written again."""


class Rights(Protocol):
    async def may_write(self, site: SiteId) -> bool: ...


class Shown(Struct, frozen=True):
    """All the form needs of an item."""

    work: Work
    collection: Collection
    site: Site
    problems: tuple[Problem, ...]
    is_read_only: bool = False
    """The site's token may not write: what is typed could never be sent."""
    primary: Work | None = None
    """The same item in the primary locale, when it is shown in another one."""
    names: Mapping[ItemId, str] = field(default_factory=dict)
    """Names of the items that a colleague's references point to, where they are in conflict."""
    other_slug: str = ""
    """One that is free, where Webflow refused the item's own."""


class Missing(Struct, frozen=True):
    """An item that does not exist in the locale that was chosen."""

    primary: Work
    site: Site
    locale: Locale
    is_fetched: bool
    """Whether the locale was ever read to its end: else it may well exist."""


class EditorController(QObject):
    """Loads supersede each other; saves are never cancelled, and run in the order they came.

    An edit that the disk refuses is shown wherever its item is, and written again until it is on
    disk.
    """

    item_shown = Signal(object)  # Shown
    item_gone = Signal()
    variant_missing = Signal(object)  # Missing
    saved = Signal(object)  # datetime
    history_changed = Signal(str, str)  # what there is to undo, to redo; empty for nothing
    making_next = Signal(bool)  # whether to undo is to give up the whole item, which was made here
    stepped = Signal(object, object)  # ItemKey, FieldSlug: what undo or redo has changed
    remarked = Signal(object)  # ActionStep: what undo or redo has done to items as a whole
    remade = Signal(object)  # MadeStep: it was undone, or redone
    not_saved = Signal(object, object, object)  # ItemKey, FieldSlug, StoreError
    came_too_late = Signal(object)  # LateEditError: which item is gone that was typed in
    decided = Signal(object)  # SettleStep: it can be taken back

    def __init__(  # noqa: PLR0913  # its collaborators, and a delay that tests set
        self,
        browsing: BrowsingService,
        editing: EditingService,
        rights: Rights,
        feed: ChangeFeed,
        tasks: TaskScope,
        parent: QObject | None = None,
        *,
        retry_after: float = RETRY,
    ) -> None:
        super().__init__(parent)
        self._retry_after = retry_after
        self._browsing = browsing
        self._editing = editing
        self._rights = rights
        self._tasks = tasks
        self._key: ItemKey | None = None
        """As it was asked for."""
        self._is_retry_due = False
        self._is_opening = False
        self._locale: LocaleId | None = None
        """Chosen by the user; items of a site that has it are shown in it."""
        self._shown: ItemKey | None = None
        """As it is shown: in the chosen locale."""
        self._watched: frozenset[CollectionId] = frozenset()
        """The item's own collection and those its references point into."""
        self._names: Mapping[FieldSlug, str] = {}
        feed.subscribe(self._on_change)

    @property
    def key(self) -> ItemKey | None:
        return self._key

    @property
    def shown(self) -> ItemKey | None:
        """The item in the form, in its locale."""
        return self._shown

    @property
    def is_settled(self) -> bool:
        """Whether what is shown is what was asked for: that item, in that locale."""
        return not self._is_opening

    @property
    def has_unsaved(self) -> bool:
        return bool(self.refused)

    @property
    def refused(self) -> Sequence[Unwritten]:
        """The edits that the disk did not take, whatever item they are of."""
        return self._editing.unwritten.all_refused()

    def unsaved(self, key: ItemKey) -> Mapping[FieldSlug, StoreError]:
        """The fields of an item whose edits the disk refused, and why."""
        return self._editing.unwritten.refused(key)

    @Slot(object)
    def show_locale(self, locale: LocaleId) -> None:
        """Show this item, and those that are opened from now on, in another locale."""
        self._locale = locale
        self._open(self._key)

    @Slot(object)
    def show_item(self, key: ItemKey | None) -> None:
        if key is not None and is_local(key.item):
            self._locale = None  # a new item is made in the primary locale
        self._open(key)

    def _open(self, key: ItemKey | None) -> None:
        self._key = key
        self._is_opening = key is not None
        if key is None:
            self._say_gone()
        else:
            self._tasks.start_load("item", self._load, key)

    def keep(self, key: ItemKey, edited: Edited) -> None:
        """Save the user's value of the item it was typed in, which need not be the next one."""
        self._tasks.start_save(self._save, self._editing.keep(key, edited))
        self._tell_history()

    def settle(self, choice: Choice) -> None:
        """Let one side of a conflict stay; ``decided`` follows."""
        self._tasks.start_save(self._settle, choice)

    def discard_field(self, key: ItemKey, slug: FieldSlug) -> None:
        """Give up the value of a field that Webflow no longer has; ``decided`` follows."""
        self._tasks.start_save(self._discard_field, key, slug)

    def as_typed(self, work: Work) -> Work:
        """The item with what is on its way to the disk: a load may be older than that."""
        return self._editing.as_kept(work)

    def doubtful(self, work: Work) -> frozenset[FieldSlug]:
        """The fields whose text is known to be written otherwise than it was shown."""
        return self._editing.doubtful(work)

    @Slot()
    def undo(self) -> None:
        """Take back a step; of those that a key asks for quicker than they are taken, no making."""
        if self._shown is not None:
            is_making = isinstance(self._editing.next_undo(self._shown), MadeStep)
            self._tasks.start_save(self._step, self._shown, is_back=True, may_unmake=is_making)

    @Slot()
    def redo(self) -> None:
        key = self._to_redo()
        if key is not None:
            self._tasks.start_save(self._step, key, is_back=False)

    def follow(self, old: ItemKey, new: ItemKey) -> None:
        """Go on with an item under the key that Webflow has given it."""
        self._editing.follow(old, new)
        if self._key == old:
            self.show_item(new)

    async def _load(self, key: ItemKey) -> None:
        try:
            collection = await self._browsing.collection(key.collection)
            site = await self._browsing.site_of(key.collection)
            may_write = await self._rights.may_write(site.id)
            wanted = self._variant(key, site)
            work = await self._find(wanted)
            primary = None
            if wanted.locale != site.primary_locale:
                primary = await self._find(replace(key, locale=site.primary_locale))
            at = await self._browsing.refreshed_at(key.collection, wanted.locale)
            names = await self._names_of_theirs(work, collection)
            problems = await self._browsing.problems(work, collection) if work else ()
            other_slug = await self._browsing.other_slug(work) if work else ""
        except StoreError:
            work = primary = None
        if key != self._key:
            return
        self._is_opening = False
        if work is not None:
            self._watch(collection)
            self._show(
                Shown(work, collection, site, problems, not may_write, primary, names, other_slug)
            )
        elif primary is not None:
            self._watch(collection)
            self._shown = None
            self._tell_history()
            locale = next(each for each in site.locales if each.id == wanted.locale)
            self.variant_missing.emit(Missing(primary, site, locale, at is not None))
        else:
            self._key = None
            self._say_gone()

    async def _find(self, key: ItemKey) -> Work | None:
        try:
            return await self._browsing.work(key)
        except MissingItemError:
            return None

    def _variant(self, key: ItemKey, site: Site) -> ItemKey:
        """The item in the locale that the user has chosen, if its site has that one."""
        key = replace(key, locale=site.called_now(key.locale))
        has_it = any(each.id == self._locale for each in site.locales)
        return replace(key, locale=self._locale) if self._locale and has_it else key

    def _watch(self, collection: Collection) -> None:
        targets = {field.target for field in collection.fields if field.target is not None}
        self._watched = frozenset({collection.id, *targets})
        self._names = {field.slug: field.display_name for field in collection.fields}

    async def _names_of_theirs(
        self, work: Work | None, collection: Collection
    ) -> Mapping[ItemId, str]:
        if work is None or not work.conflicts:
            return {}
        values = (
            value
            for field in collection.fields
            if field.type in REFERENCE_TYPES and field.slug in work.conflicts
            for value in (work.conflicts[field.slug], _base(work, field.slug))
        )
        return await self._browsing.names({each for value in values for each in referred(value)})

    def _show(self, shown: Shown) -> None:
        self._shown = shown.work.key
        self.item_shown.emit(shown)
        self._tell_history()

    def _say_gone(self) -> None:
        self._shown = None
        self._tell_history()
        self.item_gone.emit()

    def _tell_history(self) -> None:
        undone, redone, editing = self._shown, self._to_redo(), self._editing
        step = editing.next_undo(undone) if undone else None
        self.history_changed.emit(
            self._words(step), self._words(editing.next_redo(redone) if redone else None)
        )
        self.making_next.emit(isinstance(step, MadeStep))

    def _to_redo(self) -> ItemKey | None:
        """The item to redo something of; where none is shown, one whose making was taken back."""
        unmade = self._editing.last_unmade
        return self._shown or (unmade.first if unmade else None)

    def _words(self, step: Step | Unwritten | None) -> str:
        """What a step is called in a menu; nothing for none."""
        if step is None:
            return ""
        if isinstance(step, FieldStep | Unwritten):
            return f"Edit of {self._names.get(step.field, step.field)}"
        return step_words(step)

    async def flush(self) -> None:
        """Write all that is not on disk once more, without waiting for its time."""
        for edit in self._editing.unwritten:
            await self._save(edit)

    async def _save(self, edit: Unwritten) -> None:
        try:
            is_saved = await self._editing.write(edit)
        except MissingItemError as error:  # its form goes, and so does what is on the screen
            self._tell_history()
            if isinstance(error, LateEditError):
                self.came_too_late.emit(error)
            return
        except StoreError as error:
            self._retry_later()
            self._tell_history()
            self.not_saved.emit(edit.key, edit.field, error)
            return
        self._tell_history()
        if is_saved:
            self.saved.emit(datetime.now().astimezone())

    async def _settle(self, choice: Choice) -> None:
        self.decided.emit(await self._editing.settle([choice]))
        self._tell_history()

    async def _discard_field(self, key: ItemKey, slug: FieldSlug) -> None:
        self.decided.emit(await self._editing.discard_field(key, slug))
        self._tell_history()

    def _retry_later(self) -> None:
        if not self._is_retry_due:
            self._is_retry_due = True
            self._tasks.start_load("editor.retry", self._retry)  # a load, so that closing ends it

    async def _retry(self) -> None:
        await asyncio.sleep(self._retry_after)
        self._is_retry_due = False
        for edit in self._editing.unwritten.all_refused():
            self._tasks.start_save(self._save, edit)

    async def _step(self, key: ItemKey, *, is_back: bool, may_unmake: bool = False) -> None:
        try:
            if is_back:
                step = await self._editing.undo(key, may_unmake=may_unmake)
            else:
                step = await self._editing.redo(key)
        finally:
            if self.has_unsaved:
                self._retry_later()
            self._tell_history()
        if isinstance(step, FieldStep):
            self.stepped.emit(step.key, step.field)
        elif isinstance(step, SettleStep):
            self.stepped.emit(key, step.field_of(key))
        elif isinstance(step, ActionStep):
            self.remarked.emit(step)
        elif isinstance(step, MadeStep):
            self.remade.emit(step)

    def _on_change(self, change: ChangeSet) -> None:
        key = self._key
        if key is None:
            self._tell_history()  # What was made may have been taken back from elsewhere.
            return
        targets = self._watched - {key.collection}
        is_touched = (
            any((each.collection, each.item) == (key.collection, key.item) for each in change.items)
            or change.has_new_structure
            or key.collection in change.collections
            or not targets.isdisjoint(change.collections)
            or any(each.collection in targets for each in change.items)
        )
        if is_touched:
            self._tasks.start_load("item", self._load, key)
        elif change.items:  # What was done to several may be a step of fewer now.
            self._tell_history()


def _base(work: Work, slug: FieldSlug) -> Value:
    edit = work.edits.get(slug)
    return edit.base if edit else None
