"""Which items have work again by a step back or forward, asked about all that have none at once."""

from collections.abc import Iterator

from tests.unit.services.undoing import POSTS, A, B
from wfdesk.domain.edits import Side, Stance
from wfdesk.domain.ids import NAME, NO_LOCALE, ItemId, ItemKey
from wfdesk.services.undo import FieldStep, Place, SettleStep, UndoHistory


class Counted(dict[Place, Stance]):
    """Counts how often all of it is looked through."""

    times = 0

    def __iter__(self) -> Iterator[Place]:
        self.times += 1
        return super().__iter__()

    def items(self):
        self.times += 1
        return super().items()


def test_what_many_were_settled_with_is_looked_through_once() -> None:
    """With 4,000 left out and settled in one step the window stood still for three seconds."""
    keys = {ItemKey(POSTS, ItemId(str(number)), NO_LOCALE) for number in range(50)}
    after = Counted({(key, NAME): Stance() for key in keys})
    undo = UndoHistory()
    undo.record(SettleStep(Side.THEIRS, {place: Stance() for place in list(after)}, after))
    before = after.times
    assert undo.can_bring_back(keys) == keys
    assert after.times - before < 5


def test_the_last_step_of_an_item_says_whether_it_brings_work_back() -> None:
    undo = UndoHistory()
    undo.record(FieldStep(A, NAME, "mine", "old", stance=Stance()))
    undo.record(FieldStep(B, NAME, "mine", "old", stance=Stance()))
    undo.record(FieldStep(B, NAME, "old", "again"))
    assert undo.can_bring_back([A, B]) == {A}
