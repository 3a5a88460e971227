"""Steps back and forward through what was done to each item.

Undo outlives saving and moving to another item; it ends with the program. There is one list of
all steps, and undoing asks for the last one that touched an item: what was done to many items at
once is a single step of every one of them, and goes back for all.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import TypeGuard

from msgspec import Struct
from msgspec.structs import replace

from wfdesk.domain.edits import Action, Side, Stance, Work
from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.domain.values import Value

Place = tuple[ItemKey, FieldSlug]
Marks = Mapping[ItemKey, Action | None]
"""What is to become of items with the next send; None: nothing."""

_MOST_STEPS = 2000


class FieldStep(Struct, eq=False):
    """The two values that a field had: undoing stages the earlier one, an edit like any other."""

    key: ItemKey
    """Another one when Webflow gives the item its id, be it while the step is being taken."""
    field: FieldSlug
    before: Value
    after: Value
    stretch: object = None
    """Stands for the typing that it is a part of; None for what was not typed."""
    stance: Stance | None = None
    """Where the field stood after it."""
    was_as_shown: bool = True
    is_as_shown: bool = True
    """Whether the one text and the other are written as they were shown."""

    @property
    def leads_nowhere(self) -> bool:
        return self.before == self.after

    def go_on(self, step: "FieldStep") -> None:
        """Take in what was typed next."""
        self.after, self.stance, self.is_as_shown = step.after, step.stance, step.is_as_shown

    def free(self, place: Place, value: Value) -> None:
        """Know of a text, wherever it stands here, that it is written as it was shown."""
        if place == (self.key, self.field):
            self.was_as_shown = self.was_as_shown or self.before == value
            self.is_as_shown = self.is_as_shown or self.after == value
            self.stance = self.stance and _freed(self.stance, value)

    def touches(self, key: ItemKey) -> bool:
        return key == self.key

    def clashes(self, other: "Step") -> bool:
        return other.touches(self.key)


class ActionStep(Struct, eq=False, dict=True):
    """What each item was to become before, and after. It is a step of an item in every locale."""

    chosen: Action | None
    """What the user asked for; None for taking a mark back."""
    before: Marks
    after: Marks
    """Without those items whose mark was discarded since."""

    @cached_property
    def items(self) -> frozenset[tuple[str, str]]:
        return frozenset((key.collection, key.item) for key in self.after)

    def touches(self, key: ItemKey) -> bool:
        return (key.collection, key.item) in self.items

    def leave_out(self, gone: ItemKey) -> None:
        self.before = {key: mark for key, mark in self.before.items() if key != gone}
        self.after = {key: mark for key, mark in self.after.items() if key != gone}
        self.__dict__.pop("items", None)

    def clashes(self, other: "Step") -> bool:
        if isinstance(other, ActionStep):
            return not self.items.isdisjoint(other.items)
        return other.clashes(self)


class SettleStep(Struct, eq=False):
    """Where fields stood that a colleague had changed as well, before they were settled and after.

    A third value that was written over both is one of them.
    """

    side: Side | None
    """None where an edit was given up, of whatever field."""
    before: Mapping[Place, Stance]
    after: Mapping[Place, Stance]
    stretch: object = None
    """Stands for the typing that it is a part of; None for what was not typed."""

    @property
    def first(self) -> ItemKey:
        return next(iter(self.after))[0]

    @property
    def leads_nowhere(self) -> bool:
        return self.before == self.after

    def go_on(self, step: FieldStep) -> None:
        """Take in what was typed next of the value that was written over both."""
        self.after = {(step.key, step.field): step.stance or Stance()}

    def free(self, place: Place, value: Value) -> None:
        """Know of a text, wherever it stands here, that it is written as it was shown."""
        if place in self.after:
            self.before = {**self.before, place: _freed(self.before[place], value)}
            self.after = {**self.after, place: _freed(self.after[place], value)}

    def touches(self, key: ItemKey) -> bool:
        return any(each == key for each, _ in self.after)

    def clashes(self, other: "Step") -> bool:
        return any(other.touches(key) for key, _ in self.after)

    @property
    def has_changed(self) -> bool:
        return bool(self.after)

    def field_of(self, key: ItemKey) -> FieldSlug:
        """The first field of the item that it was about."""
        return next(field for each, field in self.after if each == key)

    def leave_out(self, gone: Collection[ItemKey]) -> None:
        self.before = {place: each for place, each in self.before.items() if place[0] not in gone}
        self.after = {place: each for place, each in self.after.items() if place[0] not in gone}


class Anew(Struct, frozen=True):
    """The new item that was made in the place of one that a colleague had deleted."""

    key: ItemKey
    fields: Mapping[FieldSlug, Value]


class GoneStep(Struct, eq=False):
    """The work on items that were deleted in Webflow, and what was made of them."""

    before: tuple[Work, ...]
    made: Mapping[ItemKey, Anew | None]
    """By the key of each that is gone; None where the work on it was given up."""

    @property
    def renamed(self) -> Mapping[ItemKey, ItemKey]:
        """The key of each new item, by that of the one in whose place it is."""
        return {old: new.key for old, new in self.made.items() if new is not None}

    @property
    def first(self) -> ItemKey:
        return next(iter(self.made))

    @property
    def has_changed(self) -> bool:
        return bool(self.made)

    def touches(self, key: ItemKey) -> bool:
        return key in self.made or any(new and new.key == key for new in self.made.values())

    def clashes(self, other: "Step") -> bool:
        made = (new.key for new in self.made.values() if new)
        return any(other.touches(key) for key in (*self.made, *made))


class HoldStep(Struct, eq=False):
    """Edits that were held back from the next send, or let go. It is no step of a form.

    Nothing of it is to be seen there.
    """

    is_held: bool
    before: Mapping[Place, bool]
    after: Mapping[Place, bool]

    @property
    def first(self) -> ItemKey:
        return next(iter(self.after))[0]

    @property
    def has_changed(self) -> bool:
        return bool(self.after)

    def touches(self, _key: ItemKey) -> bool:
        return False

    def clashes(self, other: "Step") -> bool:
        return any(other.touches(key) for key, _ in self.after)


class AnotherStep(Struct, eq=False):
    """A new item is to be made though Webflow may have it already. It is no step of a form.

    Nothing of it is to be seen there.
    """

    key: ItemKey
    asked: str = ""
    """What was asked; empty where nothing was."""
    entry: int = 0
    """The number of the journal's entry that it was asked of; 0 where that is lost."""

    @property
    def first(self) -> ItemKey:
        return self.key

    @property
    def has_changed(self) -> bool:
        return bool(self.asked)

    def touches(self, _key: ItemKey) -> bool:
        return False

    def clashes(self, other: "Step") -> bool:
        if isinstance(other, AnotherStep):
            return other.key == self.key
        return other.touches(self.key)


class MadeStep(Struct, eq=False):
    """Items that were made here. Undoing gives them up, with all that was typed into them since.

    It is not undone where all unsent work stands together: what was typed into them does not stand
    before it there, as it does in the form.
    """

    is_copy: bool
    made: Mapping[ItemKey, Work | None]
    """By the key of each: all there was of it while it is taken back, None while it is there."""

    @property
    def first(self) -> ItemKey:
        return next(iter(self.made))

    @property
    def has_changed(self) -> bool:
        return bool(self.made)

    @property
    def is_taken_back(self) -> bool:
        return any(self.made.values())

    def touches(self, key: ItemKey) -> bool:
        return key in self.made

    def clashes(self, other: "Step") -> bool:
        return any(other.touches(key) for key in self.made)

    def free(self, place: Place, value: Value) -> None:
        """Know of a text in an item that is taken back that it is written as it was shown."""
        key, field = place
        work = self.made.get(key)
        if work is not None:
            edit = _freed(work.stance(field), value).edit
            edits = {**work.edits, field: edit} if edit else work.edits
            self.made = {**self.made, key: replace(work, edits=edits)}

    def leave_out(self, gone: Collection[ItemKey]) -> None:
        self.made = {key: work for key, work in self.made.items() if key not in gone}


Step = FieldStep | ActionStep | SettleStep | GoneStep | HoldStep | AnotherStep | MadeStep
Decision = SettleStep | GoneStep | HoldStep | AnotherStep
"""What is done to unsent work where all of it stands together, whatever the item."""


class UndoHistory:
    """Looking up a step does not move it: it moves once what it says is on disk."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def record(self, step: Step) -> None:
        """Add what was just done; there is nothing to redo then of the items it touched.

        What is typed in one stretch is one step, however often it was saved meanwhile.
        """
        earlier = self._gone_on_with(step) if isinstance(step, FieldStep) else None
        if earlier is None:
            self._done.append(step)
            del self._done[:-_MOST_STEPS]
        elif earlier.leads_nowhere:
            self._done.remove(earlier)
        self._undone = [each for each in self._undone if not each.clashes(step)]

    def _gone_on_with(self, step: FieldStep) -> FieldStep | SettleStep | None:
        """The step that a part of the same typing made, which takes this one in."""
        last = self.last_done(step.key)
        if not isinstance(last, FieldStep | SettleStep) or last.stretch is None:
            return None
        if last.stretch is not step.stretch:
            return None
        last.go_on(step)
        return last

    def free(self, place: Place, value: Value) -> None:
        """Note what was found out of a text late: it is written as it was shown."""
        for step in (*self._done, *self._undone):
            if isinstance(step, FieldStep | SettleStep | MadeStep):
                step.free(place, value)

    def end_redo(self, key: ItemKey) -> None:
        """Drop what there is to redo of an item that is typed in.

        One whose making is taken back is not there to be typed in: what still comes brings it back.
        """
        self._undone = [
            each for each in self._undone if isinstance(each, MadeStep) or not each.touches(key)
        ]

    def last_done(self, key: ItemKey) -> Step | None:
        return next((step for step in reversed(self._done) if step.touches(key)), None)

    def is_last(self, step: FieldStep) -> bool:
        """Whether nothing was done to its field since, as far as the steps tell."""
        since = self._done[self._done.index(step) + 1 :]
        return all(_is_elsewhere(each, step) for each in since if each.touches(step.key))

    def last_undone(self, key: ItemKey) -> Step | None:
        return next((step for step in reversed(self._undone) if step.touches(key)), None)

    def last_decided(self) -> Decision | None:
        """What was decided last of any item. What was typed over both sides is no decision."""
        return next(filter(_is_decision, reversed(self._done)), None)

    def last_undecided(self) -> Decision | None:
        """The decision that was taken back last."""
        return next(filter(_is_decision, reversed(self._undone)), None)

    def last_unmade(self) -> MadeStep | None:
        """The making that was taken back last: nobody can go to its items to ask for them."""
        return next((each for each in reversed(self._undone) if isinstance(each, MadeStep)), None)

    def can_bring_back(self, keys: Iterable[ItemKey]) -> set[ItemKey]:
        """Those that have no work now and to which a step, back or forward, brings some back."""
        left, found = set(keys), set[ItemKey]()
        for step in self._undone:
            found |= _touched(step, left)
        left -= found
        for step in reversed(self._done):
            touched = _touched(step, left)
            found |= _taken_away(step, touched)
            left -= touched
        return found

    def is_done(self, step: Step) -> bool:
        return step in self._done

    def move_back(self, step: Step) -> None:
        self._done.remove(step)
        self._undone.append(step)

    def move_forward(self, step: Step) -> None:
        """Count a step as done, also one that typing on has just ended: it is on the disk.

        Items were made before all else that was done to them.
        """
        self.forget(step)
        later = isinstance(step, MadeStep) and next(filter(step.clashes, self._done), None)
        self._done.insert(self._done.index(later) if later else len(self._done), step)

    def forget(self, step: Step) -> None:
        """Drop a step that leads nowhere any more."""
        for steps in (self._done, self._undone):
            if step in steps:
                steps.remove(step)

    def forget_edits(self, keys: Iterable[ItemKey]) -> None:
        """Drop the steps of edits that were given up: in between there is nothing to go back to."""
        gone = frozenset(keys)
        for steps in (self._done, self._undone):
            for step in steps:
                if isinstance(step, SettleStep | MadeStep):
                    step.leave_out(gone)
            steps[:] = [each for each in steps if not _leads_to_edits_of(each, gone)]

    def forget_marks(self, keys: Iterable[ItemKey]) -> None:
        """Drop the steps that led to marks which were given up, for these items alone."""
        for key in keys:
            for step in reversed(self._done):
                if isinstance(step, ActionStep) and key in step.after:
                    was_unmarked = step.before[key] is None
                    step.leave_out(key)
                    if was_unmarked:  # What it was marked for before has been sent.
                        break
        self._done = [each for each in self._done if not isinstance(each, ActionStep) or each.after]

    def follow(self, old: ItemKey, new: ItemKey) -> None:
        """Keep the steps of a new item when Webflow has given it its id; said twice, too.

        They are edits: an item that Webflow has not got cannot be marked for anything, nor has
        a colleague been there. Making it is no step any more: Webflow has it.
        """
        for step in (*self._done, *self._undone):
            if isinstance(step, FieldStep) and step.key == old:
                step.key = new
        self.forget_made([old])

    def forget_made(self, keys: Iterable[ItemKey]) -> None:
        """Leave items out of the step that made them: they are deleted, or Webflow has them."""
        gone = frozenset(keys)
        for step in (*self._done, *self._undone):
            if isinstance(step, MadeStep):
                step.leave_out(gone)
        for steps in (self._done, self._undone):
            steps[:] = [each for each in steps if not _is_about_none(each, gone)]


def _is_about_none(step: Step, gone: Collection[ItemKey]) -> bool:
    if isinstance(step, AnotherStep):
        return step.key in gone
    return isinstance(step, MadeStep) and not step.made


def _freed(stance: Stance, value: Value) -> Stance:
    if stance.edit is None or stance.edit.value != value:
        return stance
    return replace(stance, edit=replace(stance.edit, is_as_shown=True))


def _is_elsewhere(step: Step, edited: FieldStep) -> bool:
    is_other = isinstance(step, FieldStep) and step.field != edited.field
    return is_other or isinstance(step, ActionStep)


def _touched(step: Step, keys: set[ItemKey]) -> set[ItemKey]:
    """Those of the items that it is a step of. Some are asked about thousands, and are of as many:
    those are looked through once.
    """
    match step:
        case SettleStep():
            return {key for key, _ in step.after} & keys
        case GoneStep():
            return {*step.made, *step.renamed.values()} & keys
    return {key for key in keys if step.touches(key)}


def _taken_away(step: Step, keys: set[ItemKey]) -> set[ItemKey]:
    """Those of its items whose work, or the last of it, went with the step."""
    match step:
        case FieldStep():
            return {*keys} if step.stance is not None and step.stance.edit is None else set()
        case ActionStep():
            return {key for key in keys if step.after.get(key) is None}
        case SettleStep():
            return keys - {key for (key, _), each in step.after.items() if each.edit is not None}
        case GoneStep():
            return keys & step.made.keys()
    return set()


def _is_decision(step: Step) -> TypeGuard[Decision]:
    if isinstance(step, SettleStep):
        return step.side is not Side.THIRD
    return isinstance(step, GoneStep | HoldStep | AnotherStep)


def _leads_to_edits_of(step: Step, gone: Collection[ItemKey]) -> bool:
    """Whether there is nothing in a step but edits of items whose edits were given up."""
    if isinstance(step, FieldStep | AnotherStep):
        return step.key in gone
    if isinstance(step, GoneStep):
        return any(step.touches(key) for key in gone)
    return isinstance(step, SettleStep | MadeStep) and not step.has_changed
