"""What was sent, when, and what came of it: the journal, for who wants to know."""

from collections.abc import Sequence

from msgspec import Struct

from wfdesk.domain.ids import NAME, ItemId, ItemKey
from wfdesk.domain.journal import Entry
from wfdesk.domain.plan import InterruptedRun
from wfdesk.store.database import Connection, Database
from wfdesk.store.journal import JournalRepository, Meant, everything
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.runs import RunsRepository
from wfdesk.store.works import WorksRepository

__all__ = ["RecountingService", "Sent", "everything"]


class Sent(Struct, frozen=True):
    """One item's share of one request."""

    entry: Entry
    key: ItemKey
    """The key that the item has now."""
    name: str
    """What it is called now, or was called when it was sent."""


class RecountingService:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def recent(self, limit: int, is_meant: Meant = everything) -> list[Sent]:
        """What was sent last of the items that are meant, newest first."""
        return await self._database.read(
            lambda rows: _told(rows, JournalRepository(rows).recent(limit, is_meant))
        )

    async def cut_short(self) -> InterruptedRun | None:
        """What an earlier run was about and did not do."""
        return await self._database.read(lambda rows: RunsRepository(rows).interrupted())

    async def forget_cut_short(self) -> None:
        """The user has seen it, and wants no more of it. What is unsent stays."""
        await self._database.write(lambda rows: RunsRepository(rows).forget())

    async def of(self, item: ItemId, limit: int, is_meant: Meant = everything) -> list[Sent]:
        """What was sent of one item, in whatever locale is meant, newest first."""
        return await self._database.read(
            lambda rows: _told(rows, JournalRepository(rows).of(item, limit, is_meant))
        )


def _told(connection: Connection, entries: Sequence[Entry]) -> list[Sent]:
    ids, works = LocalIdsRepository(connection), WorksRepository(connection)
    found = []
    for entry in entries:
        key = ids.current(entry.key)
        work = works.find(key)
        name = work.name if work else str(entry.fields.get(NAME) or "")
        found.append(Sent(entry, key, name))
    return found
