"""What is to be known before it goes: an embed that Webflow did not deliver, what waits there."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from tests.unit.services.undoing import POSTS, A, B, Desk
from wfdesk.domain.edits import Action, Edit, Work
from wfdesk.domain.ids import NAME, FieldSlug, SiteId
from wfdesk.domain.items import Item
from wfdesk.domain.plan import Goal, make_plan
from wfdesk.domain.schema import Collection, Field, FieldType
from wfdesk.domain.validation import Severity
from wfdesk.services.problems import (
    QUEUED,
    QUEUED_NO_MORE,
    TAKES_ALONG,
    UNDELIVERED,
    cautions_of,
    standing_cautions,
)
from wfdesk.services.reviewing import ReviewingService
from wfdesk.store.collections import CollectionsRepository
from wfdesk.store.items import ItemsRepository
from wfdesk.store.works import WorksRepository

BODY = FieldSlug("body")
EMPTY = "<p>a</p><div></div>"
FIELDS = (
    Field("1", NAME, "Name", FieldType.PLAIN_TEXT, validations={"maxLength": 4}),
    Field("2", BODY, "Body", FieldType.RICH_TEXT, validations={"maxLength": 40}),
)
COLLECTION = Collection(POSTS, SiteId("site"), "Posts", "Post", "posts", FIELDS)


@pytest.fixture
async def article(desk: Desk) -> Desk:
    """Items whose texts have an embed that was not delivered."""

    def work(rows) -> None:
        CollectionsRepository(rows).replace_all(SiteId("site"), [COLLECTION])
        ItemsRepository(rows).upsert([Item(key, {NAME: "old", BODY: EMPTY}) for key in (A, B)])

    await desk._database.write(work)
    return desk


async def warned(desk: Desk) -> list[tuple[FieldSlug, str, Severity]]:
    review = await ReviewingService(desk._database).review()
    found = [each for item in review.items for each in item.problems]
    return [(each.field, each.sentence, each.severity) for each in found]


async def cautions(desk: Desk) -> list[tuple[str, str, str]]:
    works = await desk._database.read(lambda rows: WorksRepository(rows).all())
    found = cautions_of(make_plan(works, {POSTS: COLLECTION}, Goal.SEND), {POSTS: COLLECTION})
    return [(each.name, each.label, each.sentence) for each in found]


async def test_who_edits_the_text_is_warned_and_can_send_it(article: Desk) -> None:
    await article.set_field(A, BODY, f"{EMPTY}<p>b</p>")
    assert await warned(article) == [(BODY, UNDELIVERED, Severity.WARNING)]
    assert await cautions(article) == [("old", "Body", UNDELIVERED)]


async def test_what_is_not_edited_is_not_warned_of(article: Desk) -> None:
    await article.set_field(A, NAME, "new")
    assert await warned(article) == []
    assert await cautions(article) == []


async def test_a_text_without_it_any_more_is_not_warned_of(article: Desk) -> None:
    await article.set_field(A, BODY, "<p>a</p>")
    assert await cautions(article) == []


async def test_what_is_held_back_is_not_warned_of_before_the_others_go(article: Desk) -> None:
    await article.set_field(A, BODY, f"{EMPTY}<p>b</p>")
    await article.set_field(A, NAME, "new")
    await article.hold(A, BODY, is_held=True)
    assert await cautions(article) == []


async def test_a_field_is_warned_of_in_one_line_whatever_there_is(article: Desk) -> None:
    await article.set_field(A, BODY, f"{EMPTY}<p>{'b' * 40}</p>")
    await article.set_field(B, NAME, "longer")
    over = "26 characters over the limit of 40."
    assert sorted(await cautions(article)) == [
        ("longer", "Name", "2 characters over the limit of 4."),
        ("old", "Body", f"{over} {UNDELIVERED}"),
    ]


async def test_an_item_that_is_to_be_deleted_is_not_warned_of(article: Desk) -> None:
    await article.set_field(A, BODY, f"{EMPTY}<p>b</p>")
    await article.set_action([A], Action.DELETE)
    assert await cautions(article) == []


MORNING, NOON = (datetime(2026, 1, 1, hour, tzinfo=UTC) for hour in (8, 12))
CHANGED, WAITING = Item(A, {}), Item(A, {}, is_draft=False)


@pytest.mark.parametrize(
    ("item", "goal", "sentences"),
    [
        (replace(CHANGED, last_published=MORNING), Goal.PUBLISH, [TAKES_ALONG]),
        (
            replace(WAITING, last_published=MORNING, last_updated=NOON),
            Goal.PUBLISH,
            [TAKES_ALONG],
        ),
        (
            replace(WAITING, last_published=MORNING, last_updated=NOON),
            Goal.SEND,
            [QUEUED_NO_MORE],
        ),
        (WAITING, Goal.SEND, [QUEUED]),
        (WAITING, Goal.PUBLISH, []),
        (CHANGED, Goal.SEND, []),
        (CHANGED, Goal.PUBLISH, []),
        (replace(CHANGED, last_published=MORNING), Goal.SEND, []),
        (replace(WAITING, last_published=NOON, last_updated=MORNING), Goal.PUBLISH, []),
    ],
)
def test_what_waits_in_webflow_to_go_live_is_said_before_more_goes(
    item: Item, goal: Goal, sentences: list[str]
) -> None:
    work = Work(A, edits={NAME: Edit(NAME, "new", None)}, item=item)
    found = standing_cautions(make_plan([work], {POSTS: COLLECTION}, goal))
    assert [each.sentence for each in found] == sentences


def test_who_only_publishes_knows_that_what_waits_goes_live() -> None:
    work = Work(A, item=replace(CHANGED, last_published=MORNING))
    plan = make_plan([work], {POSTS: COLLECTION}, Goal.PUBLISH)
    assert list(standing_cautions(plan)) == []
