"""The contract notices what is wrong, or every test that is held to it would prove nothing."""

import json
import re
from pathlib import Path

import pytest

from tests.doubles.contract import MORE, PATH, Contract
from tests.doubles.held_practice import BROKEN, Holding
from wfdesk.practice.web.answer import Answer

ITEM = {
    "id": "6",
    "lastPublished": "2026-01-02T03:04:05.678Z",
    "lastUpdated": "2026-01-02T03:04:05.678Z",
    "createdOn": "2026-01-02T03:04:05.678Z",
    "isArchived": False,
    "isDraft": False,
    "fieldData": {"name": "Rye", "slug": "rye"},
}
ERROR = {"message": "No", "code": "conflict", "externalReference": None, "details": ["It is so"]}
ONE = "/collections/5/items/6"


@pytest.fixture(scope="module")
def contract() -> Contract:
    return Contract()


def faults(contract: Contract, status: int, body: object, path: str = ONE) -> list[str]:
    return list(contract.faults("GET", path, status, json.dumps(body).encode()))


def operations(path: Path) -> set[tuple[str, str]]:
    described = json.loads(path.read_text(encoding="utf-8"))["paths"]
    return {(verb, each) for each, methods in described.items() for verb in methods}


def test_the_contract_has_34_operations_and_those_beside_it_are_other_ones() -> None:
    assert len(operations(PATH)) == 34
    beside = [operations(path) for path in MORE]
    assert all(named.isdisjoint(operations(PATH)) for named in beside)
    assert [len(named) for named in beside] == [6, 8]


def test_an_operation_beside_the_contract_is_held_as_well(contract: Contract) -> None:
    lacking = json.dumps({key: ITEM[key] for key in ITEM if key != "createdOn"}).encode()
    [fault] = contract.faults("PATCH", ONE, 200, lacking)
    assert "createdOn" in fault


def test_a_sound_answer_is_in_order(contract: Contract) -> None:
    assert faults(contract, 200, ITEM) == []


def test_an_item_that_was_never_published_is_in_order(contract: Contract) -> None:
    assert faults(contract, 200, {**ITEM, "lastPublished": None}) == []


@pytest.mark.parametrize("missing", ["id", "createdOn", "fieldData"])
def test_a_property_that_is_missing_is_named(contract: Contract, missing: str) -> None:
    [fault] = faults(contract, 200, {key: ITEM[key] for key in ITEM if key != missing})
    assert missing in fault


def test_a_value_of_the_wrong_type_is_found_where_it_is(contract: Contract) -> None:
    [fault] = faults(contract, 200, {**ITEM, "isDraft": "no"})
    assert "isDraft" in fault


def test_a_null_that_nobody_has_seen_is_refused(contract: Contract) -> None:
    assert faults(contract, 200, {**ITEM, "lastUpdated": None})


def test_a_status_that_is_not_described_is_refused(contract: Contract) -> None:
    assert faults(contract, 409, ERROR)
    assert faults(contract, 404, ERROR) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {**ERROR, "code": "it_failed"},
        {**ERROR, "message": ""},
        {**ERROR, "details": [{"param": "name"}]},
        {**ERROR, "stack": []},
    ],
)
def test_an_error_of_another_form_is_refused(contract: Contract, wrong: dict[str, object]) -> None:
    assert faults(contract, 404, wrong)


def test_an_address_that_is_no_operation_can_only_be_not_found(contract: Contract) -> None:
    assert faults(contract, 200, {}, "/collections/5/fields")
    assert faults(contract, 404, ERROR, "/collections/5/fields") == []


def test_an_answer_that_does_not_call_itself_json_is_refused() -> None:
    scope = {"method": "GET", "path": f"/v2{ONE}", "headers": [], "query_string": b""}
    for kind, status in (("application/json", 200), ("text/html", BROKEN)):
        answer = Answer(200, json.dumps(ITEM).encode(), {"content-type": kind})
        Holding()(scope, b"", answer)
        assert answer.status == status


def test_live_is_no_items_id(contract: Contract) -> None:
    named = contract.operation("GET", "/collections/5/items/live")
    assert named is not None
    assert named.id == "collections/items.list-items-live"


def test_an_asset_tells_all_that_is_described_and_nothing_more(contract: Contract) -> None:
    asset = {
        **dict.fromkeys(("contentType", "originalFileName", "displayName"), "rye.png"),
        **dict.fromkeys(("id", "siteId"), "6" * 24),
        **dict.fromkeys(("lastUpdated", "createdOn"), "2026-01-02T03:04:05.678Z"),
        "size": 7,
        "hostedUrl": "http://x/rye.png",
        "variants": [],
        "altText": None,
    }
    assert faults(contract, 200, asset, "/assets/6") == []
    assert faults(contract, 200, {**asset, "folderId": None}, "/assets/6")
    assert faults(contract, 200, {**asset, "size": None}, "/assets/6")
    del asset["altText"]
    assert faults(contract, 200, asset, "/assets/6")


def test_every_operation_that_is_described_is_served(contract: Contract, practice) -> None:
    for path, methods in contract.described["paths"].items():
        for method in methods:
            answer = practice.ask(method.upper(), re.sub(r"\{[^}]+\}", "0", path))
            assert "The route cannot be found" not in answer.text, f"{method} {path}"
