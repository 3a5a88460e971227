"""Lists in order, kept in step with every change.

A client reads a list page by page and asks for the newest after each of its writes. Neither may
cost a sorting of the whole: a page is cut out of the order, and a change moves one entry in it.
"""

from bisect import bisect_left, bisect_right, insort_left
from collections.abc import Callable, Iterable
from typing import Final, Generic, TypeVar

T = TypeVar("T")
Rank = tuple[str, str]
"""What is sorted by, and an id, so that no two entries have the same."""
_UNREAD: Final = 1000
"""So many changes in a row that nobody looked at: sorting once is cheaper than to move each."""
_AFTER_ALL_IDS: Final = "\U0010ffff"


class Order(Generic[T]):
    """Those entries that belong to a list, in ascending order."""

    def __init__(self, rank: Callable[[T], Rank], belongs: Callable[[T], bool]) -> None:
        self._rank = rank
        self._belongs = belongs
        self._entries: list[T] | None = None
        self._unread = 0

    def of(self, held: Iterable[T]) -> list[T]:
        """The entries in order. It is *held* that is sorted, if there is no order to go by."""
        self._unread = 0
        if self._entries is None:
            self._entries = sorted(filter(self._belongs, held), key=self._rank)
        return self._entries

    def between(self, least: str, most: str | None) -> range:
        """The places of the entries whose rank is within the bounds, both included."""
        entries = self._entries or []
        start = bisect_left(entries, (least, ""), key=self._rank) if least else 0
        if most is None:
            return range(start, len(entries))
        return range(start, bisect_right(entries, (most, _AFTER_ALL_IDS), key=self._rank))

    def change(self, old: T | None, new: T | None) -> None:
        """Put *new* in the place it has now, and take *old* out of the one it had."""
        if self._entries is None:
            return
        self._unread += 1
        if self._unread > _UNREAD:
            self._entries = None
            return
        if old is not None and self._belongs(old):
            del self._entries[bisect_left(self._entries, self._rank(old), key=self._rank)]
        if new is not None and self._belongs(new):
            insort_left(self._entries, new, key=self._rank)
