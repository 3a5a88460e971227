"""What is wrong with what items refer to, as far as the local copy knows."""

from collections.abc import Mapping, Sequence

from wfdesk.domain.blockers import STAYS_DOWN
from wfdesk.domain.edits import Work
from wfdesk.domain.ids import CollectionId, ItemKey
from wfdesk.domain.reach import Reach, target_problems, targets_of
from wfdesk.domain.schema import Collection
from wfdesk.domain.validation import Problem
from wfdesk.store.database import Connection
from wfdesk.store.items import ItemsRepository
from wfdesk.store.runs import RunsRepository
from wfdesk.store.works import WorksRepository


def unreachable(
    connection: Connection, works: Sequence[Work], collections: Mapping[CollectionId, Collection]
) -> Mapping[ItemKey, Sequence[Problem]]:
    """The problems of each of the works, where all that is unsent goes along with them.

    What the run under way makes live goes along too: sent, it waits only for its turn.
    """
    keys = {key for work in works for _, key in targets_of(work, collections)}
    reach = ItemsRepository(connection).reach(keys)
    if all(each is Reach.LIVE for each in reach.values()):
        return {work.key: () for work in works}
    hidden = (key for key, each in reach.items() if each is Reach.HIDDEN)
    coming = {key for key in hidden if _is_coming(WorksRepository(connection).find(key))}
    coming |= RunsRepository(connection).going_live()
    return {work.key: target_problems(work, collections, reach, coming) for work in works}


def _is_coming(work: Work | None) -> bool:
    return work is not None and not work.is_empty and work.action not in STAYS_DOWN
