"""Errors: their form, their codes, and which status each refusal has."""

import pytest

from tests.doubles.errors import CODES, faults_of_error


@pytest.fixture
def path(practice):
    return practice.items("places")


def refusals(practice, path):
    """A refusal of each kind that the operations on items know: status, code, answer."""
    item = practice.make("places", name="Cork")["id"]
    one = f"{path}/{item}"
    broken = practice.client.patch(
        practice.url + one,
        content=b"{no json",
        headers={"Authorization": f"Bearer {practice.tokens['full']}"},
    )
    site = practice.get("/sites")["sites"][0]["id"]
    domain = {"customDomains": ["0" * 24]}
    twin = {"displayName": "Places", "singularName": "Place"}
    return [
        (400, "bad_request", broken),
        (400, "bad_request", practice.ask("GET", path, params={"limit": 101})),
        (400, "validation_error", practice.ask("PATCH", one, json={"fieldData": {"nope": 1}})),
        (400, "no_domains", practice.ask("POST", f"/sites/{site}/publish", json=domain)),
        (401, "not_authorized", practice.ask("GET", path, "nobody")),
        (403, "missing_scopes", practice.ask("PATCH", one, "read_only", json={})),
        (404, "item_not_found", practice.ask("GET", f"{path}/{'0' * 24}")),
        (404, "collection_not_found", practice.ask("GET", f"/collections/{'0' * 24}")),
        (404, "resource_not_found", practice.ask("GET", f"/sites/{'0' * 24}")),
        (404, "resource_not_found", practice.ask("GET", "/nowhere")),
        (409, "conflict", practice.ask("PATCH", f"{one}/live", json={"fieldData": {}})),
        (
            409,
            "duplicate_collection",
            practice.ask("POST", f"/sites/{site}/collections", json=twin),
        ),
    ]


def test_every_refusal_has_its_status_code_and_form(practice, path):
    for status, code, answer in refusals(practice, path):
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
        assert code in CODES
        assert list(faults_of_error(answer.content)) == []


def test_a_refused_value_is_named_with_its_reason(practice, path):
    item = practice.make("places", name="Cork")["id"]
    body = {"fieldData": {"website": 1, "open-all-year": "yes", "nope": 2}}
    answer = practice.ask("PATCH", f"{path}/{item}", json=body)
    assert {each["param"]: each["description"] for each in answer.json()["details"]} == {
        "website": "Value (website)'s type should be string",
        "open-all-year": "Value (open-all-year)'s type should be boolean",
        "nope": "Field not described in schema: undefined",
    }


def test_a_name_is_needed_and_a_slug_is_not(practice, path):
    answer = practice.ask("POST", path, json={"fieldData": {"slug": "nameless"}})
    assert answer.status_code == 400
    assert answer.json()["details"] == [{"param": "name", "description": "Field is required"}]
    assert practice.ask("POST", path, json={"fieldData": {"name": "Cork"}}).status_code == 202


def test_a_list_of_items_and_one_item_in_the_same_request_are_refused(practice, path):
    body = {"items": [{"fieldData": {"name": "A"}}], "fieldData": {"name": "B"}}
    before = practice.get(path)["pagination"]["total"]
    assert practice.ask("POST", path, json=body).status_code == 400
    assert practice.get(path)["pagination"]["total"] == before


BATCHES = {
    "create": ("POST", "", lambda ids: {"items": [{"fieldData": {"name": "A"}} for _ in ids]}),
    "bulk create": ("POST", "/bulk", lambda ids: {"fieldData": [{"name": "A"} for _ in ids]}),
    "update": ("PATCH", "", lambda ids: {"items": [{"id": each} for each in ids]}),
    "live update": ("PATCH", "/live", lambda ids: {"items": [{"id": each} for each in ids]}),
    "publish": ("POST", "/publish", lambda ids: {"itemIds": ids}),
    "publish by locale": (
        "POST",
        "/publish",
        lambda ids: {"items": [{"id": each} for each in ids]},
    ),
    "unpublish": ("DELETE", "/live", lambda ids: {"items": [{"id": each} for each in ids]}),
    "delete": ("DELETE", "", lambda ids: {"items": [{"id": each} for each in ids]}),
}


@pytest.mark.parametrize("batch", BATCHES)
def test_a_batch_has_at_most_a_hundred(practice, path, batch):
    method, end, body = BATCHES[batch]
    answers = [
        practice.ask(method, path + end, json=body([f"{n:024x}" for n in range(count)]))
        for count in (101, 0)
    ]
    assert [answer.status_code for answer in answers] == [400, 400]


def test_a_hundred_items_are_made_changed_published_and_deleted_at_once(practice, path):
    body = {"fieldData": [{"name": f"Pier {number}"} for number in range(100)]}
    made = practice.ask("POST", f"{path}/bulk", json=body).json()["items"]
    ids = [each["id"] for each in made]
    assert len(set(ids)) == 100
    items = [{"id": each} for each in ids]
    answers = [
        practice.ask("PATCH", path, json={"items": items}),
        practice.ask("POST", f"{path}/publish", json={"itemIds": ids}),
        practice.ask("PATCH", f"{path}/live", json={"items": items}),
        practice.ask("DELETE", f"{path}/live", json={"items": items}),
        practice.ask("DELETE", path, json={"items": items}),
    ]
    assert [answer.status_code for answer in answers] == [200, 202, 200, 204, 204]


OTHER_FORMS = (
    {"msg": "Bad item", "err": "ValidationError", "problems": ["name is required"]},
    {"errors": ["name is required"]},
    {"message": "Bad item", "code": "validation_error", "details": ["name is required"]},
)


@pytest.mark.parametrize("status", [400, 404, 500])
@pytest.mark.parametrize("said", OTHER_FORMS)
def test_a_refusal_can_be_ordered_in_another_form(practice, path, status, said):
    practice.control("POST", "faults", {"do": "status", "status": status, "answer": said})
    answer = practice.ask("GET", path)
    assert (answer.status_code, answer.json()) == (status, said)


@pytest.mark.parametrize("said", OTHER_FORMS)
def test_the_servers_own_refusal_can_be_put_in_another_form(practice, path, said):
    practice.control("POST", "faults", {"do": "wrong_json", "path": "/nothing$", "answer": said})
    answer = practice.ask("GET", f"{path}/nothing")
    assert (answer.status_code, answer.json()) == (404, said)
