"""Bringing the rows of a model from what they are to what they are to be."""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from PySide6.QtGui import QStandardItem

from wfdesk.ui.toolkit.rows import joined

K = TypeVar("K", bound=Hashable)


def follow(
    parent: QStandardItem,
    before: Sequence[K],
    after: Sequence[K],
    make: Callable[[K], QStandardItem],
) -> None:
    """Remove the rows that are gone and insert those that are new, in as few steps as can be.

    Where rows change places, which no user waits for, all of them are made anew.
    """
    wanted, known = set(after), set(before)
    if [key for key in before if key in wanted] != [key for key in after if key in known]:
        wanted, known = set(), set()
    for first, last in reversed(joined(at for at, key in enumerate(before) if key not in wanted)):
        parent.removeRows(first, last - first + 1)
    for first, last in joined(at for at, key in enumerate(after) if key not in known):
        parent.insertRows(first, [make(key) for key in after[first : last + 1]])
