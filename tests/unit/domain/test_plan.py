"""From unsent work to requests."""

from datetime import UTC, datetime
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from wfdesk.domain.edits import Action, Edit, SendState, Work
from wfdesk.domain.ids import NAME, CollectionId, FieldSlug, ItemId, ItemKey, SiteId
from wfdesk.domain.items import Item
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Goal, Plan, make_plan
from wfdesk.domain.schema import Collection, Field, FieldType

POSTS, AUTHORS = CollectionId("posts"), CollectionId("authors")
AUTHOR, FRIEND = FieldSlug("author"), FieldSlug("friend")
WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def text(slug: FieldSlug, *, is_required: bool = False) -> Field:
    return Field(slug, slug, slug.title(), FieldType.PLAIN_TEXT, is_required=is_required)


COLLECTIONS = {
    POSTS: Collection(
        POSTS,
        SiteId("s"),
        "Posts",
        "Post",
        fields=(
            text(NAME, is_required=True),
            Field(
                "a", AUTHOR, "Author", FieldType.REFERENCE, validations={"collectionId": "authors"}
            ),
        ),
    ),
    AUTHORS: Collection(
        AUTHORS,
        SiteId("s"),
        "Authors",
        "Author",
        fields=(
            text(NAME, is_required=True),
            Field(
                "f", FRIEND, "Friend", FieldType.REFERENCE, validations={"collectionId": "authors"}
            ),
        ),
    ),
}


def new(collection: CollectionId, number: int, **fields: object) -> Work:
    key = ItemKey(collection, ItemId(f"local-{collection}-{number}"))
    values = {"name": f"New {number}", **fields}
    edits = {FieldSlug(slug): Edit(FieldSlug(slug), value, None) for slug, value in values.items()}
    return Work(key, None, edits, is_new=True)


def changed(number: int, *, is_live: bool = True, action: Action | None = None) -> Work:
    key = ItemKey(POSTS, ItemId(f"item{number}"))
    item = Item(
        key,
        {NAME: "old"},
        is_draft=not is_live,
        last_updated=WHEN,
        last_published=WHEN if is_live else None,
    )
    return Work(key, item, {NAME: Edit(NAME, "new", "old")}, action)


def verbs(plan: Plan) -> list[Verb]:
    return [batch.verb for batch in plan.batches]


@given(st.integers(0, 250), st.integers(0, 250))
def test_writes_are_as_few_as_can_be(updates: int, creates: int) -> None:
    works = [changed(n) for n in range(updates)] + [new(POSTS, n) for n in range(creates)]
    plan = make_plan(works, COLLECTIONS, Goal.PUBLISH)
    floor = ceil(updates / 100) + ceil(creates / 100) + ceil((updates + creates) / 100)
    assert plan.writes == floor


def test_a_live_item_is_sent_as_draft_so_that_no_site_publish_carries_it_along() -> None:
    [batch] = make_plan([changed(1)], COLLECTIONS, Goal.SEND).batches
    assert batch.operations[0].is_draft is True


def test_a_queued_item_stays_as_it_is() -> None:
    [batch] = make_plan([changed(1, is_live=False)], COLLECTIONS, Goal.SEND).batches
    assert batch.operations[0].is_draft is None


def test_a_new_item_goes_before_what_refers_to_it() -> None:
    author = new(AUTHORS, 1)
    post = new(POSTS, 1, author=author.key.item)
    plan = make_plan([post, author], COLLECTIONS, Goal.SEND)
    assert [batch.collection for batch in plan.batches] == [AUTHORS, POSTS]


def test_a_circle_is_broken_by_patching_the_reference_in() -> None:
    first, second = new(AUTHORS, 1), new(AUTHORS, 2, friend="local-authors-1")
    first = new(AUTHORS, 1, friend=second.key.item)
    plan = make_plan([first, second], COLLECTIONS, Goal.SEND)
    assert verbs(plan) == [Verb.CREATE, Verb.UPDATE]
    assert all(FRIEND not in each.fields for each in plan.batches[0].operations)
    assert all(set(each.fields) == {FRIEND} for each in plan.batches[1].operations)


def test_new_items_go_in_the_order_of_their_references_so_that_few_are_patched_in() -> None:
    """A tree: only the references within its first hundred are late."""
    children = [new(AUTHORS, n, friend=f"local-authors-{n // 2}") for n in range(1, 250)]
    plan = make_plan([*children, new(AUTHORS, 0)], COLLECTIONS, Goal.SEND)
    assert verbs(plan) == [Verb.CREATE] * 3 + [Verb.UPDATE]
    created: dict[str, int] = {}
    for number, batch in enumerate(plan.batches[:3]):
        created |= dict.fromkeys((key.item for key in batch.keys), number)
    for number, batch in enumerate(plan.batches[:3]):
        for each in batch.operations:
            assert created.get(str(each.fields.get(FRIEND)), -1) < number


def test_a_hundred_are_changed_and_published_and_then_the_next_hundred() -> None:
    works = [changed(n) for n in range(150)]
    works += [Work(changed(n).key, changed(n).item) for n in range(200, 270)]
    plan = make_plan(works, COLLECTIONS, Goal.PUBLISH)
    assert [(batch.verb, len(batch.operations)) for batch in plan.batches] == [
        (Verb.UPDATE, 100),
        (Verb.PUBLISH, 100),
        (Verb.UPDATE, 50),
        (Verb.PUBLISH, 100),
        (Verb.PUBLISH, 20),
    ]


def test_who_refers_to_another_one_is_deleted_before_it() -> None:
    author = ItemKey(AUTHORS, ItemId("author1"))
    authors = [Work(author, Item(author, {NAME: "A"}, is_draft=True), action=Action.DELETE)]
    post = changed(1, is_live=False, action=Action.DELETE)
    post = replace(post, item=replace(post.item, fields={NAME: "old", AUTHOR: "author1"}))
    for works in ([*authors, post], [post, *authors]):
        plan = make_plan(works, COLLECTIONS, Goal.SEND)
        assert [batch.collection for batch in plan.batches] == [POSTS, AUTHORS]


def test_a_reference_to_a_new_item_that_does_not_go_holds_back_the_referrer() -> None:
    post = new(POSTS, 1, author="local-elsewhere")
    plan = make_plan([post, changed(2)], COLLECTIONS, Goal.SEND)
    assert [blocker.key for blocker in plan.blockers] == [post.key]
    assert plan.keys == {changed(2).key}


def test_a_published_item_is_taken_down_before_it_is_deleted() -> None:
    plan = make_plan([changed(1, action=Action.DELETE)], COLLECTIONS, Goal.SEND)
    assert verbs(plan) == [Verb.UNPUBLISH, Verb.DELETE]


def test_an_incomplete_item_is_sent_but_not_published() -> None:
    posts = replace(
        COLLECTIONS[POSTS],
        fields=(*COLLECTIONS[POSTS].fields, text(FieldSlug("text"), is_required=True)),
    )
    collections = {POSTS: posts}
    assert make_plan([new(POSTS, 1)], collections, Goal.SEND).writes == 1
    plan = make_plan([new(POSTS, 1)], collections, Goal.PUBLISH)
    assert (plan.writes, plan.blockers[0].field) == (0, "text")


@pytest.mark.parametrize("state", [SendState.UNKNOWN, SendState.SENDING, SendState.CONFLICT])
def test_what_is_not_settled_is_never_sent(state: SendState) -> None:
    work = changed(1)
    unsettled = Work(work.key, work.item, work.edits, state=state)
    plan = make_plan([unsettled], COLLECTIONS, Goal.PUBLISH)
    assert plan.writes == 0
    assert plan.blockers[0].sentence


def test_an_edit_held_back_stays() -> None:
    key = changed(1).key
    held = Work(key, changed(1).item, {NAME: Edit(NAME, "new", "old", is_held=True)})
    assert make_plan([held], COLLECTIONS, Goal.SEND).writes == 0


def test_an_edit_of_a_field_that_is_gone_does_not_stop_the_others() -> None:
    work = changed(1)
    gone = FieldSlug("gone")
    work = Work(work.key, work.item, {**work.edits, gone: Edit(gone, "x", None)})
    [batch] = make_plan([work], COLLECTIONS, Goal.SEND).batches
    assert set(batch.operations[0].fields) == {NAME}


def test_publishing_an_item_without_edits_only_publishes() -> None:
    work = changed(1)
    plan = make_plan([Work(work.key, work.item)], COLLECTIONS, Goal.PUBLISH)
    assert verbs(plan) == [Verb.PUBLISH]


def test_a_blocker_names_its_field_as_the_collection_does() -> None:
    nameless = new(POSTS, 1, name="")
    [blocker] = make_plan([nameless], COLLECTIONS, Goal.SEND).blockers
    assert (blocker.field, blocker.label) == (NAME, "Name")
    lonely = new(POSTS, 2, author="local-elsewhere")
    [blocker] = make_plan([lonely], COLLECTIONS, Goal.SEND).blockers
    assert (blocker.field, blocker.label) == (AUTHOR, "Author")


@pytest.mark.parametrize(
    ("count", "goal", "requests"),
    [(1, Goal.SEND, 2), (2, Goal.SEND, 3), (3, Goal.SEND, 2), (2, Goal.PUBLISH, 4)],
)
def test_one_or_two_items_are_each_looked_at_and_more_are_listed(
    count: int, goal: Goal, requests: int
) -> None:
    plan = make_plan([changed(n) for n in range(count)], COLLECTIONS, goal)
    assert plan.requests == requests


def test_new_items_are_looked_for_in_a_list_however_few_they_are() -> None:
    for count in (1, 2, 3):
        plan = make_plan([new(POSTS, n) for n in range(count)], COLLECTIONS, Goal.SEND)
        assert plan.requests == 2


def test_a_thousand_items_are_looked_at_once_and_take_two_requests_a_hundred() -> None:
    plan = make_plan([changed(n) for n in range(1000)], COLLECTIONS, Goal.PUBLISH)
    assert (plan.requests, plan.writes) == (21, 20)
    assert Plan.nothing().requests == 0
