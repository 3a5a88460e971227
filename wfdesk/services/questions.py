"""New items that Webflow may have already: what is suspected to be one, and taking it for it.

That another one is made after all is a decision like others, see ``settling``.
"""

from collections.abc import Callable

from msgspec.structs import replace

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import SendState
from wfdesk.domain.errors import MissingItemError
from wfdesk.domain.ids import ItemKey
from wfdesk.domain.items import Item
from wfdesk.domain.journal import Entry
from wfdesk.services.feed import ChangeFeed
from wfdesk.store.acknowledge import acknowledge
from wfdesk.store.database import Connection, Database
from wfdesk.store.items import ItemsRepository
from wfdesk.store.journal import JournalRepository
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.works import WorksRepository

GONE_SUSPECT = (
    "What was found is not there any more, or is another new item of yours by now. Have another one"
    " made, or discard this one."
)
_EDITED_SUSPECT = (
    "There is unsent work on what was found. Send or discard that first, then answer again."
)


class Questions:
    def __init__(
        self,
        database: Database,
        feed: ChangeFeed,
        follow: Callable[[ItemKey, ItemKey], None],
    ) -> None:
        """``follow`` is told the old and the new key of what was taken over."""
        self._database = database
        self._feed = feed
        self._follow = follow

    async def suspect(self, key: ItemKey) -> ItemKey | None:
        """What may be the new item; None where it is there no more, or is another new one."""

        def read(connection: Connection) -> ItemKey | None:
            entry = _asked(connection, key)
            item = _suspect(connection, entry) if entry else None
            return item.key if item else None

        return await self._database.read(read)

    async def take_over(self, key: ItemKey) -> ItemKey:
        """Take the suspect for the new item, for good, and return its key.

        What was edited since the item was sent goes on from what Webflow has. Raises a
        ``MissingItemError`` where that cannot be.
        """
        found: ItemKey | None = None

        def work(connection: Connection) -> ChangeSet:
            nonlocal found
            found, change = _take_over(connection, key)
            return change

        change = await self._database.write(work)
        if found is None:
            raise MissingItemError(GONE_SUSPECT)
        self._follow(key, found)
        self._feed.publish(change)
        return found


def _take_over(connection: Connection, key: ItemKey) -> tuple[ItemKey | None, ChangeSet]:
    entry = _asked(connection, key)
    item = _suspect(connection, entry) if entry else None
    if entry is None or item is None:
        now = LocalIdsRepository(connection).current(key)
        return (None if now == key else now), ChangeSet()  # it may be taken over already
    work = WorksRepository(connection).find(item.key)
    if work is not None and not (work.is_empty and work.state is SendState.SAVED):
        raise MissingItemError(_EDITED_SUSPECT)
    return item.key, acknowledge(connection, [(entry, item)], is_found=True)


def _asked(connection: Connection, key: ItemKey) -> Entry | None:
    work = WorksRepository(connection).find(key)
    if work is None or not work.is_asked_about:
        return None
    return JournalRepository(connection).asked(work.key)


def _suspect(connection: Connection, entry: Entry) -> Item | None:
    """What may be the item, unless another new item was taken for it meanwhile."""
    if entry.suspect is None or LocalIdsRepository(connection).is_made_here(entry.suspect):
        return None
    return ItemsRepository(connection).find(replace(entry.key, item=entry.suspect))
