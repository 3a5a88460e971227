"""Rows of a list, taken together."""

from collections.abc import Iterable


def joined(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Join ascending rows that follow each other to first and last."""
    found: list[tuple[int, int]] = []
    for row in rows:
        if found and found[-1][1] == row - 1:
            found[-1] = (found[-1][0], row)
        else:
            found.append((row, row))
    return found
