"""A colleague's act: at once, or at the very moment that a test has chosen."""

import itertools

import httpx
import pytest

numbers = itertools.count()


@pytest.fixture
def shelf(practice):
    """The address of a collection that no other test alters."""
    site = practice.get("/sites")["sites"][0]["id"]
    fields = [
        {"type": "PlainText", "displayName": "Note"},
        {"type": "PlainText", "displayName": "Origin"},
        {"type": "Option", "displayName": "Size", "metadata": {"options": [{"name": "Small"}]}},
    ]
    named = {"displayName": f"Shelf {next(numbers)}", "singularName": "Jar", "fields": fields}
    made = practice.ask("POST", f"/sites/{site}/collections", json=named).json()
    practice.control("POST", "site", {})
    practice.control("DELETE", "changes")
    return f"/collections/{made['id']}"


def jar(practice, shelf, **fields):
    body = {"fieldData": {"name": f"Jar {next(numbers)}", **fields}}
    answer = practice.ask("POST", f"{shelf}/items", json=body)
    assert answer.status_code == 202, answer.text
    return answer.json()["id"]


def patch(practice, shelf, item, **fields):
    return practice.ask("PATCH", f"{shelf}/items/{item}", json={"fieldData": fields})


def when(practice, *acts, **more):
    order = {"method": "PATCH", "do": "colleague", "acts": list(acts), **more}
    answer = practice.control("POST", "faults", order)
    assert answer.status_code == 200, answer.text


def does(practice, act, shelf=None, **more):
    """At once."""
    place = {"collection": shelf.rpartition("/")[2]} if shelf else {}
    return practice.control("POST", act, {**place, **more})


def fields(practice, shelf, item):
    return practice.get(f"{shelf}/items/{item}")["fieldData"]


def field(practice, shelf, slug):
    held = practice.get(shelf)["fields"]
    return next((entry for entry in held if entry["slug"] == slug), None)


def test_an_edit_lands_just_before_the_third_write(practice, shelf):
    item = jar(practice, shelf)
    when(practice, {"act": "edit", "fieldData": {"origin": "Cork"}}, path="/items/", after=2)
    answers = [patch(practice, shelf, item, note=str(number)).json() for number in range(4)]
    assert ["origin" in answer["fieldData"] for answer in answers] == [False, False, True, True]
    changes = practice.control("GET", "changes").json()
    assert [entry["by"] for entry in changes] == ["full"] * 3 + ["colleague"] + ["full"] * 2
    assert changes[3]["request"] == changes[4]["request"]
    assert changes[3]["when"] <= changes[4]["when"]


@pytest.mark.parametrize(("moment", "kept"), [("before", "mine"), ("after", "theirs")])
def test_who_writes_last_is_kept(practice, shelf, moment, kept):
    item = jar(practice, shelf)
    when(practice, {"act": "edit", "fieldData": {"note": "theirs"}}, when=moment)
    answer = patch(practice, shelf, item, note="mine").json()
    assert answer["fieldData"]["note"] == "mine"
    assert fields(practice, shelf, item)["note"] == kept


def test_what_the_request_names_is_edited_if_nothing_else_is_said(practice, shelf):
    first, second, other = (jar(practice, shelf) for _ in range(3))
    when(practice, {"act": "edit", "fieldData": {"origin": "Cork"}})
    body = {"items": [{"id": first, "fieldData": {}}, {"id": second, "fieldData": {}}]}
    practice.ask("PATCH", f"{shelf}/items", json=body)
    assert fields(practice, shelf, first)["origin"] == "Cork"
    assert fields(practice, shelf, second)["origin"] == "Cork"
    assert "origin" not in fields(practice, shelf, other)


def test_another_item_can_be_meant_by_its_slug(practice, shelf):
    mine, other = jar(practice, shelf), jar(practice, shelf, slug=f"other-{next(numbers)}")
    slug = fields(practice, shelf, other)["slug"]
    when(practice, {"act": "edit", "item": slug, "fieldData": {"name": "Theirs"}})
    patch(practice, shelf, mine, note="x")
    assert fields(practice, shelf, other)["name"] == "Theirs"


@pytest.mark.parametrize(("moment", "status"), [("before", 404), ("after", 200)])
def test_an_item_is_deleted_under_the_clients_hands(practice, shelf, moment, status):
    item = jar(practice, shelf)
    when(practice, {"act": "delete"}, when=moment)
    assert patch(practice, shelf, item, note="x").status_code == status
    assert practice.ask("GET", f"{shelf}/items/{item}").status_code == 404


def test_an_item_is_archived_or_made_a_draft(practice, shelf):
    item = jar(practice, shelf)
    when(practice, {"act": "edit", "isArchived": True, "isDraft": False})
    answer = patch(practice, shelf, item, note="x").json()
    assert (answer["isArchived"], answer["isDraft"]) == (True, False)


def test_an_item_is_published_and_taken_off_the_site(practice, shelf):
    item = jar(practice, shelf)
    when(practice, {"act": "publish"})
    when(practice, {"act": "unpublish"}, after=1)
    assert patch(practice, shelf, item, note="x").json()["lastPublished"]
    assert patch(practice, shelf, item, note="y").json()["lastPublished"] is None


def test_the_slug_that_the_client_wants_is_taken_before_it(practice, shelf):
    slug = f"wanted-{next(numbers)}"
    act = {"act": "create", "fieldData": {"name": "Theirs", "slug": slug}}
    when(practice, act, method="POST", path="/bulk$")
    body = {"fieldData": {"name": "Mine", "slug": slug}}
    answer = practice.ask("POST", f"{shelf}/items/bulk", json=body)
    assert answer.status_code == 400
    assert answer.json()["details"][0]["param"] == "slug"


@pytest.mark.parametrize(
    ("change", "sent", "reason"),
    [
        ({"field": "note", "delete": True}, {"note": "x"}, "Field not described in schema"),
        ({"field": "size", "removeOption": "its own"}, {"size": "its own"}, "Option not found"),
        (
            {"field": "note", "change": {"type": "Number", "validations": None}},
            {"note": "x"},
            "type should be number",
        ),
        ({"field": "note", "change": {"isEditable": False}}, {"note": "x"}, "not editable"),
    ],
)
def test_the_structure_changes_under_the_clients_hands(practice, shelf, change, sent, reason):
    item = jar(practice, shelf)
    option = field(practice, shelf, "size")["validations"]["options"][0]["id"]
    change, sent = (
        {key: option if value == "its own" else value for key, value in each.items()}
        for each in (change, sent)
    )
    when(practice, {"act": "schema", **change})
    answer = patch(practice, shelf, item, **sent)
    assert answer.status_code == 400
    assert reason in answer.json()["details"][0]["description"]


def test_a_field_is_added_and_another_one_becomes_required(practice, shelf):
    item = jar(practice, shelf)
    added = {"act": "schema", "add": {"type": "PlainText", "displayName": "Extra"}}
    required = {"act": "schema", "field": "note", "change": {"isRequired": True}}
    when(practice, added, required)
    assert patch(practice, shelf, item, extra="x").json()["fieldData"]["extra"] == "x"
    assert field(practice, shelf, "note")["isRequired"] is True
    refused = practice.ask("PATCH", f"{shelf}/items/{item}", json={"isDraft": False})
    assert refused.status_code == 200  # it never had a note
    body = {"fieldData": {"name": "New"}, "isDraft": False}
    assert practice.ask("POST", f"{shelf}/items", json=body).status_code == 400


def test_the_collection_goes_under_the_clients_hands(practice, shelf):
    item = jar(practice, shelf)
    when(practice, {"act": "schema", "delete": True})
    answer = patch(practice, shelf, item, note="x")
    assert (answer.status_code, answer.json()["code"]) == (404, "collection_not_found")


def test_a_locale_is_added_switched_off_and_taken_away(practice, shelf):
    added = does(practice, "locale", tag="pt-PT").json()["locales"]["secondary"][-1]
    assert (added["tag"], added["enabled"]) == ("pt-PT", True)
    locale = added["cmsLocaleId"]
    body = {"fieldData": {"name": "Frasco"}, "cmsLocaleId": locale}
    made = practice.ask("POST", f"{shelf}/items", json=body)
    assert made.json()["cmsLocaleId"] == locale
    does(practice, "locale", tag="pt-PT", enabled=False)
    assert practice.locales["secondary"][-1]["enabled"] is False
    when(practice, {"act": "locale", "tag": "pt-PT", "remove": True})
    path = f"{shelf}/items/{made.json()['id']}"
    gone = practice.ask("PATCH", path, json={"fieldData": {}, "cmsLocaleId": locale})
    assert gone.status_code == 400
    assert "pt-PT" not in [entry["tag"] for entry in practice.locales["secondary"]]
    assert practice.control("GET", "changes").json()[-1]["did"] == "deleted"


def test_a_token_is_taken_away_in_the_middle_and_given_back(practice, shelf):
    item = jar(practice, shelf)
    when(practice, {"act": "token", "token": "full", "revoked": True}, after=1)
    statuses = [patch(practice, shelf, item, note=str(number)).status_code for number in range(3)]
    assert statuses == [200, 401, 401]
    assert practice.control("GET", "log").json()[-1]["token"] == "full"
    assert practice.ask("GET", "/sites", "read_only").status_code == 200
    assert does(practice, "token", token="full").json()["revoked"] is False
    assert patch(practice, shelf, item, note="x").status_code == 200


def test_a_token_loses_some_of_its_scopes(practice, shelf):
    item = jar(practice, shelf)
    scopes = ["sites:read", "cms:read"]
    when(practice, {"act": "token", "token": "full", "scopes": scopes})
    answer = patch(practice, shelf, item, note="x")
    assert (answer.status_code, answer.json()["code"]) == (403, "missing_scopes")
    assert "cms:write" in answer.json()["message"]
    assert practice.ask("GET", shelf).status_code == 200
    does(practice, "token", token="full")
    assert patch(practice, shelf, item, note="x").status_code == 200


def test_a_colleague_comes_with_another_fault(practice, shelf):
    item = jar(practice, shelf)
    when(practice, {"act": "edit", "fieldData": {"origin": "Cork"}}, when="after")
    practice.control("POST", "faults", {"method": "PATCH", "do": "reset_after"})
    with pytest.raises(httpx.TransportError):
        patch(practice, shelf, item, note="x")
    held = fields(practice, shelf, item)
    assert (held["note"], held["origin"]) == ("x", "Cork")


def test_what_a_colleague_cannot_do_is_said_in_the_answer(practice, shelf):
    item = jar(practice, shelf)
    when(practice, {"act": "edit", "item": "0" * 24, "fieldData": {}})
    answer = patch(practice, shelf, item, note="x")
    assert answer.status_code == 599
    assert "The colleague cannot" in answer.json()["message"]
    assert "item cannot be found" in answer.json()["message"]
    assert "note" not in fields(practice, shelf, item)


def test_a_colleague_who_is_told_of_no_item_says_so(practice, shelf):
    when(practice, {"act": "delete"}, method="POST")
    answer = practice.ask("POST", f"{shelf}/items", json={"fieldData": {"name": "New"}})
    assert answer.status_code == 599
    assert "names no item" in answer.json()["message"]


def test_the_whole_site_is_published_as_often_as_the_colleague_likes(practice):
    first, second = (does(practice, "site").json()["lastPublished"] for _ in range(2))
    assert first < second == practice.get("/sites")["sites"][0]["lastPublished"]


def test_every_act_can_be_done_at_once(practice, shelf):
    made = does(practice, "create", shelf, fieldData={"name": "Theirs"}).json()["id"]
    assert does(practice, "edit", shelf, item=made, fieldData={"note": "x"}).status_code == 200
    assert does(practice, "publish", shelf, item=made).json()["publishedItemIds"] == [made]
    assert does(practice, "unpublish", shelf, item=made).status_code == 204
    assert does(practice, "delete", shelf, item=made).status_code == 204
    dids = [entry["did"] for entry in practice.control("GET", "changes").json()]
    assert dids == ["created", "updated", "published", "unpublished", "deleted"]


@pytest.mark.parametrize(
    ("act", "body", "reason"),
    [
        ("edit", {}, "collection must be a text"),
        ("edit", {"collection": "nowhere"}, "collection cannot be found"),
        ("edit", {"collection": "places", "item": "x"}, "item cannot be found"),
        ("edit", {"collection": "places", "item": 1}, "item must be a text"),
        ("edit", {"collection": "places", "item": "*", "fieldData": 1}, "fieldData must be"),
        ("edit", {"collection": "places", "item": "*", "isDraft": 1}, "isDraft must be"),
        ("edit", {"collection": "places", "item": "*", "isdraft": True}, "has no isdraft"),
        ("edit", {"collection": "places", "item": "*", "cmsLocaleId": "x"}, "cmsLocaleId"),
        ("delete", {"collection": "places", "item": "x"}, "item cannot be found"),
        ("create", {"collection": "places", "fieldData": {}}, "Validation Error"),
        ("publish", {"collection": "places", "item": "x"}, "not found"),
        ("unpublish", {"collection": "places", "item": "x"}, "item cannot be found"),
        ("schema", {"collection": "places"}, "give one of add, delete"),
        ("schema", {"collection": "places", "delete": False}, "delete can only be true"),
        ("schema", {"collection": "places", "delete": 1}, "delete must be true or false"),
        ("schema", {"collection": "places", "field": "x", "delete": True}, "field cannot be found"),
        (
            "schema",
            {"collection": "places", "field": "name", "removeOption": "x"},
            "has no options",
        ),
        (
            "schema",
            {"collection": "places", "field": "phone", "change": {"isRequired": "yes"}},
            "isRequired cannot be changed",
        ),
        ("locale", {"tag": "xx-XX", "remove": True}, "locale cannot be found"),
        ("token", {"token": "nobody"}, "token must be one of"),
        ("token", {"token": "full", "scopes": [1]}, "scopes must be"),
        ("site", {"now": True}, "has no now"),
    ],
)
def test_an_act_that_is_wrong_is_refused_with_a_sentence(practice, act, body, reason):
    if body.get("item") == "*":
        body = {**body, "item": practice.get(practice.items("places"))["items"][0]["id"]}
    answer = practice.control("POST", act, body)
    assert answer.status_code in {400, 404}
    assert reason in answer.json()["message"]
    assert practice.control("GET", "changes").json() == []
