"""Items marked for the next send: to be published, archived and the like.

Each works on the local copy within one transaction, for one item or for many, and returns a step
that leads back.
"""

from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import IN_FLIGHT, OPPOSITES, Action, Work, makes_sense
from wfdesk.domain.ids import ItemKey
from wfdesk.services.undo import ActionStep, Marks
from wfdesk.store.database import Connection
from wfdesk.store.works import WorksRepository


def mark(
    connection: Connection, wanted: Marks, chosen: Action | None
) -> tuple[ActionStep, list[ItemKey], ChangeSet]:
    """Mark items where that makes sense; one that was never sent is not deleted but discarded.

    Return the step, the items that are gone at once, and what was touched.
    """
    works = WorksRepository(connection)
    gone, change = list[ItemKey](), ChangeSet()
    before, after = dict[ItemKey, Action | None](), dict[ItemKey, Action | None]()
    for key, action in wanted.items():
        work = works.get(key)
        if work.action is action or not makes_sense(work, action):
            continue
        if work.is_new and action is Action.DELETE:
            gone.append(key)
            change |= works.discard(key)
            continue
        before[key], after[key] = work.action, action or _way_back(work)
        change |= works.set_action(key, after[key])
    return ActionStep(chosen, before, after), gone, change


def lead(
    connection: Connection, chosen: Action | None, here: Marks, there: Marks
) -> tuple[ActionStep, ChangeSet]:
    """Lead items from one mark to another; those that have gone elsewhere since are left."""
    works, change = WorksRepository(connection), ChangeSet()
    before, after = dict[ItemKey, Action | None](), dict[ItemKey, Action | None]()
    for key, action in here.items():
        work = works.find(key)
        if work is None or (wanted := _next_mark(work, action, there[key])) is work.action:
            continue
        before[key], after[key] = work.action, wanted
        change |= works.set_action(key, wanted)
    return ActionStep(chosen, before, after), change


def _way_back(work: Work) -> Action | None:
    """The mark in the place of one that is taken back. What is in flight is done before long."""
    return OPPOSITES.get(work.action) if work.action and work.state in IN_FLIGHT else None


def _next_mark(work: Work, here: Action | None, there: Action | None) -> Action | None:
    """The mark that leads from one to the other, also when the first was sent meanwhile."""
    if work.action is here:
        if there is None or makes_sense(work, there):
            return there or _way_back(work)
        # The one leads back from the other, which was sent meanwhile.
        return None if here and OPPOSITES.get(here) is there else here
    if there is None and here in OPPOSITES and makes_sense(work, OPPOSITES[here]):
        return work.action or OPPOSITES[here]
    if here is None and there in OPPOSITES and work.action is OPPOSITES[there]:
        return there if work.state in IN_FLIGHT else None  # in flight, it may not arrive
    return work.action
