"""What a plan makes of edits that are held back, of conflicts, and of items that come or are gone.

Whatever the works, each accepted edit goes exactly once or its item is named as staying behind.
"""

from collections import Counter
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.unit.domain.test_plan import (
    AUTHOR,
    AUTHORS,
    COLLECTIONS,
    FRIEND,
    POSTS,
    WHEN,
    changed,
    new,
    verbs,
)
from wfdesk.domain.blockers import ALL_PARKED
from wfdesk.domain.edits import Action, Edit, SendState, Work
from wfdesk.domain.ids import NAME, SLUG, CollectionId, FieldSlug, ItemId, ItemKey
from wfdesk.domain.items import Item
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import MOST_PER_WRITE, Goal, Operation, Plan, make_plan, still_wanted

GONE_FIELD = FieldSlug("gone")
ORDER = [Verb.CREATE, Verb.UPDATE, Verb.UNPUBLISH, Verb.PUBLISH, Verb.DELETE]


def held(work: Work, *slugs: FieldSlug) -> Work:
    """The work with these edits held back; all of them when none is named."""
    edits = {
        slug: replace(edit, is_held=not slugs or slug in slugs) for slug, edit in work.edits.items()
    }
    return replace(work, edits=edits)


def operations(plan: Plan, key: ItemKey) -> list[Operation]:
    return [each for batch in plan.batches for each in batch.operations if each.key == key]


@pytest.mark.parametrize("goal", Goal)
def test_a_new_item_that_is_held_back_altogether_is_not_created(goal: Goal) -> None:
    work = held(new(POSTS, 1))
    plan = make_plan([work], COLLECTIONS, goal)
    assert (plan.writes, [each.key for each in plan.blockers]) == (0, [work.key])


@pytest.mark.parametrize("goal", Goal)
def test_an_item_that_is_held_back_altogether_does_not_go_live(goal: Goal) -> None:
    work = held(changed(1))
    plan = make_plan([work], COLLECTIONS, goal)
    assert (plan.writes, [each.field for each in plan.blockers]) == (0, [NAME])


def parked(work: Work) -> Work:
    """The work with nothing but a value whose field is gone."""
    return replace(work, edits={GONE_FIELD: Edit(GONE_FIELD, "kept", None)})


@pytest.mark.parametrize("goal", Goal)
def test_what_is_live_is_not_published_for_a_value_whose_field_is_gone(goal: Goal) -> None:
    work = parked(changed(1))
    plan = make_plan([work], COLLECTIONS, goal)
    assert (plan.writes, [each.sentence for each in plan.blockers]) == (0, [ALL_PARKED])


def test_what_was_sent_goes_live_though_such_a_value_is_left() -> None:
    work = parked(changed(1, is_live=False))
    plan = make_plan([work], COLLECTIONS, Goal.PUBLISH)
    assert (verbs(plan), plan.blockers) == ([Verb.PUBLISH], ())


def test_a_new_item_without_any_value_is_not_created() -> None:
    key = ItemKey(POSTS, ItemId("local-empty"))
    plan = make_plan([Work(key, None, is_new=True)], COLLECTIONS, Goal.SEND)
    assert (plan.writes, plan.blockers[0].field) == (0, NAME)


def test_a_new_item_whose_name_is_held_back_stays_and_says_why() -> None:
    work = held(new(POSTS, 1, author="a"), NAME)
    plan = make_plan([work], COLLECTIONS, Goal.SEND)
    assert plan.writes == 0
    assert plan.blockers[0].sentence.startswith("Its name is held back")


def test_a_new_item_is_created_without_the_edit_that_is_held_back() -> None:
    work = held(new(POSTS, 1, author="a"), AUTHOR)
    [batch] = make_plan([work], COLLECTIONS, Goal.SEND).batches
    assert set(batch.operations[0].fields) == {NAME}


def test_a_hold_on_one_of_two_edits_lets_the_other_go() -> None:
    work = changed(1)
    work = held(replace(work, edits={**work.edits, AUTHOR: Edit(AUTHOR, "a", None)}), AUTHOR)
    plan = make_plan([work], COLLECTIONS, Goal.PUBLISH)
    assert verbs(plan) == [Verb.UPDATE, Verb.PUBLISH]
    assert set(plan.batches[0].operations[0].fields) == {NAME}


def test_a_held_edit_is_checked_for_nothing() -> None:
    work = held(new(POSTS, 1, slug="not a slug!"), FieldSlug("slug"))
    assert make_plan([work], COLLECTIONS, Goal.SEND).blockers == ()


@pytest.mark.parametrize("goal", Goal)
def test_a_new_item_that_is_to_be_deleted_is_never_created(goal: Goal) -> None:
    work = replace(new(POSTS, 1), action=Action.DELETE)
    assert make_plan([work], COLLECTIONS, goal).writes == 0


def test_what_refers_to_a_new_item_that_is_to_be_deleted_stays() -> None:
    author = replace(new(AUTHORS, 1), action=Action.DELETE)
    post = new(POSTS, 1, author=author.key.item)
    plan = make_plan([author, post], COLLECTIONS, Goal.SEND)
    assert (plan.writes, [each.field for each in plan.blockers]) == (0, [AUTHOR])


def test_a_new_item_is_archived_once_it_is_there() -> None:
    work = replace(new(POSTS, 1), action=Action.ARCHIVE)
    plan = make_plan([work], COLLECTIONS, Goal.PUBLISH)
    flags = [(each.verb, each.is_archived) for each in operations(plan, work.key)]
    assert flags == [(Verb.CREATE, None), (Verb.UPDATE, True)]


def test_a_new_item_is_not_taken_off_the_live_site() -> None:
    work = replace(new(POSTS, 1), action=Action.UNPUBLISH)
    assert verbs(make_plan([work], COLLECTIONS, Goal.SEND)) == [Verb.CREATE]


def test_an_edit_of_a_field_that_is_gone_says_why_it_stays() -> None:
    work = replace(changed(1), edits={GONE_FIELD: Edit(GONE_FIELD, "x", None)})
    plan = make_plan([work], COLLECTIONS, Goal.SEND)
    assert (plan.writes, len(plan.blockers)) == (0, 1)


@pytest.mark.parametrize("goal", Goal)
def test_an_item_deleted_in_webflow_waits_for_a_decision(goal: Goal) -> None:
    plan = make_plan([replace(changed(1), is_gone=True)], COLLECTIONS, goal)
    assert plan.writes == 0
    assert "until you discard them" in plan.blockers[0].sentence


def test_an_item_that_was_to_be_deleted_and_is_gone_is_settled_without_a_question() -> None:
    work = replace(changed(1, action=Action.DELETE), is_gone=True)
    plan = make_plan([work], COLLECTIONS, Goal.SEND)
    assert (verbs(plan), plan.blockers) == ([Verb.DELETE], ())


def test_a_conflict_that_is_held_back_lets_the_other_edit_go() -> None:
    work = changed(1)
    edits = {**work.edits, AUTHOR: Edit(AUTHOR, "a", None, is_held=True)}
    work = replace(work, edits=edits, state=SendState.CONFLICT, conflicts={AUTHOR: "b"})
    plan = make_plan([work], COLLECTIONS, Goal.SEND)
    assert [set(each.fields) for each in operations(plan, work.key)] == [{NAME}]


@pytest.mark.parametrize("verb", [Verb.CREATE, Verb.UPDATE])
def test_what_came_into_conflict_since_the_plan_was_made_does_not_go(verb: Verb) -> None:
    work = new(POSTS, 1) if verb is Verb.CREATE else changed(1)
    work = replace(work, edits={**work.edits, AUTHOR: Edit(AUTHOR, "a", None)})
    planned = Operation(work.key, verb, "", {NAME: "x", AUTHOR: "a"}, work.edits)
    left = still_wanted(planned, replace(work, conflicts={AUTHOR: "b"}))
    assert left is not None
    assert (set(left.edits), set(left.fields)) == ({NAME}, {NAME})


@pytest.mark.parametrize("slug", [NAME, SLUG])
def test_a_new_item_waits_when_what_it_is_found_by_was_held_back_since(slug: FieldSlug) -> None:
    work = new(POSTS, 1)
    work = replace(work, edits={**work.edits, SLUG: Edit(SLUG, "one", None)})
    planned = Operation(work.key, Verb.CREATE, "", {NAME: "x", SLUG: "one"}, work.edits)
    assert still_wanted(planned, work) == replace(planned, is_archived=None)
    assert still_wanted(planned, held(work, slug)) is None


@pytest.mark.parametrize("state", [SendState.CONFLICT, SendState.SAVED, SendState.REFUSED])
def test_a_conflict_leads_to_its_field(state: SendState) -> None:
    work = replace(changed(1), state=state, conflicts={NAME: "theirs"})
    [blocker] = make_plan([work], COLLECTIONS, Goal.SEND).blockers
    assert blocker.field == NAME


values = st.sampled_from(["", "x", "y", None])
references = st.sampled_from([*(f"local-authors-{n}" for n in range(4)), "author1", None])


@st.composite
def some_work(draw: st.DrawFn, number: int) -> Work:
    collection = draw(st.sampled_from([POSTS, AUTHORS]))
    is_new = draw(st.booleans())
    name = f"local-{collection}-{number}" if is_new else f"item{number}"
    key = ItemKey(CollectionId(collection), ItemId(name))
    item = None if is_new else draw(some_item(key))
    reference = AUTHOR if collection == POSTS else FRIEND
    slugs = draw(st.sets(st.sampled_from([NAME, reference, GONE_FIELD])))
    edits = {
        slug: Edit(
            slug,
            draw(references if slug == reference else values),
            None,
            is_held=draw(st.booleans()),
        )
        for slug in sorted(slugs)
    }
    state = draw(st.sampled_from([SendState.SAVED] * 5 + list(SendState)))
    conflicts = {NAME: "theirs"} if state is SendState.CONFLICT and NAME in edits else {}
    action = draw(st.sampled_from([None, None, None, *Action]))
    is_gone = not is_new and draw(st.integers(0, 9)) == 0
    return Work(key, item, edits, action, is_new, state=state, conflicts=conflicts, is_gone=is_gone)


@st.composite
def some_item(draw: st.DrawFn, key: ItemKey) -> Item:
    return Item(
        key,
        {NAME: "old"},
        is_draft=draw(st.booleans()),
        is_archived=draw(st.integers(0, 4)) == 0,
        last_updated=WHEN,
        last_published=draw(st.sampled_from([None, WHEN])),
    )


@st.composite
def some_works(draw: st.DrawFn) -> list[Work]:
    count = draw(st.integers(0, 8))
    return [draw(some_work(number)) for number in range(count)]


def may_go(work: Work) -> dict[FieldSlug, Edit]:
    """The edits that a send of the work must carry."""
    if work.action is Action.DELETE:
        return {}
    collection = COLLECTIONS[work.key.collection]
    return {slug: edit for slug, edit in work.accepted.items() if collection.find_field(slug)}


@given(some_works(), st.sampled_from(Goal))
def test_each_accepted_edit_goes_exactly_once_and_nothing_else(
    works: list[Work], goal: Goal
) -> None:
    plan = make_plan(works, COLLECTIONS, goal)
    behind = {blocker.key for blocker in plan.blockers}
    for work in works:
        written = Counter(slug for each in operations(plan, work.key) for slug in each.edits)
        expected = {} if work.key in behind else may_go(work)
        assert written == Counter(expected.keys())


@given(some_works(), st.sampled_from(Goal))
def test_what_stays_behind_takes_no_step_at_all(works: list[Work], goal: Goal) -> None:
    plan = make_plan(works, COLLECTIONS, goal)
    assert not {blocker.key for blocker in plan.blockers} & plan.keys


@given(some_works(), st.sampled_from(Goal))
def test_no_request_is_empty(works: list[Work], goal: Goal) -> None:
    plan = make_plan(works, COLLECTIONS, goal)
    for batch in plan.batches:
        assert 0 < len(batch.operations) <= MOST_PER_WRITE
        for each in batch.operations:
            has_content = bool(each.fields) or each.is_archived is not None
            assert has_content == (batch.verb in {Verb.CREATE, Verb.UPDATE})


@given(some_works(), st.sampled_from(Goal))
def test_an_item_takes_each_step_once_and_in_order(works: list[Work], goal: Goal) -> None:
    plan = make_plan(works, COLLECTIONS, goal)
    for key in plan.keys:
        steps = [ORDER.index(each.verb) for each in operations(plan, key)]
        assert steps == sorted(set(steps))


@given(some_works(), st.sampled_from(Goal))
def test_what_goes_live_or_away_was_asked_for(works: list[Work], goal: Goal) -> None:
    plan = make_plan(works, COLLECTIONS, goal)
    by_key = {work.key: work for work in works}
    for batch in plan.batches:
        for key in batch.keys:
            action = by_key[key].action
            assert batch.verb is not Verb.PUBLISH or goal is Goal.PUBLISH
            assert batch.verb is not Verb.DELETE or action is Action.DELETE
            taken_down = {Action.DELETE, Action.UNPUBLISH}
            assert batch.verb is not Verb.UNPUBLISH or action in taken_down


@given(some_works())
def test_whoever_has_something_to_say_goes_or_is_named(works: list[Work]) -> None:
    plan = make_plan(works, COLLECTIONS, Goal.SEND)
    named = plan.keys | {blocker.key for blocker in plan.blockers}
    for work in works:
        is_discarded = work.is_new and work.action is Action.DELETE
        assert (work.key in named) == (not work.is_empty and not is_discarded)


@given(
    updates=st.integers(0, 230),
    creates=st.integers(0, 230),
    deletes=st.integers(0, 120),
    held_back=st.integers(0, 120),
)
def test_writes_per_verb_and_collection_are_as_few_as_can_be(
    updates: int, creates: int, deletes: int, held_back: int
) -> None:
    works = [changed(n) for n in range(updates)]
    works += [new(AUTHORS, n) for n in range(creates)]
    works += [changed(1000 + n, is_live=False, action=Action.DELETE) for n in range(deletes)]
    works += [held(changed(2000 + n)) for n in range(held_back)]
    plan = make_plan(works, COLLECTIONS, Goal.SEND)
    written = Counter((batch.verb, batch.collection) for batch in plan.batches)
    counts = {
        (Verb.UPDATE, POSTS): updates,
        (Verb.CREATE, AUTHORS): creates,
        (Verb.DELETE, POSTS): deletes,
    }
    assert written == {place: ceil(n / 100) for place, n in counts.items() if n}
