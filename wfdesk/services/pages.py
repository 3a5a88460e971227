"""The static pages of a site, from the local copy. Webflow is asked when somebody looks for one."""

import time
from collections.abc import Callable

from wfdesk.domain.accounts import READ_PAGES
from wfdesk.domain.errors import MissingScopeError, WfdeskError
from wfdesk.domain.ids import AccountId, SiteId
from wfdesk.domain.pages import StaticPage
from wfdesk.store.database import Database
from wfdesk.store.pages import PagesRepository
from wfdesk.store.sites import SitesRepository
from wfdesk.sync.connections import Connections

_FRESH = 300
"""Seconds for which a list is as good as new."""
_NOT_ALLOWED = "Static pages are not listed: the site\u2019s token may not read them (pages:read)."
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
        self._listed: dict[SiteId, float] = {}
        """When the list was read, by the clock."""

    async def all(self, site: SiteId) -> list[StaticPage]:
        """The pages that are known, in Webflow's order."""
        return await self._database.read(lambda connection: PagesRepository(connection).all(site))

    async def refresh(self, site: SiteId) -> str:
        """List the site's pages anew, unless that was just done. Return why it cannot be."""
        listed = self._listed.get(site)
        if listed is not None and self._clock() - listed < _FRESH:
            return ""
        try:
            home = self._connections.get(await self._home(site))
            if not home.account.may(READ_PAGES):
                return _NOT_ALLOWED
            pages = await home.webflow.pages.all(site)
            await self._database.write(
                lambda connection: PagesRepository(connection).replace_all(site, pages)
            )
        except MissingScopeError:
            return _NOT_ALLOWED
        except WfdeskError:  # What is known is shown, and a path can be typed.
            return _NOT_ASKED
        self._listed[site] = self._clock()
        return ""

    async def _home(self, site: SiteId) -> AccountId:
        return await self._database.read(
            lambda connection: SitesRepository(connection).get(site).account
        )
