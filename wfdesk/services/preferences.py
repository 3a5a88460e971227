"""What the window remembers from one start to the next."""

from wfdesk.domain.values import Value
from wfdesk.store.database import Database
from wfdesk.store.preferences import PreferencesRepository


class PreferencesService:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, name: str) -> Value:
        return await self._database.read(lambda rows: PreferencesRepository(rows).get(name))

    async def put(self, name: str, value: Value) -> None:
        await self._database.write(lambda rows: PreferencesRepository(rows).put(name, value))
