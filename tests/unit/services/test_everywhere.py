"""An item in every locale that it can be written in."""

import pytest
from msgspec.structs import replace

from tests.unit.services.undoing import POSTS, A, B
from wfdesk.domain.accounts import Account
from wfdesk.domain.ids import NAME, NO_LOCALE, AccountId, ItemKey, LocaleId, SiteId, new_local_id
from wfdesk.domain.items import Item
from wfdesk.domain.schema import Collection, Locale, Site
from wfdesk.services.browsing import BrowsingService
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection
from wfdesk.store.items import ItemsRepository
from wfdesk.store.sites import SitesRepository

ENGLISH = Locale(LocaleId("en"), "en", "English", is_primary=True)
FRENCH = Locale(LocaleId("fr"), "fr", "French", is_primary=False)
ARABIC = Locale(LocaleId("ar"), "ar", "Arabic", is_primary=False, is_enabled=False)


def at(key: ItemKey, locale: Locale) -> ItemKey:
    return replace(key, locale=locale.id)


@pytest.fixture
async def browsing(desk) -> BrowsingService:
    """A was read before the site had locales, and is in all of them; B is in the first one."""
    account = AccountId("account")
    locales = (ENGLISH, FRENCH, ARABIC)
    site = Site(SiteId("site"), account, "Bakery", locales=locales)

    def localize(rows: Connection) -> None:
        AccountsRepository(rows).put(Account(account, "Bakery", "https://example.com"))
        SitesRepository(rows).replace_all(account, [site])
        posts = Collection(POSTS, site.id, "Posts", "Post", "posts")
        CollectionsRepository(rows).replace_all(site.id, [posts])
        keys = [replace(A, locale=NO_LOCALE), *(at(A, each) for each in locales), at(B, ENGLISH)]
        ItemsRepository(rows).upsert([Item(key, {NAME: "Bread"}) for key in keys])

    await desk._database.write(localize)
    return BrowsingService(desk._database)


async def test_an_item_is_found_in_the_locales_that_are_on(browsing: BrowsingService) -> None:
    new = ItemKey(POSTS, new_local_id(), ENGLISH.id)
    found = await browsing.everywhere([at(B, ENGLISH), at(A, FRENCH), new])
    assert found == [at(B, ENGLISH), at(A, FRENCH), at(A, ENGLISH), new]


async def test_without_locales_an_item_is_itself(desk) -> None:
    assert await BrowsingService(desk._database).everywhere([A]) == [A]
