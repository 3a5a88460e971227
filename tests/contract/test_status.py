"""The status of an item: what the panel shows, and what moves an item from one to the next."""

import itertools

import pytest

numbers = itertools.count()

DRAFT = (False, True, False)
"""Is archived, is a draft, was published: of an item that was never live."""
QUEUED = (False, False, False)
PUBLISHED = (False, False, True)
CHANGES_IN_DRAFT = (False, True, True)


@pytest.fixture
def place(practice):
    return practice.make("places", name=f"Harbour {next(numbers)}")["id"]


def path_of(practice, place):
    return f"{practice.items('places')}/{place}"


def patch(practice, place, **body):
    answer = practice.ask("PATCH", path_of(practice, place), json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def publish(practice, *places):
    path = f"{practice.items('places')}/publish"
    return practice.ask("POST", path, json={"itemIds": places}).json()


def status(item):
    return item["isArchived"], item["isDraft"], item["lastPublished"] is not None


def test_a_new_item_is_a_draft_that_was_never_published(practice, place):
    item = practice.get(path_of(practice, place))
    assert status(item) == DRAFT
    assert item["lastPublished"] is None


def test_an_item_that_is_no_draft_and_was_never_live_is_queued(practice, place):
    assert status(patch(practice, place, isDraft=False)) == QUEUED


def test_a_published_item_was_published_after_its_last_update(practice, place):
    publish(practice, place)
    item = practice.get(path_of(practice, place))
    assert status(item) == PUBLISHED
    assert item["lastPublished"] >= item["lastUpdated"]


def test_a_changed_item_that_is_no_draft_is_queued_and_stays_live(practice, place):
    publish(practice, place)
    item = patch(practice, place, fieldData={"name": "Later"})
    assert status(item) == PUBLISHED
    assert item["lastPublished"] < item["lastUpdated"]
    live = practice.get(f"{path_of(practice, place)}/live")
    assert live["fieldData"]["name"] != "Later"


def test_a_draft_of_a_published_item_leaves_the_live_copy_up(practice, place):
    publish(practice, place)
    item = patch(practice, place, isDraft=True)
    assert status(item) == CHANGES_IN_DRAFT
    assert practice.ask("GET", f"{path_of(practice, place)}/live").status_code == 200


def test_an_archived_item_is_archived_whatever_else_it_is(practice, place):
    assert status(patch(practice, place, isArchived=True, isDraft=False)) == (True, False, False)
    patch(practice, place, isArchived=False)
    publish(practice, place)
    assert status(patch(practice, place, isArchived=True)) == (True, False, True)
    assert status(patch(practice, place, isDraft=True)) == (True, True, True)


def test_an_item_may_be_archived_and_a_draft(practice, place):
    assert status(patch(practice, place, isArchived=True)) == (True, True, False)


def test_only_deleting_the_live_item_unpublishes_it(practice, place):
    publish(practice, place)
    path = f"{path_of(practice, place)}/live"
    assert practice.ask("DELETE", path).status_code == 204
    assert practice.ask("GET", path).status_code == 404
    assert status(practice.get(path_of(practice, place))) == DRAFT


@pytest.mark.parametrize("body", [{"isDraft": True}, {"isArchived": True}, {"isDraft": False}])
def test_a_live_update_moves_the_time_of_publishing_whatever_it_sets(practice, place, body):
    publish(practice, place)
    before = practice.get(path_of(practice, place))["lastPublished"]
    changed = practice.ask("PATCH", f"{path_of(practice, place)}/live", json=body).json()
    assert changed["lastPublished"] > before


def test_one_item_that_was_never_live_stops_a_whole_live_update(practice, place):
    other = practice.make("places", name=f"Harbour {next(numbers)}")["id"]
    publish(practice, place)
    items = [{"id": each, "fieldData": {"name": "Both"}} for each in (place, other)]
    answer = practice.ask("PATCH", f"{practice.items('places')}/live", json={"items": items})
    assert answer.status_code == 409
    assert answer.json()["code"] == "conflict"
    assert "have never been published" in answer.json()["message"]
    assert practice.get(path_of(practice, place))["fieldData"]["name"] != "Both"


def test_an_item_that_live_ones_refer_to_is_not_unpublished(practice, place):
    publish(practice, place)
    story = practice.make("stories", name=f"Story {next(numbers)}", place=place)["id"]
    path = f"{practice.items('stories')}/publish"
    assert practice.ask("POST", path, json={"itemIds": [story]}).json()["errors"] == []
    for method, asked, body in (
        ("DELETE", f"{path_of(practice, place)}/live", None),
        ("DELETE", f"{practice.items('places')}/live", {"items": [{"id": place}]}),
    ):
        answer = practice.ask(method, asked, json=body)
        assert answer.status_code == 409
        assert "still being used by: Stories" in answer.json()["message"]


def test_a_token_of_time_is_no_precondition(practice, place):
    """There is no ETag and no If-Match; the last write wins."""
    first = practice.ask("GET", path_of(practice, place))
    assert "etag" not in first.headers
    patch(practice, place, fieldData={"name": "A colleague's"})
    body = {"fieldData": {"name": "Mine"}, "lastUpdated": first.json()["lastUpdated"]}
    headers = {
        "Authorization": f"Bearer {practice.tokens['full']}",
        "If-Match": '"old"',
        "If-Unmodified-Since": "Thu, 01 Jan 2015 00:00:00 GMT",
    }
    url = practice.url + path_of(practice, place)
    answer = practice.client.patch(url, json=body, headers=headers)
    assert answer.status_code == 200
    assert answer.json()["fieldData"]["name"] == "Mine"


def test_the_same_create_twice_makes_two_items(practice):
    """There is no idempotency key: nothing tells a repeated request from a second one."""
    body = {"fieldData": {"name": "Twice"}}
    headers = {"Authorization": f"Bearer {practice.tokens['full']}", "Idempotency-Key": "1"}
    url = practice.url + practice.items("places")
    made = [practice.client.post(url, json=body, headers=headers).json() for _ in range(2)]
    assert made[0]["id"] != made[1]["id"]
    assert made[0]["fieldData"]["slug"] != made[1]["fieldData"]["slug"]


def live_story(practice):
    place = practice.make("places", name=f"Harbour {next(numbers)}")["id"]
    story = practice.make("stories", name=f"Story {next(numbers)}", place=place)["id"]
    for slug, item in (("places", place), ("stories", story)):
        practice.ask("POST", f"{practice.items(slug)}/publish", json={"itemIds": [item]})
    return place, f"{practice.items('stories')}/{story}"


def test_a_target_of_the_published_page_alone_is_not_deleted(practice):
    place, story = live_story(practice)
    practice.ask("PATCH", story, json={"fieldData": {"place": None}})
    assert practice.ask("DELETE", path_of(practice, place)).status_code == 409


def test_no_live_item_is_made_to_refer_to_one_that_is_not(practice, place):
    _, story = live_story(practice)
    answer = practice.ask("PATCH", f"{story}/live", json={"fieldData": {"place": place}})
    assert answer.status_code == 400
    assert answer.json()["details"][0]["param"] == "place"
    body = {"fieldData": {"name": f"Story {next(numbers)}", "place": place}}
    made = practice.ask("POST", f"{practice.items('stories')}/live", json=body)
    assert made.status_code == 400


def test_one_locale_is_unpublished(practice):
    locales = practice.locales
    both = [locales["primary"]["cmsLocaleId"], locales["secondary"][0]["cmsLocaleId"]]
    body = {"cmsLocaleIds": both, "fieldData": {"name": f"Harbour {next(numbers)}"}}
    path = practice.items("places")
    for one in (False, True):
        item = practice.ask("POST", f"{path}/bulk", json=body).json()["id"]
        practice.ask("POST", f"{path}/publish", json={"itemIds": [item]})
        gone = (
            practice.ask("DELETE", f"{path}/{item}/live", params={"cmsLocaleId": both[1]})
            if one
            else practice.ask(
                "DELETE", f"{path}/live", json={"items": [{"id": item, "cmsLocaleIds": both[1:]}]}
            )
        )
        assert gone.status_code == 204
        live = [
            practice.ask("GET", f"{path}/{item}/live", params={"cmsLocaleId": each}).status_code
            for each in both
        ]
        assert live == [200, 404]
