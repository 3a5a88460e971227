"""Publishing the whole site: what goes live with it, and what is free again."""

import pytest

from tests.doubles.practice import Practice


@pytest.fixture
def practice(run) -> Practice:
    """The site can be published once a minute only, so each test has its own server."""
    return run("--items", "60", "--rate-limit", "0")


def publish_site(practice: Practice, **more: object) -> dict:
    site = practice.get("/sites")["sites"][0]["id"]
    body = {"publishToWebflowSubdomain": True, **more}
    answer = practice.ask("POST", f"/sites/{site}/publish", json=body)
    assert answer.status_code == 202, answer.text
    return answer.json()


def test_what_was_queued_goes_live_and_what_was_archived_comes_off(practice):
    path = practice.items("places")
    queued, draft, archived = (
        practice.make("places", name=name)["id"] for name in ("Queued", "Draft", "Archived")
    )
    practice.ask("POST", f"{path}/publish", json={"itemIds": [archived]})
    practice.ask("PATCH", f"{path}/{queued}", json={"isDraft": False})
    practice.ask("PATCH", f"{path}/{archived}", json={"isArchived": True})
    assert publish_site(practice)["publishScope"] == "site"
    live = [practice.ask("GET", f"{path}/{each}/live").status_code for each in
            (queued, draft, archived)]  # fmt: skip
    assert live == [200, 404, 404]
    assert practice.get(f"{path}/{queued}")["lastPublished"]


def test_one_page_is_published_alone(practice):
    path = practice.items("places")
    queued = practice.make("places", name="Queued")["id"]
    practice.ask("PATCH", f"{path}/{queued}", json={"isDraft": False})
    site = practice.get("/sites")["sites"][0]["id"]
    page = practice.get(f"/sites/{site}/pages")["pages"][0]["id"]
    assert publish_site(practice, pageId=page)["publishScope"] == "page"
    assert practice.ask("GET", f"{path}/{queued}/live").status_code == 404


def test_a_page_that_is_not_there_is_not_published(practice):
    site = practice.get("/sites")["sites"][0]["id"]
    body = {"publishToWebflowSubdomain": True, "pageId": "0" * 24}
    answer = practice.ask("POST", f"/sites/{site}/publish", json=body)
    assert answer.status_code == 404


def test_a_deleted_items_slug_is_reserved_until_the_site_is_published(practice):
    path, body = practice.items("places"), {"fieldData": {"name": "Cork", "slug": "cork-again"}}
    made = practice.ask("POST", path, json=body).json()["id"]
    assert practice.ask("DELETE", f"{path}/{made}").status_code == 204
    refused = practice.ask("POST", path, json=body)
    assert refused.status_code == 400
    [detail] = refused.json()["details"]
    assert detail == {
        "param": "slug",
        "description": "Unique value is already in database: 'cork-again'",
    }
    publish_site(practice)
    assert practice.ask("POST", path, json=body).status_code == 202


def test_a_reserved_slug_outlives_the_server(run, tmp_path):
    state = ("--items", "60", "--rate-limit", "0", "--state", str(tmp_path / "state.json"))
    one = run(*state)
    path, body = one.items("places"), {"fieldData": {"name": "Cork", "slug": "cork-again"}}
    one.ask("DELETE", f"{path}/{one.ask('POST', path, json=body).json()['id']}")
    one.process.kill()
    assert run(*state).ask("POST", path, json=body).status_code == 400


def test_a_site_in_two_states_minds_deleting_and_formerly_publishing(practice):
    path, place = practice.items("places"), practice.make("places", name="Cork")["id"]
    publish = ("POST", f"{path}/publish", {"itemIds": [place]})
    deletes = (("DELETE", path, {"items": [{"id": place}]}), ("DELETE", f"{path}/{place}", None))
    statuses = {}
    for domains in ("apart before 2025-07", "apart", "together"):
        practice.control("PATCH", "behaviour", {"domains": domains})
        asked = (publish, *deletes) if domains != "together" else deletes[1:]
        answers = [practice.ask(method, where, json=body) for method, where, body in asked]
        statuses[domains] = [answer.status_code for answer in answers]
        if domains == "apart":
            assert "multiple domains at different times" in answers[1].json()["message"]
    assert statuses == {
        "apart before 2025-07": [409, 409, 409],
        "apart": [202, 409, 409],
        "together": [204],
    }


def test_what_refers_to_a_target_that_is_not_live_waits_for_it(practice):
    place = practice.make("places", name="Cork")["id"]
    story = practice.make("stories", name="A story", place=place)["id"]
    path = practice.items("stories")
    practice.ask("PATCH", f"{path}/{story}", json={"isDraft": False})
    publish_site(practice)
    assert practice.ask("GET", f"{path}/{story}/live").status_code == 404


def test_a_publish_that_was_refused_does_not_count(practice):
    site = practice.get("/sites")["sites"][0]["id"]
    refused = practice.ask("POST", f"/sites/{site}/publish", json={"customDomains": ["nowhere"]})
    assert refused.status_code == 400
    publish_site(practice)
