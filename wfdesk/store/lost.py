"""What stays known of collections that are forgotten: which of them are gone, and item names."""

import sqlite3
from collections.abc import Iterable, Mapping

from wfdesk.domain.ids import NAME, CollectionId, ItemKey
from wfdesk.domain.values import Value
from wfdesk.store.lastcopies import LastCopiesRepository
from wfdesk.store.preferences import PreferencesRepository
from wfdesk.store.unsent import key_of

_GONE = "collections.gone"
_NAMES = "items.lost_names"


class LostRepository:
    """Runs inside the caller's transaction; never commits."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._preferences = PreferencesRepository(connection)

    def gone(self) -> list[Value]:
        """Collections whose site was seen without them."""
        gone = self._preferences.get(_GONE)
        return gone if isinstance(gone, list) else []

    def set_gone(self, collections: Iterable[Value]) -> None:
        self._preferences.put(_GONE, list(collections))

    def keep_names(self, collection: CollectionId) -> None:
        """Keep how items are called that unsent work lies on, before all else of them goes."""
        rows = self._connection.execute(
            "SELECT collection, item, locale, title FROM works"
            " JOIN table_rows USING (collection, item, locale) WHERE collection = ?",
            (collection,),
        )
        found = {key_of(row): row["title"] or self._last_name(key_of(row)) for row in rows}
        names = {_place(key): name for key, name in found.items() if name}
        if names:
            earlier = {_place(key): name for key, name in self.names().items()}
            self._preferences.put(_NAMES, {**earlier, **names})

    def names(self) -> Mapping[ItemKey, str]:
        """How the items were called that there is work on."""
        kept = self._kept()
        rows = self._connection.execute("SELECT collection, item, locale FROM works")
        keys = map(key_of, rows if kept else ())
        return {key: str(kept[_place(key)]) for key in keys if _place(key) in kept}

    def _kept(self) -> Mapping[str, Value]:
        names = self._preferences.get(_NAMES)
        return names if isinstance(names, dict) else {}

    def _last_name(self, key: ItemKey) -> str:
        copy = LastCopiesRepository(self._connection).find(key)
        return str(copy.fields.get(NAME) or "") if copy else ""


def _place(key: ItemKey) -> str:
    return f"{key.collection}/{key.item}/{key.locale}"
