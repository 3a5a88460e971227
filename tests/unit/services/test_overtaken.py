"""What came into a field while the user typed there was not seen, and is not overwritten unseen."""

from contextlib import suppress

import pytest
from msgspec.structs import replace

from tests.unit.services.undoing import BIG, POSTS, A, Desk
from wfdesk.domain.edits import Edit, SendState
from wfdesk.domain.errors import DiskFullError
from wfdesk.domain.ids import NAME, FieldSlug, SiteId
from wfdesk.domain.items import Item
from wfdesk.domain.journal import Entry, Verb
from wfdesk.domain.schema import Collection, Field, FieldType
from wfdesk.services.unwritten import Edited
from wfdesk.store.acknowledge import acknowledge
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.database import Connection
from wfdesk.store.journal import JournalRepository
from wfdesk.store.remote import take_in, take_out
from wfdesk.store.works import WorksRepository

BODY = FieldSlug("body")
PHOTO = FieldSlug("photo")
FIELDS = (
    Field("1", NAME, "Name", FieldType.PLAIN_TEXT),
    Field("2", BODY, "Body", FieldType.PLAIN_TEXT),
    Field("3", PHOTO, "Photo", FieldType.IMAGE),
)
OLD, MINE, THEIRS = "a\nb\nc\nd\ne\n", "A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n"
BOTH = "A\nb\nc\nd\nE\n"


async def have_body(desk: Desk, body: str) -> None:
    """Webflow shows the item with this text."""
    posts = Collection(POSTS, SiteId("site"), "Posts", "Post", "posts", FIELDS)

    def work(connection: Connection) -> None:
        CollectionsRepository(connection).replace_all(SiteId("site"), [posts])
        take_in(connection, [Item(A, {NAME: "old", BODY: body})])

    await desk._database.write(work)


async def type_over(desk: Desk, slug: FieldSlug, before: object, value: object) -> None:
    await desk.write(desk.keep(A, Edited(slug, value, before=before)))


async def merge(desk: Desk) -> None:
    """What a send does to an edit before it leaves: it puts a colleague's lines into it."""
    await have_body(desk, OLD)
    await desk.set_field(A, BODY, MINE)
    await have_body(desk, THEIRS)
    merged = Edit(BODY, BOTH, THEIRS)
    await desk._database.write(lambda rows: WorksRepository(rows).rebase(A, [merged]))


async def travel(desk: Desk) -> Entry:
    """Send the merged text."""
    values = {BODY: BOTH}
    entry = Entry(0, "one", Verb.UPDATE, A, values, {BODY: THEIRS})

    def work(connection: Connection) -> Entry:
        WorksRepository(connection).set_state(A, SendState.SENDING, "")
        return JournalRepository(connection).write([entry])[0]

    return await desk._database.write(work)


async def arrive(desk: Desk, entry: Entry) -> None:
    answer = Item(A, {NAME: "old", BODY: BOTH})
    await desk._database.write(lambda rows: acknowledge(rows, [(entry, answer)]))


async def test_a_value_typed_over_one_that_came_meanwhile_starts_from_what_was_seen(
    desk: Desk,
) -> None:
    await desk._database.write(lambda rows: take_in(rows, [Item(A, {NAME: "theirs"})]))

    await type_over(desk, NAME, "old", "mine")

    work = await desk.work(A)
    assert work.edits[NAME] == Edit(NAME, "mine", "old")
    assert (work.state, work.conflicts) == (SendState.CONFLICT, {NAME: "theirs"})


async def test_who_has_seen_what_came_starts_from_that(desk: Desk) -> None:
    await desk._database.write(lambda rows: take_in(rows, [Item(A, {NAME: "theirs"})]))

    await type_over(desk, NAME, "theirs", "mine")

    work = await desk.work(A)
    assert work.edits[NAME] == Edit(NAME, "mine", "theirs")
    assert work.state is SendState.SAVED


async def test_typing_on_in_a_text_that_was_merged_meanwhile_keeps_their_lines(desk: Desk) -> None:
    await merge(desk)
    await type_over(desk, BODY, MINE, "AA\nb\nc\nd\ne\n")
    assert (await desk.work(A)).edits[BODY] == Edit(BODY, "AA\nb\nc\nd\nE\n", THEIRS)


async def test_typing_on_in_the_very_line_that_came_meanwhile_is_a_conflict(desk: Desk) -> None:
    await merge(desk)

    await type_over(desk, BODY, MINE, "A\nb\nc\nd\nmine\n")

    work = await desk.work(A)
    assert work.fields[BODY] == "A\nb\nc\nd\nmine\n"
    assert (work.state, work.conflicts) == (SendState.CONFLICT, {BODY: THEIRS})


async def test_what_is_undecided_when_the_item_goes_is_so_when_it_comes_back(desk: Desk) -> None:
    await merge(desk)
    await type_over(desk, BODY, MINE, "A\nb\nc\nd\nmine\n")

    await desk._database.write(lambda rows: take_out(rows, [A]))
    await have_body(desk, THEIRS)

    work = await desk.work(A)
    assert (work.state, work.conflicts) == (SendState.CONFLICT, {BODY: THEIRS})


async def test_what_is_typed_while_the_merged_text_travels_is_compared_with_its_answer(
    desk: Desk,
) -> None:
    await merge(desk)
    entry = await travel(desk)
    await type_over(desk, BODY, MINE, "A\nb\nc\nd\nmine\n")

    await arrive(desk, entry)

    work = await desk.work(A)
    assert work.fields[BODY] == "A\nb\nc\nd\nmine\n"
    assert (work.state, work.conflicts) == (SendState.CONFLICT, {BODY: BOTH})


async def test_what_is_typed_while_a_text_travels_starts_from_its_answer(desk: Desk) -> None:
    await have_body(desk, OLD)
    await desk.set_field(A, BODY, BOTH)
    entry = replace(await travel(desk), pre_image={BODY: OLD})
    await type_over(desk, BODY, BOTH, "typed on\n")

    await arrive(desk, entry)

    assert (await desk.work(A)).edits[BODY] == Edit(BODY, "typed on\n", BOTH)


@pytest.mark.parametrize("is_quick", [False, True])
async def test_typing_on_after_the_disk_refused_starts_from_what_was_there_at_first(
    desk: Desk, is_quick: bool
) -> None:
    """Else what was taken out before comes back, as if a colleague had put it in."""
    await have_body(desk, OLD)
    await desk.fill_disk()
    first, then = f"b\nc\nd\ne{BIG}\n", f"b\nc\nd\nE{BIG}\n"
    earlier = desk.keep(A, Edited(BODY, first, before=OLD))
    kept = [desk.keep(A, Edited(BODY, then, before=first))] if is_quick else []
    with suppress(DiskFullError):
        await desk.write(earlier)
    for edit in kept or [desk.keep(A, Edited(BODY, then, before=first))]:
        with pytest.raises(DiskFullError):
            await desk.write(edit)

    await desk.make_room()
    for edit in desk.unwritten:
        await desk.write(edit)

    work = await desk.work(A)
    assert (work.edits[BODY], work.state) == (Edit(BODY, then, OLD), SendState.SAVED)


async def test_a_file_that_webflow_has_fetched_since_is_no_colleagues(desk: Desk) -> None:
    await have_body(desk, OLD)
    await desk.set_field(A, PHOTO, {"url": "https://a.example/cat.png", "alt": "A cat"})
    values = {PHOTO: {"url": "https://a.example/cat.png", "alt": "A cat"}}
    fetched = {"fileId": "1", "url": "https://cdn.example/1_cat.png", "alt": "A cat"}

    def send(connection: Connection) -> None:
        [entry] = JournalRepository(connection).write([Entry(0, "one", Verb.UPDATE, A, values, {})])
        acknowledge(connection, [(entry, Item(A, {NAME: "old", BODY: OLD, PHOTO: fetched}))])

    await desk._database.write(send)
    await desk.undo(A)

    work = await desk.work(A)
    assert work.edits[PHOTO] == Edit(PHOTO, None, fetched)
    assert work.conflicts == {}


async def test_what_a_colleague_has_changed_within_a_tag_was_not_seen(desk: Desk) -> None:
    """It was taken for Webflow's own way to write tags, and overwritten unseen."""
    fields = (*FIELDS[:1], Field("2", BODY, "Body", FieldType.RICH_TEXT))
    posts = Collection(POSTS, SiteId("site"), "Posts", "Post", "posts", fields)
    old = '<p>Rye</p><figure data-rt-align="normal"><div><img src="a.jpg"></div></figure>'
    theirs, mine = old.replace("normal", "fullwidth"), old.replace("Rye", "Oats")

    def work(connection: Connection) -> None:
        CollectionsRepository(connection).replace_all(SiteId("site"), [posts])
        take_in(connection, [Item(A, {NAME: "old", BODY: theirs})])

    await desk._database.write(work)
    await type_over(desk, BODY, old, mine)

    assert (await desk.work(A)).edits[BODY] == Edit(BODY, mine, old)


async def test_a_picture_that_a_colleague_has_made_smaller_was_not_seen(desk: Desk) -> None:
    """Webflow may write just that by itself, but it had the text as it was before."""
    fields = (*FIELDS[:1], Field("2", BODY, "Body", FieldType.RICH_TEXT))
    posts = Collection(POSTS, SiteId("site"), "Posts", "Post", "posts", fields)
    old = '<p>Rye</p><figure data-rt-align="normal"><div><img src="a.jpg"></div></figure>'
    theirs = old.replace("<figure", '<figure style="max-width:9px" data-rt-max-width="9px"')
    mine = old.replace("Rye", "Oats")

    def work(connection: Connection) -> None:
        CollectionsRepository(connection).replace_all(SiteId("site"), [posts])
        take_in(connection, [Item(A, {NAME: "old", BODY: theirs})])

    await desk._database.write(work)
    await type_over(desk, BODY, old, mine)

    assert (await desk.work(A)).edits[BODY] == Edit(BODY, mine, old)
