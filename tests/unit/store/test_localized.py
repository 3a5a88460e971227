"""Localization is switched on or off: what is kept of a site's items follows to their new keys."""

import sqlite3

import pytest
from msgspec.structs import replace

from tests.unit.store.samples import AUTHOR, NOON, POSTS, SITE, collection, field, item, key
from wfdesk.domain.accounts import Account
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import Action, SendState
from wfdesk.domain.history import Reason
from wfdesk.domain.ids import NAME, SLUG, AccountId, ItemId, ItemKey, LocaleId, SiteId
from wfdesk.domain.journal import NOT_FOUND, Entry, Verb
from wfdesk.domain.plan import Goal
from wfdesk.domain.schema import Locale, Site
from wfdesk.domain.tables import Query
from wfdesk.store.accounts import AccountsRepository
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.history import HistoryRepository
from wfdesk.store.items import ItemsRepository
from wfdesk.store.journal import JournalRepository
from wfdesk.store.lastcopies import LastCopiesRepository
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.localized import settle, take_in_collections, take_in_sites
from wfdesk.store.remote import take_in, take_out
from wfdesk.store.runs import RunsRepository
from wfdesk.store.sites import SitesRepository
from wfdesk.store.tables import TablesRepository
from wfdesk.store.unsent import UnsentRows
from wfdesk.store.works import WorksRepository

ME = AccountId("me")
EN, FR = LocaleId("locale-en"), LocaleId("locale-fr")
PLAIN = Site(SITE, ME, "Bakery")
ENGLISH = Locale(EN, "en", "English", is_primary=True)
FRENCH = Locale(FR, "fr", "French", is_primary=False)
LOCALIZED = replace(PLAIN, locales=(ENGLISH, FRENCH))
POST = collection("posts", field(NAME), field(SLUG), field(AUTHOR))
OLD, NEW = key("a"), key("a", locale=EN)


@pytest.fixture
def works(connection: sqlite3.Connection) -> WorksRepository:
    """A site without locales, an item of it, and an edit of its name."""
    AccountsRepository(connection).put(Account(ME, "Me", "https://api.webflow.com", False))
    take_in_sites(connection, ME, [PLAIN])
    CollectionsRepository(connection).replace_all(SITE, [POST])
    take_in(connection, [item("a"), item("b", "Cake")])
    ItemsRepository(connection).set_refreshed(POSTS, key().locale, NOON, NOON)
    works = WorksRepository(connection)
    works.stage(OLD, NAME, "Rye", "Bread")
    return works


def localize(connection: sqlite3.Connection) -> ChangeSet:
    return take_in_sites(connection, ME, [LOCALIZED])


def left_behind(connection: sqlite3.Connection, locale: str = "") -> dict[str, int]:
    """How many rows there are in a locale, by table."""
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    found: dict[str, int] = {}
    for (table,) in map(tuple, tables):
        columns = {row["name"] for row in connection.execute(f"PRAGMA table_info({table})")}
        if "locale" in columns:
            rows = connection.execute(f"SELECT locale FROM {table}").fetchall()  # noqa: S608
            found[table] = sum(row["locale"] == locale for row in rows)
    return {table: count for table, count in found.items() if count}


def lost_create(connection: sqlite3.Connection, at: ItemKey) -> Entry:
    works = WorksRepository(connection)
    works.create(at, {NAME: "New"})
    entry = Entry(0, "lost", Verb.CREATE, at, {NAME: "New", SLUG: "new"}, {}, is_draft=True)
    [written] = JournalRepository(connection).write([entry])
    JournalRepository(connection).mark([written.id], SendState.UNKNOWN, "")
    works.set_state(at, SendState.UNKNOWN, "")
    return written


def put_run(
    connection: sqlite3.Connection, at: ItemKey, *, seen: str | None = None, stage: str = "over"
) -> None:
    """An item that a run has sent and not made live."""
    connection.execute(
        "INSERT INTO run_items VALUES (?, ?, ?, 'Publish', 1, 1, 0, ?, ?)",
        (at.collection, at.item, at.locale, seen, stage),
    )


def everything(connection: sqlite3.Connection) -> None:
    """Something in every table that has a locale."""
    lost_create(connection, ItemKey(POSTS, ItemId("local-1")))
    HistoryRepository(connection).keep(OLD, NAME, "Earlier", Reason.DISCARDED)
    WorksRepository(connection).stage(key("b"), NAME, "Pie", "Cake")
    take_out(connection, [key("b")])
    put_run(connection, OLD)
    connection.execute("INSERT INTO quarantine VALUES ('posts', 'a', '', 'x', '1', '2', 3)")


def test_nothing_is_left_behind_in_any_table(works, connection) -> None:
    everything(connection)
    before = left_behind(connection)
    localize(connection)
    assert left_behind(connection) == {}
    assert left_behind(connection, EN) == before
    assert len(before) == 10


def test_and_all_of_it_comes_back_when_localization_is_switched_off(works, connection) -> None:
    everything(connection)
    before = left_behind(connection)
    localize(connection)
    take_in_sites(connection, ME, [PLAIN])
    assert (left_behind(connection), left_behind(connection, EN)) == (before, {})
    assert works.get(OLD).fields[NAME] == "Rye"


def test_an_edit_is_sound_under_the_new_key(works, connection) -> None:
    works.hold(OLD, NAME, is_held=True)
    works.set_action(OLD, Action.ARCHIVE)
    before = works.get(OLD)
    localize(connection)
    assert UnsentRows(connection).set_damaged_apart() == []
    work = works.get(NEW)
    assert (work.edits, work.action, work.state) == (before.edits, before.action, before.state)
    assert work.item == item(NEW)


def test_the_change_names_both_keys_and_the_collection(works, connection) -> None:
    change = localize(connection)
    assert {OLD, NEW} <= change.items
    assert change.collections == {POSTS}
    assert change.has_new_structure


def test_a_key_from_before_finds_the_item(works, connection) -> None:
    localize(connection)
    assert LocalIdsRepository(connection).located(OLD) == NEW
    assert works.get(OLD).key == NEW
    works.stage(OLD, AUTHOR, "Ann", None)
    assert set(works.get(NEW).edits) == {NAME, AUTHOR}


def test_the_other_locale_is_not_touched(works, connection) -> None:
    localize(connection)
    french = key("a", locale=FR)
    take_in(connection, [item(french)])
    works.stage(french, NAME, "Pain", "Bread")
    take_in_sites(connection, ME, [PLAIN])
    assert works.get(french).fields[NAME] == "Pain"
    assert LocalIdsRepository(connection).located(french) == french


def test_another_site_keeps_what_it_has(works, connection) -> None:
    other = replace(collection("zoo", field(NAME)), site=SiteId("other"))
    take_in_sites(connection, ME, [PLAIN, replace(PLAIN, id=other.site)])
    CollectionsRepository(connection).replace_all(other.site, [other])
    there = ItemKey(other.id, ItemId("a"))
    take_in(connection, [item(there)])
    works.stage(there, NAME, "Lion", "Bread")
    take_in_sites(connection, ME, [LOCALIZED, replace(PLAIN, id=other.site)])
    assert works.get(there).key == there


def test_of_two_edits_of_a_field_the_one_in_the_primary_locale_stays(works, connection) -> None:
    """As an earlier version has left it, which knew the item twice."""
    works.stage(OLD, AUTHOR, "Ann", None)
    edited_twice(connection)
    settle(connection, SITE)
    work = works.get(NEW)
    assert {slug: edit.value for slug, edit in work.edits.items()} == {NAME: "Roll", AUTHOR: "Ann"}
    [past] = HistoryRepository(connection).of(NEW)
    assert (past.field, past.value, past.reason) == (NAME, "Rye", Reason.EDITED_IN_LOCALE)
    assert left_behind(connection) == {}


def test_what_is_in_flight_is_so_when_both_are_joined(works, connection) -> None:
    works.set_state(OLD, SendState.UNKNOWN, "Lost.")
    edited_twice(connection)
    settle(connection, SITE)
    work = works.get(NEW)
    assert (work.state, work.reason, work.edits[NAME].value) == (SendState.UNKNOWN, "Lost.", "Roll")


def test_what_was_read_later_stays_and_all_is_read_once_more(works, connection) -> None:
    edited_twice(connection)
    settle(connection, SITE)
    items = ItemsRepository(connection)
    assert items.get(NEW).fields[NAME] == "Brot"
    assert items.is_to_be_read_anew(POSTS, EN)
    assert works.get(NEW).state is SendState.CONFLICT  # Bread was what it started from


def edited_twice(connection: sqlite3.Connection) -> None:
    """The site was taken in with its locales, and nothing of it followed."""
    SitesRepository(connection).replace_all(ME, [LOCALIZED])
    take_in(connection, [item(NEW, "Brot")])
    ItemsRepository(connection).set_refreshed(POSTS, EN, NOON, NOON)
    WorksRepository(connection).stage(NEW, NAME, "Roll", "Bread")


def test_an_edit_is_compared_with_what_was_read_since(works, connection) -> None:
    SitesRepository(connection).replace_all(ME, [LOCALIZED])
    take_in(connection, [item(NEW, "Brot")])
    settle(connection, SITE)
    work = works.get(NEW)
    assert (work.state, dict(work.conflicts)) == (SendState.CONFLICT, {NAME: "Brot"})


def test_an_edit_whose_item_was_lost_to_damage_goes_along(works, connection) -> None:
    connection.execute("DELETE FROM works")
    localize(connection)
    assert works.get(NEW).fields[NAME] == "Rye"


def test_the_table_shows_each_item_once(works, connection) -> None:
    new = ItemKey(POSTS, ItemId("local-1"))
    works.create(new, {NAME: "New"})
    edited_twice(connection)
    settle(connection, SITE)
    found = TablesRepository(connection).find_keys(POSTS, EN, Query())
    assert sorted(found.items) == ["a", "b", "local-1"]
    assert works.count() == 2


def test_a_lost_create_is_looked_up_in_the_primary_locale(works, connection) -> None:
    new = ItemKey(POSTS, ItemId("local-1"))
    entry = lost_create(connection, new)
    localize(connection)
    [found] = JournalRepository(connection).unfinished()
    assert (found.id, found.key) == (entry.id, replace(new, locale=EN))
    assert works.get(new).state is SendState.UNKNOWN
    JournalRepository(connection).mark([entry.id], SendState.SAVED, NOT_FOUND)
    assert JournalRepository(connection).attempts(found.key)


def test_the_last_copy_of_an_item_that_is_gone_goes_along(works, connection) -> None:
    take_out(connection, [OLD])
    localize(connection)
    work = works.get(NEW)
    assert work.is_gone
    assert work.item == item(NEW)
    assert not LastCopiesRepository(connection).has(OLD)


def test_a_last_copy_that_is_damaged_is_one_still(works, connection) -> None:
    take_out(connection, [OLD])
    connection.execute("UPDATE last_copies SET checksum = 'other'")
    localize(connection)
    work = works.get(NEW)
    assert (work.is_gone, work.item, work.fields[NAME]) == (True, None, "Rye")


def test_what_a_run_has_left_is_left_in_the_primary_locale(works, connection) -> None:
    runs = RunsRepository(connection)
    draft = replace(item("b", "Cake"), is_draft=True, last_published=None)
    take_in(connection, [draft])
    put_run(connection, draft.key)
    runs.see({draft.key: draft})
    localize(connection)
    run = runs.interrupted()
    assert run is not None
    assert (run.left, run.goal) == ((key("b", locale=EN),), Goal.PUBLISH)


@pytest.mark.parametrize(("seen", "after"), [("x", "x"), ("y", "unseen"), (None, "unseen")])
def test_what_two_runs_know_of_an_item_is_one(
    works, connection, seen: str | None, after: str
) -> None:
    put_run(connection, OLD, seen=seen)
    put_run(connection, NEW, seen="x")
    connection.execute("UPDATE run_items SET is_sent = 0, is_done = 1 WHERE locale = ?", (EN,))
    localize(connection)
    [found] = connection.execute("SELECT * FROM run_items").fetchall()
    assert tuple(found)[2:8] == (EN, "Publish", 1, 1, 0, after)


def test_a_run_under_way_keeps_the_keys_it_was_planned_with(works, connection) -> None:
    """And the next refresh after it has them follow."""
    put_run(connection, OLD, stage="under way")
    change = localize(connection)
    assert not change
    assert SitesRepository(connection).get(SITE).locales == ()
    assert works.get(OLD).key == OLD
    RunsRepository(connection).end()
    localize(connection)
    assert works.get(OLD).key == NEW


def test_edits_of_a_site_that_was_forgotten_follow_when_it_is_there_again(
    works, connection
) -> None:
    AccountsRepository(connection).delete(ME, with_content=True)
    AccountsRepository(connection).put(Account(ME, "Me", "https://api.webflow.com", False))
    localize(connection)
    assert works.get(OLD).key == OLD  # whose it is, nobody knows yet
    take_in_collections(connection, SITE, [POST])
    assert works.get(OLD).key == NEW
    assert works.get(NEW).fields[NAME] == "Rye"


def test_the_second_time_there_is_nothing_to_do(works, connection) -> None:
    localize(connection)
    changes = connection.total_changes
    assert not localize(connection)
    assert not settle(connection, SITE)
    assert connection.total_changes == changes


def test_another_primary_locale_in_the_place_of_one_that_is_gone(works, connection) -> None:
    """Localization was switched off and on again since the last refresh."""
    localize(connection)
    german = Locale(LocaleId("locale-de"), "de", "German", is_primary=True)
    take_in_sites(connection, ME, [replace(PLAIN, locales=(german,))])
    assert works.get(NEW).key == replace(OLD, locale=german.id)
    assert left_behind(connection, EN) == {}


def test_a_primary_locale_that_is_a_secondary_one_now_keeps_what_it_has(works, connection) -> None:
    localize(connection)
    swapped = replace(
        PLAIN, locales=(replace(FRENCH, is_primary=True), replace(ENGLISH, is_primary=False))
    )
    take_in_sites(connection, ME, [swapped])
    assert works.get(NEW).key == NEW
    assert NAME in works.get(NEW).edits


def test_an_edit_is_found_where_its_site_was_forgotten_while_it_had_locales(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    """A damaged file is read anew like that, too: preferences are taken over, and sites are not."""
    localize(connection)
    AccountsRepository(connection).delete(ME, with_content=True)
    assert works.all()[0].key == NEW
    AccountsRepository(connection).put(Account(ME, "Me", "https://api.webflow.com", False))
    take_in_sites(connection, ME, [PLAIN])
    take_in_collections(connection, SITE, [POST])
    assert [(each.key, each.edits[NAME].value) for each in works.all()] == [(OLD, "Rye")]
    assert left_behind(connection, EN) == {}
