"""One item at a time: shows it as the user sees it, saves every finished edit at once."""

from dataclasses import dataclass, replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import Edit, Work
from wfdesk.domain.errors import StoreError
from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.domain.schema import Collection, Site
from wfdesk.domain.validation import Problem, problems_of
from wfdesk.domain.values import Value
from wfdesk.services.browsing import BrowsingService
from wfdesk.services.editing import EditingService
from wfdesk.services.feed import ChangeFeed
from wfdesk.ui.toolkit.tasks import TaskScope


@dataclass(frozen=True, slots=True)
class Shown:
    """All the form needs of an item."""

    work: Work
    collection: Collection
    site: Site
    problems: tuple[Problem, ...]
    can_undo: bool
    can_redo: bool


class EditorController(QObject):
    """Loads supersede each other; saves are never cancelled, and run in the order they came."""

    item_shown = Signal(object)  # Shown
    item_gone = Signal()
    saved = Signal(object)  # datetime
    not_saved = Signal(object, object)  # FieldSlug, StoreError

    def __init__(
        self,
        browsing: BrowsingService,
        editing: EditingService,
        feed: ChangeFeed,
        tasks: TaskScope,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._browsing = browsing
        self._editing = editing
        self._tasks = tasks
        self._key: ItemKey | None = None
        self._under_way: dict[tuple[ItemKey, FieldSlug], Edit] = {}
        feed.subscribe(self._on_change)

    @property
    def key(self) -> ItemKey | None:
        return self._key

    @Slot(object)
    def show_item(self, key: ItemKey | None) -> None:
        self._key = key
        if key is None:
            self.item_gone.emit()
        else:
            self._tasks.start_load("item", self._load, key)

    def set_field(self, key: ItemKey, slug: FieldSlug, value: Value) -> None:
        """Save the user's value of the item it was typed in, which need not be the next one."""
        edit = Edit(slug, value, None)
        self._under_way[key, slug] = edit
        self._tasks.start_save(self._save, key, edit)

    def as_typed(self, work: Work) -> Work:
        """The item with what is on its way to the disk: a load may be older than that."""
        edits = dict(work.edits)
        for (key, slug), edit in self._under_way.items():
            if key == work.key:
                earlier = edits.get(slug, edit)
                edits[slug] = replace(earlier, value=edit.value)
        return replace(work, edits=edits)

    @Slot()
    def undo(self) -> None:
        if self._key is not None:
            self._tasks.start_save(self._step, self._key, is_back=True)

    @Slot()
    def redo(self) -> None:
        if self._key is not None:
            self._tasks.start_save(self._step, self._key, is_back=False)

    def follow(self, old: ItemKey, new: ItemKey) -> None:
        """Go on with an item under the key that Webflow has given it."""
        self._editing.follow(old, new)
        if self._key == old:
            self.show_item(new)

    async def _load(self, key: ItemKey) -> None:
        try:
            work = await self._browsing.work(key)
            collection = await self._browsing.collection(key.collection)
            site = await self._browsing.site_of(key.collection)
        except StoreError:
            if key == self._key:
                self._key = None
                self.item_gone.emit()
            return
        if key != self._key:
            return
        problems = tuple(problems_of(collection, work.fields, touched=work.edits))
        self.item_shown.emit(
            Shown(
                work,
                collection,
                site,
                problems,
                self._editing.can_undo(key),
                self._editing.can_redo(key),
            )
        )

    async def _save(self, key: ItemKey, edit: Edit) -> None:
        try:
            await self._editing.set_field(key, edit.field, edit.value)
        except StoreError as error:
            self.not_saved.emit(edit.field, error)
            return
        finally:
            if self._under_way.get((key, edit.field)) is edit:
                del self._under_way[key, edit.field]
        self.saved.emit(datetime.now().astimezone())

    async def _step(self, key: ItemKey, *, is_back: bool) -> None:
        await (self._editing.undo(key) if is_back else self._editing.redo(key))

    def _on_change(self, change: ChangeSet) -> None:
        key = self._key
        if key is not None and (key in change.items or key.collection in change.collections):
            self._tasks.start_load("item", self._load, key)
