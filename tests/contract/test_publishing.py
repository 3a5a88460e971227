import itertools

import pytest

numbers = itertools.count()


@pytest.fixture
def place(practice):
    return practice.make("places", name=f"Town {next(numbers)}")


def publish(practice, slug, *ids):
    answer = practice.ask("POST", f"{practice.items(slug)}/publish", json={"itemIds": ids})
    assert answer.status_code == 202
    return answer.json()


def test_a_published_item_is_live_and_no_draft(practice, place):
    path = f"{practice.items('places')}/{place['id']}"
    assert practice.ask("GET", f"{path}/live").status_code == 404
    assert publish(practice, "places", place["id"]) == {
        "publishedItemIds": [place["id"]],
        "errors": [],
    }
    item = practice.get(path)
    assert item["isDraft"] is False
    assert item["lastPublished"] >= item["lastUpdated"]
    assert practice.get(f"{path}/live") == item


def test_the_live_page_keeps_what_was_published(practice, place):
    publish(practice, "places", place["id"])
    path = f"{practice.items('places')}/{place['id']}"
    practice.ask("PATCH", path, json={"fieldData": {"name": "Renamed"}})
    assert practice.get(f"{path}/live")["fieldData"]["name"].startswith("Town")


def test_unknown_and_archived_items_are_told_of(practice, place):
    path = f"{practice.items('places')}/{place['id']}"
    practice.ask("PATCH", path, json={"isArchived": True})
    answer = publish(practice, "places", place["id"], "0" * 24)
    assert answer["publishedItemIds"] == []
    assert answer["errors"] == [
        f"Staging item ID {place['id']} is archived and cannot be published.",
        f"Staging item ID {'0' * 24} not found.",
    ]


def test_an_item_without_a_required_field_stays_a_draft(practice):
    author = practice.make("authors", name="No address")
    answer = publish(practice, "authors", author["id"])
    assert "email" in answer["errors"][0]
    assert answer["publishedItemIds"] == []


def test_what_an_item_refers_to_is_published_first(practice, place):
    story = practice.make("stories", name=f"Story {next(numbers)}", place=place["id"])
    assert place["id"] in publish(practice, "stories", story["id"])["errors"][0]
    publish(practice, "places", place["id"])
    assert publish(practice, "stories", story["id"])["errors"] == []


def test_an_unpublished_item_is_a_draft_again(practice, place):
    publish(practice, "places", place["id"])
    path = practice.items("places")
    body = {"items": [{"id": place["id"]}]}
    assert practice.ask("DELETE", f"{path}/live", json=body).status_code == 204
    item = practice.get(f"{path}/{place['id']}")
    assert item["isDraft"] is True
    assert item["lastPublished"] is None


def test_a_live_update_needs_a_published_item(practice, place):
    path = f"{practice.items('places')}/{place['id']}/live"
    body = {"fieldData": {"name": "Straight to the page"}}
    assert practice.ask("PATCH", path, json=body).status_code == 409
    publish(practice, "places", place["id"])
    changed = practice.ask("PATCH", path, json=body).json()
    assert changed["fieldData"]["name"] == "Straight to the page"
    assert changed["lastPublished"] >= changed["lastUpdated"]


def test_a_site_is_published_once_a_minute(practice):
    site = practice.get("/sites")["sites"][0]
    domains = practice.get(f"/sites/{site['id']}/custom_domains")["customDomains"]
    body = {"customDomains": [entry["id"] for entry in domains]}
    answers = [practice.ask("POST", f"/sites/{site['id']}/publish", json=body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [202, 429]
    assert answers[1].headers["Retry-After"]
