"""The colours that a site's content uses, to choose from again."""

from datetime import datetime

from wfdesk.domain.ids import SiteId
from wfdesk.domain.schema import Collection, FieldType
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection, Database
from wfdesk.store.items import ItemsRepository
from wfdesk.store.palette import colours_of

_MOST = 16

_Mark = tuple[tuple[Collection, ...], datetime | None]


class PalettesService:
    """Keeps each site's colours until its next refresh: they are read out of every item."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[SiteId, tuple[_Mark, tuple[str, ...]]] = {}

    async def colours(self, site: SiteId) -> tuple[str, ...]:
        """The site's colours, the most used first."""
        kept = self._kept.get(site)
        mark, found = await self._database.read(
            lambda connection: _read(connection, site, kept[0] if kept else None)
        )
        if found is not None:
            self._kept[site] = (mark, found)
        return self._kept[site][1]


def _read(
    connection: Connection, site: SiteId, known: _Mark | None
) -> tuple[_Mark, tuple[str, ...] | None]:
    """Read the colours, unless nothing was refreshed since."""
    collections = tuple(
        each
        for each in CollectionsRepository(connection).all(site)
        if any(field.type is FieldType.COLOR for field in each.fields)
    )
    at = ItemsRepository(connection).last_refreshed([each.id for each in collections])
    mark = (collections, at)
    if mark == known:
        return mark, None
    fields = [
        (each.id, field.slug)
        for each in collections
        for field in each.fields
        if field.type is FieldType.COLOR and '"' not in field.slug
    ]
    return mark, colours_of(connection, fields, _MOST)
