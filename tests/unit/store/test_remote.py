"""What Webflow was found to have, and what that makes of the edits that lie here."""

import sqlite3

import pytest
from msgspec.structs import replace

from tests.unit.store.samples import AUTHOR, POSTS, SITE, collection, field, item, key
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import BOTH_CHANGED, GONE, Action, Edit, SendState, Stance
from wfdesk.domain.ids import NAME, SLUG, FieldSlug
from wfdesk.domain.items import ItemStatus
from wfdesk.domain.schema import FieldType
from wfdesk.domain.tables import Query
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.history import HistoryRepository
from wfdesk.store.items import ItemsRepository
from wfdesk.store.journal import JournalRepository
from wfdesk.store.lastcopies import LastCopiesRepository
from wfdesk.store.remote import compare_all, take_in, take_out
from wfdesk.store.tables import TablesRepository
from wfdesk.store.works import WorksRepository

A = key("a")
TRAVELLING = [SendState.QUEUED, SendState.SENDING, SendState.UNKNOWN]


@pytest.fixture
def works(connection: sqlite3.Connection) -> WorksRepository:
    """An edit of the name, made when Webflow had Bread."""
    fields = [field(NAME), field(SLUG), field(AUTHOR)]
    CollectionsRepository(connection).put(collection("posts", *fields))
    take_in(connection, [item("a")])
    works = WorksRepository(connection)
    works.stage(A, NAME, "Rye", "Bread")
    return works


def states(works: WorksRepository) -> tuple[SendState, dict[str, object]]:
    work = works.get(A)
    return work.state, dict(work.conflicts)


def test_a_change_of_another_field_leaves_the_edit_as_it_is(works, connection) -> None:
    before = works.get(A).edits
    take_in(connection, [item("a", author="Ann")])
    assert works.get(A).edits == before
    assert states(works) == (SendState.SAVED, {})


def test_another_value_of_the_same_field_is_a_conflict_at_once(works, connection) -> None:
    change = take_in(connection, [item("a", "Roggen")])
    assert A in change.items
    assert states(works) == (SendState.CONFLICT, {NAME: "Roggen"})
    assert (works.get(A).reason, works.get(A).edits[NAME].value) == (BOTH_CHANGED, "Rye")


def test_the_same_value_leaves_nothing_to_send(works, connection) -> None:
    change = take_in(connection, [item("a", "Rye")])
    assert A in change.items
    assert works.all() == []
    shown = connection.execute("SELECT title, is_unsent FROM table_rows").fetchall()
    assert [tuple(row) for row in shown] == [("Rye", 0)]


def test_a_conflict_follows_the_newest_value(works, connection) -> None:
    take_in(connection, [item("a", "Roggen")])
    take_in(connection, [item("a", "Segale")])
    assert states(works) == (SendState.CONFLICT, {NAME: "Segale"})


@pytest.mark.parametrize(("theirs", "is_left"), [("Bread", True), ("Rye", False)])
def test_a_conflict_that_is_none_any_more_dissolves(works, connection, theirs, is_left) -> None:
    take_in(connection, [item("a", "Roggen")])
    take_in(connection, [item("a", theirs)])
    assert states(works) == (SendState.SAVED, {})
    assert bool(works.get(A).edits) is is_left


def test_of_two_conflicts_one_may_dissolve(works, connection) -> None:
    works.stage(A, AUTHOR, "Ben", None)
    take_in(connection, [item("a", "Roggen", author="Ann")])
    take_in(connection, [item("a", "Roggen")])
    assert states(works) == (SendState.CONFLICT, {NAME: "Roggen"})


@pytest.mark.parametrize("theirs", ["zero\none\n", "zero\none\nmine\n"])
def test_what_can_be_merged_stays_an_edit_until_it_is_sent(works, connection, theirs) -> None:
    """Also where Webflow has all of it: who is typing on it has not seen the rest."""
    fields = [field(NAME), field(SLUG), field("body")]
    CollectionsRepository(connection).put(collection("posts", *fields))
    take_in(connection, [item("a", body="one\n")])
    works.stage(A, FieldSlug("body"), "one\nmine\n", "one\n")
    take_in(connection, [item("a", body=theirs)])
    edit = works.get(A).edits[FieldSlug("body")]
    assert states(works) == (SendState.SAVED, {})
    assert (edit.value, edit.base) == ("one\nmine\n", "one\n")


@pytest.mark.parametrize("state", TRAVELLING)
@pytest.mark.parametrize("theirs", ["Roggen", "Rye"])
def test_what_is_under_way_is_left_to_who_sends_it(works, connection, state, theirs) -> None:
    works.set_state(A, state, "On its way.")
    take_in(connection, [item("a", theirs)])
    work = works.get(A)
    assert (work.state, work.reason, work.conflicts) == (state, "On its way.", {})
    assert work.edits[NAME].value == "Rye"


def test_what_was_known_already_is_compared_as_well(works, connection) -> None:
    """The answer to a check may have been stored while the edit was under way."""
    works.set_state(A, SendState.SENDING, "")
    take_in(connection, [item("a", "Roggen")])
    works.set_state(A, SendState.SAVED, "")
    take_in(connection, [item("a", "Roggen")])
    assert states(works) == (SendState.CONFLICT, {NAME: "Roggen"})


def test_a_conflict_said_already_is_no_news(works, connection) -> None:
    take_in(connection, [item("a", "Roggen")])
    assert take_in(connection, [item("a", "Roggen")]) == ChangeSet()


def test_writing_on_settles_no_conflict_that_was_not_looked_at(works, connection) -> None:
    take_in(connection, [item("a", "Roggen")])
    works.stage(A, NAME, "Rye bread", "Roggen")
    assert states(works) == (SendState.CONFLICT, {NAME: "Roggen"})
    assert works.get(A).edits[NAME].base == "Bread"


def written_over(works, connection) -> None:
    """The user wrote over what a colleague had written and was put in, and did not see it."""
    take_in(connection, [item("a", "Roggen")])
    works.set_stance(A, NAME, Stance(Edit(NAME, "Rye", "Roggen"), ("Roggen",)))


def test_what_was_written_over_unseen_stays_in_conflict_until_it_is_decided(
    works, connection
) -> None:
    written_over(works, connection)
    take_in(connection, [item("a", "Roggen", author="Ann")])
    assert states(works) == (SendState.CONFLICT, {NAME: "Roggen"})
    works.stage(A, NAME, "Rye bread", "Roggen")
    assert states(works) == (SendState.CONFLICT, {NAME: "Roggen"})
    works.write_third(A, NAME, "Both")
    assert states(works) == (SendState.SAVED, {})
    assert works.get(A).edits[NAME] == Edit(NAME, "Both", "Roggen")


def test_what_was_written_over_unseen_is_in_conflict_with_whatever_they_write_next(
    works, connection
) -> None:
    written_over(works, connection)
    for theirs in ("Segale", "Bread"):
        take_in(connection, [item("a", theirs)])
        assert states(works) == (SendState.CONFLICT, {NAME: theirs})


def test_what_was_written_over_unseen_is_no_conflict_when_they_write_the_same(
    works, connection
) -> None:
    written_over(works, connection)
    take_in(connection, [item("a", "Rye")])
    assert works.all() == []


@pytest.mark.parametrize("state", TRAVELLING)
def test_what_is_undone_while_the_item_travels_is_in_conflict_again(
    works, connection, state
) -> None:
    take_in(connection, [item("a", "Roggen")])
    stance = works.get(A).stance(NAME)
    works.resolve_conflict(A, NAME, "mine")
    works.set_state(A, state, "On its way.")
    works.set_stance(A, NAME, stance)
    works.set_state(A, SendState.SAVED, "")
    works.compare(A)
    assert states(works) == (SendState.CONFLICT, {NAME: "Roggen"})


@pytest.mark.parametrize("state", list(SendState))
def test_a_conflict_and_a_refusal_are_kept_wherever_the_item_goes(works, connection, state) -> None:
    written_over(works, connection)
    works.stage(A, SLUG, "rye", "roggen")
    works.stage(A, AUTHOR, "Ann", None)
    works.set_state(A, SendState.REFUSED, "No.", refused_fields={SLUG: "Taken."})

    works.set_sending(A, [AUTHOR])
    works.set_state(A, state, "Whatever.")

    work = works.get(A)
    assert (work.conflicts, work.refused_fields) == ({NAME: "Roggen"}, {SLUG: "Taken."})
    works.set_state(A, SendState.SAVED, "")
    works.compare(A)
    assert works.get(A).state is SendState.CONFLICT
    works.resolve_conflict(A, NAME, "theirs")
    assert (works.get(A).state, works.get(A).reason) == (
        SendState.REFUSED,
        "Webflow refused this. Slug: Taken.",
    )


def test_what_is_sent_again_is_refused_no_more(works) -> None:
    works.set_state(A, SendState.REFUSED, "No.", refused_fields={NAME: "Too long."})
    works.set_sending(A, [NAME])
    assert works.get(A).refused_fields == {}


def test_a_start_finds_the_conflict_of_what_waited_for_its_turn(works, connection) -> None:
    written_over(works, connection)
    works.set_state(A, SendState.QUEUED, "Pause.")
    change = JournalRepository(connection).interrupt()
    assert states(works) == (SendState.CONFLICT, {NAME: "Roggen"})
    assert A in change.items


def test_what_a_colleague_wrote_after_that_is_a_conflict_again(works, connection) -> None:
    take_in(connection, [item("a", "Roggen")])
    works.resolve_conflict(A, NAME, "mine")
    take_in(connection, [item("a", "Segale")])
    assert states(works) == (SendState.CONFLICT, {NAME: "Segale"})


def test_an_edit_taken_back_takes_its_conflict_along(works, connection) -> None:
    take_in(connection, [item("a", "Roggen")])
    works.stage(A, AUTHOR, "Ben", None)
    works.drop_field(A, NAME)
    assert states(works) == (SendState.SAVED, {})


def test_a_refusal_outlives_the_conflict_of_another_field(works, connection) -> None:
    works.stage(A, SLUG, "rye", "bread")
    works.set_state(A, SendState.REFUSED, "No.", refused_fields={SLUG: "Taken."})
    take_in(connection, [item("a", "Roggen", slug="bread")])
    assert states(works) == (SendState.CONFLICT, {NAME: "Roggen"})
    take_in(connection, [item("a", "Bread")])
    work = works.get(A)
    assert (work.state, work.refused_fields) == (SendState.REFUSED, {SLUG: "Taken."})
    assert work.reason == "Webflow refused this. Slug: Taken."


def test_an_item_where_it_was_to_go_is_marked_no_more(works, connection) -> None:
    works.drop_field(A, NAME)
    works.set_action(A, Action.ARCHIVE)
    take_in(connection, [replace(item("a"), is_archived=True)])
    assert works.all() == []


def test_an_item_deleted_in_webflow_is_shown_with_its_last_values(works, connection) -> None:
    take_out(connection, [A])
    work = works.get(A)
    assert (work.is_gone, work.state, work.reason) == (True, SendState.CONFLICT, GONE)
    assert work.item == item("a")
    assert ItemsRepository(connection).ids(POSTS, A.locale) == set()
    titles = connection.execute("SELECT title, is_unsent FROM table_rows").fetchall()
    assert [tuple(row) for row in titles] == [("Rye", 1)]


def test_an_item_deleted_in_webflow_is_not_counted_nor_found_by_its_status(
    works, connection
) -> None:
    tables = TablesRepository(connection)
    take_in(connection, [item("b")])
    take_out(connection, [A])
    published = Query(statuses=frozenset({ItemStatus.PUBLISHED}))
    assert list(tables.find_keys(POSTS, A.locale, published)) == [key("b")]
    assert (tables.count(POSTS, A.locale), tables.counts([A.locale])) == (1, {POSTS: 1})
    assert tables.count_gone([A.locale]) == {POSTS: 1}
    assert tables.gone(POSTS, A.locale) == {A.item}


def test_an_item_deleted_in_webflow_without_edits_is_gone(works, connection) -> None:
    works.discard(A)
    take_out(connection, [A])
    assert works.find(A) is None
    assert not LastCopiesRepository(connection).has(A)


def test_giving_up_the_edits_of_a_deleted_item_leaves_nothing(works, connection) -> None:
    take_out(connection, [A])
    works.discard(A)
    assert works.find(A) is None
    assert not LastCopiesRepository(connection).has(A)
    assert connection.execute("SELECT count(*) FROM table_rows").fetchone()[0] == 0


def test_an_item_that_is_there_again_is_like_any_other(works, connection) -> None:
    take_out(connection, [A])
    take_in(connection, [item("a", author="Ann")])
    work = works.get(A)
    assert (work.is_gone, work.item, states(works)) == (
        False,
        item("a", author="Ann"),
        (SendState.SAVED, {}),
    )
    assert not LastCopiesRepository(connection).has(A)


def test_what_was_to_be_deleted_and_is_gone_leaves_nothing_to_do(works, connection) -> None:
    works.set_action(A, Action.DELETE)
    take_out(connection, [A])
    assert works.find(A) is None
    assert {past.value for past in HistoryRepository(connection).of(A)} == {"Rye", "bread"}


@pytest.mark.parametrize("state", TRAVELLING)
def test_a_deletion_does_not_touch_what_is_under_way(works, connection, state) -> None:
    works.set_action(A, Action.DELETE)
    works.set_state(A, state, "On its way.")
    take_out(connection, [A])
    work = works.get(A)
    assert (work.state, work.is_gone, work.edits[NAME].value) == (state, True, "Rye")


def test_a_last_copy_that_damage_has_touched_is_not_shown(works, connection) -> None:
    take_out(connection, [A])
    connection.execute("UPDATE last_copies SET copy = replace(copy, 'Bread', 'Broad')")
    work = works.get(A)
    assert (work.is_gone, work.item, work.edits[NAME].value) == (True, None, "Rye")


def test_the_copies_of_a_forgotten_collection_are_forgotten(works, connection) -> None:
    take_out(connection, [A])
    CollectionsRepository(connection).replace_all(SITE, [])
    assert not LastCopiesRepository(connection).has(A)
    assert works.get(A).edits[NAME].value == "Rye"


def test_a_field_that_is_gone_has_no_conflict_until_it_is_back(works, connection) -> None:
    take_in(connection, [item("a", "Roggen")])
    known = CollectionsRepository(connection).get(POSTS)
    CollectionsRepository(connection).put(collection("posts", field(SLUG), field(AUTHOR)))
    assert A in compare_all(connection, POSTS).items
    assert states(works) == (SendState.SAVED, {})
    assert works.get(A).edits[NAME].value == "Rye"
    CollectionsRepository(connection).put(known)
    compare_all(connection, POSTS)
    assert states(works) == (SendState.CONFLICT, {NAME: "Roggen"})


def test_a_field_of_another_type_is_compared_as_that(works, connection) -> None:
    fields = [field(NAME, FieldType.EMAIL), field(SLUG)]
    CollectionsRepository(connection).put(collection("posts", *fields))
    compare_all(connection, POSTS)
    take_in(connection, [item("a", "RYE")])
    assert works.all() == []
