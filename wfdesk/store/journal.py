"""The journal: on disk before a request leaves, settled when its answer is in."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, islice
from operator import attrgetter

from msgspec.structs import replace

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import ANSWER_LOST, SendState
from wfdesk.domain.ids import SLUG, ItemId, ItemKey
from wfdesk.domain.journal import ANOTHER, DOUBTFUL, Entry, Verb
from wfdesk.store.json import decode, encode
from wfdesk.store.moments import from_ms, now_ms, to_ms
from wfdesk.store.unsent import key_of, place_of
from wfdesk.store.works import WorksRepository

_KEPT_MS = 90 * 24 * 60 * 60 * 1000
_UNFINISHED = (SendState.SENDING.value, SendState.UNKNOWN.value)

_CREATES = (
    "SELECT * FROM journal WHERE verb = :verb"
    " AND collection = :collection AND item = :item AND locale = :locale"
)

Meant = Callable[[ItemKey], bool]
"""Says of an item whether it is one of those that are asked for."""


def everything(_key: ItemKey) -> bool:
    return True


class JournalRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def write(self, entries: Sequence[Entry]) -> list[Entry]:
        """Write entries as being sent; return them with their numbers.

        Finished entries of more than 90 days ago are forgotten on the way; but what there is still
        work on may have been made by one.
        """
        self._connection.execute(
            "DELETE FROM journal WHERE state NOT IN (?, ?, ?) AND updated_at < ?"
            " AND (collection, item, locale) NOT IN (SELECT collection, item, locale FROM works)",
            (*_UNFINISHED, SendState.IN_QUESTION.value, now_ms() - _KEPT_MS),
        )
        return [replace(entry, id=self._write(entry), state=SendState.SENDING) for entry in entries]

    def mark(self, ids: Sequence[int], state: SendState, reason: str) -> None:
        self._connection.executemany(
            "UPDATE journal SET state = ?, reason = ?, updated_at = ? WHERE id = ?",
            [(state.value, reason, now_ms(), each) for each in ids],
        )

    def remark(self, said: Mapping[int, str]) -> None:
        """Say something of entries beside what became of them."""
        self._connection.executemany(
            "UPDATE journal SET reason = ? WHERE id = ?",
            [(text, number) for number, text in said.items()],
        )

    def unfinished(self) -> list[Entry]:
        """Entries whose outcome is not known, oldest first."""
        rows = self._connection.execute(
            "SELECT * FROM journal WHERE state IN (?, ?) ORDER BY id", _UNFINISHED
        )
        return [entry_of(row) for row in rows]

    def not_stored(self) -> list[Entry]:
        """Creates that may have been stored after all, whatever was said of them; oldest first."""
        rows = self._connection.execute(
            "SELECT * FROM journal WHERE verb = ? AND (state = ?"
            " OR reason IN (SELECT value FROM json_each(?))) ORDER BY id",
            (Verb.CREATE.value, SendState.IN_QUESTION.value, encode(sorted(DOUBTFUL))),
        )
        return [entry_of(row) for row in rows]

    def to_be_found(self, keys: Iterable[ItemKey]) -> list[Entry]:
        """What of that was to make these items, and what was refused of them; oldest first."""
        states = {SendState.IN_QUESTION, SendState.REFUSED}
        attempts = chain.from_iterable(map(self.attempts, keys))
        found = (each for each in attempts if each.state in states or each.reason in DOUBTFUL)
        return sorted(found, key=attrgetter("id"))

    def attempts(self, key: ItemKey, slug: str | None = None) -> list[Entry]:
        """All attempts to create the item, or those under that slug; oldest first."""
        place = {**place_of(key), "verb": Verb.CREATE.value}
        found = map(entry_of, self._connection.execute(f"{_CREATES} ORDER BY id", place))
        return [each for each in found if slug is None or each.fields.get(SLUG) == slug]

    def asked(self, key: ItemKey) -> Entry | None:
        """The create of the item that is in question."""
        place = {**place_of(key), "verb": Verb.CREATE.value, "state": SendState.IN_QUESTION.value}
        row = self._connection.execute(f"{_CREATES} AND state = :state", place).fetchone()
        return entry_of(row) if row else None

    def suspects(self) -> list[ItemId]:
        """What the user is being asked about, whichever new item it may be."""
        rows = self._connection.execute(
            "SELECT suspect FROM journal JOIN works USING (collection, item, locale)"
            " WHERE journal.state = :asked AND works.state = :asked AND suspect IS NOT NULL",
            {"asked": SendState.IN_QUESTION.value},
        )
        return [ItemId(row["suspect"]) for row in rows]

    def ask(self, number: int, reason: str, suspect: ItemId) -> None:
        """Have an entry in question: what is suspected may be what it has made."""
        self._connection.execute(
            "UPDATE journal SET state = ?, reason = ?, suspect = ?, updated_at = ? WHERE id = ?",
            (SendState.IN_QUESTION.value, reason, suspect, now_ms(), number),
        )

    def answer(self, entry: Entry) -> None:
        """Note that another one is wanted than what is suspected of the entry.

        It is the same answer for all that was sent before it under that slug. What is suspected is
        not asked about again, whatever else is meanwhile.
        """
        self._connection.execute(
            "UPDATE journal SET known = json_insert(known, '$[#]', :suspect)"
            " WHERE verb = :verb AND collection = :collection AND item = :item"
            " AND locale = :locale AND id <= :id",
            {
                **place_of(entry.key),
                "verb": Verb.CREATE.value,
                "suspect": entry.suspect,
                "id": entry.id,
            },
        )
        same = self.attempts(entry.key, str(entry.fields.get(SLUG) or ""))
        self._connection.executemany(
            "UPDATE journal SET state = ?, reason = ?, suspect = ?, updated_at = ? WHERE id = ?",
            [
                (SendState.SAVED.value, ANOTHER, entry.suspect, now_ms(), each.id)
                for each in same
                if each.id <= entry.id
            ],
        )

    def recent(self, limit: int, is_meant: Meant = everything) -> list[Entry]:
        """The latest entries of items that are meant, newest first."""
        rows = self._connection.execute("SELECT * FROM journal ORDER BY id DESC")
        return _first(limit, rows, is_meant)

    def of(self, item: ItemId, limit: int, is_meant: Meant = everything) -> list[Entry]:
        """The latest entries of an item, also from before Webflow gave it its id; newest first."""
        rows = self._connection.execute(
            "SELECT * FROM journal WHERE item = :item"
            " OR item IN (SELECT local FROM local_ids WHERE server = :item)"
            " ORDER BY id DESC",
            {"item": item},
        )
        return _first(limit, rows, is_meant)

    def lose_answers(self) -> ChangeSet:
        """When nothing is under way: whatever stands here as being sent is unknown.

        It was answered, and the disk took no note of that.
        """
        found = self._connection.execute(
            "SELECT * FROM journal WHERE state = ?", (SendState.SENDING.value,)
        )
        entries = list(map(entry_of, found))
        self.mark([each.id for each in entries], SendState.UNKNOWN, ANSWER_LOST)
        works, change = WorksRepository(self._connection), ChangeSet()
        for each in entries:
            change |= works.set_state(each.key, SendState.UNKNOWN, ANSWER_LOST)
        return change

    def interrupt(self) -> ChangeSet:
        """At the start: whatever was being sent when the program ended is unknown now.

        What only waited for its turn was not sent, and nothing goes on by itself.
        """
        self._connection.execute(
            "UPDATE journal SET state = ?, reason = ? WHERE state = ?",
            (SendState.UNKNOWN.value, ANSWER_LOST, SendState.SENDING.value),
        )
        found = self._connection.execute(
            "SELECT collection, item, locale FROM works WHERE state IN (?, ?, ?)",
            (SendState.QUEUED.value, *_UNFINISHED),
        )
        travelling = [key_of(row) for row in found]
        # Not one state more or less than the journal knows of: a state without an entry would
        # never be looked up, an entry without its state would let the item be sent again.
        self._connection.execute(
            "UPDATE works SET state = ?, reason = '' WHERE state IN (?, ?, ?)",
            (SendState.SAVED.value, SendState.QUEUED.value, *_UNFINISHED),
        )
        works, change = WorksRepository(self._connection), ChangeSet()
        for entry in self.unfinished():
            change |= works.set_state(entry.key, SendState.UNKNOWN, entry.reason)
        for key in travelling:  # what is in conflict or was refused says so again
            change |= works.compare_unseen(key)
        return change

    def _write(self, entry: Entry) -> int:
        cursor = self._connection.execute(
            "INSERT INTO journal (batch, verb, collection, item, locale, fields, pre_image,"
            " is_draft, is_archived, state, updated_at, since, known)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.batch,
                entry.verb.value,
                entry.key.collection,
                entry.key.item,
                entry.key.locale,
                encode(dict(entry.fields)),
                encode(dict(entry.pre_image)),
                entry.is_draft,
                entry.is_archived,
                SendState.SENDING.value,
                now_ms(),
                to_ms(entry.since),
                encode(list(entry.known)),
            ),
        )
        return int(cursor.lastrowid or 0)


def _first(limit: int, rows: Iterable[sqlite3.Row], is_meant: Meant) -> list[Entry]:
    return [entry_of(row) for row in islice((r for r in rows if is_meant(key_of(r))), limit)]


def entry_of(row: sqlite3.Row) -> Entry:
    return Entry(
        id=row["id"],
        batch=row["batch"],
        verb=Verb(row["verb"]),
        key=key_of(row),
        fields=decode(row["fields"]),
        pre_image=decode(row["pre_image"]),
        is_draft=None if row["is_draft"] is None else bool(row["is_draft"]),
        is_archived=None if row["is_archived"] is None else bool(row["is_archived"]),
        state=SendState(row["state"]),
        reason=row["reason"],
        updated_at=from_ms(row["updated_at"]),
        suspect=row["suspect"],
        since=from_ms(row["since"]),
        known=tuple(decode(row["known"])),
    )
