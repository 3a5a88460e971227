"""How far the run under way is, so that a start after a crash can say where it stopped."""

import sqlite3
from collections.abc import Sequence

from wfdesk.domain.ids import ItemKey
from wfdesk.domain.plan import Goal, InterruptedRun, Plan
from wfdesk.domain.values import Value
from wfdesk.store.localids import LocalIdsRepository
from wfdesk.store.preferences import PreferencesRepository

_PLAN, _DONE = "run.plan", "run.done"


class RunsRepository:
    """There is one run at a time, or none."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._preferences = PreferencesRepository(connection)

    def begin(self, plan: Plan) -> None:
        batches = [[key.as_parts() for key in batch.keys] for batch in plan.batches]
        self._preferences.put(_PLAN, {"goal": plan.goal.value, "batches": batches})
        self._preferences.put(_DONE, 0)

    def set_done(self, batches: int) -> None:
        """Note that so many batches of the plan have had their turn."""
        self._preferences.put(_DONE, batches)

    def end(self) -> None:
        self._preferences.put(_PLAN, None)

    def interrupted(self) -> InterruptedRun | None:
        """The run that did not come to its end; None when the last one did."""
        plan, done = self._preferences.get(_PLAN), self._preferences.get(_DONE)
        if not isinstance(plan, dict) or not isinstance(done, int):
            return None
        batches = plan.get("batches")
        batches = batches if isinstance(batches, list) else []
        every = self._keys(batches)
        left = self._keys(batches[max(0, done) :])
        goal = Goal.PUBLISH if plan.get("goal") == Goal.PUBLISH.value else Goal.SEND
        return InterruptedRun(goal, len(every), tuple(left)) if left else None

    def _keys(self, batches: Sequence[Value]) -> list[ItemKey]:
        ids = LocalIdsRepository(self._connection)
        found = (
            ItemKey.from_parts(each)
            for batch in batches
            if isinstance(batch, list)
            for each in batch
        )
        return list(dict.fromkeys(ids.current(key) for key in found if key is not None))
