"""Conflicts and items that are gone: whatever is decided can be taken back, and nothing is lost."""

import pytest

from tests.unit.services.undoing import POSTS, A, B, C, Desk
from wfdesk.domain.edits import Action, Seen, SendState, Side
from wfdesk.domain.errors import MissingItemError
from wfdesk.domain.history import Reason
from wfdesk.domain.ids import NAME, SLUG, FieldSlug, ItemKey
from wfdesk.domain.items import Item
from wfdesk.domain.schema import Collection, Field, FieldType
from wfdesk.services.settling import Choice
from wfdesk.services.unwritten import Edited
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.history import HistoryRepository
from wfdesk.store.items import ItemsRepository
from wfdesk.store.remote import take_in, take_out

BODY, AUTHOR, OLD = FieldSlug("body"), FieldSlug("author"), FieldSlug("old")


async def clash(desk: Desk, key: ItemKey, theirs: object = "theirs") -> None:
    """Mine and theirs of the name, found by a look before a send."""
    await desk.set_field(key, NAME, "mine")

    def found(connection) -> None:
        return take_in(connection, [Item(key, {NAME: theirs})])

    await desk._database.write(found)


async def delete_there(desk: Desk, *keys: ItemKey) -> None:
    """What is left of edited items when a send finds them gone."""
    for key in keys:
        await desk._database.write(lambda connection, key=key: take_out(connection, [key]))


async def kept(desk: Desk, key: ItemKey) -> dict[str, object]:
    """What is in the history, by the reason."""
    pasts = await desk._database.read(lambda connection: HistoryRepository(connection).of(key))
    return {past.reason: past.value for past in reversed(pasts)}


def for_all(side: Side, *keys: ItemKey) -> list[Choice]:
    return [Choice(key, NAME, side, Seen("theirs")) for key in keys]


async def held(desk: Desk, key: ItemKey) -> bool:
    return (await desk.work(key)).edits[NAME].is_held


async def test_the_last_decision_goes_back_and_comes_again_whatever_the_item(desk) -> None:
    for key in (A, B):
        await clash(desk, key)
    await desk.settle(for_all(Side.THEIRS, A))
    await desk.hold(B, NAME, is_held=True)
    await desk.set_field(C, NAME, "typed")  # that is for the form to take back

    assert (await desk.take_back_decision()).after == {(B, NAME): True}
    assert not await held(desk, B)
    assert (await desk.take_back_decision()).side is Side.THEIRS
    assert await desk.name(A) == "mine"
    assert await desk.take_back_decision() is None
    assert desk.last_decided is None

    await desk.decide_again()
    assert await desk.name(A) == "theirs"
    await desk.decide_again()
    assert await held(desk, B)
    assert desk.last_undecided is None
    assert await desk.name(C) == "typed"


async def test_a_decision_that_leads_nowhere_any_more_is_passed_over(desk) -> None:
    await clash(desk, A)
    await desk.settle(for_all(Side.MINE, A))
    await desk.set_field(B, NAME, "mine")
    await desk.hold(B, NAME, is_held=True)
    await desk.discard([B])

    assert (await desk.take_back_decision()).side is Side.MINE


async def test_all_that_is_let_go_at_once_is_held_again_at_once(desk) -> None:
    for key in (A, B):
        await desk.set_field(key, NAME, "mine")
        await desk.hold(key, None, is_held=True)
    await desk.hold(A, NAME, is_held=True)  # it is already: no step

    await desk.hold_all([A, B, C], is_held=False)
    await desk.take_back_decision()

    assert [await held(desk, key) for key in (A, B)] == [True, True]
    await desk.take_back_decision()
    assert [await held(desk, key) for key in (A, B)] == [True, False]


async def test_holding_back_is_no_step_of_a_form(desk) -> None:
    await desk.set_field(A, NAME, "typed")
    await desk.hold(A, NAME, is_held=True)
    assert (await desk.undo(A)).after == "typed"


async def test_a_third_value_is_for_its_form_to_take_back(desk) -> None:
    await clash(desk, A)
    await desk.write(desk.keep(A, Edited(NAME, "both", Seen("theirs"))))
    assert desk.last_decided is None


async def test_many_conflicts_are_settled_in_one_step_and_go_back_in_one(desk) -> None:
    for key in (A, B, C):
        await clash(desk, key)

    step = await desk.settle(for_all(Side.THEIRS, A, B, C))
    assert [await desk.name(key) for key in (A, B, C)] == ["theirs"] * 3

    await desk.take_back(step)
    for key in (A, B, C):
        work = await desk.work(key)
        assert (work.edits[NAME].value, work.edits[NAME].base) == ("mine", "old")
        assert (work.state, work.conflicts) == (SendState.CONFLICT, {NAME: "theirs"})


async def test_mine_is_a_conflict_again_when_it_is_undone_and_settled_when_redone(desk) -> None:
    await clash(desk, A)
    await desk.take_mine(A, NAME)

    await desk.undo(A)
    work = await desk.work(A)
    assert (work.edits[NAME].base, work.conflicts) == ("old", {NAME: "theirs"})

    await desk.redo(A)
    work = await desk.work(A)
    assert (work.edits[NAME].base, work.state) == ("theirs", SendState.SAVED)


async def test_both_sides_of_a_settled_conflict_are_kept(desk) -> None:
    for key in (A, B):
        await clash(desk, key)
    await desk.take_mine(A, NAME)
    await desk.take_theirs(B, NAME)
    assert await kept(desk, A) == {Reason.MINE_TAKEN: "theirs"}
    assert await kept(desk, B) == {Reason.THEIRS_TAKEN: "mine"}


async def test_a_value_that_came_after_the_one_that_was_seen_stays_undecided(desk) -> None:
    await clash(desk, A, "theirs, changed once more")
    step = await desk.settle(for_all(Side.MINE, A))
    assert not step.after
    assert (await desk.work(A)).state is SendState.CONFLICT


async def test_what_was_changed_since_is_left_when_a_choice_is_taken_back(desk) -> None:
    for key in (A, B):
        await clash(desk, key)
    step = await desk.settle(for_all(Side.THEIRS, A, B))
    await desk.set_field(A, NAME, "later")

    await desk.take_back(step)

    assert [await desk.name(key) for key in (A, B)] == ["later", "mine"]


async def test_a_third_value_written_with_theirs_in_sight_settles_and_keeps_both(desk) -> None:
    await clash(desk, A)
    await desk.write(desk.keep(A, Edited(NAME, "both", Seen("theirs"))))

    work = await desk.work(A)
    assert (work.edits[NAME].base, work.state) == ("theirs", SendState.SAVED)
    assert set((await kept(desk, A)).values()) == {"mine", "theirs"}

    await desk.undo(A)
    work = await desk.work(A)
    assert (work.edits[NAME].value, work.conflicts) == ("mine", {NAME: "theirs"})


@pytest.mark.parametrize("last", ["both of them", "theirs"])
async def test_a_third_value_that_is_saved_while_it_is_typed_goes_back_in_one_step(
    desk, last
) -> None:
    await clash(desk, A)
    stretch = object()
    for value in ("both", "both of", last):
        await desk.write(desk.keep(A, Edited(NAME, value, Seen("theirs"), stretch=stretch)))
    assert await desk.name(A) == last

    await desk.undo(A)
    work = await desk.work(A)
    assert (work.edits[NAME].value, work.conflicts) == ("mine", {NAME: "theirs"})
    await desk.redo(A)
    assert await desk.name(A) == last


async def test_a_third_value_written_over_another_one_than_was_in_sight_settles_nothing(
    desk,
) -> None:
    await clash(desk, A, "changed once more")
    await desk.write(desk.keep(A, Edited(NAME, "both", Seen("theirs"))))
    assert (await desk.work(A)).edits[NAME].base == "old"


async def test_undo_leads_back_over_a_choice_to_what_was_typed_before(desk) -> None:
    await clash(desk, A)
    await desk.take_theirs(A, NAME)
    await desk.undo(A)
    await desk.undo(A)
    assert not (await desk.work(A)).edits


@pytest.fixture
async def gone(desk) -> Desk:
    """A and B were edited, and are deleted in Webflow. C refers to nothing and stays."""
    fields = (
        Field("1", NAME, "Name", FieldType.PLAIN_TEXT),
        Field("2", SLUG, "Slug", FieldType.PLAIN_TEXT),
        Field("3", BODY, "Body", FieldType.PLAIN_TEXT),
        Field("4", AUTHOR, "Author", FieldType.REFERENCE),
    )
    values = {NAME: "Bread", SLUG: "bread", BODY: "Long", AUTHOR: "c"}

    def fill(connection) -> None:
        CollectionsRepository(connection).put(
            Collection(POSTS, "site", "Posts", "Post", "posts", fields)
        )
        ItemsRepository(connection).upsert([Item(A, values), Item(B, {**values, SLUG: "b"})])

    await desk._database.write(fill)
    for key in (A, B):
        await desk.set_field(key, BODY, "Longer")
        await desk.set_field(key, OLD, "of a field that is gone")
    await delete_there(desk, A, B)
    return desk


async def test_an_item_is_made_anew_with_all_its_values_and_the_edits(gone) -> None:
    step = await gone.recreate([A])
    new = await gone.work(step.made[A].key)
    assert new.is_new
    assert new.fields == {
        NAME: "Bread",
        SLUG: "bread",
        BODY: "Longer",
        AUTHOR: "c",
        OLD: "of a field that is gone",
    }
    with pytest.raises(MissingItemError):
        await gone.work(A)


async def test_a_slug_that_somebody_has_by_now_gets_a_number(gone) -> None:
    other = Item(C, {NAME: "Other", SLUG: "bread"})
    await gone._database.write(lambda connection: ItemsRepository(connection).upsert([other]))
    step = await gone.recreate([A])
    assert (await gone.work(step.made[A].key)).fields[SLUG] == "bread-2"


async def test_what_was_held_back_of_an_item_stays_so_in_the_new_one(gone) -> None:
    await gone.hold(A, BODY, is_held=True)
    step = await gone.recreate([A])
    new = await gone.work(step.made[A].key)
    assert [slug for slug, edit in new.edits.items() if edit.is_held] == [BODY]


async def test_a_text_that_must_not_be_sent_must_not_be_in_the_new_item_either(gone) -> None:
    async def look() -> bool:
        return False

    await gone.write(gone.keep(A, Edited(BODY, "odd", look=look)))
    copy = (await gone.duplicate([A])).first
    assert (await gone.work(copy)).doubtful == {BODY}
    step = await gone.recreate([A])
    assert (await gone.work(step.made[A].key)).doubtful == {BODY}
    await gone.take_back(step)
    assert (await gone.work(A)).doubtful == {BODY}


async def test_making_anew_can_be_undone_until_it_is_sent_and_done_once_more(gone) -> None:
    before = await gone.work(A)
    step = await gone.recreate([A, B])
    new = step.made[A].key

    await gone.take_back(step)
    assert await gone.work(A) == before
    with pytest.raises(MissingItemError):
        await gone.work(new)

    await gone.redo(A)
    assert (await gone.work(new)).fields[BODY] == "Longer"


async def test_a_new_item_that_somebody_went_on_with_is_not_taken_back(gone) -> None:
    step = await gone.recreate([A, B])
    await gone.set_field(step.made[A].key, BODY, "Longest")

    await gone.take_back(step)

    assert (await gone.work(step.made[A].key)).fields[BODY] == "Longest"
    assert (await gone.work(B)).is_gone


async def test_discarded_edits_of_a_deleted_item_are_kept_with_all_it_had(gone) -> None:
    step = await gone.give_up_gone([A])
    with pytest.raises(MissingItemError):
        await gone.work(A)
    pasts = await gone._database.read(lambda connection: HistoryRepository(connection).of(A))
    assert {past.field: past.value for past in pasts} == {
        NAME: "Bread",
        SLUG: "bread",
        BODY: "Longer",
        AUTHOR: "c",
        OLD: "of a field that is gone",
    }
    assert len({past.at for past in pasts}) == 1

    await gone.take_back(step)
    assert (await gone.work(A)).edits[BODY].value == "Longer"


async def test_an_edit_does_not_make_an_item_be_there_again(gone) -> None:
    await gone.set_field(A, BODY, "Longest")
    assert (await gone.work(A)).is_gone


async def test_an_item_that_is_there_is_neither_made_anew_nor_given_up(gone) -> None:
    await gone.set_action([C], Action.ARCHIVE)
    assert not (await gone.recreate([C])).made
    assert not (await gone.give_up_gone([C])).made
    assert (await gone.work(C)).action is Action.ARCHIVE


async def test_the_value_of_a_field_that_is_gone_can_be_discarded_and_brought_back(gone) -> None:
    await gone.discard_field(A, OLD)
    assert OLD not in (await gone.work(A)).edits
    assert await kept(gone, A) == {Reason.DISCARDED: "of a field that is gone"}

    await gone.undo(A)
    assert (await gone.work(A)).edits[OLD].value == "of a field that is gone"
