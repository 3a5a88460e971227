"""The form over a real local copy: what is typed goes to the item it was typed in, and stays."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import shiboken6
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLineEdit

from tests.gui.fields.samples import FakeTargets, context
from wfdesk.domain.accounts import Account
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.ids import NAME, AccountId, CollectionId, FieldSlug, ItemId, ItemKey, SiteId
from wfdesk.domain.items import Item
from wfdesk.domain.schema import Collection, Field, FieldType, Site
from wfdesk.services.browsing import BrowsingService
from wfdesk.services.editing import EditingService
from wfdesk.services.feed import ChangeFeed
from wfdesk.services.unwritten import Unwritten
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection, Database
from wfdesk.store.items import ItemsRepository
from wfdesk.store.sites import SitesRepository
from wfdesk.store.works import WorksRepository
from wfdesk.ui.editor.controller import EditorController
from wfdesk.ui.editor.fields.context import Target
from wfdesk.ui.editor.fields.factory import make_editor
from wfdesk.ui.editor.fields.picker import TargetPicker
from wfdesk.ui.editor.view import EditorView
from wfdesk.ui.toolkit.tasks import TaskScope

POSTS = CollectionId("posts")
TEXT = FieldSlug("text")
A, B = ItemKey(POSTS, ItemId("a")), ItemKey(POSTS, ItemId("b"))
LINE = {"singleLine": True}
POINTS = {"collectionId": POSTS}
FIELDS = (
    Field("1", NAME, "Name", FieldType.PLAIN_TEXT, validations=LINE),
    Field("2", TEXT, "Text", FieldType.PLAIN_TEXT, validations=LINE),
)
COLLECTION = Collection(POSTS, SiteId("site"), "Posts", "Post", "posts", FIELDS)


def fill(connection: Connection) -> None:
    account = AccountId("account")
    AccountsRepository(connection).put(Account(account, "Bakery", "https://example.com"))
    SitesRepository(connection).replace_all(account, [Site(SiteId("site"), account, "Bakery")])
    CollectionsRepository(connection).replace_all(SiteId("site"), [COLLECTION])
    ItemsRepository(connection).upsert(
        [Item(A, {NAME: "A", TEXT: "of A"}), Item(B, {NAME: "B", TEXT: "of B"})]
    )


class SlowDisk(EditingService):
    """Saves when the gate is open."""

    def __init__(self, database: Database, feed: ChangeFeed) -> None:
        super().__init__(database, feed)
        self.gate = asyncio.Event()
        self.gate.set()

    async def write(self, edit: Unwritten) -> bool:
        await self.gate.wait()
        return await super().write(edit)


class SlowTargets(FakeTargets):
    """Makes an item when the gate is open."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.gate.set()
        self.made: list[str] = []

    async def create(self, collection: CollectionId, name: str) -> Target:
        await self.gate.wait()
        made = await super().create(collection, name)
        self.made.append(name)
        return made


class FullRights:
    async def may_write(self, _site: SiteId) -> bool:
        return True


@dataclass
class Form:
    database: Database
    editing: SlowDisk
    feed: ChangeFeed
    controller: EditorController
    view: EditorView
    targets: SlowTargets

    def line(self, slug: FieldSlug) -> QLineEdit:
        [line] = self.view.rows[slug].editor.findChildren(QLineEdit)
        return line

    def type(self, slug: FieldSlug, text: str) -> None:
        """Type over a line, and finish nothing."""
        line = self.line(slug)
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, text)

    async def open(self, key: ItemKey) -> None:
        self.controller.show_item(key)
        await self.until_shown(str(key.item).upper())

    async def until_shown(self, name: str) -> None:
        async with asyncio.timeout(10):
            while self.view.head.name.text() != name:
                await asyncio.sleep(0)

    async def change_fields(self, *fields: Field) -> None:
        changed = replace(COLLECTION, fields=fields)
        await self.database.write(
            lambda connection: CollectionsRepository(connection).replace_all(
                SiteId("site"), [changed]
            )
        )
        self.feed.publish(ChangeSet(collections=frozenset({POSTS})))

    async def values(self, key: ItemKey) -> dict[FieldSlug, object]:
        work = await self.database.read(lambda connection: WorksRepository(connection).get(key))
        return dict(work.fields)

    async def until_saved(self, key: ItemKey, slug: FieldSlug, value: str) -> None:
        async with asyncio.timeout(10):
            while (await self.values(key))[slug] != value:
                await asyncio.sleep(0)


@asynccontextmanager
async def opened(
    tmp_path: Path, tasks: TaskScope, *, retry_after: float = 60.0
) -> AsyncIterator[Form]:
    """No fixture: between the phases of a test Qt goes on, but asyncio's loop does not."""
    database = await Database.open(tmp_path / "copy.sqlite3")
    await database.write(fill)
    feed = ChangeFeed()
    browsing, editing = BrowsingService(database), SlowDisk(database, feed)
    controller = EditorController(
        browsing, editing, FullRights(), feed, tasks, retry_after=retry_after
    )
    targets = SlowTargets()
    site = replace(context(tasks), targets=targets)
    view = EditorView(controller, lambda field, _site: make_editor(field, site))
    view.resize(500, 400)
    view.show()
    view.activateWindow()
    async with asyncio.timeout(5):
        while not view.isActiveWindow():
            await asyncio.sleep(0)
    try:
        yield Form(database, editing, feed, controller, view, targets)
    finally:
        view.hide()
        await tasks.close()
        shiboken6.delete(view)
        shiboken6.delete(controller)
        await database.close()


async def test_what_is_typed_goes_to_its_own_item_though_the_next_is_opened_at_once(
    tmp_path, tasks
) -> None:
    async with opened(tmp_path, tasks) as form:
        await form.open(A)
        form.type(TEXT, "typed into A")
        await form.open(B)
        await form.until_saved(A, TEXT, "typed into A")
        assert await form.values(B) == {NAME: "B", TEXT: "of B"}
        assert form.line(TEXT).text() == "of B"


async def test_what_is_typed_is_saved_though_the_form_is_emptied(tmp_path, tasks) -> None:
    async with opened(tmp_path, tasks) as form:
        await form.open(A)
        form.type(TEXT, "typed into A")
        form.controller.show_item(None)
        await form.until_saved(A, TEXT, "typed into A")


async def test_typing_goes_on_though_the_schema_changes_under_it(tmp_path, tasks) -> None:
    """The form is built anew; the text, the cursor and the focus stay."""
    async with opened(tmp_path, tasks) as form:
        await form.open(A)
        form.type(TEXT, "typed into A")
        more = Field("3", FieldSlug("more"), "More", FieldType.PLAIN_TEXT, validations=LINE)
        await form.change_fields(more, *FIELDS)
        async with asyncio.timeout(10):
            while more.slug not in form.view.rows:
                await asyncio.sleep(0)
        assert form.line(TEXT).text() == "typed into A"
        assert form.line(TEXT).hasFocus()
        QTest.keyClicks(form.line(TEXT), " and more")
        QTest.keyClick(form.line(TEXT), Qt.Key.Key_Return)
        await form.until_saved(A, TEXT, "typed into A and more")


async def test_a_late_load_never_shows_less_than_what_was_typed(tmp_path, tasks) -> None:
    """A load that read the disk before the save was on it comes back after the typing."""
    async with opened(tmp_path, tasks) as form:
        await form.open(A)
        shown: list[str] = []
        form.controller.item_shown.connect(lambda _shown: shown.append(form.line(TEXT).text()))
        form.editing.gate.clear()  # a slow disk
        form.type(TEXT, "newer")
        QTest.keyClick(form.line(TEXT), Qt.Key.Key_Return)
        form.feed.publish(ChangeSet(items=frozenset({A})))  # another's change: a load
        async with asyncio.timeout(10):
            while not shown:
                await asyncio.sleep(0)
        form.editing.gate.set()
        await form.until_saved(A, TEXT, "newer")
        async with asyncio.timeout(10):
            while len(shown) < 2:
                await asyncio.sleep(0)
    assert set(shown) == {"newer"}


async def test_what_is_typed_is_saved_though_its_own_field_changes_under_it(
    tmp_path, tasks
) -> None:
    """The row of a field that has changed is made anew; the old one hands over its typing."""
    async with opened(tmp_path, tasks) as form:
        await form.open(A)
        form.type(TEXT, "typed into A")
        changed = replace(FIELDS[1], help_text="What visitors read first.")
        await form.change_fields(FIELDS[0], changed)
        async with asyncio.timeout(10):
            while form.view.rows[TEXT].field != changed:
                await asyncio.sleep(0)
        assert form.line(TEXT).text() == "typed into A"
        await form.until_saved(A, TEXT, "typed into A")


async def test_a_form_that_is_shown_is_not_made_ready_for_fields_that_it_is_not_filled_with(
    tmp_path, tasks
) -> None:
    """The table may tell of other fields than those that the item was read with."""
    async with opened(tmp_path, tasks) as form:
        await form.open(A)
        other = replace(FIELDS[1], help_text="As it was before.")
        site = Site(SiteId("site"), AccountId("account"), "Bakery")
        form.view.prepare(replace(COLLECTION, fields=(FIELDS[0], other)), site)
        assert form.line(TEXT).text() == "of A"


async def test_a_field_of_an_item_that_is_gone_is_not_gone_to_in_the_next_one(
    tmp_path, tasks
) -> None:
    async with opened(tmp_path, tasks) as form:
        await form.open(A)
        gone = QSignalSpy(form.controller.item_gone)
        form.controller.show_item(ItemKey(POSTS, ItemId("gone")))
        form.view.go_to_field(TEXT)
        async with asyncio.timeout(10):
            while not gone.count():
                await asyncio.sleep(0)
        await form.open(B)
        assert not form.line(TEXT).hasFocus()


async def test_an_item_that_is_made_for_a_reference_is_not_referred_to_by_the_next_one(
    tmp_path, tasks
) -> None:
    """The disk may be slow, and the next item is opened before the new one is there."""
    async with opened(tmp_path, tasks) as form:
        await form.open(A)
        author = Field("3", FieldSlug("author"), "Author", FieldType.REFERENCE, validations=POINTS)
        await form.change_fields(*FIELDS, author)
        async with asyncio.timeout(10):
            while author.slug not in form.view.rows:
                await asyncio.sleep(0)
        line, targets = form.line(author.slug), form.targets
        line.setFocus()
        QTest.keyClicks(line, "Ada")
        [picker] = form.view.rows[author.slug].editor.findChildren(TargetPicker)
        async with asyncio.timeout(10):
            while not picker.suggestions.is_open:
                await asyncio.sleep(0)
        targets.gate.clear()
        QTest.keyClick(line, Qt.Key.Key_Down)
        QTest.keyClick(line, Qt.Key.Key_Return)
        await form.open(B)
        targets.gate.set()
        async with asyncio.timeout(10):
            while not targets.made:
                await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert form.view.rows[author.slug].editor.value() is None
        assert author.slug not in await form.values(B)
