"""Properties that are asked of thousands of cases. ``WFDESK_PROPERTIES`` asks for more of them."""

import os
from collections.abc import Callable
from typing import TypeVar

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("WFDESK_PROPERTIES", "5000"))
AT_ONCE = 10
"""To draw some bytes takes ten times as long as to make a case of them and to check it."""

_Case = TypeVar("_Case")


def holds_of_many(
    size: int, make: Callable[[bytes], _Case]
) -> Callable[[Callable[[_Case], None]], Callable[[], None]]:
    """Turn a check of one case into a test of many; a case is made of *size* bytes.

    The cases are the same at every run, but for those that were asked for.
    """

    def decorate(check: Callable[[_Case], None]) -> Callable[[], None]:
        @settings(
            max_examples=max(1, EXAMPLES // AT_ONCE),
            derandomize="WFDESK_PROPERTIES" not in os.environ,
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        @given(st.binary(min_size=size * AT_ONCE, max_size=size * AT_ONCE))
        def test(data: bytes) -> None:
            for start in range(0, len(data), size):
                check(make(data[start : start + size]))

        test.__name__ = test.__qualname__ = check.__name__
        return test

    return decorate
