import sqlite3
from decimal import Decimal

import pytest
from msgspec.structs import replace

from tests.unit.store.samples import PRICE, item, key, local
from wfdesk.domain.edits import ANSWER_LOST, SendState
from wfdesk.domain.ids import NAME
from wfdesk.domain.journal import DOUBTFUL, Entry, Verb
from wfdesk.store.items import ItemsRepository
from wfdesk.store.journal import JournalRepository
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.works import WorksRepository

A, B = key("a"), key("b")
ENTRY = Entry(0, "batch", Verb.UPDATE, A, {PRICE: Decimal("1.10")}, {PRICE: 1}, True, False)


@pytest.fixture
def journal(connection: sqlite3.Connection) -> JournalRepository:
    ItemsRepository(connection).upsert([item("a"), item("b")])
    return JournalRepository(connection)


def test_an_entry_is_read_back_as_it_was_written(journal: JournalRepository) -> None:
    [written] = journal.write([ENTRY])
    [read] = journal.recent(5)
    assert written == replace(ENTRY, id=1, state=SendState.SENDING)
    assert read == replace(written, updated_at=read.updated_at)
    assert str(read.fields[PRICE]) == "1.10"


def test_flags_that_were_not_sent_are_read_back_as_none(journal: JournalRepository) -> None:
    journal.write([replace(ENTRY, is_draft=None, is_archived=None)])
    [read] = journal.recent(1)
    assert (read.is_draft, read.is_archived) == (None, None)


@pytest.mark.parametrize("reason", sorted(DOUBTFUL))
def test_a_new_item_that_may_have_been_made_after_all_is_looked_for_before_it_is_sent_again(
    journal: JournalRepository, reason: str
) -> None:
    [written] = journal.write([replace(ENTRY, verb=Verb.CREATE)])
    journal.mark([written.id], SendState.SAVED, reason)
    assert [entry.id for entry in journal.not_stored()] == [written.id]


def test_entries_have_numbers_of_their_own(journal: JournalRepository) -> None:
    assert [entry.id for entry in journal.write([ENTRY, ENTRY])] == [1, 2]


@pytest.mark.parametrize("state", list(SendState))
def test_only_sending_and_unknown_are_unfinished(
    journal: JournalRepository, state: SendState
) -> None:
    [written] = journal.write([ENTRY])
    journal.mark([written.id], state, "because")
    is_unfinished = state in {SendState.SENDING, SendState.UNKNOWN}
    assert [entry.id for entry in journal.unfinished()] == [1] * is_unfinished
    assert journal.recent(1)[0].reason == "because"


def test_recent_entries_come_newest_first(journal: JournalRepository) -> None:
    journal.write([ENTRY, ENTRY, ENTRY])
    assert [entry.id for entry in journal.recent(2)] == [3, 2]


def test_the_entries_of_an_item_are_there_from_before_it_had_its_id(
    journal: JournalRepository, connection: sqlite3.Connection
) -> None:
    LocalIdsRepository(connection).put(local(1).item, A.item)
    journal.write([replace(ENTRY, verb=Verb.CREATE, key=local(1)), ENTRY, replace(ENTRY, key=B)])
    assert [entry.id for entry in journal.of(A.item, 5)] == [2, 1]
    assert [entry.id for entry in journal.of(B.item, 5)] == [3]


def test_what_was_being_sent_is_unknown_after_a_start(
    journal: JournalRepository, connection: sqlite3.Connection
) -> None:
    works = WorksRepository(connection)
    works.stage(A, NAME, "Rye", "Bread")
    works.set_state(A, SendState.SENDING, "")
    journal.write([ENTRY])
    change = journal.interrupt()
    work = works.get(A)
    assert change.items == {A}
    assert (work.state, work.reason) == (SendState.UNKNOWN, ANSWER_LOST)
    assert [entry.state for entry in journal.unfinished()] == [SendState.UNKNOWN]


def test_what_waited_for_its_turn_is_saved_after_a_start(
    journal: JournalRepository, connection: sqlite3.Connection
) -> None:
    works = WorksRepository(connection)
    works.stage(A, NAME, "Rye", "Bread")
    works.set_state(A, SendState.QUEUED, "Pause.")
    journal.interrupt()
    assert (works.get(A).state, works.get(A).reason) == (SendState.SAVED, "")


def test_a_state_that_the_journal_knows_nothing_of_does_not_last_for_ever(
    journal: JournalRepository, connection: sqlite3.Connection
) -> None:
    works = WorksRepository(connection)
    works.stage(A, NAME, "Rye", "Bread")
    works.set_state(A, SendState.UNKNOWN, "Lost.")
    journal.interrupt()
    assert works.get(A).state is SendState.SAVED


def test_an_unknown_keeps_its_reason_over_starts(
    journal: JournalRepository, connection: sqlite3.Connection
) -> None:
    [written] = journal.write([ENTRY])
    journal.mark([written.id], SendState.UNKNOWN, "Timed out.")
    journal.interrupt()
    journal.interrupt()
    assert WorksRepository(connection).get(A).reason == "Timed out."


def test_finished_entries_are_forgotten_after_ninety_days(
    journal: JournalRepository, connection: sqlite3.Connection
) -> None:
    journal.write([ENTRY, ENTRY])
    journal.mark([1], SendState.ACKNOWLEDGED, "")
    connection.execute("UPDATE journal SET updated_at = 0")
    journal.write([ENTRY])
    assert [entry.id for entry in journal.recent(5)] == [3, 2]
