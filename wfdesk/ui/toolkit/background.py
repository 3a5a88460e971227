"""Work that would hold the loop longer than a frame: decoding pictures, cleaning large HTML.

Each piece of work has a thread that ends with it: there is no pool that anyone has to close, and
leaving the program waits for the work under way and no longer.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import BoundedSemaphore, Thread
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_AT_ONCE = BoundedSemaphore(2)


async def in_background(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run *work*, which must touch no widget, on another thread."""
    future: Future[R] = Future()

    def run() -> None:
        with _AT_ONCE:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = work(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001  # handed over to whoever waits
                future.set_exception(error)
            else:
                future.set_result(result)

    Thread(target=run, name="wfdesk-window").start()
    return await asyncio.wrap_future(future)
