import sqlite3
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest
from msgspec.structs import replace

from tests.unit.store.samples import AUTHORS, NOON, POSTS, PRICE, item, key
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.errors import MissingItemError
from wfdesk.domain.ids import NAME, NO_LOCALE, ItemId, LocaleId
from wfdesk.store.items import ItemsRepository
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.works import WorksRepository

A, B = key("a"), key("b")
GERMAN = LocaleId("de")


@pytest.fixture
def items(connection: sqlite3.Connection) -> ItemsRepository:
    return ItemsRepository(connection)


def test_an_item_is_read_back_as_it_was_stored(items: ItemsRepository) -> None:
    whole = replace(
        item("a", price=Decimal("19.90"), tags=["x", "y"], cover={"fileId": "f", "alt": None}),
        is_archived=True,
        extra={"cmsLocaleId": None, "new": {"from": ["Webflow"]}},
    )
    items.upsert([whole])
    assert items.get(A) == whole
    assert str(items.get(A).fields[PRICE]) == "19.90"


def test_an_item_without_moments_is_read_back_without(items: ItemsRepository) -> None:
    bare = replace(item("a"), created_on=None, last_updated=None, last_published=None)
    items.upsert([bare])
    assert items.get(A) == bare


def test_moments_are_kept_to_the_millisecond(items: ItemsRepository) -> None:
    items.upsert([replace(item("a"), last_updated=NOON + timedelta(microseconds=1999))])
    assert items.get(A).last_updated == NOON + timedelta(milliseconds=1)


def test_a_missing_item_is_none_or_an_error(items: ItemsRepository) -> None:
    assert items.find(A) is None
    with pytest.raises(MissingItemError):
        items.get(A)


def test_new_items_say_that_the_collection_has_grown(items: ItemsRepository) -> None:
    change = items.upsert([item("a"), item("b")])
    assert change == ChangeSet(frozenset({A, B}), frozenset({POSTS}))


def test_an_unchanged_item_touches_nothing(items: ItemsRepository) -> None:
    same = replace(item("a"), last_updated=NOON + timedelta(microseconds=1))
    items.upsert([same])
    assert items.upsert([same]) == ChangeSet()


def test_only_what_really_changed_is_named(items: ItemsRepository) -> None:
    items.upsert([item("a"), item("b")])
    assert items.upsert([item("a", "Rye"), item("b")]) == ChangeSet(frozenset({A}))


def test_one_id_in_two_locales_is_two_items(items: ItemsRepository) -> None:
    german = key("a", locale="de")
    items.upsert([item("a"), item(german, "Brot")])
    assert (items.get(A).name, items.get(german).name) == ("Bread", "Brot")
    assert items.ids(POSTS, GERMAN) == {ItemId("a")}


def test_a_refresh_leaves_edits_alone(
    items: ItemsRepository, connection: sqlite3.Connection
) -> None:
    items.upsert([item("a")])
    works = WorksRepository(connection)
    works.stage(A, NAME, "Rye", "Bread")
    items.upsert([item("a", "Roggen")])
    edit = works.get(A).edits[NAME]
    assert (edit.value, edit.base) == ("Rye", "Bread")


def test_a_deleted_item_says_that_the_collection_has_shrunk(items: ItemsRepository) -> None:
    items.upsert([item("a"), item("b")])
    assert items.delete([A]) == ChangeSet(frozenset({A}), frozenset({POSTS}))
    assert items.ids(POSTS, NO_LOCALE) == {ItemId("b")}


def test_deleting_what_is_not_there_touches_nothing(items: ItemsRepository) -> None:
    assert items.delete([A]) == ChangeSet()


def test_slugs_are_those_webflow_has(
    items: ItemsRepository, connection: sqlite3.Connection
) -> None:
    items.upsert([item("a", "Bread"), item("b", "Cake"), item(key("c", AUTHORS), "Ann")])
    WorksRepository(connection).stage(A, NAME, "Rye", "Bread")
    assert items.slugs(POSTS, NO_LOCALE) == {"bread", "cake"}


def test_names_are_those_the_user_sees(
    items: ItemsRepository, connection: sqlite3.Connection
) -> None:
    items.upsert([item("a", "Bread"), item("b", "Cake")])
    works = WorksRepository(connection)
    works.stage(A, NAME, "Rye", "Bread")
    works.create(key("local-1"), {NAME: "Rolls"})
    wanted = [ItemId(each) for each in ("a", "b", "local-1", "nobody")]
    assert items.names(wanted) == {"a": "Rye", "b": "Cake", "local-1": "Rolls"}


def test_of_a_collection_those_of_the_same_name_are_told_apart(items: ItemsRepository) -> None:
    items.upsert([item("a", "Bread"), item("b", "Bread"), item(key("c", AUTHORS), "Bread")])
    wanted = [ItemId(each) for each in "abc"]
    assert items.names(wanted) == {"a": "Bread (bread)", "b": "Bread (bread)", "c": "Bread"}


def test_a_collection_never_read_has_no_moment(items: ItemsRepository) -> None:
    assert items.refreshed_at(POSTS, NO_LOCALE) is None
    assert items.newest(POSTS, NO_LOCALE) is None


def test_when_a_collection_was_read_is_known(items: ItemsRepository) -> None:
    change = items.set_refreshed(POSTS, NO_LOCALE, NOON, None)
    assert change.collections == {POSTS}  # an empty one is counted, too
    assert items.refreshed_at(POSTS, NO_LOCALE) == NOON
    assert items.newest(POSTS, NO_LOCALE) is None


@pytest.mark.parametrize("later", [None, NOON - timedelta(hours=1)])
def test_the_newest_moment_never_goes_back(items: ItemsRepository, later: object) -> None:
    items.set_refreshed(POSTS, NO_LOCALE, NOON, NOON)
    items.set_refreshed(POSTS, NO_LOCALE, NOON + timedelta(minutes=5), later)  # type: ignore[arg-type]
    assert items.newest(POSTS, NO_LOCALE) == NOON
    assert items.refreshed_at(POSTS, NO_LOCALE) == NOON + timedelta(minutes=5)


def test_each_locale_is_refreshed_by_itself(items: ItemsRepository) -> None:
    items.set_refreshed(POSTS, GERMAN, NOON, NOON)
    assert items.refreshed_at(POSTS, NO_LOCALE) is None


def test_a_namesake_is_found_without_reading_every_item(
    items: ItemsRepository, connection: sqlite3.Connection
) -> None:
    named, other = item("a", name="Crème Brûlée"), item("b", name="crème brûlée", slug="b-slug")
    items.upsert([named, other])
    assert items.namesake(key("new"), "Crème Brûlée", "no-such-slug") == named
    assert items.namesake(key("new"), "No Such Name", "b-slug") == other
    assert items.namesake(key("new"), "No Such Name", "no-such-slug") is None

    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    items.namesake(key("new"), "Crème Brûlée", "no-such-slug")
    connection.set_trace_callback(None)
    plan = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {asked[0]}")]
    by_item = [each for each in plan if each.startswith("SEARCH items") and "item=?" in each]
    assert by_item, plan


def test_all_namesakes_are_found_without_reading_every_item(
    items: ItemsRepository, connection: sqlite3.Connection
) -> None:
    same = [item(each, name="Crème Brûlée") for each in "ab"]
    items.upsert([*same, item("c", name="crème brûlée"), item("d")])
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    new = key("new")
    found = items.namesakes({new: "Crème Brûlée"})
    connection.set_trace_callback(None)
    assert found == {new: {each.key.item for each in same}}
    plan = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {asked[-1]}")]
    assert any(each.startswith("SEARCH items") and "item=?" in each for each in plan), plan


def test_what_was_made_here_is_not_gone_through_for_each_name(
    items: ItemsRepository, connection: sqlite3.Connection
) -> None:
    """Of 10,000 that were made here, and as many new ones of their names."""
    made = [item(str(number), name=f"Name {number}") for number in range(300)]
    items.upsert([*made, item("theirs", name="Name 0")])
    for each in made:
        LocalIdsRepository(connection).put(ItemId(f"local-{each.key.item}"), each.key.item)
    names = {key(f"new-{number}"): f"Name {number}" for number in range(300)}
    taken: list[None] = []
    connection.set_progress_handler(partial(taken.append, None), 100)
    found = items.namesakes(names)
    connection.set_progress_handler(None, 0)
    assert {new: held for new, held in found.items() if held} == {key("new-0"): {"theirs"}}
    assert len(taken) < 1_000  # 3,761 where all were gone through for each.


def test_what_came_since_is_found_without_reading_every_item(
    items: ItemsRepository, connection: sqlite3.Connection
) -> None:
    old, new, newer = (
        replace(item(each), created_on=datetime(2026, 1, day, tzinfo=UTC))
        for day, each in enumerate("abc", 1)
    )
    items.upsert([old, new, newer])
    assert new.created_on is not None
    assert items.newcomers(key("mine"), new.created_on) == [newer, new]
    assert items.newcomers(key("mine"), new.created_on, [newer.key.item]) == [new]
    LocalIdsRepository(connection).put(ItemId("local-1"), newer.key.item)
    assert items.newcomers(key("mine"), new.created_on) == [new]

    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    items.newcomers(key("mine"), new.created_on)
    connection.set_trace_callback(None)
    [search, *_] = connection.execute(f"EXPLAIN QUERY PLAN {asked[0]}")
    assert "created_on>?" in search["detail"]
