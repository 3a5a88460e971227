"""Work that would hold the loop longer than a frame: decoding pictures, cleaning large HTML.

The loop's own default pool is not used: its threads are Qt's and complain at exit.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_THREADS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="wfdesk-window")


async def in_background(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run *work*, which must touch no widget, on another thread."""
    return await asyncio.wrap_future(_THREADS.submit(work, *args, **kwargs))
