import sqlite3
from decimal import Decimal

import pytest

from tests.unit.store.samples import AUTHORS, POSTS, PRICE, item, key, local
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import Action, Edit, SendState, Work
from wfdesk.domain.errors import MissingItemError, StoreError
from wfdesk.domain.ids import NAME, SLUG, FieldSlug
from wfdesk.store.history import HistoryRepository
from wfdesk.store.items import ItemsRepository
from wfdesk.store.works import WorksRepository

A, NEW = key("a"), local()


@pytest.fixture
def works(connection: sqlite3.Connection) -> WorksRepository:
    ItemsRepository(connection).upsert([item("a"), item("b", "Cake")])
    return WorksRepository(connection)


def test_an_item_without_edits_is_work_with_nothing_to_do(works: WorksRepository) -> None:
    work = works.get(A)
    assert (work.item, work.is_empty, work.state) == (item("a"), True, SendState.SAVED)


def test_an_item_that_is_nowhere_is_missing(works: WorksRepository) -> None:
    with pytest.raises(MissingItemError) as caught:
        works.get(key("nobody"))
    assert caught.value.summary == "This item is no longer in the local copy."


def test_an_edit_is_kept_with_the_value_it_started_from(works: WorksRepository) -> None:
    change = works.stage(A, NAME, "Rye", "Bread")
    assert change == ChangeSet(frozenset({A}))
    assert works.get(A).edits == {NAME: Edit(NAME, "Rye", "Bread")}


def test_a_second_edit_keeps_the_base_of_the_first(works: WorksRepository) -> None:
    works.stage(A, NAME, "Rye", "Bread")
    works.stage(A, NAME, "Rolls", "changed by a refresh")
    assert works.get(A).edits[NAME] == Edit(NAME, "Rolls", "Bread")


def test_going_back_to_the_base_removes_the_edit(works: WorksRepository) -> None:
    works.stage(A, NAME, "Rye", "Bread")
    works.stage(A, NAME, "Bread", "Bread")
    assert works.get(A).is_empty
    assert works.all() == []


def test_one_is_no_way_back_to_true(works: WorksRepository) -> None:
    works.stage(A, FieldSlug("on"), 1, True)
    assert works.get(A).edits[FieldSlug("on")].value == 1


def test_an_edit_of_a_missing_item_is_refused(works: WorksRepository) -> None:
    with pytest.raises(MissingItemError):
        works.stage(key("nobody"), NAME, "Rye", "Bread")


def test_a_number_is_staged_digit_by_digit(works: WorksRepository) -> None:
    works.stage(A, PRICE, Decimal("1.10"), Decimal("1.1"))
    assert str(works.get(A).edits[PRICE].value) == "1.10"


def test_what_is_no_number_is_refused(works: WorksRepository) -> None:
    with pytest.raises(StoreError, match="not a number"):
        works.stage(A, PRICE, Decimal("NaN"), None)
    assert works.get(A).is_empty


def test_a_held_edit_stays_held_when_it_is_edited_again(works: WorksRepository) -> None:
    works.stage(A, NAME, "Rye", "Bread")
    works.hold(A, NAME, is_held=True)
    works.stage(A, NAME, "Rolls", "Bread")
    assert works.get(A).edits[NAME].is_held


def test_holding_the_item_holds_every_edit(works: WorksRepository) -> None:
    works.stage(A, NAME, "Rye", "Bread")
    works.stage(A, SLUG, "rye", "bread")
    works.hold(A, None, is_held=True)
    assert all(edit.is_held for edit in works.get(A).edits.values())


def test_holding_one_field_leaves_the_others(works: WorksRepository) -> None:
    works.stage(A, NAME, "Rye", "Bread")
    works.stage(A, SLUG, "rye", "bread")
    works.hold(A, SLUG, is_held=True)
    assert [edit.is_held for edit in works.get(A).edits.values()] == [False, True]


def test_edits_stand_in_the_order_in_which_they_were_begun(works: WorksRepository) -> None:
    for slug in ("z", "a", "z"):
        works.stage(A, FieldSlug(slug), f"{slug} edited", None)
    assert list(works.get(A).edits) == ["z", "a"]


def test_a_new_item_is_work_without_a_server_copy(works: WorksRepository) -> None:
    change = works.create(NEW, {NAME: "Rolls"})
    work = works.get(NEW)
    assert change == ChangeSet(frozenset({NEW}), frozenset({POSTS}))
    assert (work.item, work.is_new, work.name) == (None, True, "Rolls")


def test_a_new_item_without_values_is_work_all_the_same(works: WorksRepository) -> None:
    works.create(NEW, {})
    assert [work.key for work in works.all()] == [NEW]


def test_clearing_a_field_of_a_new_item_is_kept(works: WorksRepository) -> None:
    works.create(NEW, {NAME: "Rolls"})
    works.stage(NEW, NAME, None, None)
    assert works.get(NEW).edits[NAME].value is None


def test_an_action_is_kept_and_taken_back(works: WorksRepository) -> None:
    works.set_action(A, Action.ARCHIVE)
    kept = works.get(A).action
    works.set_action(A, None)
    assert (kept, works.all()) == (Action.ARCHIVE, [])


def test_an_action_on_a_new_item_leaves_it_new(works: WorksRepository) -> None:
    works.create(NEW, {})
    works.set_action(NEW, Action.DELETE)
    assert works.get(NEW).is_new


def test_all_goes_collection_by_collection_in_the_order_of_the_first_edit(
    works: WorksRepository,
) -> None:
    works.create(local(3, AUTHORS), {})
    works.stage(key("b"), NAME, "Pie", "Cake")
    works.create(local(2, AUTHORS), {})
    works.stage(A, NAME, "Rye", "Bread")
    works.stage(key("b"), NAME, "Tart", "Cake")
    assert [work.key for work in works.all()] == [
        local(3, AUTHORS),
        local(2, AUTHORS),
        key("b"),
        A,
    ]


def test_the_count_is_of_items_in_their_locales_and_not_of_edits(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    french = key("a", locale="fr")
    ItemsRepository(connection).upsert([item(french)])
    works.stage(A, NAME, "Rye", "Bread")
    works.stage(A, SLUG, "rye", "bread")
    works.stage(french, NAME, "Pain", "Bread")
    works.create(local(1, AUTHORS), {})
    works.set_state(key("b"), SendState.UNKNOWN, "lost")
    assert works.count() == len(works.all()) == 3


def test_discarding_puts_the_values_into_the_history(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    works.stage(A, NAME, "Rye", "Bread")
    change = works.discard(A)
    [past] = HistoryRepository(connection).of(A)
    assert (past.field, past.value, past.reason) == (NAME, "Rye", "discarded")
    assert (change, works.all()) == (ChangeSet(frozenset({A})), [])


def test_discarding_a_new_item_says_that_the_collection_has_shrunk(works: WorksRepository) -> None:
    works.create(NEW, {NAME: "Rolls"})
    assert works.discard(NEW) == ChangeSet(frozenset({NEW}), frozenset({POSTS}))


def test_discarding_nothing_touches_nothing(works: WorksRepository) -> None:
    assert works.discard(A) == ChangeSet()


def test_dropping_the_last_edit_ends_the_work(works: WorksRepository) -> None:
    works.stage(A, NAME, "Rye", "Bread")
    works.drop_field(A, NAME)
    assert works.all() == []


def test_dropping_an_edit_that_is_not_there_changes_nothing(works: WorksRepository) -> None:
    works.drop_field(A, NAME)
    assert works.get(A) == Work(A, item("a"))


def test_edits_of_an_item_that_webflow_deleted_stay(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    works.stage(A, NAME, "Rye", "Bread")
    ItemsRepository(connection).delete([A])
    work = works.get(A)
    assert (work.item, work.name) == (None, "Rye")
