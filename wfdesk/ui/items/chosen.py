"""What commands would act on, and what they could do to it."""

from collections.abc import Sequence

from msgspec import Struct

from wfdesk.domain.edits import OPPOSITES, Action, Work, makes_sense

MOST_LOOKED_AT = 200
"""Of more chosen items it is not asked what each of them allows."""


class Chosen(Struct, frozen=True):
    count: int = 0
    actions: frozenset[Action] = frozenset()
    """Those that would change something of at least one of the items."""
    is_unsent: bool = False


def chosen(count: int, works: Sequence[Work | None]) -> Chosen:
    """Sum up the chosen items; of those whose works are not here, anything may be possible."""
    known = [work for work in works if work is not None]
    if len(known) < count:
        return Chosen(count, frozenset(Action), is_unsent=True)
    actions = {action for action in Action if any(_changes(work, action) for work in known)}
    is_unsent = any(work.elsewhere or not work.is_empty for work in known)
    return Chosen(count, frozenset(actions), is_unsent)


def _changes(work: Work, action: Action) -> bool:
    if work.action is action:
        return False
    return makes_sense(work, action) or work.action is OPPOSITES.get(action, action)
