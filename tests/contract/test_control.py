import httpx
import pytest


def test_the_log_names_requests_and_tokens_but_tells_no_token(practice):
    practice.get("/sites", a="b")
    practice.ask("DELETE", practice.items("recipes"), "read_only", json={"items": [{}, {}]})
    answer = practice.control("GET", "log")
    first, last = answer.json()[0], answer.json()[-1]
    assert first == {
        "method": "GET", "path": "/v2/sites", "query": "a=b", "status": 200,
        "token": "full", "items": 0, "body": None,
    }  # fmt: skip
    assert (last["status"], last["token"], last["items"]) == (403, "read_only", 2)
    assert last["body"] == {"items": [{}, {}]}
    assert not any(token in answer.text for token in practice.tokens.values())


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


@pytest.mark.parametrize(("do", "is_done"), [("reset_before", False), ("reset_after", True)])
def test_a_connection_is_cut_before_or_after_the_deed(practice, do, is_done):
    path = practice.items("categories")
    practice.control("POST", "faults", {"method": "POST", "path": "/bulk$", "times": 1, "do": do})
    body = {"fieldData": {"name": do, "slug": do}}
    with pytest.raises(httpx.TransportError):
        practice.ask("POST", f"{path}/bulk", json=body)
    assert bool(practice.get(path, slug=do)["items"]) is is_done


def test_a_fault_comes_as_often_as_ordered(practice):
    fault = {"method": "GET", "path": "/sites$", "times": 2, "do": "status", "status": 503}
    practice.control("POST", "faults", fault)
    answers = [practice.ask("GET", "/sites").status_code for _ in range(3)]
    assert answers == [503, 503, 200]


def test_a_page_from_the_edge_and_a_storm_can_be_ordered(practice):
    fault = {"method": "GET", "path": "/sites$", "times": 1}
    practice.control("POST", "faults", {**fault, "do": "html"})
    practice.control("POST", "faults", {**fault, "do": "429", "seconds": 7})
    page, storm = practice.ask("GET", "/sites"), practice.ask("GET", "/sites")
    assert page.headers["content-type"].startswith("text/html")
    assert page.status_code == 502
    assert (storm.status_code, storm.headers["Retry-After"]) == (429, "7")


def test_an_answer_can_be_late(practice):
    fault = {"method": "GET", "path": "/sites$", "times": 1, "do": "delay", "seconds": 0.3}
    practice.control("POST", "faults", fault)
    assert practice.ask("GET", "/sites").elapsed.total_seconds() >= 0.3
