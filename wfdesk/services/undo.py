"""Steps back and forward through the edits of each item.

Undo outlives saving and moving to another item; it ends with the program. A step is the pair of
values a field had: undoing stages the earlier one as an edit like any other.
"""

from collections import defaultdict
from dataclasses import dataclass

from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.domain.values import Value

_MOST_STEPS = 500


@dataclass(frozen=True, slots=True)
class Step:
    field: FieldSlug
    before: Value
    after: Value


class UndoHistory:
    def __init__(self) -> None:
        self._done: defaultdict[ItemKey, list[Step]] = defaultdict(list)
        self._undone: defaultdict[ItemKey, list[Step]] = defaultdict(list)

    def record(self, key: ItemKey, step: Step) -> None:
        self._done[key].append(step)
        del self._done[key][:-_MOST_STEPS]
        self._undone[key].clear()

    def back(self, key: ItemKey) -> Step | None:
        return self._move(self._done[key], self._undone[key])

    def forward(self, key: ItemKey) -> Step | None:
        return self._move(self._undone[key], self._done[key])

    def can_go_back(self, key: ItemKey) -> bool:
        return bool(self._done[key])

    def can_go_forward(self, key: ItemKey) -> bool:
        return bool(self._undone[key])

    def follow(self, old: ItemKey, new: ItemKey) -> None:
        """Keep the steps of a new item when Webflow has given it its id; said twice, too."""
        for steps in (self._done, self._undone):
            steps[new] += steps.pop(old, [])

    @staticmethod
    def _move(source: list[Step], target: list[Step]) -> Step | None:
        if not source:
            return None
        step = source.pop()
        target.append(step)
        return step
