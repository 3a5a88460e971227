"""Which problems are told under their fields.

A new item is not red before anyone has typed: that a required value is missing is told once its
field was left or changed, or when the item was reviewed. Everything else is told at once.
"""

from wfdesk.domain.edits import Work
from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.domain.validation import Problem, Severity


class DueProblems:
    """Remembers for as long as the program runs, as an item's typing does."""

    def __init__(self) -> None:
        self._left: set[tuple[ItemKey, FieldSlug]] = set()
        self._reviewed: set[ItemKey] = set()

    def leave(self, key: ItemKey, slug: FieldSlug) -> None:
        self._left.add((key, slug))

    def review(self, key: ItemKey) -> None:
        self._reviewed.add(key)

    def is_due(self, work: Work, problem: Problem) -> bool:
        return (
            not work.is_new
            or problem.severity is not Severity.BLOCKS_PUBLISH  # it is no more than missing
            or problem.field in work.edits
            or work.key in self._reviewed
            or (work.key, problem.field) in self._left
        )
