"""What is said of items that something was done to."""

from collections.abc import Mapping, Sequence

from wfdesk.domain.edits import Action, Side, Work
from wfdesk.domain.ids import ItemKey
from wfdesk.services.undo import (
    ActionStep,
    AnotherStep,
    Decision,
    GoneStep,
    HoldStep,
    MadeStep,
    Marks,
    SettleStep,
)

_DONE = {
    Action.ARCHIVE: "will be archived with the next send",
    Action.UNARCHIVE: "will be restored with the next send",
    Action.UNPUBLISH: "will be unpublished with the next send",
    Action.DELETE: "will be deleted with the next send",
}
_TAKEN_BACK = {
    Action.ARCHIVE: "will not be archived after all",
    Action.UNARCHIVE: "will not be restored after all",
    Action.UNPUBLISH: "will not be unpublished after all",
    Action.DELETE: "will not be deleted after all",
}
_GONE = {True: "was deleted", False: "were deleted"}
_VERBS = {
    Action.ARCHIVE: "Archive",
    Action.UNARCHIVE: "Restore",
    Action.UNPUBLISH: "Unpublish",
    Action.DELETE: "Delete",
    None: "Keep",
}
_SIDES = {
    Side.MINE: "Take Mine",
    Side.THEIRS: "Take Theirs",
    Side.THIRD: "Edit over Both",
    None: "Discard Field",
}
_TAKEN = {
    Side.MINE: "Mine taken",
    Side.THEIRS: "Theirs taken",
    Side.THIRD: "A third value written",
    None: "Edit discarded and kept for 30 days",
}

_SETTLED = "Nothing to do: it was settled."


def count_items(count: int) -> str:
    return "1 item" if count == 1 else f"{count:,} items"


def named(keys: Sequence[ItemKey], works: Mapping[ItemKey, Work]) -> str:
    """One item by its name, in whatever locale; several by their number."""
    count = len({key.item for key in keys})
    work = works.get(keys[0]) if count == 1 else None
    return f"\u201c{work.name or 'Untitled'}\u201d" if work else count_items(count)


def sentence_of(before: Marks, after: Marks, works: Mapping[ItemKey, Work]) -> str:
    """Say what will become of items that were marked differently until now."""
    said: dict[str, list[ItemKey]] = {}
    for key, action in after.items():
        was = before.get(key)
        word = _DONE[action] if action else _TAKEN_BACK.get(was, "") if was else ""
        said.setdefault(word, []).append(key)
    return ", ".join(f"{named(keys, works)} {word}" for word, keys in said.items() if word)


def gone_sentence(keys: Sequence[ItemKey], works: Mapping[ItemKey, Work]) -> str:
    is_one = len({key.item for key in keys}) == 1
    return f"{named(keys, works)} {_GONE[is_one]}" if keys else ""


def made_sentence(step: MadeStep, works: Mapping[ItemKey, Work]) -> str:
    """Say what has become of items that were made, when that was undone or redone."""
    said = named(list(step.made), works)
    return f"{said} taken back" if step.is_taken_back else f"{said} made again"


def step_words(step: ActionStep | Decision | MadeStep) -> str:
    """Name what was done, for undo: ``Archive 12 items``."""
    if isinstance(step, SettleStep):
        count = len(step.after)
        return _SIDES[step.side] if count == 1 else f"{_SIDES[step.side]} for {count:,}"
    if isinstance(step, HoldStep):
        verb, count = "Hold Back" if step.is_held else "Let Go", len(step.after)
        return verb if count == 1 else f"{verb} {count:,} Edits"
    if isinstance(step, AnotherStep):
        return "Make Another"
    if isinstance(step, MadeStep) and not step.is_copy:
        return "New Item"
    if isinstance(step, MadeStep):
        verb, count = "Duplicate", len(step.made)
    elif isinstance(step, GoneStep):
        verb, count = "Recreate" if any(step.made.values()) else "Discard", len(step.made)
    else:
        verb, count = _VERBS[step.chosen], len(step.items)
    return verb if count == 1 else f"{verb} {count_items(count)}"


def decided_sentence(step: SettleStep | GoneStep | AnotherStep) -> str:
    """Say what was decided where a colleague had been there as well."""
    if isinstance(step, SettleStep):
        count = len(step.after)
        fields = "1 field" if count == 1 else f"{count:,} fields"
        return f"{_TAKEN[step.side]} in {fields}" if count else _SETTLED
    if isinstance(step, AnotherStep):
        return "Another one is made with the next send" if step.asked else _SETTLED
    count, is_one = len(step.made), len(step.made) == 1
    if any(step.made.values()):
        return f"{count_items(count)} made anew as {'a draft' if is_one else 'drafts'}"
    what = "Edits of 1 deleted item" if is_one else f"Edits of {count:,} deleted items"
    return f"{what} discarded, kept for 30 days"
