"""What a benchmark asks of the practice server: its log; and which items it would publish."""

import json
import urllib.request
from typing import Any

from wfdesk.domain.edits import Work
from wfdesk.domain.ids import CollectionId, ItemId, ItemKey
from wfdesk.domain.references import targets
from wfdesk.domain.tables import Query
from wfdesk.services.browsing import BrowsingService


def forget(url: str) -> None:
    """Begin the log of requests anew."""
    _control(url, "DELETE")


def requests_of(url: str) -> list[dict[str, Any]]:
    """The requests that the server saw."""
    return _control(url, "GET")


def _control(url: str, method: str) -> Any:
    request = urllib.request.Request(  # noqa: S310 - the server that was started here
        f"{url.removesuffix('/v2')}/control/log", method=method
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return json.loads(answer.read() or b"null")


async def publishable(browsing: BrowsingService, collection: CollectionId) -> list[ItemKey]:
    """Items that are live and refer to live items only: Webflow publishes no others."""
    live: dict[ItemId, Work] = {}
    collections = await browsing.collections()
    for each in collections:
        site = await browsing.site_of(each)
        works = await browsing.works(await browsing.find(each, site.primary_locale, Query()))
        live |= {work.key.item: work for work in works if work.item and work.item.is_live}
    return [
        work.key
        for work in live.values()
        if work.key.collection == collection
        and live.keys() >= {to for _, to in targets(work, collections)}
    ]
