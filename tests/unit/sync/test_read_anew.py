"""What was read is forgotten, or lost with a damaged file, and its reading has only begun anew.

Collections are listed before their fields are read, and edits are there all the time.
"""

from msgspec.structs import replace

from tests.unit.sync.conftest import Desk
from wfdesk.domain.blockers import UNREAD
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import Action
from wfdesk.domain.ids import NAME, FieldSlug, ItemKey
from wfdesk.domain.plan import Goal
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection

EMAIL = FieldSlug("email")


async def lose_what_was_read(desk: Desk, *, is_schema_read: bool = False) -> None:
    """Have the collection be listed, and nothing of it be read yet but, at times, its fields."""

    def listed(rows: Connection) -> ChangeSet:
        collections = CollectionsRepository(rows)
        found = collections.get(desk.collection)
        change = collections.forget(found.id)
        return change | collections.put(found if is_schema_read else replace(found, fields=()))

    await desk.database.write(listed)


async def edited(desk: Desk) -> ItemKey:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Mine")
    return key


async def blockers(desk: Desk, goal: Goal) -> dict[ItemKey, str]:
    return {each.key: each.sentence for each in (await desk.publishing.plan(None, goal)).blockers}


async def test_an_edit_whose_answer_was_lost_is_not_taken_for_sent(desk: Desk) -> None:
    """Without fields there is nothing in which the two could differ."""
    key = await edited(desk)
    [batch] = (await desk.publishing.plan(None, Goal.SEND)).batches
    await desk.ledger.journal("lost", batch.operations, await desk.ledger.items([key]))
    await desk.ledger.end_run()
    desk.colleague_edits(key, NAME, "Theirs")
    await lose_what_was_read(desk)
    await desk.publishing.look_up([].append, is_patient=True)
    [work] = await desk.works()
    assert work.edits[NAME].value == "Mine"
    assert await desk.lookup.count() == 1
    await desk.refreshing.refresh_all()
    await desk.publishing.look_up([].append, is_patient=True)
    [work] = await desk.works()
    assert (work.edits[NAME].value, dict(work.conflicts)) == ("Mine", {NAME: "Theirs"})


async def test_what_was_not_read_yet_does_not_go_live(desk: Desk) -> None:
    """What a colleague has written beside it would go live unseen."""
    key = await edited(desk)
    desk.colleague_edits(key, EMAIL, "new@example.com")
    for is_schema_read in (False, True):
        await lose_what_was_read(desk, is_schema_read=is_schema_read)
        assert await blockers(desk, Goal.PUBLISH) == {key: UNREAD}
    await desk.refreshing.refresh_all()
    assert await blockers(desk, Goal.PUBLISH) == {}


async def test_nor_is_it_taken_down_or_deleted(desk: Desk) -> None:
    [key] = await desk.keys(1)
    for action in (Action.UNPUBLISH, Action.DELETE):
        await desk.editing.set_action([key], action)
        await lose_what_was_read(desk, is_schema_read=True)
        assert await blockers(desk, Goal.SEND) == {key: UNREAD}
        await desk.refreshing.refresh_all()


async def test_an_edit_is_not_said_to_be_of_no_field(desk: Desk) -> None:
    key = await edited(desk)
    await lose_what_was_read(desk)
    assert await blockers(desk, Goal.SEND) == {key: UNREAD}
    await lose_what_was_read(desk)
    await desk.refreshing.refresh_all()
    assert (await desk.send())[key].is_good
