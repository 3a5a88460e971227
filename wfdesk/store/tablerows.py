"""What tables show of each item: its values with the edits laid over, made ready to be searched.

Derived from items, works and edits, by whoever writes one of them; the source of nothing. It is
narrow and lies on disk collection by collection, so that 100,000 rows are filtered and sorted
without reading any body of text.
"""

import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec.structs import replace

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import Action, Work
from wfdesk.domain.ids import NAME, SLUG, FieldSlug, ItemKey, is_local
from wfdesk.domain.items import Item, ItemStatus
from wfdesk.domain.values import Value
from wfdesk.store.json import encode
from wfdesk.store.moments import to_ms
from wfdesk.store.unsent import place_of

RANKS = {status: rank for rank, status in enumerate(ItemStatus)}
"""Statuses as the table keeps them, in the order in which it sorts them."""
_GONE = len(RANKS)
"""Behind all others, and found by none of them: Webflow has the item no more."""

_LONGEST_SEARCHED = 500
"""Characters of a value that searching looks at; longer ones are bodies of text."""
_LONGEST_SORTED = 80
_MACHINE_ID = re.compile(r"[0-9a-f]{24,40}")
"""Ids of items, choices and files. Nobody looks for them, and they hold words such as 'bad'."""
_TAG = re.compile(r"<[^>]*>")


def show(
    connection: sqlite3.Connection, key: ItemKey, item: Item | None, work: Work | None
) -> ChangeSet:
    """Bring the item's row in line with its server copy and its unsent work."""
    shown = replace(work, item=item) if work else Work(key, item)
    was_there = connection.execute(
        "SELECT 1 FROM table_rows"
        " WHERE collection = :collection AND item = :item AND locale = :locale",
        place_of(key),
    ).fetchone()
    is_there = item is not None or not shown.is_empty
    if is_there:
        _put(connection, shown)
    elif was_there:
        connection.execute(
            "DELETE FROM table_rows"
            " WHERE collection = :collection AND item = :item AND locale = :locale",
            place_of(key),
        )
    has_grown_or_shrunk = bool(was_there) != is_there
    collections = frozenset({key.collection}) if has_grown_or_shrunk else frozenset()
    return ChangeSet(frozenset({key}), collections)


def searchable(text: str) -> str:
    """The text as it is compared: whatever its case and however its accents are spelled."""
    return unicodedata.normalize("NFC", text).casefold()


def sortable(text: str) -> str:
    """The text as it is put in order: accents do not send a word behind z."""
    if text.isascii():
        return text.casefold()
    letters = unicodedata.normalize("NFD", text)
    return "".join(each for each in letters if not unicodedata.combining(each)).casefold()


def sortable_name(name: str) -> str | None:
    """By what items are found and put in order that are called so; None without a name."""
    return sortable(name[:_LONGEST_SORTED]) or None


def _put(connection: sqlite3.Connection, work: Work) -> None:
    fields = work.fields
    connection.execute(
        "INSERT OR REPLACE INTO table_rows VALUES (:collection, :locale, :item, :title, :name,"
        " :slug, :search_text, :status, :updated, :is_unsent, :sorts)",
        {
            **place_of(work.key),
            "title": work.name,
            "name": sortable_name(work.name),
            "slug": sortable(str(fields.get(SLUG) or "")) or None,
            "search_text": "\n".join(_searched(fields)),
            "status": _GONE if work.is_gone else RANKS[_status(work)],
            "updated": to_ms(work.item.last_updated) if work.item else None,
            "is_unsent": not work.is_empty,
            "sorts": encode(dict(_sorted_by(fields))),
        },
    )


def _status(work: Work) -> ItemStatus:
    """The status the item has, or will have once a pending move to or from the archive is sent."""
    item = work.item
    if item is None:
        return ItemStatus.DRAFT
    match work.action:
        case Action.ARCHIVE:
            return replace(item, is_archived=True).status
        case Action.UNARCHIVE:
            return replace(item, is_archived=False).status
        case _:
            return item.status


def _searched(fields: Mapping[FieldSlug, Value]) -> Iterator[str]:
    for value in fields.values():
        if isinstance(value, str) and len(value) <= _LONGEST_SEARCHED and not _is_id(value):
            yield searchable(_TAG.sub(" ", value) if value.startswith("<") else value)


def _sorted_by(fields: Mapping[FieldSlug, Value]) -> Iterator[tuple[FieldSlug, Value]]:
    for slug, value in fields.items():
        if isinstance(value, str) and value and slug not in {NAME, SLUG}:
            yield slug, sortable(value[:_LONGEST_SORTED])
        elif isinstance(value, int | Decimal):
            yield slug, value


def _is_id(text: str) -> bool:
    return is_local(text) or _MACHINE_ID.fullmatch(text) is not None
