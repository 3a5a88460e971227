"""Whether a site has the locale of a batch still. Without it, all that is asked of it is refused.

Locales come and go, and tell nobody: a refresh would see it.
"""

from wfdesk.domain.errors import ApiError, MissingItemError, RefusedError, WfdeskError
from wfdesk.domain.ids import NO_LOCALE, CollectionId, LocaleId
from wfdesk.domain.journal import LOCALE_GONE
from wfdesk.domain.plan import Batch
from wfdesk.sync.check import Tell
from wfdesk.sync.connections import Connections
from wfdesk.sync.ledger import Ledger

_RELOCATED = (
    "Localization was switched on or off in Webflow since this was planned. Nothing is lost: look"
    " at it and send it again."
)


class Locales:
    """What it finds out is in the local copy: it asks once for all that is in a locale."""

    def __init__(self, ledger: Ledger, connections: Connections) -> None:
        self._ledger = ledger
        self._connections = connections

    async def expect(self, collection: CollectionId, locale: LocaleId) -> None:
        """Raise a MissingItemError where nothing can go, as the site is known."""
        _, site = await self._ledger.home(collection)
        if site.called_now(locale) != locale:
            raise MissingItemError(_RELOCATED)
        if not site.takes(locale):
            raise MissingItemError(LOCALE_GONE)

    async def expect_still(self, place: tuple[CollectionId, LocaleId], tell: Tell) -> None:
        """The same, as the site is now: where items are gone, their locale may be.

        ``tell`` is told of a request that was answered.
        """
        _, site = await self._ledger.home(place[0])
        if place[1] in {NO_LOCALE, site.primary_locale}:
            return
        connection = self._connections.get(site.account)
        found = await connection.webflow.sites.all(site.account)
        tell()
        await self._ledger.take_in_sites(site.account, found)
        await self.expect(*place)

    async def reason(self, error: WfdeskError, batch: Batch, tell: Tell) -> str:
        """Why the batch could not go. What was refused may be so because its locale is gone."""
        if not isinstance(error, RefusedError):
            return error.summary
        try:
            await self.expect_still((batch.collection, batch.locale), tell)
        except ApiError:  # Nobody says, and what was refused says enough.
            return error.summary
        except MissingItemError as gone:
            return gone.summary
        return error.summary
