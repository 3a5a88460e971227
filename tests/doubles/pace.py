"""How much work something is, told so that it is the same on a fast machine, a slow and a busy one.

A piece of work is a bit of Python of always the same size, a hundredth of a second or so.
"""

import time
from collections.abc import Callable


def pace() -> float:
    """Seconds of the processor that this thread needs for a piece of work here and now."""
    began = time.thread_time()
    sum(number * number for number in range(200_000))
    return time.thread_time() - began


def work_of(act: Callable[[], object]) -> float:
    """What this thread does in *act*, in pieces of work."""
    before, began = pace(), time.thread_time()
    act()
    taken = time.thread_time() - began
    return taken / max(before, pace())
