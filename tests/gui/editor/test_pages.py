"""What a text can link to is found by name, of this site only, where it can be reached."""

from pathlib import Path

from wfdesk.api.webflow import Webflow
from wfdesk.domain.accounts import Account
from wfdesk.domain.edits import Action
from wfdesk.domain.ids import NAME, SLUG, AccountId, CollectionId, ItemId, ItemKey, PageId, SiteId
from wfdesk.domain.items import Item, ItemStatus
from wfdesk.domain.pages import StaticPage
from wfdesk.domain.schema import Collection, Site
from wfdesk.services.browsing import BrowsingService
from wfdesk.services.editing import EditingService
from wfdesk.services.feed import ChangeFeed
from wfdesk.services.pages import PagesService
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection, Database
from wfdesk.store.items import ItemsRepository
from wfdesk.store.pages import PagesRepository
from wfdesk.store.sites import SitesRepository
from wfdesk.sync.connections import Connections
from wfdesk.ui.editor.fields.context import Page
from wfdesk.ui.editor.pages import SitePages

SITES = ("bakery", "other")
SITE = Site(SiteId("bakery"), AccountId("account"), "Bakery")


def fill(connection: Connection) -> None:
    account = AccountId("account")
    AccountsRepository(connection).put(Account(account, "Bakery", "https://example.com"))
    sites = [Site(SiteId(each), account, each) for each in SITES]
    SitesRepository(connection).replace_all(account, sites)
    for site in sites:
        collections = [
            Collection(CollectionId(f"{site.id}-{slug}"), site.id, slug.title(), slug, slug)
            for slug in ("posts", "breads")
        ]
        CollectionsRepository(connection).replace_all(site.id, collections)
    items = [
        item("bakery-posts", "Sour bread", "sour-bread"),
        item("bakery-posts", "Bread and salt", "bread-and-salt"),
        item("bakery-posts", "White bread without an address", ""),
        item("bakery-posts", "White bread to be deleted", "gone"),
        item("bakery-breads", "Rye bread", "rye"),
        item("bakery-breads", "Bread rolls", "rolls"),
        item("other-posts", "Bread elsewhere", "elsewhere"),
    ]
    ItemsRepository(connection).upsert(items)
    pages = PagesRepository(connection)
    pages.replace_all(SITE.id, [page("About us"), page("Baking Courses", is_draft=True)])
    pages.replace_all(SiteId("other"), [page("Elsewhere")])


def page(title: str, *, is_draft: bool = False) -> StaticPage:
    path = f"/{title.lower().replace(' ', '-')}"
    return StaticPage(PageId(title), title, path, is_draft)


def item(collection: str, name: str, slug: str) -> Item:
    return Item(ItemKey(CollectionId(collection), ItemId(name)), {NAME: name, SLUG: slug})


async def found(folder: Path, text: str, limit: int = 50) -> list[Page]:
    database = await Database.open(folder / "copy.sqlite3")
    try:
        await database.write(fill)
        gone = item("bakery-posts", "White bread to be deleted", "").key
        await EditingService(database, ChangeFeed()).set_action([gone], Action.DELETE)
        pages = PagesService(database, Connections(Webflow))
        return list(await SitePages(BrowsingService(database), pages, SITE).find(text, limit))
    finally:
        await database.close()


async def test_names_that_begin_so_come_first_and_each_collection_has_its_share(tmp_path) -> None:
    paths = [page.path for page in await found(tmp_path, "bread")]
    assert sorted(paths[:2]) == ["/breads/rolls", "/posts/bread-and-salt"]
    assert sorted(paths[2:]) == ["/breads/rye", "/posts/sour-bread"]


async def test_a_page_says_what_it_is_and_whether_it_can_be_seen(tmp_path) -> None:
    assert await found(tmp_path, "RYE") == [
        Page("/breads/rye", "Rye bread", "Breads", ItemStatus.DRAFT)
    ]


async def test_where_there_is_no_room_for_all_each_collection_has_its_share(tmp_path) -> None:
    assert {page.collection for page in await found(tmp_path, "", 3)} == {"", "Posts", "Breads"}


async def test_static_pages_of_the_site_are_found_by_their_titles(tmp_path) -> None:
    assert await found(tmp_path, "ABOUT") == [
        Page("/about-us", "About us", "", ItemStatus.PUBLISHED)
    ]
    assert await found(tmp_path, "courses baking") == [
        Page("/baking-courses", "Baking Courses", "", ItemStatus.DRAFT)
    ]
    assert await found(tmp_path, "elsewhere") == []
