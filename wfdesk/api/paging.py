"""Going through a list that others change meanwhile: several pages at a time, each item once."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing

from msgspec import Struct

from wfdesk.domain.ids import ItemKey
from wfdesk.domain.items import Item

PAGE_SIZE = 100
_IN_FLIGHT = 4
_PASSES = 2


class ItemPage(Struct, frozen=True):
    items: list[Item]
    total: int
    """How many there are in all pages."""


Fetch = Callable[[int], Awaitable[ItemPage]]
"""Gets the page that starts at the offset."""


async def every_page(fetch: Fetch) -> AsyncGenerator[ItemPage, None]:
    """Yield every page in order, without items that an earlier page held.

    If their number changed under way, or some are missing, a second pass brings what the first
    one missed. The first page is always yielded, even empty.
    """
    seen: set[ItemKey] = set()
    totals: list[int] = []
    for _ in range(_PASSES):
        async with aclosing(_one_pass(fetch)) as pages:
            async for page in pages:
                fresh = {item.key: item for item in page.items if item.key not in seen}
                seen.update(fresh)
                if fresh or not totals:
                    yield ItemPage(list(fresh.values()), page.total)
                totals.append(page.total)
        if len(set(totals)) == 1 and len(seen) >= totals[0]:
            return


async def _one_pass(fetch: Fetch) -> AsyncGenerator[ItemPage, None]:
    first = await fetch(0)
    yield first
    # A server may give fewer than were asked for; its step is then ours.
    step = len(first.items)
    offsets = iter(range(step, first.total, step) if step else ())
    under_way: list[asyncio.Task[ItemPage]] = []
    try:
        while True:
            while len(under_way) < _IN_FLIGHT and (offset := next(offsets, None)) is not None:
                under_way.append(asyncio.create_task(_started(fetch, offset)))
            if not under_way:
                return
            page = await under_way[0]
            under_way.pop(0)
            yield page
    finally:
        # Only the waiting ends here: the requests themselves go on, see transport.
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


async def _started(fetch: Fetch, offset: int) -> ItemPage:
    return await fetch(offset)
