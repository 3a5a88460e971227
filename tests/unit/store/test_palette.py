import sqlite3
from datetime import timedelta

from tests.unit.store.samples import AUTHORS, NOON, POSTS, item, key
from wfdesk.domain.ids import NO_LOCALE, FieldSlug, LocaleId
from wfdesk.domain.items import Item
from wfdesk.store.items import ItemsRepository
from wfdesk.store.palette import colours_of

ACCENT = FieldSlug("accent")


def coloured(name: str, accent: object, collection=POSTS) -> Item:
    there = key(name)
    return Item(type(there)(collection, there.item), {ACCENT: accent})


def test_the_most_used_colour_comes_first_whatever_its_spelling(
    connection: sqlite3.Connection,
) -> None:
    ItemsRepository(connection).upsert(
        [
            coloured("a", "#ABCDEF"),
            coloured("b", " #abcdef "),
            coloured("c", "Tomato"),
            coloured("d", "#123", AUTHORS),
        ]
    )
    fields = [(POSTS, ACCENT), (AUTHORS, ACCENT)]
    assert colours_of(connection, fields, 9) == ("#ABCDEF", "#123", "Tomato")
    assert colours_of(connection, fields, 1) == ("#ABCDEF",)
    assert colours_of(connection, [(AUTHORS, ACCENT)], 9) == ("#123",)


def test_what_is_no_colour_is_left_out(connection: sqlite3.Connection) -> None:
    odd: list[object] = [None, "", 7, ["#fff"], "x" * 100]
    ItemsRepository(connection).upsert(
        [coloured(str(place), value) for place, value in enumerate(odd)]
    )
    assert colours_of(connection, [(POSTS, ACCENT)], 9) == ()
    assert colours_of(connection, [], 9) == ()


def test_the_last_refresh_of_some_collections_is_known(connection: sqlite3.Connection) -> None:
    items = ItemsRepository(connection)
    assert items.last_refreshed([POSTS, AUTHORS]) is None
    items.set_refreshed(POSTS, NO_LOCALE, NOON, None)
    items.set_refreshed(AUTHORS, LocaleId("de"), NOON + timedelta(hours=1), None)
    assert items.last_refreshed([POSTS, AUTHORS]) == NOON + timedelta(hours=1)
    assert items.last_refreshed([POSTS]) == NOON
    assert items.last_refreshed([]) is None


def test_an_item_is_not_counted_for_another_field(connection: sqlite3.Connection) -> None:
    ItemsRepository(connection).upsert([item("a")])
    assert colours_of(connection, [(POSTS, ACCENT)], 9) == ()
