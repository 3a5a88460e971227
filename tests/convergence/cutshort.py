"""What a run was to put live when the program crashed is told at the next start."""

from collections.abc import Iterator

from tests.convergence.book import live_ones
from tests.convergence.content import US
from tests.convergence.desk import Desk
from tests.convergence.locales import place_of
from tests.convergence.user import User
from wfdesk.domain.plan import Goal
from wfdesk.store.runs import RunsRepository

_AT_REST = False, False, True
"""Not archived, no draft, and live."""


def forgotten(user: User, desk: Desk) -> Iterator[str]:
    """What was to go live, did not, and is told nowhere in the life that begins now."""
    plan, begun, content = user.plan, user.begun, desk.server.content
    if plan is None or begun is None or plan.goal is not Goal.PUBLISH:
        return
    has_written = any(each.who == US and each.at >= begun for each in content.log)
    if not has_written and all(each.went_live < begun for each in content.items.values()):
        return  # nothing of it was done, and all of it is unsent as before
    run = RunsRepository(desk.rows).interrupted()
    told = {place_of(desk.current(key)) for key in (*run.left, *run.changed)} if run else set()
    states = desk.states()
    for key in live_ones(plan):
        place = place_of(desk.current(key))
        item = content.items.get(place)
        if item is None or item.is_archived or place in told or states.get(place) == _AT_REST:
            continue
        work = desk.work(desk.current(key))
        if work is not None and work.conflicts:
            continue  # it had failed before, and stands among the changes
        if item.went_live < begun and item.live != item.fields:
            yield f"{place} was to go live when the program crashed, and nothing says so"
