"""What others have changed is told of the items that a run has held because of it."""

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from tests.unit.services.undoing import POSTS, A, B
from wfdesk.domain.edits import Action, Edit, Work
from wfdesk.domain.ids import NAME, SLUG, FieldSlug, ItemId, SiteId
from wfdesk.domain.items import Item
from wfdesk.domain.plan import Goal, Plan, make_plan
from wfdesk.domain.schema import Collection, Field, FieldType
from wfdesk.domain.values import Value
from wfdesk.services.heldback import retry_cautions, tried_in_vain
from wfdesk.sync.progress import ItemResult, Result

BODY = FieldSlug("body")
FIELDS = (
    Field("1", NAME, "Name", FieldType.PLAIN_TEXT),
    Field("2", SLUG, "Slug", FieldType.PLAIN_TEXT),
    Field("3", BODY, "Body", FieldType.RICH_TEXT),
)
KNOWN = {POSTS: Collection(POSTS, SiteId("site"), "Posts", "Post", "posts", FIELDS)}
SHOWN = Item(A, {NAME: "old", SLUG: "old", BODY: "text"}, is_draft=True)
LIVE = replace(SHOWN, last_published=datetime(2026, 1, 1, tzinfo=UTC))
EDIT = {NAME: Edit(NAME, "mine", "old")}


def planned(work: Work, goal: Goal) -> Plan:
    return make_plan([work], KNOWN, goal)


def told(first: Work, now: Item, goal: Goal, again: Work | None = None) -> list[str]:
    """What is said when an item was held by a first run and is tried again as it is now."""
    held = Result.NOT_PUBLISHED if goal is Goal.PUBLISH else Result.NOT_SENT
    new_key = now.key if first.key != now.key else None
    result = ItemResult(first.key, "It", held, new_key=new_key, is_changed=True)
    tried = tried_in_vain(planned(first, goal), [result])
    plan = planned(again or Work(now.key, now), goal)
    return [each.sentence for each in retry_cautions(plan, tried, KNOWN, same)]


def same(value: Value) -> Value:
    """No item has another id by now."""
    return value


def changed(item: Item, **fields: str) -> Item:
    return replace(item, fields={**item.fields, **fields})


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (changed(SHOWN, name="mine", body="theirs"), "A colleague changed Body"),
        (changed(SHOWN, name="theirs"), "A colleague changed Name"),
        (changed(SHOWN, name="theirs", body="theirs"), "A colleague changed Body, Name"),
        (changed(SHOWN, name="mine", made_just_now="theirs"), "A colleague changed made_just_now"),
        (changed(SHOWN, name="mine"), "It was changed in Webflow"),
    ],
)
def test_what_is_published_again_takes_along_what_others_have_changed(now: Item, said: str) -> None:
    first = Work(A, SHOWN, EDIT)
    assert told(first, now, Goal.PUBLISH) == [f"{said} meanwhile, which goes live too."]


def test_what_the_user_edits_meanwhile_is_not_the_colleagues() -> None:
    now = changed(SHOWN, name="mine", body="theirs")
    again = Work(A, now, {NAME: Edit(NAME, "mine again", "mine")})
    assert told(Work(A, SHOWN, EDIT), now, Goal.PUBLISH, again) == [
        "A colleague changed Body meanwhile, which goes live too.",
        "Name was edited since it was tried, which goes live too.",
    ]


def test_what_webflow_has_made_of_a_rich_text_is_not_the_colleagues() -> None:
    first = Work(A, SHOWN, {BODY: Edit(BODY, '<p class="lead">mine</p>', "text")})
    now = changed(SHOWN, body="<p>mine</p>", name="theirs")
    said = told(first, now, Goal.PUBLISH)
    assert said == ["A colleague changed Name meanwhile, which goes live too."]


def test_of_a_new_item_all_that_is_not_as_it_was_sent_is_theirs() -> None:
    local = replace(A, item=ItemId("local-1"))
    edits = {NAME: Edit(NAME, "mine", None)}
    now = replace(SHOWN, fields={NAME: "mine", SLUG: "given-by-the-run", BODY: "theirs"})
    said = told(Work(local, None, edits, is_new=True), now, Goal.PUBLISH)
    assert said == ["A colleague changed Body meanwhile, which goes live too."]


@pytest.mark.parametrize(
    ("shown", "now", "said"),
    [
        (LIVE, changed(LIVE, body="theirs"), "A colleague changed Body"),
        (
            SHOWN,
            replace(SHOWN, is_archived=True),
            "A colleague changed its status (now “Archived”)",
        ),
        (SHOWN, replace(SHOWN, is_draft=False), "It was changed in Webflow"),
    ],
)
def test_what_is_deleted_after_all_is_told_as_it_is(shown: Item, now: Item, said: str) -> None:
    first, again = (Work(A, each, action=Action.DELETE) for each in (shown, now))
    assert told(first, now, Goal.SEND, again) == [f"{said} meanwhile."]


def test_that_an_item_is_off_the_site_is_our_own_doing_where_the_run_has_done_it() -> None:
    now = changed(replace(LIVE, last_published=None), body="theirs")
    first, again = (Work(A, each, action=Action.DELETE) for each in (LIVE, now))
    assert told(first, now, Goal.SEND, again) == ["A colleague changed Body meanwhile."]


def test_a_publish_that_others_have_undone_names_the_status() -> None:
    now = changed(replace(LIVE, last_published=None), name="mine")
    [said] = told(Work(A, LIVE, EDIT), now, Goal.PUBLISH)
    assert said.startswith("A colleague changed its status (now “Draft”) meanwhile")


def failed(first: Work, now: Item, goal: Goal, result: Result, again: Work | None = None) -> list:
    """What is said when it failed for another reason, and is tried again as it is now."""
    tried = tried_in_vain(planned(first, goal), [ItemResult(A, "It", result, "No way there.")])
    plan = planned(again or Work(A, now), goal)
    return [each.sentence for each in retry_cautions(plan, tried, KNOWN, same)]


@pytest.mark.parametrize("result", [Result.NOT_SENT, Result.REFUSED, Result.UNKNOWN])
def test_what_came_since_goes_live_with_it_for_whatever_reason_it_failed(result: Result) -> None:
    first, now = Work(A, SHOWN, EDIT), changed(SHOWN, body="theirs")
    said = failed(first, now, Goal.PUBLISH, result, Work(A, now, EDIT))
    assert said == ["A colleague changed Body meanwhile, which goes live too."]
    assert failed(first, now, Goal.SEND, result, Work(A, now, EDIT)) == []


def test_our_own_value_is_not_a_colleagues_whether_it_came_there_or_not() -> None:
    first = Work(A, SHOWN, EDIT)
    assert failed(first, SHOWN, Goal.PUBLISH, Result.UNKNOWN, first) == []
    now = changed(SHOWN, name="mine")
    for result in (Result.UNKNOWN, Result.NOT_PUBLISHED):
        assert failed(first, now, Goal.PUBLISH, result) == []


def test_that_a_colleague_took_back_what_was_sent_is_said() -> None:
    said = failed(Work(A, SHOWN, EDIT), SHOWN, Goal.PUBLISH, Result.NOT_PUBLISHED)
    assert said == ["A colleague changed Name meanwhile, which goes live too."]


def test_what_was_edited_since_is_said_before_it_goes_live() -> None:
    first = Work(A, SHOWN, EDIT)
    more = {**EDIT, BODY: Edit(BODY, "half", "text")}
    said = failed(first, SHOWN, Goal.PUBLISH, Result.NOT_SENT, Work(A, SHOWN, more))
    assert said == ["Body was edited since it was tried, which goes live too."]
    other = {NAME: Edit(NAME, "otherwise", "old")}
    said = failed(first, SHOWN, Goal.PUBLISH, Result.REFUSED, Work(A, SHOWN, other))
    assert said == ["Name was edited since it was tried, which goes live too."]


def test_nothing_is_said_of_what_was_not_tried() -> None:
    plan = planned(Work(A, SHOWN, EDIT), Goal.SEND)
    refused = ItemResult(A, "It", Result.REFUSED, "Webflow refused this.")
    held = tried_in_vain(plan, [replace(refused, is_changed=True)])
    other = planned(Work(B, replace(SHOWN, key=B), EDIT), Goal.SEND)
    assert list(retry_cautions(other, held, KNOWN, same)) == []
