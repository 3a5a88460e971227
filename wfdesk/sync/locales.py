"""Whether a site has the locale of a batch still. Without it, all that is asked of it is refused.

Locales come and go, and tell nobody: a refresh would see it.
"""

from collections.abc import Callable

from wfdesk.domain.errors import ApiError, MissingItemError, RefusedError, WfdeskError
from wfdesk.domain.journal import LOCALE_GONE
from wfdesk.domain.plan import Batch
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

    async def expect(self, batch: Batch) -> None:
        """Raise a MissingItemError where nothing can go, as the site is known."""
        _, site = await self._ledger.home(batch.collection)
        if site.called_now(batch.locale) != batch.locale:
            raise MissingItemError(_RELOCATED)
        if not site.takes(batch.locale):
            raise MissingItemError(LOCALE_GONE)

    async def reason(self, error: WfdeskError, batch: Batch, tell: Callable[[], object]) -> str:
        """Why the batch could not go. What was refused may be so because its locale is gone.

        ``tell`` is told of a request that was answered.
        """
        if not isinstance(error, RefusedError):
            return error.summary
        try:
            await self._refresh(batch, tell)
            await self.expect(batch)
        except ApiError:  # Nobody says, and what was refused says enough.
            return error.summary
        except MissingItemError as gone:
            return gone.summary
        return error.summary

    async def _refresh(self, batch: Batch, tell: Callable[[], object]) -> None:
        _, site = await self._ledger.home(batch.collection)
        connection = self._connections.get(site.account)
        found = await connection.webflow.sites.all(site.account)
        tell()
        await self._ledger.take_in_sites(site.account, found)
