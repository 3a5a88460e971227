"""Edits that are not on disk yet: on their way there, or refused because it is full.

They are shown wherever their item is, in the order in which they were made; only ``EditingService``
changes them.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from wfdesk.domain.edits import Look, Seen
from wfdesk.domain.errors import StoreError
from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.domain.values import Value

UNTOLD: Value = object()
"""In the place of a value that nobody has looked at."""


class Edited(Struct, frozen=True):
    """What the user made of a field."""

    field: FieldSlug
    value: Value
    seen: Seen | None = None
    """The colleague's value, if the user wrote with that in sight: it settles the conflict."""
    before: Value = UNTOLD
    """What the field showed when the user began: what came since was not seen."""
    stretch: object = None
    """Stands for the typing that it is a part of: all of that is one step of undo."""
    look: Look | None = None
    """Finds out whether it is written as it is shown. Until that is known it is not sent."""
    item_name: str = ""
    """What the item was called when it was typed in: once it is gone, nobody else may know."""


class Unwritten(Struct, eq=False):
    """A value that the user gave a field."""

    key: ItemKey
    field: FieldSlug
    value: Value
    refusal: StoreError | None = None
    """Why the disk did not take it, if it was tried."""
    seen: Seen | None = None
    """The colleague's value, where the user had it in sight and wrote this over both."""
    before: Value = UNTOLD
    """What the field showed when the user began to change it."""
    stretch: object = None
    """Stands for the typing that it is a part of: all of that is one step of undo."""
    is_as_shown: bool = True
    """Whether it is written as it was shown; not so as long as nobody has looked."""
    look: Look | None = None
    """What is still to be found out about it."""
    answer: asyncio.Future[bool] | None = None
    """What is being found out about it, as long as that is not known."""
    judging: asyncio.Task[None] | None = None
    """What notes the answer, where that came after the text was on disk."""
    item_name: str = ""
    """What the item was called when it was typed in."""
    until: float = 0.0
    """When the answer is no longer waited for, by the clock of the loop."""

    def begin_look(self, patience: float) -> None:
        """Begin to find out, which the disk waits for so many seconds at most."""
        look, self.look = self.look, None
        if look is not None:
            self.answer = asyncio.ensure_future(look())
            self.until = asyncio.get_running_loop().time() + patience

    async def find_out(self) -> None:
        """Wait for the answer as long as there is time. One that fails is none."""
        if self.answer is None:
            return
        left = self.until - asyncio.get_running_loop().time()
        await asyncio.wait({self.answer}, timeout=max(0.0, left))
        if self.answer.done() and self.answer.exception() is None:
            self.is_as_shown, self.answer = self.answer.result(), None

    @property
    def place(self) -> tuple[ItemKey, FieldSlug]:
        return self.key, self.field

    def go_on_from(self, earlier: "Unwritten") -> None:
        """Stand for an earlier one as well, which will not be on disk: nothing starts from that."""
        if self.before is not UNTOLD:
            self.before = earlier.before


class UnwrittenEdits:
    def __init__(self) -> None:
        self._edits: list[Unwritten] = []
        self._taken_back: list[Unwritten] = []
        """Undone before they ever were on disk; the last one is redone first."""

    def __iter__(self) -> Iterator[Unwritten]:
        return iter(tuple(self._edits))

    def __contains__(self, edit: Unwritten) -> bool:
        return edit in self._edits

    def add(self, edit: Unwritten) -> None:
        """Take an edit in; one of the same field that was refused has had its day."""
        for each in self._refused(edit.key):
            if each.field == edit.field:
                self._edits.remove(each)
                edit.refusal = each.refusal
                edit.go_on_from(each)
        self._edits.append(edit)
        self._taken_back = [each for each in self._taken_back if each.key != edit.key]

    def refuse(self, edit: Unwritten, error: StoreError) -> bool:
        """Keep a refused edit, unless there is a newer one of the same field; return whether."""
        edit.refusal = error
        if edit not in self._edits:  # Refused before, it gave way while it was tried again.
            return False
        later = self._edits[self._edits.index(edit) + 1 :]
        newer = next((each for each in later if each.place == edit.place), None)
        if newer is not None:
            newer.go_on_from(edit)
            self._edits.remove(edit)
        return edit in self._edits

    def remove(self, edit: Unwritten) -> None:
        """Let go of an edit that no disk will take."""
        if edit in self._edits:
            self._edits.remove(edit)

    def release(self, edit: Unwritten) -> None:
        """Let go of an edit that is on disk. One that it gave way to meanwhile starts from it."""
        if edit in self._edits:
            self._edits.remove(edit)
            return
        newer = next((each for each in self._edits if each.place == edit.place), None)
        if newer is not None and newer.before is not UNTOLD:
            newer.before = edit.value

    def forget(self, keys: Iterable[ItemKey]) -> None:
        """Give up all there is of these items."""
        gone = frozenset(keys)
        self._edits = [each for each in self._edits if each.key not in gone]
        self._taken_back = [each for each in self._taken_back if each.key not in gone]

    def refused(self, key: ItemKey) -> Mapping[FieldSlug, StoreError]:
        """The fields of an item whose edits the disk refused, and why."""
        return {
            each.field: each.refusal for each in self._edits if each.key == key and each.refusal
        }

    def all_refused(self) -> list[Unwritten]:
        return [each for each in self._edits if each.refusal]

    def values(self, key: ItemKey) -> Mapping[FieldSlug, Value]:
        return {each.field: each.value for each in self._edits if each.key == key}

    def take_back(self, key: ItemKey) -> Unwritten | None:
        """Undo the newest edit of an item that the disk refused."""
        edit = next(reversed(self._refused(key)), None)
        if edit is not None:
            self._edits.remove(edit)
            self._taken_back.append(edit)
        return edit

    def bring_back(self, key: ItemKey) -> Unwritten | None:
        """Redo the last of those that were taken back."""
        edit = self.last_taken_back(key)
        if edit is not None:
            self._taken_back.remove(edit)
            self._edits.append(edit)
        return edit

    def last(self, key: ItemKey) -> Unwritten | None:
        return next((each for each in reversed(self._edits) if each.key == key), None)

    def last_taken_back(self, key: ItemKey) -> Unwritten | None:
        return next((each for each in reversed(self._taken_back) if each.key == key), None)

    def follow(self, old: ItemKey, new: ItemKey) -> None:
        for each in (*self._edits, *self._taken_back):
            if each.key == old:
                each.key = new

    def _refused(self, key: ItemKey) -> list[Unwritten]:
        return [each for each in self._edits if each.key == key and each.refusal]
