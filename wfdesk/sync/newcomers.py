"""New items that others seem to have made, and that may be what a lost attempt of ours has made.

Each reads the local copy within a transaction of the caller's.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from wfdesk.domain.edits import SendState
from wfdesk.domain.ids import NAME, SLUG, ItemId
from wfdesk.domain.items import Item
from wfdesk.domain.journal import ANOTHER, Entry, Verb, may_be_there
from wfdesk.domain.schema import Collection
from wfdesk.domain.suspects import BY_NAME, Suspicion, likeliest
from wfdesk.domain.values import Value
from wfdesk.store.database import Connection
from wfdesk.store.items import ItemsRepository
from wfdesk.store.journal import JournalRepository
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.sync.check import OVERLAP
from wfdesk.sync.others import unlike_sent

_EPOCH = datetime.fromtimestamp(0, UTC)


def dated(rows: Connection, entries: Sequence[Entry]) -> list[Entry]:
    """Note what was known when new items were sent: what is made of them comes after that."""
    items, key = ItemsRepository(rows), entries[0].key
    place = key.collection, key.locale
    since = (items.newest(*place) or items.last_created(*place) or _EPOCH) - OVERLAP
    known = tuple(each.key.item for each in items.newcomers(key, since))
    return [replace(entry, since=since, known=known) for entry in entries]


def suspicion(
    rows: Connection, collection: Collection, attempt: Entry, holder: Item | None
) -> Suspicion | None:
    """What the attempt may have made, whatever a colleague has changed of it.

    ``holder`` is what Webflow has under its slug. What the user has said no to is it not, nor
    what was known when it was sent.
    """
    journal = JournalRepository(rows)
    attempts = journal.attempts(attempt.key)
    but = _answered(attempts)
    # They are in the order in which they were sent. An earlier version dated none.
    open_ones = (each for each in attempts if may_be_there(each) or _is_refused(each))
    first = next((each for each in open_ones if each.since), None)
    if first is None or first.since is None:
        return None if attempt.reason == ANOTHER else _namesake(rows, attempt, holder, but)
    but += first.known
    found = ItemsRepository(rows).newcomers(attempt.key, first.since, but)
    if holder and _is_newcomer(rows, holder, first.since, but) and holder not in found:
        found.append(holder)
    if not found:
        return None
    likely = likeliest(collection, attempt, found, _lost_beside(rows, attempt))
    if likely is None or likely.item.key.item not in journal.suspects():
        return likely
    return replace(likely, is_asked=True)


def has_rival(rows: Connection, collection: Collection, attempt: Entry, item: Item) -> bool:
    """Whether another one may be what the attempt has made, though this one is called so.

    A server that makes slugs unique gives ours another one where a colleague was quicker. And
    where two new items are called alike, it may be the other one.
    """
    unlike = len(unlike_sent(collection, attempt, item))
    if not unlike:
        return False
    for other in _lost_beside(rows, attempt):
        is_alike = _called(other) == _called(attempt)
        if is_alike and len(unlike_sent(collection, other, item)) <= unlike:
            return True
    if attempt.since is None:
        return False
    but = [*attempt.known, item.key.item]
    found = ItemsRepository(rows).newcomers(attempt.key, attempt.since, but)
    return any(each.fields.get(NAME) == attempt.fields.get(NAME) for each in found)


def _namesake(
    rows: Connection, attempt: Entry, holder: Item | None, but: Sequence[ItemId]
) -> Suspicion | None:
    """What is called so, whenever it came."""
    name, slug = str(attempt.fields.get(NAME) or ""), str(attempt.fields.get(SLUG) or "")
    is_free = holder and not LocalIdsRepository(rows).is_made_here(holder.key.item)
    if not holder or not is_free or holder.key.item in but:
        holder = ItemsRepository(rows).namesake(attempt.key, name, slug, but)
    return Suspicion(holder, BY_NAME) if holder else None


def _lost_beside(rows: Connection, attempt: Entry) -> list[Entry]:
    """Attempts to make other items there of which Webflow is not known to have any yet."""
    journal, ids = JournalRepository(rows), LocalIdsRepository(rows)
    return [
        each
        for each in (*journal.not_stored(), *journal.unfinished())
        if each.verb is Verb.CREATE
        and each.key != attempt.key
        and each.key.collection == attempt.key.collection
        and ids.resolve(each.key.item) is None
    ]


def _called(attempt: Entry) -> tuple[Value, Value]:
    return attempt.fields.get(NAME), attempt.fields.get(SLUG)


def _is_refused(attempt: Entry) -> bool:
    """Whether it was refused, and not there by its slug when it was looked for after that."""
    return attempt.state is SendState.REFUSED


def _is_newcomer(rows: Connection, item: Item, since: datetime, but: Sequence[ItemId]) -> bool:
    is_old = item.created_on is not None and item.created_on < since
    is_ours = LocalIdsRepository(rows).is_made_here(item.key.item)
    return not (is_old or is_ours or item.key.item in but)


def _answered(attempts: Sequence[Entry]) -> list[ItemId]:
    """What the user has said is not what one of them has made."""
    return [
        each.suspect for each in attempts if each.suspect is not None and each.reason == ANOTHER
    ]
