"""Webflow's Data API v2 for one token."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from wfdesk.api.client import Client
from wfdesk.api.collections import Collections
from wfdesk.api.items import Items
from wfdesk.api.pace import Pace, Rate
from wfdesk.api.pages import Pages
from wfdesk.api.sites import Sites
from wfdesk.api.tokens import Tokens
from wfdesk.api.transport import Transport


class Webflow:
    """What one token opens. Nothing is sent, and no client built, before the first call.

    Raises BadAddressError or BadTokenError at once. The owner calls ``aclose``.
    """

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        pace: Pace | None = None,
        transport: Transport | None = None,
    ) -> None:
        # Our own threads: the event loop's default executor may be Qt's.
        self._executor = ThreadPoolExecutor(max_workers=2, thread_name_prefix="api")
        self._transport = transport or Transport(base_url, executor=self._executor)
        self.pace = pace or Pace()
        self._client = Client(self._transport, token, self.pace, executor=self._executor)
        self.tokens = Tokens(self._client)
        self.sites = Sites(self._client)
        self.collections = Collections(self._client)
        self.items = Items(self._client)
        self.pages = Pages(self._client)

    @property
    def rate(self) -> Rate | None:
        """The limit and what is left of it, as Webflow last said."""
        return self.pace.rate

    @property
    def on_online(self) -> Callable[[bool], None] | None:
        """Told after every exchange whether Webflow was reached."""
        return self._client.on_online

    @on_online.setter
    def on_online(self, observer: Callable[[bool], None] | None) -> None:
        self._client.on_online = observer

    @property
    def on_accepted(self) -> Callable[[bool], None] | None:
        """Told after every answer whether the token was accepted."""
        return self._client.on_accepted

    @on_accepted.setter
    def on_accepted(self, observer: Callable[[bool], None] | None) -> None:
        self._client.on_accepted = observer

    @property
    def on_clock(self) -> Callable[[float], None] | None:
        """Told after an answer by how many seconds our clock is ahead of Webflow's."""
        return self._client.on_clock

    @on_clock.setter
    def on_clock(self, observer: Callable[[float], None] | None) -> None:
        self._client.on_clock = observer

    async def aclose(self) -> None:
        await self._transport.aclose()
        self._executor.shutdown(wait=False)
