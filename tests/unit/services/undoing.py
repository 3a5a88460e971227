"""Items that are edited and marked, over a real local copy whose disk can be full."""

from wfdesk.domain.accounts import Account
from wfdesk.domain.edits import Action
from wfdesk.domain.ids import NAME, AccountId, CollectionId, ItemId, ItemKey, SiteId
from wfdesk.domain.items import Item
from wfdesk.domain.schema import Collection, Field, FieldType, Site
from wfdesk.services.editing import EditingService
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection
from wfdesk.store.items import ItemsRepository
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.sites import SitesRepository
from wfdesk.store.works import WorksRepository

POSTS = CollectionId("posts")
A, B, C = (ItemKey(POSTS, ItemId(each)) for each in "abc")
FIELDS = (Field("1", NAME, "Name", FieldType.PLAIN_TEXT),)


def fill(connection: Connection) -> None:
    account = AccountId("account")
    AccountsRepository(connection).put(Account(account, "Bakery", "https://example.com"))
    SitesRepository(connection).replace_all(account, [Site(SiteId("site"), account, "Bakery")])
    collection = Collection(POSTS, SiteId("site"), "Posts", "Post", "posts", FIELDS)
    CollectionsRepository(connection).replace_all(SiteId("site"), [collection])
    ItemsRepository(connection).upsert([Item(key, {NAME: "old"}) for key in (A, B, C)])


class Desk(EditingService):
    async def marks(self) -> list[Action | None]:
        return [(await self.work(key)).action for key in (A, B, C)]

    async def name(self, key: ItemKey) -> object:
        return (await self.work(key)).name

    async def work(self, key: ItemKey):
        return await self._database.read(lambda connection: WorksRepository(connection).get(key))

    async def fill_disk(self) -> None:
        """Leave SQLite no page more than it has."""
        await self._database.read(lambda connection: connection.execute(_FULL))

    async def make_room(self) -> None:
        await self._database.read(lambda connection: connection.execute(_ROOM))

    async def given(self, local: ItemId, server: ItemId) -> None:
        await self._database.write(
            lambda connection: LocalIdsRepository(connection).put(local, server)
        )

    async def sent(self, *items: Item) -> None:
        """What is left when Webflow has done what was wanted."""

        def work(connection: Connection) -> None:
            for item in items:
                WorksRepository(connection).discard(item.key)
            ItemsRepository(connection).upsert(items)

        await self._database.write(work)


_FULL = "PRAGMA max_page_count = 1"
_ROOM = "PRAGMA max_page_count = 1000000"
BIG = "x" * 100_000
