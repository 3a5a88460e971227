"""How often the disk is asked. What a batch does for each of its items must not grow unnoticed."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.unit.store.samples import collection, field, item, key
from wfdesk.domain.edits import SendState
from wfdesk.domain.ids import NAME
from wfdesk.domain.journal import Entry, Verb
from wfdesk.store.acknowledge import acknowledge
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.items import ItemsRepository
from wfdesk.store.journal import JournalRepository
from wfdesk.store.works import WorksRepository

A = key("a")

Count = Callable[[], int]


@pytest.fixture
def works(connection: sqlite3.Connection) -> WorksRepository:
    CollectionsRepository(connection).put(collection("posts", field("name"), field("slug")))
    ItemsRepository(connection).upsert([item("a")])
    return WorksRepository(connection)


@contextmanager
def counted(connection: sqlite3.Connection) -> Iterator[Count]:
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    yield lambda: len(asked)
    connection.set_trace_callback(None)


def test_an_item_with_work_on_it_is_read_in_two_statements(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    works.stage(A, NAME, "Rye", "Bread")
    with counted(connection) as count:
        works.get(A)
        assert count() <= 2


def test_an_edit_takes_a_dozen_statements(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    with counted(connection) as count:
        works.stage(A, NAME, "Rye", "Bread")
        assert count() <= 12


def test_an_answer_takes_less_than_twenty_statements(
    connection: sqlite3.Connection, works: WorksRepository
) -> None:
    works.stage(A, NAME, "Rye", "Bread")
    works.set_state(A, SendState.SENDING, "")
    entry = JournalRepository(connection).write([Entry(0, "b", Verb.UPDATE, A, {NAME: "Rye"}, {})])
    with counted(connection) as count:
        acknowledge(connection, entry[0], item("a", "Rye"))
        assert count() <= 18
