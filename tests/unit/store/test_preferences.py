import sqlite3

from wfdesk.store.preferences import PreferencesRepository


def test_a_preference_is_read_back_as_it_was_put(connection: sqlite3.Connection) -> None:
    preferences = PreferencesRepository(connection)
    preferences.put("columns", {"posts": ["name", 120, None]})
    assert preferences.get("columns") == {"posts": ["name", 120, None]}


def test_a_preference_is_replaced(connection: sqlite3.Connection) -> None:
    preferences = PreferencesRepository(connection)
    preferences.put("theme", "light")
    preferences.put("theme", "dark")
    assert preferences.get("theme") == "dark"


def test_a_preference_never_put_is_none(connection: sqlite3.Connection) -> None:
    assert PreferencesRepository(connection).get("theme") is None


def test_a_damaged_preference_is_forgotten(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO preferences VALUES ('theme', '{garbage')")
    assert PreferencesRepository(connection).get("theme") is None
