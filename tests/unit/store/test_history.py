import sqlite3
from datetime import UTC, datetime, timedelta

from tests.unit.store.samples import key
from wfdesk.domain.ids import NAME, SLUG
from wfdesk.store.history import HistoryRepository

A, B = key("a"), key("b")


def test_what_was_given_up_comes_newest_first(connection: sqlite3.Connection) -> None:
    history = HistoryRepository(connection)
    history.keep(A, NAME, "Rye", "discarded")
    history.keep(B, NAME, "Pie", "discarded")
    history.keep(A, SLUG, ["rye"], "theirs was taken")
    assert [(past.field, past.value) for past in history.of(A)] == [(SLUG, ["rye"]), (NAME, "Rye")]


def test_the_latest_are_of_any_item(connection: sqlite3.Connection) -> None:
    history = HistoryRepository(connection)
    for at, value in ((A, 1), (B, 2), (A, 3)):
        history.keep(at, NAME, value, "discarded")
    assert [(past.key, past.value) for past in history.latest(2)] == [(A, 3), (B, 2)]


def test_it_is_known_when_a_value_was_given_up(connection: sqlite3.Connection) -> None:
    history = HistoryRepository(connection)
    history.keep(A, NAME, "Rye", "discarded")
    [past] = history.of(A)
    assert past.at is not None
    assert abs(datetime.now(UTC) - past.at) < timedelta(minutes=1)


def test_a_value_is_kept_for_thirty_days(connection: sqlite3.Connection) -> None:
    history = HistoryRepository(connection)
    day = 24 * 60 * 60 * 1000
    for value, days in (("old", 31), ("young", 29)):
        history.keep(A, NAME, value, "discarded")
        connection.execute(
            "UPDATE history SET at = at - ? WHERE value = ?", (days * day, f'"{value}"')
        )
    history.keep(B, NAME, "Pie", "discarded")
    assert [past.value for past in history.of(A)] == ["young"]
