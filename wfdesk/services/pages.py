"""The static pages of a site, from the local copy. Webflow is asked when somebody looks for one."""

import time
from collections.abc import Callable, Sequence

from wfdesk.domain.accounts import READ_PAGES
from wfdesk.domain.errors import MissingScopeError, WfdeskError
from wfdesk.domain.ids import AccountId, SiteId
from wfdesk.domain.pages import StaticPage
from wfdesk.store.database import Connection, Database
from wfdesk.store.pages import PagesRepository
from wfdesk.store.sites import SitesRepository
from wfdesk.sync.connections import Connection as Home
from wfdesk.sync.connections import Connections

_FRESH = 300
"""Seconds for which a list is as good as new."""
_NOT_ALLOWED = "Static pages are not listed: the site's token may not read them (pages:read)."
_NOT_ASKED = "The list of static pages may be out of date: Webflow could not be asked just now."


class PagesService:
    """The token needs a scope for it that nothing else needs: without it there are no pages."""

    def __init__(
        self,
        database: Database,
        connections: Connections,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._connections = connections
        self._clock = clock
        self._listed: dict[SiteId, tuple[Home, float]] = {}
        """By whom the list was read, and when by the clock: who signs in anew has none."""

    async def all(self, site: SiteId) -> list[StaticPage]:
        """The pages that are known, in Webflow's order."""
        return await self._database.read(lambda connection: PagesRepository(connection).all(site))

    async def refresh(self, site: SiteId) -> str:
        """List the site's pages anew, unless that was just done. Return why it cannot be."""
        try:
            home = self._connections.get(await self._account(site))
            if self._is_fresh(site, home):
                return ""
            if not home.account.may(READ_PAGES):
                return _NOT_ALLOWED
            pages = await home.webflow.pages.all(site)
            await self._database.write(lambda connection: _take_over(connection, site, pages))
        except MissingScopeError:
            return _NOT_ALLOWED
        except WfdeskError:  # What is known is shown, and a path can be typed.
            return _NOT_ASKED
        self._listed[site] = home, self._clock()
        return ""

    def _is_fresh(self, site: SiteId, home: Home) -> bool:
        reader, at = self._listed.get(site, (None, 0.0))
        return reader is home and self._clock() - at < _FRESH

    async def _account(self, site: SiteId) -> AccountId:
        return await self._database.read(
            lambda connection: SitesRepository(connection).get(site).account
        )


def _take_over(connection: Connection, site: SiteId, pages: Sequence[StaticPage]) -> None:
    """Keep the list, unless the account was forgotten while Webflow was asked."""
    if SitesRepository(connection).has_account(site):
        PagesRepository(connection).replace_all(site, pages)
