"""Static pages as Webflow last listed them."""

import sqlite3
from collections.abc import Sequence

import msgspec

from wfdesk.domain.ids import SiteId
from wfdesk.domain.pages import StaticPage

_page = msgspec.json.Decoder(StaticPage)


class PagesRepository:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self, site: SiteId) -> list[StaticPage]:
        """The site's pages, in Webflow's order."""
        rows = self._connection.execute(
            "SELECT page FROM pages WHERE site = ? ORDER BY position", (site,)
        )
        return [_page.decode(row["page"]) for row in rows]

    def replace_all(self, site: SiteId, pages: Sequence[StaticPage]) -> None:
        self.forget(site)
        self._connection.executemany(
            "INSERT INTO pages VALUES (?, ?, ?)",
            [
                (site, position, msgspec.json.encode(page).decode())
                for position, page in enumerate(pages)
            ],
        )

    def forget(self, site: SiteId) -> None:
        self._connection.execute("DELETE FROM pages WHERE site = ?", (site,))
