"""Work that would hold the loop longer than a frame: decoding pictures, cleaning large HTML.

Each piece of work has a thread that ends with it: there is no pool that anyone has to close, and
leaving the program waits for the work under way and no longer.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_AT_ONCE = BoundedSemaphore(2)


async def in_background(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run *work*, which must touch no widget, on another thread."""

    def run() -> R:
        with _AT_ONCE:
            return work(*args, **kwargs)

    thread = ThreadPoolExecutor(1, thread_name_prefix="wfdesk-window")
    future = thread.submit(run)
    thread.shutdown(wait=False)
    return await asyncio.wrap_future(future)
