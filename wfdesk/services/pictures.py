"""Pictures of the site, for thumbnails. Fetched without any token, from known places only."""

from collections import OrderedDict
from collections.abc import Callable
from urllib.parse import urlsplit

from wfdesk.api.transport import Transport
from wfdesk.domain.errors import ApiError

ASSET_HOSTS = frozenset(
    {"cdn.prod.website-files.com", "uploads-ssl.webflow.com", "assets.website-files.com"}
)
"""Where Webflow serves the files of a site."""

_KINDS = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_MOST_KEPT = 200
_SECONDS = 20.0


class PictureService:
    """Remembers the last pictures. Any other address than Webflow's gives None, unasked.

    A practice site serves its pictures itself: so the servers that are signed in to, too.
    """

    def __init__(self, own_origins: Callable[[], frozenset[str]]) -> None:
        self._own_origins = own_origins
        self._transports: dict[str, Transport] = {}
        self._kept: OrderedDict[str, bytes | None] = OrderedDict()

    async def load(self, url: str) -> bytes | None:
        """Return the picture's bytes, or None where it cannot or must not be fetched."""
        if url in self._kept:
            self._kept.move_to_end(url)
            return self._kept[url]
        data = await self._fetch(url)
        if data is not None:
            self._kept[url] = data
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return data

    async def close(self) -> None:
        for transport in self._transports.values():
            await transport.aclose()

    async def _fetch(self, url: str) -> bytes | None:
        try:
            parts = urlsplit(url)
            origin = f"{parts.scheme}://{parts.netloc}"
            is_known = parts.scheme == "https" and parts.hostname in ASSET_HOSTS
            if not is_known and origin not in self._own_origins():
                return None
            transport = self._transports.get(origin)
            if transport is None:
                transport = self._transports[origin] = Transport(origin, hosts=ASSET_HOSTS)
            reply = await transport.send("GET", url, deadline=_SECONDS)
        except (ApiError, ValueError):
            return None
        kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
        return reply.body if reply.status == 200 and kind in _KINDS else None
