"""What is kept of a site's items when localization is switched on or off: the same items are called
otherwise from then on. All of it is one transaction of the caller's.

What has no locale is the primary one's, and the other way round. Secondary locales come and go
without that: nothing of them is anywhere else.
"""

import sqlite3
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import IN_FLIGHT, SendState, Work
from wfdesk.domain.history import Reason
from wfdesk.domain.ids import (
    NO_LOCALE,
    AccountId,
    CollectionId,
    ItemKey,
    LocaleId,
    SiteId,
    is_local,
)
from wfdesk.domain.schema import Collection, Site
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.history import HistoryRepository
from wfdesk.store.json import encode
from wfdesk.store.lastcopies import LastCopiesRepository
from wfdesk.store.runs import RunsRepository
from wfdesk.store.sites import SitesRepository
from wfdesk.store.unsent import UnsentRows, key_of
from wfdesk.store.works import WorksRepository

_HERE = "locale = :old AND collection IN (SELECT id FROM collections WHERE site = :site)"
_ONE_EACH = ("items", "table_rows", "refreshes")
"""Of these there is one for an item or a collection: what was read later stays."""
_ANY_NUMBER = ("history", "quarantine", "journal")
_TELLING = (*_ONE_EACH, "works", "edits", "last_copies", "run_items", "history")
"""Without a row in one of these there is none in the others. The journal is long, and not asked."""


class _Move(Struct, frozen=True):
    site: SiteId
    old: LocaleId
    new: LocaleId

    def of(self, key: ItemKey) -> ItemKey:
        return replace(key, locale=self.new)

    def as_place(self) -> dict[str, str]:
        """The move as parameters of a statement."""
        return {"site": self.site, "old": self.old, "new": self.new}


def take_in_sites(
    connection: sqlite3.Connection, account: AccountId, sites: Sequence[Site]
) -> ChangeSet:
    """Take over the account's list of sites, and have all that is kept follow to their locales.

    A run calls its items as they were planned: until it is over, a site is as it was in that.
    """
    repository, runs = SitesRepository(connection), RunsRepository(connection)
    known = {site.id: site for site in repository.all()}
    found: list[Site] = []
    for site in sites:
        before = known.get(site.id, site)
        is_too_early = before.primary_locale != site.primary_locale and runs.is_under_way(site.id)
        found.append(replace(site, locales=before.locales) if is_too_early else site)
    change = repository.replace_all(account, found)
    for site in found:
        change |= settle(connection, site.id)
    return change


def take_in_collections(
    connection: sqlite3.Connection, site: SiteId, collections: Sequence[Collection]
) -> ChangeSet:
    """Take over the site's list of collections. Of one that was forgotten, edits may have stayed
    since before its site had locales.
    """
    change = CollectionsRepository(connection).replace_all(site, collections)
    return change | settle(connection, site)


def settle(connection: sqlite3.Connection, site: SiteId) -> ChangeSet:
    """Have all that is kept of the site's items be in the locale that it is in by now.

    It is looked for each time: earlier versions have left it behind.
    """
    home, change = SitesRepository(connection).get(site), ChangeSet()
    former = [each for each in (NO_LOCALE, *home.former_locales) if home.called_now(each) != each]
    for old in former:
        change |= _follow(connection, _Move(site, old, home.called_now(old)))
    return change


def _follow(connection: sqlite3.Connection, move: _Move) -> ChangeSet:
    held = {table: _collections(connection, table, move) for table in _TELLING}
    touched = frozenset[CollectionId]().union(*held.values())
    if not touched:
        return ChangeSet()
    place, copies = move.as_place(), LastCopiesRepository(connection)
    for key in _keys(connection, ("last_copies",), move):
        copies.move(key, move.of(key))
    for table in _ONE_EACH:
        connection.execute(f"UPDATE OR IGNORE {table} SET locale = :new WHERE {_HERE}", place)
        connection.execute(f"DELETE FROM {table} WHERE {_HERE}", place)
    for table in _ANY_NUMBER:
        connection.execute(f"UPDATE {table} SET locale = :new WHERE {_HERE}", place)
    RunsRepository(connection).relocate(move.site, move.old, move.new)
    _read_anew(connection, held["items"], move.new)
    change = ChangeSet(collections=touched, has_new_structure=True)
    for key in _keys(connection, ("works", "edits"), move):
        change |= _move_work(connection, key, move.of(key))
    return change


def _move_work(connection: sqlite3.Connection, old: ItemKey, new: ItemKey) -> ChangeSet:
    """Put the unsent work under the new key. A field that is edited there too is as it is there."""
    rows, works = UnsentRows(connection), WorksRepository(connection)
    rows.begin(old, is_new=is_local(old.item))  # its row may be lost
    moved, there = rows.find(old), rows.find(new)
    rows.drop_edits(old)
    rows.move(old, new)
    rows.remove(old)
    for edit in moved.edits.values() if moved else ():
        if there is None or edit.field not in there.edits:
            rows.put_edit(new, edit)
        elif encode(edit.value) != encode(there.edits[edit.field].value):
            history = HistoryRepository(connection)
            history.keep(new, edit.field, edit.value, Reason.EDITED_IN_LOCALE)
    if moved is not None and there is not None:
        _join(rows, moved, there)
    shown = works.show(old) | works.show(new)
    return ChangeSet(frozenset({old, new})) | shown | works.compare(new)


def _join(rows: UnsentRows, moved: Work, there: Work) -> None:
    """Let the work that is there stand as both did. What is in flight is in flight still."""
    key, first = there.key, _weightier(moved, there)
    action = there.action or moved.action
    rows.set_plan(key, action=action, is_new=there.is_new or moved.is_new)
    refused = {
        slug: why for slug, why in moved.refused_fields.items() if slug not in there.edits
    } | dict(there.refused_fields)
    conflicts = {
        slug: value for slug, value in moved.conflicts.items() if slug not in there.edits
    } | dict(there.conflicts)
    rows.set_state(key, first.state, first.reason, refused, conflicts)


def _weightier(moved: Work, there: Work) -> Work:
    for state in (*IN_FLIGHT, SendState.IN_QUESTION):
        for work in (there, moved):
            if work.state is state:
                return work
    return there if there.state is not SendState.SAVED else moved


def _collections(
    connection: sqlite3.Connection, table: str, move: _Move
) -> frozenset[CollectionId]:
    """Those that have something in the table that moves."""
    rows = connection.execute(
        f"SELECT DISTINCT collection FROM {table} WHERE {_HERE}", move.as_place()
    )
    return frozenset(CollectionId(row["collection"]) for row in rows)


def _keys(connection: sqlite3.Connection, tables: Sequence[str], move: _Move) -> list[ItemKey]:
    """The items that have something in these tables that moves, in the order it was begun."""
    found = dict.fromkeys(
        key_of(row)
        for table in tables
        for row in connection.execute(
            f"SELECT collection, item, locale FROM {table} WHERE {_HERE} ORDER BY rowid",
            move.as_place(),
        )
    )
    return list(found)


def _read_anew(
    connection: sqlite3.Connection, collections: frozenset[CollectionId], locale: LocaleId
) -> None:
    """Have all that has moved be read once more: it was read before there were locales."""
    connection.executemany(
        "UPDATE refreshes SET newest = NULL WHERE collection = ? AND locale = ?",
        [(each, locale) for each in sorted(collections)],
    )
