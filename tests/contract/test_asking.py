"""A request against the contract is noticed, or it would prove nothing that ours are held to it."""

import json

import pytest

from tests.doubles.asking import Asking
from tests.doubles.contract import Contract
from tests.doubles.held_practice import BROKEN
from tests.doubles.practice import Practice

COLLECTION, ITEM = "5" * 24, "6" * 24
ITEMS = f"/collections/{COLLECTION}/items"


@pytest.fixture(scope="module")
def asking() -> Asking:
    return Asking(Contract())


def faults(asking: Asking, method: str, path: str, query: str = "", body: object = None) -> str:
    said = b"" if body is None else json.dumps(body).encode()
    return "; ".join(asking.faults(method, path, query, said))


@pytest.mark.parametrize(
    "query",
    [
        "offset=0&limit=100&cmsLocaleId=a&sortBy=slug&sortOrder=asc",
        "sortBy=lastUpdated&lastUpdated%5Bgte%5D=2026-01-02T03:04:05.678Z",
        "createdOn[lte]=2026-01-02T03:04:05.678Z&name=2024&slug=true",
    ],
)
def test_a_list_may_be_asked_for_with_what_is_described(asking: Asking, query: str) -> None:
    assert faults(asking, "GET", ITEMS, query) == ""


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("pageSize=5", "pageSize"),
        ("limit=ten", "limit"),
        ("limit=5&limit=6", "2 times"),
        ("sortBy=weight", "sortBy"),
        ("lastUpdated[gte]=yesterday", "lastUpdated[gte]"),
        ("lastUpdated[gt]=2026-01-02T03:04:05.678Z", "lastUpdated[gt]"),
    ],
)
def test_a_parameter_that_is_not_described_is_named(asking: Asking, query: str, told: str) -> None:
    assert told in faults(asking, "GET", ITEMS, query)


@pytest.mark.parametrize(
    ("method", "place", "body"),
    [
        ("POST", "/bulk", {"fieldData": [{"name": "Rye", "slug": "rye", "crust": 1}]}),
        ("POST", "/publish", {"items": [{"id": ITEM, "cmsLocaleIds": ["a"]}]}),
        ("POST", "/publish", {"itemIds": [ITEM]}),
        ("PATCH", "", {"items": [{"id": ITEM, "fieldData": {"crust": None}, "isDraft": False}]}),
        ("PATCH", f"/{ITEM}", {"fieldData": {"name": "Rye"}}),
        ("DELETE", "/live", {"items": [{"id": ITEM}]}),
    ],
)
def test_a_body_as_it_is_described_is_in_order(
    asking: Asking, method: str, place: str, body: object
) -> None:
    assert faults(asking, method, ITEMS + place, body=body) == ""


@pytest.mark.parametrize(
    ("method", "place", "body", "told"),
    [
        ("POST", "/bulk", {"fieldData": [{"slug": "rye"}]}, "fieldData"),
        ("POST", "/bulk", {"fieldData": [], "draft": True}, "draft"),
        ("POST", "/publish", {"itemIds": ["6"]}, "anyOf"),
        ("POST", "/publish", {"items": [{"id": ITEM}], "itemIds": [ITEM]}, "anyOf"),
        ("PATCH", "", {"items": [{"id": ITEM, "cmsLocaleId": None}]}, "cmsLocaleId"),
        ("PATCH", "", {"items": [{"fieldData": {}}]}, "id"),
        ("PATCH", "", {"items": []}, "items"),
        ("PATCH", "", {"items": [{"id": ITEM}] * 101}, "items"),
        ("PATCH", "", None, "no body"),
        ("DELETE", f"/{ITEM}", {"items": [{"id": ITEM}]}, "a body"),
    ],
)
def test_a_body_that_is_not_described_is_told_of(
    asking: Asking, method: str, place: str, body: object, told: str
) -> None:
    assert told in faults(asking, method, ITEMS + place, body=body)


def test_an_address_of_no_operation_and_one_without_an_id_are_told_of(asking: Asking) -> None:
    assert "no operation" in faults(asking, "GET", "/items")
    assert "collection_id" in faults(asking, "GET", "/collections/none/items")


def test_only_our_own_client_is_held_to_it(practice: Practice) -> None:
    path = practice.items("places")
    assert practice.ask("GET", path, params={"pageSize": 5}).status_code == 200
    practice.client.headers["user-agent"] = "wfdesk/1"
    answer = practice.ask("GET", path, params={"pageSize": 5})
    del practice.client.headers["user-agent"]
    assert answer.status_code == BROKEN
    assert "pageSize" in answer.json()["details"][0]
