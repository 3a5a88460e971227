"""Acknowledging a new item that was found after its answer was lost."""

import sqlite3

import pytest

from tests.unit.store.samples import AUTHORS, collection, field, item, key
from tests.unit.store.test_acknowledge import MADE, NEW, send
from wfdesk.domain.edits import SendState
from wfdesk.domain.ids import NAME, FieldSlug
from wfdesk.domain.journal import Verb
from wfdesk.domain.schema import FieldType
from wfdesk.domain.tables import Query
from wfdesk.store.acknowledge import acknowledge
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.history import HistoryRepository
from wfdesk.store.journal import JournalRepository
from wfdesk.store.tables import TablesRepository
from wfdesk.store.works import WorksRepository

BODY = FieldSlug("body")
SENT = '<p>See <a href="https://a.example">here</a></p>'
THEIRS = '<p>See <a href="https://theirs.example">here</a></p>'


@pytest.fixture
def with_body(connection: sqlite3.Connection) -> WorksRepository:
    """A new author with a text on the way, and another link in it since."""
    fields = field("name"), field("slug"), field("body", FieldType.RICH_TEXT)
    CollectionsRepository(connection).put(collection("authors", *fields))
    works = WorksRepository(connection)
    works.create(NEW, {NAME: "Ann", BODY: SENT})
    return works


@pytest.mark.parametrize("is_found", [False, True])
def test_a_colleagues_hand_on_a_new_item_is_in_conflict_where_it_was_found_later(
    with_body: WorksRepository, connection: sqlite3.Connection, is_found: bool
) -> None:
    """What Webflow answers at once is its own spelling of what was sent."""
    entry = send(connection, Verb.CREATE, NEW, name="Ann", slug="ann", body=SENT)
    with_body.stage(NEW, BODY, SENT.replace("here", "there"), None)
    acknowledge(connection, [(entry, item(MADE, "Ann", body=THEIRS))], is_found=is_found)
    work = with_body.get(MADE)
    assert work.conflicts == ({BODY: THEIRS} if is_found else {})
    assert work.edits[BODY].base == (SENT if is_found else THEIRS)


@pytest.mark.parametrize("held", [THEIRS, None])
def test_what_two_attempts_said_otherwise_than_webflow_is_in_conflict(
    with_body: WorksRepository, connection: sqlite3.Connection, held: str | None
) -> None:
    """Nobody knows which of them arrived, nor whether a colleague was there."""
    send(connection, Verb.CREATE, NEW, name="Ann", slug="ann", body="<p>First</p>")
    entry = send(connection, Verb.CREATE, NEW, name="Ann", slug="ann", body=SENT)
    acknowledge(connection, [(entry, item(MADE, "Ann", body=held))], is_found=True)
    assert with_body.get(MADE).conflicts == {BODY: held}


def test_what_webflow_has_of_an_earlier_attempt_is_no_conflict(
    with_body: WorksRepository, connection: sqlite3.Connection
) -> None:
    first = "<p>First</p>"
    send(connection, Verb.CREATE, NEW, name="Ann", slug="ann", body=first)
    entry = send(connection, Verb.CREATE, NEW, name="Ann", slug="ann", body=SENT)
    acknowledge(connection, [(entry, item(MADE, "Ann", body=first))], is_found=True)
    work = with_body.get(MADE)
    assert (work.conflicts, work.edits[BODY].base) == ({}, first)


def test_a_switch_that_webflow_leaves_out_is_off(connection: sqlite3.Connection) -> None:
    fields = field("name"), field("slug"), field("on", FieldType.SWITCH)
    CollectionsRepository(connection).put(collection("authors", *fields))
    works, on = WorksRepository(connection), FieldSlug("on")
    works.create(NEW, {NAME: "Ann", on: False})
    entry = send(connection, Verb.CREATE, NEW, name="Ann", slug="ann", on=False)
    works.stage(NEW, on, True, None)
    acknowledge(connection, [(entry, item(MADE, "Ann"))], is_found=True)
    assert (works.get(MADE).state, works.get(MADE).conflicts) == (SendState.SAVED, {})


def test_what_was_refused_was_never_there(
    with_body: WorksRepository, connection: sqlite3.Connection
) -> None:
    """So it was the other attempt that arrived, and a colleague who has written since."""
    first = send(connection, Verb.CREATE, NEW, name="Ann", slug="ann")
    JournalRepository(connection).mark([first.id], SendState.REFUSED, "Not so.")
    entry = send(connection, Verb.CREATE, NEW, name="Ann", slug="ann", body=SENT)
    acknowledge(connection, [(entry, item(MADE, "Ann"))], is_found=True)
    assert BODY not in with_body.get(MADE).edits
    kept = HistoryRepository(connection).of(MADE)
    assert [each.value for each in kept if each.field == BODY] == [SENT]


def test_a_field_that_only_an_earlier_attempt_sent_starts_from_that(
    with_body: WorksRepository, connection: sqlite3.Connection
) -> None:
    """It was held back from the later one."""
    first = "<p>First</p>"
    send(connection, Verb.CREATE, NEW, name="Ann", slug="ann", body=first)
    entry = send(connection, Verb.CREATE, NEW, name="Ann", slug="ann")
    acknowledge(connection, [(entry, item(MADE, "Ann", body=first))], is_found=True)
    work = with_body.get(MADE)
    assert (work.conflicts, work.edits[BODY].base) == ({}, first)


def test_a_new_item_that_is_there_twice_stays_the_one_it_is(
    with_body: WorksRepository, connection: sqlite3.Connection
) -> None:
    first = send(connection, Verb.CREATE, NEW, name="Ann", slug="ann", body=SENT)
    other = send(connection, Verb.CREATE, NEW, name="Ann", slug="ann-2", body=SENT)
    acknowledge(connection, [(first, item(MADE, "Ann", body=SENT))], is_found=True)
    with_body.stage(MADE, BODY, "<p>Since</p>", SENT)
    twin = key("twin", AUTHORS)
    acknowledge(connection, [(other, item(twin, "Ann", body=SENT))], is_found=True)
    assert with_body.get(NEW).key == MADE
    assert with_body.get(MADE).edits[BODY].value == "<p>Since</p>"
    assert with_body.get(twin).is_empty
    shown = TablesRepository(connection).find_keys(AUTHORS, MADE.locale, Query())
    assert set(shown) == {MADE, twin}


@pytest.mark.parametrize("is_found", [False, True])
def test_what_its_field_took_along_stays_in_its_edit(
    with_body: WorksRepository, connection: sqlite3.Connection, is_found: bool
) -> None:
    """The field is gone since it was sent: nobody else has what stood in it."""
    entry = send(connection, Verb.CREATE, NEW, name="Ann", slug="ann", body=SENT)
    gone = collection("authors", field("name"), field("slug"))
    CollectionsRepository(connection).put(gone)
    acknowledge(connection, [(entry, item(MADE, "Ann"))], is_found=is_found)
    work = with_body.get(MADE)
    assert (work.edits[BODY].value, work.conflicts) == (SENT, {})
    assert NAME not in work.edits
