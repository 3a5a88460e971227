import re

import pytest

from wfdesk.practice.web.colleague import ACTS
from wfdesk.practice.web.faults.kinds import KINDS


def test_the_log_names_requests_and_tokens_but_tells_no_token(practice):
    practice.get("/sites", a="b")
    practice.ask("DELETE", practice.items("recipes"), "read_only", json={"items": [{}, {}]})
    answer = practice.control("GET", "log")
    first, last = answer.json()[0], answer.json()[-1]
    assert {name: value for name, value in first.items() if name not in {"number", "when"}} == {
        "method": "GET", "path": "/v2/sites", "query": "a=b", "status": 200,
        "token": "full", "items": 0, "body": None, "faults": [], "applied": True,
    }  # fmt: skip
    assert (last["status"], last["token"], last["items"]) == (403, "read_only", 2)
    assert last["body"] == {"items": [{}, {}]}
    assert last["applied"] is False
    assert not any(token in answer.text for token in practice.tokens.values())


def test_the_entries_of_the_log_are_numbered_and_dated_and_asked_for_from_one_on(practice):
    for _ in range(3):
        practice.get("/sites")
    log = practice.control("GET", "log").json()
    assert [entry["number"] for entry in log] == list(range(log[0]["number"], log[0]["number"] + 3))
    assert log[0]["when"] <= log[1]["when"] <= log[2]["when"]
    assert practice.control("GET", f"log?since={log[0]['number']}").json() == log[1:]
    assert practice.control("GET", "log?since=x").status_code == 400


def test_an_edit_behind_the_clients_back_is_an_update(practice):
    made = practice.make("categories", name="Before")
    body = {"collection": "categories", "item": made["id"], "fieldData": {"name": "After"}}
    assert practice.control("POST", "edit", body).status_code == 200
    item = practice.get(f"{practice.items('categories')}/{made['id']}")
    assert item["fieldData"]["name"] == "After"
    assert item["lastUpdated"] > made["lastUpdated"]


def test_an_item_can_be_deleted_behind_the_clients_back(practice):
    made = practice.make("categories", name="Gone")
    body = {"collection": "categories", "item": made["id"]}
    assert practice.control("POST", "delete", body).status_code == 204
    state = practice.control("GET", "state").json()["collections"]
    held = state[practice.collection("categories")]
    assert held["slug"] == "categories"
    assert made["id"] not in {item["id"] for item in held["items"]}


def test_a_choice_and_a_field_can_be_taken_away(run):
    practice = run("--items", "60", "--rate-limit", "0")
    path = f"/collections/{practice.collection('recipes')}"
    level = next(f for f in practice.get(path)["fields"] if f["slug"] == "difficulty")
    option = level["validations"]["options"][0]["id"]
    body = {"collection": "recipes", "field": "difficulty"}
    practice.control("POST", "schema", {**body, "removeOption": option})
    practice.control("POST", "schema", {**body, "field": "subtitle", "delete": True})
    fields = {f["slug"]: f for f in practice.get(path)["fields"]}
    assert "subtitle" not in fields
    assert option not in {o["id"] for o in fields["difficulty"]["validations"]["options"]}
    assert not any("subtitle" in i["fieldData"] for i in practice.get(f"{path}/items")["items"])


@pytest.mark.parametrize("text", ["", "{", "[]", "1", '"text"'])
@pytest.mark.parametrize("path", ["edit", "delete", "schema", "token"])
def test_what_is_no_object_is_refused_with_a_sentence(practice, path, text):
    answer = practice.client.post(f"{practice.host}/control/{path}", content=text)
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("Bad Request: The body ")


def test_the_manual_has_every_fault_and_every_act(practice):
    text = practice.client.get(f"{practice.host}/control").text
    entries = text.partition("\nKINDS\n")[2]
    for name in [*KINDS, *ACTS]:
        assert re.search(rf"^{name}\n  [A-Z]", entries, re.MULTILINE)


def test_a_huge_body_does_not_push_the_rest_out_of_the_log(practice):
    practice.get("/sites")
    body = {"fieldData": {"name": "Huge", "explanation": "x" * 5_000_000}}
    assert practice.ask("POST", practice.items("categories"), json=body).status_code == 202
    answer = practice.control("GET", "log")
    assert answer.json()[0]["path"] == "/v2/sites"
    assert answer.json()[-1]["body"] is None
    assert answer.headers["X-Fallen-Out"] == "0"
