import sqlite3
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace

from tests.unit.store.samples import AUTHORS, NOON, POSTS, PRICE, item, key, local
from wfdesk.domain.edits import Action, SendState
from wfdesk.domain.ids import NAME, NO_LOCALE, SLUG, CollectionId, FieldSlug
from wfdesk.domain.items import Item, ItemStatus
from wfdesk.domain.tables import STATUS, UPDATED, Query
from wfdesk.store.items import ItemsRepository
from wfdesk.store.tables import TablesRepository
from wfdesk.store.works import WorksRepository

NEW = local()


@pytest.fixture
def works(connection: sqlite3.Connection) -> WorksRepository:
    return WorksRepository(connection)


def fill(connection: sqlite3.Connection, *items: Item) -> None:
    ItemsRepository(connection).upsert(items)


def found(connection: sqlite3.Connection, query: Query, at: CollectionId = POSTS) -> Sequence[str]:
    """The ids that the query finds, in its order."""
    keys = TablesRepository(connection).find_keys(at, NO_LOCALE, query)
    return [each.item for each in keys]


def by(column: str, *, is_descending: bool = False) -> Query:
    return Query(sort_by=FieldSlug(column), is_descending=is_descending)


def test_names_are_sorted_whatever_their_case_and_accents(connection: sqlite3.Connection) -> None:
    names = ["zebra", "Éclair", "cake", "Bread", "Äpfel"]
    fill(connection, *(item(name, name) for name in names))
    assert found(connection, Query()) == ["Äpfel", "Bread", "cake", "Éclair", "zebra"]


def test_other_collections_and_locales_stay_out(connection: sqlite3.Connection) -> None:
    fill(connection, item("1"), item(key("2", locale="de")), item(key("3", AUTHORS)))
    assert found(connection, Query()) == ["1"]


def test_an_edited_name_is_where_the_user_expects_it(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    fill(connection, item("1", "Apple"), item("2", "Bread"))
    works.stage(key("1"), NAME, "Zucchini", "Apple")
    assert found(connection, Query()) == ["2", "1"]


@pytest.mark.parametrize("is_descending", [False, True])
def test_items_without_a_value_come_last_in_either_direction(
    connection: sqlite3.Connection, *, is_descending: bool
) -> None:
    fill(connection, item("1"), item("2", price=2), item("3", price=Decimal("1.5")))
    expected = ["2", "3", "1"] if is_descending else ["3", "2", "1"]
    assert found(connection, by(PRICE, is_descending=is_descending)) == expected


@pytest.mark.parametrize("is_descending", [False, True])
def test_items_without_a_name_come_last_in_either_direction(
    connection: sqlite3.Connection, *, is_descending: bool
) -> None:
    fill(connection, item("1", ""), item("2", "Bread"))
    assert found(connection, Query(is_descending=is_descending)) == ["2", "1"]


def test_clearing_a_field_moves_the_item_to_the_end(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    fill(connection, item("1", price=1), item("2", price=2))
    works.stage(key("1"), PRICE, None, 1)
    assert found(connection, by(PRICE)) == ["2", "1"]


def test_numbers_are_sorted_as_numbers(connection: sqlite3.Connection) -> None:
    fill(connection, item("1", price=10), item("2", price=9), item("3", price=Decimal("9.5")))
    assert found(connection, by(PRICE)) == ["2", "3", "1"]


@pytest.mark.parametrize("slug", ["2024", "with-hyphen", 'with"quote', "with.dot", "ümlaut"])
def test_any_slug_can_be_sorted_by(connection: sqlite3.Connection, slug: str) -> None:
    fill(connection, item("1", **{slug: "b"}), item("2", **{slug: "A"}))
    expected = ["1", "2"] if '"' in slug else ["2", "1"]
    assert found(connection, by(slug)) == expected


def test_slugs_are_sorted_as_edited(connection: sqlite3.Connection, works: WorksRepository) -> None:
    fill(connection, item("1", "A"), item("2", "B"))
    works.stage(key("1"), SLUG, "z", "a")
    assert found(connection, by(SLUG)) == ["2", "1"]


def test_the_newest_come_first_when_asked(connection: sqlite3.Connection) -> None:
    later = replace(item("2"), last_updated=NOON + timedelta(days=1))
    fill(connection, item("1"), later, replace(item("3"), last_updated=None))
    assert found(connection, by(UPDATED, is_descending=True)) == ["2", "1", "3"]


@pytest.mark.parametrize("is_descending", [True, False])
def test_new_items_are_newer_than_all_that_webflow_has_and_the_last_made_is_newest(
    connection: sqlite3.Connection, works: WorksRepository, *, is_descending: bool
) -> None:
    first, last = local(2), local(1)
    fill(connection, item("1"), replace(item("2"), last_updated=NOON + timedelta(days=9)))
    works.create(first, {NAME: "Rolls"})
    works.create(last, {})
    works.stage(first, NAME, "Rye rolls", None)
    newest_first = [last.item, first.item, "2", "1"]
    expected = newest_first if is_descending else newest_first[::-1]
    assert found(connection, by(UPDATED, is_descending=is_descending)) == expected


def test_unsent_work_on_an_item_that_is_gone_has_no_date_to_be_sorted_by(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    fill(connection, item("1"), item("2"))
    works.stage(key("1"), NAME, "Rye", "Bread")
    ItemsRepository(connection).delete([key("1")])
    assert found(connection, by(UPDATED, is_descending=True)) == ["2", "1"]


def test_the_newest_are_looked_up_by_keys_only(connection: sqlite3.Connection) -> None:
    said: list[str] = []
    connection.set_trace_callback(said.append)
    found(connection, by(UPDATED, is_descending=True))
    connection.set_trace_callback(None)
    plan = [step["detail"] for step in connection.execute(f"EXPLAIN QUERY PLAN {said[-1]}")]
    assert [step for step in plan if step.startswith("SEARCH")] == [
        "SEARCH table_rows USING PRIMARY KEY (collection=? AND locale=?)",
        "SEARCH works USING INDEX sqlite_autoindex_works_1 (collection=? AND item=? AND locale=?)",
    ]
    assert not any(step.startswith("SCAN") for step in plan)


def test_statuses_are_sorted_in_their_own_order(connection: sqlite3.Connection) -> None:
    archived = replace(item("1"), is_archived=True)
    draft = replace(item("3"), is_draft=True, last_published=None)
    fill(connection, archived, item("2"), draft)
    assert found(connection, by(STATUS)) == ["3", "2", "1"]


@pytest.mark.parametrize("is_descending", [False, True])
@pytest.mark.parametrize("column", [STATUS, UPDATED, PRICE])
def test_among_equals_the_names_are_in_order(
    connection: sqlite3.Connection, column: FieldSlug, is_descending: bool
) -> None:
    fill(
        connection, item("1", "Cake", price=3), item("2", "", price=3), item("3", "bread", price=3)
    )
    assert found(connection, by(column, is_descending=is_descending)) == ["3", "1", "2"]


STATES = {
    ItemStatus.DRAFT: replace(item("x"), is_draft=True, last_published=None),
    ItemStatus.DRAFT_CHANGES: replace(item("x"), is_draft=True),
    ItemStatus.QUEUED: replace(item("x"), last_updated=NOON + timedelta(milliseconds=1001)),
    ItemStatus.PUBLISHED: replace(item("x"), last_updated=NOON + timedelta(seconds=1)),
    ItemStatus.ARCHIVED: replace(item("x"), is_archived=True),
}


@pytest.mark.parametrize("status", list(ItemStatus))
def test_every_status_is_found_by_its_filter(
    connection: sqlite3.Connection, status: ItemStatus
) -> None:
    fill(connection, *(replace(each, key=key(name.value)) for name, each in STATES.items()))
    assert found(connection, Query(statuses=frozenset({status}))) == [status.value]


def test_several_statuses_are_found_together(connection: sqlite3.Connection) -> None:
    fill(connection, *(replace(each, key=key(name.value)) for name, each in STATES.items()))
    wanted = frozenset({ItemStatus.DRAFT, ItemStatus.ARCHIVED})
    assert set(found(connection, Query(statuses=wanted))) == {"Draft", "Archived"}


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        (Action.ARCHIVE, ItemStatus.PUBLISHED, ItemStatus.ARCHIVED),
        (Action.UNARCHIVE, ItemStatus.ARCHIVED, ItemStatus.PUBLISHED),
        (Action.DELETE, ItemStatus.PUBLISHED, ItemStatus.PUBLISHED),
    ],
)
def test_a_pending_move_to_or_from_the_archive_shows(
    connection: sqlite3.Connection,
    works: WorksRepository,
    action: Action,
    before: ItemStatus,
    after: ItemStatus,
) -> None:
    fill(connection, STATES[before])
    works.set_action(key("x"), action)
    assert found(connection, Query(statuses=frozenset({after}))) == ["x"]


def test_a_new_item_is_a_draft_in_the_table(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    works.create(NEW, {NAME: "Rolls"})
    assert found(connection, Query(statuses=frozenset({ItemStatus.DRAFT}))) == [NEW.item]


def test_only_unsent_leaves_out_what_is_sent(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    fill(connection, item("1"), item("2"))
    works.stage(key("2"), NAME, "Rye", "Bread")
    works.create(NEW, {NAME: "Aniseed"})
    assert found(connection, Query(only_unsent=True)) == [NEW.item, "2"]


def test_only_unsent_finds_what_is_unsent_in_any_locale(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    fill(connection, item("1"), item("2"), item(key("2", locale="fr")), item(key("3", AUTHORS)))
    works.stage(key("2", locale="fr"), NAME, "Pain", "Bread")
    works.stage(key("3", AUTHORS), NAME, "Ann", "Bread")
    assert found(connection, Query(only_unsent=True)) == ["2"]
    works.discard(key("2", locale="fr"))
    assert found(connection, Query(only_unsent=True)) == []


def test_counts_are_of_the_items_that_a_table_shows(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    variants = [item(key("1", locale="fr")), item(key("2", locale="fr"))]
    fill(connection, item("1"), *variants, item(key("3", AUTHORS)))
    works.create(NEW, {})
    tables = TablesRepository(connection)
    assert tables.counts([NO_LOCALE]) == {POSTS: 2, AUTHORS: 1}
    assert len(found(connection, Query())) == 2


def test_unsent_items_are_counted_as_their_table_finds_them(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    variants = [item(key("1", locale="fr")), item(key("2", locale="fr"))]
    fill(connection, item("1"), *variants, item("3"), item(key("4", AUTHORS)))
    for each in (key("1"), key("1", locale="fr"), key("2", locale="fr")):
        works.stage(each, NAME, "Rye", "Bread")
    works.create(NEW, {})
    works.set_state(key("3"), SendState.UNKNOWN, "lost")
    assert TablesRepository(connection).unsent_counts([NO_LOCALE]) == {POSTS: 2}
    assert len(found(connection, Query(only_unsent=True))) == 2


def test_work_that_is_only_on_its_way_is_not_unsent_in_another_locale(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    fill(connection, item("1"), item(key("1", locale="fr")))
    works.set_state(key("1", locale="fr"), SendState.UNKNOWN, "lost")
    assert found(connection, Query(only_unsent=True)) == []
    assert [row.elsewhere for row in TablesRepository(connection).rows([key("1")])] == [()]


def test_a_row_knows_what_is_unsent_in_the_other_locales(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    keys = [key("1", locale=locale) for locale in ("", "fr", "de")]
    fill(connection, *map(item, keys), item(key("2", locale="fr")))
    for each in keys:
        works.stage(each, NAME, "Rye", "Bread")
    works.stage(key("2", locale="fr"), NAME, "Pain", "Bread")
    [row] = TablesRepository(connection).rows(keys[:1])
    assert [work.key for work in row.elsewhere] == keys[1:]
    assert row.elsewhere[0].edits[NAME].value == "Rye"


def test_unsent_items_are_found_from_the_works_which_are_few(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    fill(connection, item("1"))
    said: list[str] = []
    connection.set_trace_callback(said.append)
    found(connection, Query(only_unsent=True))
    connection.set_trace_callback(None)
    plan = connection.execute(f"EXPLAIN QUERY PLAN {said[-1]}").fetchall()
    steps = [step["detail"] for step in plan]
    assert "SEARCH table_rows USING PRIMARY KEY (collection=? AND locale=? AND item=?)" in steps[0]
    assert any(step.startswith("SEARCH works") for step in steps)
    assert not any(step.endswith("PRIMARY KEY (collection=?)") for step in steps)


@pytest.mark.parametrize(
    "text", ["BREAD", "flour AND", "straße", "STRASSE", "e\u0301clair", "100%", '"quoted"']
)
def test_text_is_found_whatever_its_case_and_spelling(
    connection: sqlite3.Connection, text: str
) -> None:
    fill(
        connection,
        item("1", "Bread", note='Flour and water, Straße, Éclair, 100% "quoted"'),
        item("2", "Cake"),
    )
    assert found(connection, Query(text=text)) == ["1"]


def test_the_text_of_an_edit_is_found_and_the_text_it_replaced_is_not(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    fill(connection, item("1", "Bread"))
    works.stage(key("1"), NAME, "Rye", "Bread")
    works.stage(key("1"), SLUG, "rye", "bread")
    assert (found(connection, Query(text="rye")), found(connection, Query(text="bread"))) == (
        ["1"],
        [],
    )


def test_bodies_tags_and_ids_are_not_searched(connection: sqlite3.Connection) -> None:
    values = {"body": "needle " * 100, "lead": '<p class="needle">hay</p>', "author": "bad0" * 6}
    fill(connection, item("1", **values))
    assert found(connection, Query(text="needle")) == []
    assert found(connection, Query(text="bad")) == []
    assert found(connection, Query(text="hay")) == ["1"]


def test_a_discarded_edit_leaves_the_row_as_the_server_has_it(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    fill(connection, item("1", "Bread"))
    works.stage(key("1"), NAME, "Rye", "Bread")
    works.discard(key("1"))
    assert found(connection, Query(text="rye")) == []
    assert found(connection, Query(only_unsent=True)) == []


def test_works_stand_in_the_order_of_the_keys(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    fill(connection, item("1"), item("2"))
    works.stage(key("2"), NAME, "Rye", "Bread")
    shown = TablesRepository(connection).works([key("2"), key("nobody"), key("1")])
    assert [(work.key.item, work.name) for work in shown] == [("2", "Rye"), ("1", "Bread")]


def test_targets_that_begin_with_the_text_come_first(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    fill(
        connection,
        item("1", "Big Ann"),
        item("2", "Bob", note="Ann's brother"),
        item("3", "Bill"),
        item("4", "Anna"),
        item("5", "Zoe"),
    )
    works.stage(key("5"), NAME, "Annika", "Zoe")
    targets = TablesRepository(connection).search_targets(POSTS, NO_LOCALE, "ANN", 10)
    assert [work.name for work in targets] == ["Anna", "Annika", "Big Ann", "Bob"]


def test_without_text_all_targets_are_offered_up_to_the_limit(
    connection: sqlite3.Connection,
) -> None:
    fill(connection, item("1", "B"), item("2", "A"), item("3", "C"))
    targets = TablesRepository(connection).search_targets(POSTS, NO_LOCALE, "", 2)
    assert [work.name for work in targets] == ["A", "B"]


def test_a_hundred_thousand_items_are_found_and_sorted(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN")
    connection.execute(
        "WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < 99999)"
        " INSERT INTO table_rows SELECT 'posts', '', printf('%024x', i), 'Name', "
        " printf('name %d', i * 7919 % 100000), printf('s-%d', i),"
        " printf('name %d', i * 7919 % 100000), i % 5, i, i % 1000 = 0,"
        " json_object('price', i % 977) FROM n"
    )
    connection.execute(
        "INSERT INTO works (collection, item, locale, state)"
        " SELECT collection, item, locale, 'Saved on this computer' FROM table_rows WHERE is_unsent"
    )
    connection.execute("COMMIT")
    tables = TablesRepository(connection)
    everything = tables.find_keys(POSTS, NO_LOCALE, by(PRICE, is_descending=True))
    some = tables.find_keys(POSTS, NO_LOCALE, Query(text="name 77", only_unsent=True))
    assert len(everything) == 100_000
    assert 0 < len(some) < 1000


def test_what_is_unsent_in_other_locales_goes_with_an_item(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    french, german = key("1", locale="fr"), key("1", locale="de")
    fill(connection, item("1"), item(french), item(german), item("2"), item(key("2", locale="fr")))
    works.stage(french, NAME, "Pain", "Bread")
    works.set_action(german, Action.ARCHIVE)
    tables = TablesRepository(connection)
    assert tables.with_variants([key("2"), key("1")]) == [key("2"), key("1"), french, german]
    assert tables.with_variants([french, key("1")]) == [french, german, key("1")]


def test_for_any_number_of_items_that_is_one_query(connection: sqlite3.Connection) -> None:
    asked: list[str] = []
    keys = [key(str(number)) for number in range(2_000)]
    connection.set_trace_callback(asked.append)
    assert TablesRepository(connection).with_variants(keys) == keys
    connection.set_trace_callback(None)
    assert len(asked) == 1
