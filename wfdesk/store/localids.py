"""What an item is called by now: Webflow gives a new one its id, and may give a site locales."""

import sqlite3

from msgspec.structs import replace

from wfdesk.domain.ids import ItemId, ItemKey, is_local
from wfdesk.domain.values import Value
from wfdesk.store.sites import SitesRepository


class LocalIdsRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(self, local: ItemId, server: ItemId) -> None:
        self._connection.execute("INSERT OR REPLACE INTO local_ids VALUES (?, ?)", (local, server))

    def resolve(self, local: ItemId) -> ItemId | None:
        row = self._connection.execute(
            "SELECT server FROM local_ids WHERE local = ?", (local,)
        ).fetchone()
        return None if row is None else ItemId(row["server"])

    def is_made_here(self, server: ItemId) -> bool:
        """Whether an item of Webflow's is known to be one that was made here."""
        row = self._connection.execute(
            "SELECT 1 FROM local_ids WHERE server = ? LIMIT 1", (server,)
        ).fetchone()
        return row is not None

    def current(self, key: ItemKey) -> ItemKey:
        """The key the item has now. A view may still hold the one from before it was sent."""
        server = self.resolve(key.item) if is_local(key.item) else None
        return key if server is None else replace(key, item=server)

    def located(self, key: ItemKey) -> ItemKey:
        """The same where the key may be from before localization was switched on, or off."""
        key = self.current(key)
        home = SitesRepository(self._connection).home_of(key.collection)
        locale = home.called_now(key.locale) if home else key.locale
        return key if locale == key.locale else replace(key, locale=locale)

    def current_value(self, value: Value) -> Value:
        """A value with the ids that items have now in the place of those from before."""
        if isinstance(value, list):
            return [self.current_value(each) for each in value]
        if isinstance(value, str) and is_local(value):
            return self.resolve(ItemId(value)) or value
        return value
