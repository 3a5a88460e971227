"""Where unsent work stands, and what an edit or an answer makes of that."""

import sqlite3

import pytest

from tests.unit.store.samples import item, key, local
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import Action, Edit, SendState, Stance
from wfdesk.domain.errors import MissingItemError
from wfdesk.domain.ids import NAME, SLUG
from wfdesk.store.history import HistoryRepository
from wfdesk.store.items import ItemsRepository
from wfdesk.store.works import WorksRepository

A, NEW = key("a"), local()
IN_FLIGHT = [SendState.SENDING, SendState.UNKNOWN]


@pytest.fixture
def works(connection: sqlite3.Connection) -> WorksRepository:
    ItemsRepository(connection).upsert([item("a")])
    works = WorksRepository(connection)
    works.stage(A, NAME, "Rye", "Bread")
    works.stage(A, SLUG, "rye", "bread")
    return works


def test_a_refusal_stands_on_the_item_and_its_fields(works: WorksRepository) -> None:
    change = works.set_state(A, SendState.REFUSED, "No.", refused_fields={NAME: "Too long."})
    work = works.get(A)
    assert change == ChangeSet(frozenset({A}))
    assert (work.state, work.reason) == (SendState.REFUSED, "No.")
    assert work.refused_fields == {NAME: "Too long."}


def test_editing_one_of_two_refused_fields_leaves_the_item_refused(works: WorksRepository) -> None:
    reasons = {NAME: "Too long.", SLUG: "Taken."}
    works.set_state(A, SendState.REFUSED, "No.", refused_fields=reasons)
    works.stage(A, NAME, "R", "Bread")
    work = works.get(A)
    assert (work.state, work.reason) == (SendState.REFUSED, "No.")
    assert work.refused_fields == {SLUG: "Taken."}


def test_editing_the_last_refused_field_makes_the_item_ready(works: WorksRepository) -> None:
    works.set_state(A, SendState.REFUSED, "No.", refused_fields={NAME: "Too long."})
    works.stage(A, NAME, "R", "Bread")
    work = works.get(A)
    assert (work.state, work.reason, work.refused_fields) == (SendState.SAVED, "", {})


def test_any_edit_answers_a_refusal_that_names_no_field(works: WorksRepository) -> None:
    works.set_state(A, SendState.REFUSED, "No.")
    works.set_action(A, Action.ARCHIVE)
    assert works.get(A).state is SendState.SAVED


def test_an_edit_does_not_answer_whether_a_new_item_is_there_already(
    works: WorksRepository,
) -> None:
    """Else it would be made once more without anybody having looked."""
    works.create(NEW, {NAME: "Rye"})
    works.set_state(NEW, SendState.IN_QUESTION, "Look at it first.")
    works.stage(NEW, NAME, "Rye bread", None)
    work = works.get(NEW)
    assert (work.state, work.reason) == (SendState.IN_QUESTION, "Look at it first.")


def test_a_conflict_that_comes_back_does_not_answer_it_either(works: WorksRepository) -> None:
    works.create(NEW, {NAME: "Rye"})
    works.set_state(NEW, SendState.IN_QUESTION, "Look at it first.")
    works.set_stance(NEW, NAME, Stance(Edit(NAME, "Rye", None), ("Theirs",)))
    assert works.get(NEW).is_asked_about


def test_an_edit_leaves_the_conflict_of_another_field(works: WorksRepository) -> None:
    works.set_state(A, SendState.CONFLICT, "Both.", conflicts={SLUG: "roggen"})
    works.stage(A, NAME, "R", "Bread")
    work = works.get(A)
    assert (work.state, work.conflicts) == (SendState.CONFLICT, {SLUG: "roggen"})


def test_an_edit_never_ends_the_unknown(works: WorksRepository) -> None:
    works.set_state(A, SendState.UNKNOWN, "Lost.", refused_fields={NAME: "Too long."})
    works.stage(A, NAME, "R", "Bread")
    work = works.get(A)
    assert (work.state, work.reason, work.refused_fields) == (SendState.UNKNOWN, "Lost.", {})


@pytest.mark.parametrize("state", IN_FLIGHT)
def test_taking_back_all_edits_does_not_forget_what_is_under_way(
    works: WorksRepository, state: SendState
) -> None:
    works.set_state(A, state, "")
    works.drop_field(A, NAME)
    works.drop_field(A, SLUG)
    work = works.get(A)
    assert (work.state, work.is_empty, works.all()) == (state, True, [])


@pytest.mark.parametrize("state", IN_FLIGHT)
def test_discarding_does_not_forget_what_is_under_way(
    works: WorksRepository, state: SendState
) -> None:
    works.set_state(A, state, "")
    works.discard(A)
    work = works.get(A)
    assert (work.state, work.is_empty) == (state, True)


def test_discarding_a_new_item_under_way_takes_it_from_the_table(works: WorksRepository) -> None:
    works.create(NEW, {NAME: "Rolls"})
    works.set_state(NEW, SendState.SENDING, "")
    works.discard(NEW)
    with pytest.raises(MissingItemError):
        works.get(NEW)


def test_publishing_an_item_without_edits_is_under_way_too(works: WorksRepository) -> None:
    works.discard(A)
    works.set_state(A, SendState.SENDING, "")
    assert works.get(A).state is SendState.SENDING


def test_nothing_is_left_of_an_item_without_edits_when_its_request_is_done(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    works.discard(A)
    works.set_state(A, SendState.SENDING, "")
    works.set_state(A, SendState.SAVED, "")
    assert connection.execute("SELECT count(*) FROM works").fetchone()[0] == 0


def test_an_item_without_edits_takes_no_other_state(works: WorksRepository) -> None:
    works.discard(A)
    assert works.set_state(A, SendState.REFUSED, "No.") == ChangeSet()
    assert works.get(A).state is SendState.SAVED


def test_mine_starts_from_the_colleagues_value_from_now_on(works: WorksRepository) -> None:
    works.set_state(A, SendState.CONFLICT, "Both.", conflicts={NAME: "Roggen"})
    works.resolve_conflict(A, NAME, "mine")
    work = works.get(A)
    assert (work.edits[NAME].value, work.edits[NAME].base) == ("Rye", "Roggen")
    assert (work.state, work.conflicts) == (SendState.SAVED, {})


def test_theirs_puts_mine_into_the_history(
    works: WorksRepository, connection: sqlite3.Connection
) -> None:
    works.set_state(A, SendState.CONFLICT, "Both.", conflicts={NAME: "Roggen"})
    works.resolve_conflict(A, NAME, "theirs")
    [past] = HistoryRepository(connection).of(A)
    assert (past.value, past.reason) == ("Rye", "theirs was taken")
    assert list(works.get(A).edits) == [SLUG]


def test_a_conflict_can_be_settled_only_once(works: WorksRepository) -> None:
    works.set_state(A, SendState.CONFLICT, "Both.", conflicts={NAME: "Roggen"})
    works.resolve_conflict(A, NAME, "theirs")
    assert works.resolve_conflict(A, NAME, "mine") == ChangeSet()


def test_an_edit_without_a_conflict_is_not_settled(works: WorksRepository) -> None:
    assert works.resolve_conflict(A, NAME, "mine") == ChangeSet()


def test_one_conflict_may_be_settled_before_the_other(works: WorksRepository) -> None:
    works.set_state(A, SendState.CONFLICT, "Both.", conflicts={NAME: "Roggen", SLUG: "roggen"})
    works.resolve_conflict(A, NAME, "mine")
    work = works.get(A)
    assert (work.state, work.conflicts) == (SendState.CONFLICT, {SLUG: "roggen"})
