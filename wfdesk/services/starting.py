"""What is put in order at every start, before anything is shown."""

from wfdesk.store.database import Connection, Database
from wfdesk.store.journal import JournalRepository
from wfdesk.store.works import set_damaged_apart


async def start_store(database: Database) -> int:
    """Mark what was under way as unknown; set damaged edits apart and return their number."""

    def work(connection: Connection) -> int:
        JournalRepository(connection).interrupt()
        return set_damaged_apart(connection)

    return await database.write(work)
