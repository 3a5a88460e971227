"""Accounts, sites and collections: what the tree shows."""

import sqlite3
from decimal import Decimal

import pytest
from msgspec.structs import replace

from tests.unit.store.samples import AUTHORS, NOON, POSTS, SITE, collection, field, item, key
from wfdesk.domain.accounts import Account
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.errors import MissingItemError
from wfdesk.domain.ids import NAME, NO_LOCALE, SLUG, AccountId, CollectionId, LocaleId, SiteId
from wfdesk.domain.reach import Reach
from wfdesk.domain.schema import Domain, FieldType, Locale, Site
from wfdesk.domain.tables import Query
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.items import ItemsRepository
from wfdesk.store.lost import LostRepository
from wfdesk.store.sites import SitesRepository
from wfdesk.store.tables import TablesRepository
from wfdesk.store.works import WorksRepository

ME = AccountId("me")
ACCOUNT = Account(ME, "Bakery", "https://api.example.com/v2", scopes=frozenset({"cms:read", "a"}))
NEW_STRUCTURE = ChangeSet(has_new_structure=True)
BAKERY = Site(
    SITE,
    ME,
    "Bakery",
    "bakery",
    "Europe/Berlin",
    last_published=NOON,
    locales=(Locale(LocaleId("de"), "de-DE", "German", is_primary=True),),
    domains=(Domain("d", "bakery.example.com"),),
)


def test_an_account_is_read_back_as_it_was_put(connection: sqlite3.Connection) -> None:
    accounts = AccountsRepository(connection)
    unknown = Account(AccountId("z"), "Zoo", "http://localhost", is_practice=True, rate_limit=60)
    assert (accounts.put(ACCOUNT), accounts.put(unknown)) == (NEW_STRUCTURE, NEW_STRUCTURE)
    assert accounts.all() == [ACCOUNT, unknown]


def test_the_same_account_again_is_no_news(connection: sqlite3.Connection) -> None:
    accounts = AccountsRepository(connection)
    accounts.put(ACCOUNT)
    assert accounts.put(ACCOUNT) == ChangeSet()


def test_a_site_is_read_back_with_its_locales_and_domains(connection: sqlite3.Connection) -> None:
    sites = SitesRepository(connection)
    change = sites.replace_all(ME, [BAKERY])
    assert change == NEW_STRUCTURE
    assert sites.get(SITE) == BAKERY
    assert sites.get(SITE).primary_locale == "de"


def test_a_site_that_is_not_there_is_missing(connection: sqlite3.Connection) -> None:
    with pytest.raises(MissingItemError, match="site"):
        SitesRepository(connection).get(SITE)


def test_sites_keep_the_order_in_which_they_were_listed(connection: sqlite3.Connection) -> None:
    sites = SitesRepository(connection)
    zoo = replace(BAKERY, id=SiteId("a-zoo"), display_name="Zoo")
    sites.replace_all(ME, [BAKERY, zoo])
    assert [site.display_name for site in sites.all()] == ["Bakery", "Zoo"]


def test_a_list_of_sites_replaces_only_the_accounts_own(connection: sqlite3.Connection) -> None:
    sites = SitesRepository(connection)
    sites.replace_all(ME, [BAKERY])
    sites.replace_all(AccountId("you"), [replace(BAKERY, id=SiteId("zoo"))])
    sites.replace_all(ME, [])
    assert [(site.id, site.account) for site in sites.all()] == [("zoo", "you")]


def test_the_same_sites_again_are_no_news(connection: sqlite3.Connection) -> None:
    sites = SitesRepository(connection)
    sites.replace_all(ME, [BAKERY])
    assert sites.replace_all(ME, [BAKERY]) == ChangeSet()


def test_a_collection_is_read_back_with_its_fields(connection: sqlite3.Connection) -> None:
    collections = CollectionsRepository(connection)
    price = field("price", FieldType.NUMBER, minValue=Decimal("0.10"), options=[{"id": "x"}])
    posts = replace(collection("posts", field("name"), price), last_updated=NOON)
    assert collections.put(posts) == ChangeSet(collections=frozenset({POSTS}))
    assert collections.get(POSTS) == posts
    assert str(collections.get(POSTS).fields[1].validations["minValue"]) == "0.10"


def test_the_same_collection_again_is_no_news(connection: sqlite3.Connection) -> None:
    collections = CollectionsRepository(connection)
    collections.put(collection("posts", field("name")))
    assert collections.put(collection("posts", field("name"))) == ChangeSet()


def test_a_collection_that_is_not_there_is_missing(connection: sqlite3.Connection) -> None:
    with pytest.raises(MissingItemError, match="collection"):
        CollectionsRepository(connection).get(POSTS)


def test_a_list_without_fields_keeps_the_known_ones(connection: sqlite3.Connection) -> None:
    collections = CollectionsRepository(connection)
    collections.put(collection("posts", field("name")))
    renamed = replace(collection("posts"), display_name="News")
    change = collections.replace_all(SITE, [renamed, collection("authors")])
    assert change == ChangeSet(collections=frozenset({POSTS, AUTHORS}), has_new_structure=True)
    assert collections.get(POSTS) == replace(renamed, fields=(field("name"),))


def test_a_list_that_brings_fields_brings_them(connection: sqlite3.Connection) -> None:
    collections = CollectionsRepository(connection)
    collections.put(collection("posts", field("name")))
    collections.replace_all(SITE, [collection("posts", field("title"))])
    assert collections.get(POSTS).fields == (field("title"),)


def test_collections_stand_as_listed_and_a_put_does_not_move_them(
    connection: sqlite3.Connection,
) -> None:
    collections = CollectionsRepository(connection)
    collections.replace_all(SITE, [collection("posts"), collection("authors")])
    collections.put(collection("posts", field("name")))
    assert [each.id for each in collections.all(SITE)] == [POSTS, AUTHORS]


def test_another_order_is_news(connection: sqlite3.Connection) -> None:
    collections = CollectionsRepository(connection)
    collections.replace_all(SITE, [collection("posts"), collection("authors")])
    assert (
        collections.replace_all(SITE, [collection("authors"), collection("posts")]) == NEW_STRUCTURE
    )
    assert [each.id for each in collections.all(SITE)] == [AUTHORS, POSTS]


def test_the_same_list_again_is_no_news(connection: sqlite3.Connection) -> None:
    collections = CollectionsRepository(connection)
    collections.replace_all(SITE, [collection("posts")])
    assert collections.replace_all(SITE, [collection("posts")]) == ChangeSet()


def test_a_collection_is_counted_once_it_was_read_in_its_primary_locale(
    connection: sqlite3.Connection,
) -> None:
    items, collections = ItemsRepository(connection), CollectionsRepository(connection)
    items.set_refreshed(POSTS, NO_LOCALE, NOON, None)
    items.set_refreshed(AUTHORS, LocaleId("de"), NOON, None)
    assert collections.counted([NO_LOCALE]) == {POSTS}


def stocked(connection: sqlite3.Connection) -> WorksRepository:
    """A site with two posts, one of them edited, and a new one."""
    AccountsRepository(connection).put(ACCOUNT)
    SitesRepository(connection).replace_all(ME, [BAKERY])
    CollectionsRepository(connection).replace_all(SITE, [collection("posts")])
    items = ItemsRepository(connection)
    items.upsert([item("a"), item("b", "Cake")])
    items.set_refreshed(POSTS, NO_LOCALE, NOON, NOON)
    works = WorksRepository(connection)
    works.stage(key("a"), NAME, "Rye", "Bread")
    works.create(key("local-1"), {NAME: "Rolls"})
    return works


def test_a_collection_that_is_gone_leaves_the_unsent_work(connection: sqlite3.Connection) -> None:
    works = stocked(connection)
    change = CollectionsRepository(connection).replace_all(SITE, [])
    assert POSTS in change.collections
    assert [(work.name, work.item) for work in works.all()] == [("Rye", None), ("Rolls", None)]
    assert ItemsRepository(connection).newest(POSTS, NO_LOCALE) is None
    shown = TablesRepository(connection).find_keys(POSTS, NO_LOCALE, Query())
    assert shown == [key("local-1"), key("a")]


def test_of_a_collection_that_is_gone_it_is_known_how_edited_items_were_called(
    connection: sqlite3.Connection,
) -> None:
    works = stocked(connection)
    works.stage(key("b"), SLUG, "tart", "cake")
    CollectionsRepository(connection).replace_all(SITE, [])
    names = LostRepository(connection).names()
    assert names == {key("a"): "Rye", key("b"): "Cake", key("local-1"): "Rolls"}


def test_with_a_collection_all_its_items_are_gone(connection: sqlite3.Connection) -> None:
    stocked(connection)
    CollectionsRepository(connection).replace_all(SITE, [])
    assert ItemsRepository(connection).reach([key("b")]) == {key("b"): Reach.MISSING}


def test_what_is_forgotten_here_is_not_gone(connection: sqlite3.Connection) -> None:
    stocked(connection)
    CollectionsRepository(connection).forget(POSTS)
    assert ItemsRepository(connection).reach([key("b")]) == {}


def test_a_collection_is_gone_until_its_site_is_seen_with_it_again(
    connection: sqlite3.Connection,
) -> None:
    stocked(connection)
    collections = CollectionsRepository(connection)
    there = collections.all(SITE)
    collections.replace_all(SITE, [])
    assert collections.is_gone(POSTS)
    collections.replace_all(SITE, there)
    assert not collections.is_gone(POSTS)
    AccountsRepository(connection).delete(ME, with_content=True)
    assert not collections.is_gone(POSTS)  # It is forgotten here, and may be there.


def test_forgetting_an_account_keeps_what_was_read_unless_asked(
    connection: sqlite3.Connection,
) -> None:
    stocked(connection)
    accounts = AccountsRepository(connection)
    assert accounts.delete(ME, with_content=False) == NEW_STRUCTURE
    assert accounts.all() == []
    assert ItemsRepository(connection).find(key("a")) == item("a")


def test_forgetting_an_account_with_its_content_keeps_unsent_work(
    connection: sqlite3.Connection,
) -> None:
    works = stocked(connection)
    SitesRepository(connection).replace_all(
        AccountId("you"), [replace(BAKERY, id=SiteId("zoo"), account=AccountId("you"))]
    )
    AccountsRepository(connection).delete(ME, with_content=True)
    assert [site.id for site in SitesRepository(connection).all()] == ["zoo"]
    assert CollectionsRepository(connection).find(POSTS) is None
    assert ItemsRepository(connection).ids(POSTS, NO_LOCALE) == set()
    assert [work.name for work in works.all()] == ["Rye", "Rolls"]


def test_collections_of_two_sites_are_apart(connection: sqlite3.Connection) -> None:
    collections = CollectionsRepository(connection)
    collections.put(collection("posts"))
    collections.put(replace(collection("posts"), id=CollectionId("other"), site=SiteId("zoo")))
    assert [each.id for each in collections.all(SITE)] == [POSTS]


def test_a_large_collection_is_forgotten_without_a_look_at_all_items_for_each(connection) -> None:
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    CollectionsRepository(connection).forget(POSTS)
    connection.set_trace_callback(None)

    plans = [
        row["detail"]
        for statement in statements
        for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
    ]

    assert any("table_rows" in plan for plan in plans)
    assert not [plan for plan in plans if "CORRELATED" in plan]


def test_a_field_that_is_lost_keeps_its_name_until_it_is_back(
    connection: sqlite3.Connection,
) -> None:
    collections = CollectionsRepository(connection)
    price = replace(field("price", FieldType.NUMBER, minValue=Decimal("0.3")), display_name="Cost")
    collections.put(collection("posts", field(NAME), price))

    collections.put(collection("posts", field(NAME)))

    known = collections.get(POSTS)
    assert ([each.slug for each in known.fields], known.name_of(price.slug)) == ([NAME], "Cost")
    assert collections.put(collection("posts", field(NAME))) == ChangeSet()
    collections.replace_all(SITE, [collection("posts")])
    assert collections.get(POSTS) == known
    collections.put(collection("posts", field(NAME), price))
    assert collections.get(POSTS).lost_fields == ()
    assert collections.get(POSTS).find_field(price.slug) == price
