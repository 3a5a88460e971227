"""Whatever is sent, the server answers in its own words, keeps what it had, and goes on serving."""

import itertools
import json

import httpx
import pytest

numbers = itertools.count()


@pytest.fixture
def path(practice):
    return practice.items("places")


def send(practice, method, path, raw, token="full"):  # noqa: S107 - its name
    headers = {"Authorization": f"Bearer {practice.tokens.get(token, token)}"}
    return practice.client.request(method, practice.url + path, content=raw, headers=headers)


def total(practice, path):
    return practice.get(path)["pagination"]["total"]


NO_JSON = (
    b'{"fieldData": {"name": "a\\ud800b"}}',
    b'{"fieldData": {"name": "a\xed\xa0\x80b"}}',
    b'{"fieldData": {"name": "a", "\\udfff": 1}}',
    b'{"fieldData": {"name": "a", "position": NaN}}',
    b'{"fieldData": {"name": "a", "position": -Infinity}}',
    b'{"fieldData": {"name": "a", "position": 1e400}}',
    b'{"fieldData": {"name": "\xff"}}',
    '{"fieldData": {"name": "a"}}'.encode("utf-16"),
    b'{"fieldData": {"name": "a", "x": ' + b"[" * 3000 + b"]" * 3000 + b"}}",
    b'{"fieldData": {"name": "a", "x": ' + b"[" * 500 + b"]" * 500 + b"}}",
)


@pytest.mark.parametrize("raw", NO_JSON, ids=range(len(NO_JSON)))
def test_what_could_not_be_sent_back_is_not_taken(practice, path, raw):
    before = total(practice, path)
    assert send(practice, "POST", path, raw).status_code == 400
    assert send(practice, "POST", path, raw, "nobody").status_code == 401
    assert total(practice, path) == before
    assert practice.control("GET", "log").status_code == 200


def test_a_whole_pair_of_surrogates_is_a_character(practice, path):
    raw = b'{"fieldData": {"name": "\\ud83c\\udf5e"}}'
    made = send(practice, "POST", path, raw)
    assert made.json()["fieldData"]["name"] == "\N{BREAD}"


@pytest.mark.parametrize("item", [[], {}, 5, None, True])
def test_an_id_that_is_no_text_is_refused_and_nothing_is_made(practice, path, item):
    before = total(practice, path)
    fields = {"name": "Good", "slug": f"good-{next(numbers)}"}
    body = {"items": [{"fieldData": fields}, {"id": item, "fieldData": {"name": "Bad"}}]}
    assert practice.ask("POST", f"{path}/insert", json=body).status_code == 400
    assert total(practice, path) == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"pageId": []},
        {"pageId": 5},
        {"publishToWebflowSubdomain": "no"},
        {"customDomains": {}},
        {"customDomains": 0},
        {"customDomains": [5]},
    ],
)
def test_a_publish_of_another_type_publishes_nothing(practice, wrong):
    site = practice.get("/sites")["sites"][0]
    body = {"publishToWebflowSubdomain": True, **wrong}
    answer = practice.ask("POST", f"/sites/{site['id']}/publish", json=body)
    assert answer.status_code == 400
    assert practice.get("/sites")["sites"][0]["lastPublished"] == site["lastPublished"]


@pytest.mark.parametrize("name", ["limit", "offset"])
def test_a_number_of_any_length_is_no_failure(practice, path, name):
    assert practice.ask("GET", path, params={name: "9" * 5000}).status_code == 400


@pytest.mark.parametrize("piece", ["<div ", "<p ", "<img ", "<wf-component ", "<!--", "<div>"])
def test_a_long_text_of_open_tags_holds_nobody_up(practice, piece):
    author = practice.make("authors", name="Ana", email="ana@example.com")["id"]
    body = {"fieldData": {"biography": piece * 20_000}}
    answer = practice.ask("PATCH", f"{practice.items('authors')}/{author}", json=body)
    assert answer.status_code in {200, 400}
    assert answer.elapsed.total_seconds() < 10


def test_both_changes_of_an_item_in_one_batch_are_made(practice, path):
    item = practice.make("places", name="Cork")["id"]
    items = [
        {"id": item, "fieldData": {"description": "First"}},
        {"id": item, "fieldData": {"phone": "+1 second"}, "isDraft": False},
    ]
    assert practice.ask("PATCH", path, json={"items": items}).status_code == 200
    held = practice.get(f"{path}/{item}")
    assert (held["fieldData"]["description"], held["fieldData"]["phone"], held["isDraft"]) == (
        "First",
        "+1 second",
        False,
    )


def test_an_item_that_is_named_twice_is_published_once(practice, path):
    item = practice.make("places", name="Cork")["id"]
    told = practice.ask("POST", f"{path}/publish", json={"itemIds": [item, item]}).json()
    assert told == {"publishedItemIds": [item], "errors": []}


@pytest.mark.parametrize("wrong", [[5], [None], [{}], "x"])
def test_ids_to_publish_are_texts(practice, path, wrong):
    assert practice.ask("POST", f"{path}/publish", json={"itemIds": wrong}).status_code == 400


def test_only_what_is_live_is_unpublished(practice, path):
    item = practice.make("places", name="Cork")
    one = f"{path}/{item['id']}"
    assert practice.ask("DELETE", f"{one}/live").status_code == 404
    body = {"items": [{"id": item["id"]}]}
    assert practice.ask("DELETE", f"{path}/live", json=body).status_code == 404
    assert practice.get(one)["lastUpdated"] == item["lastUpdated"]


@pytest.mark.parametrize("end", ["", "/live"])
@pytest.mark.parametrize("more", [",zzz", ", ", "zzz"])
def test_a_locale_that_is_not_there_deletes_nothing(practice, path, end, more):
    english = practice.locales["primary"]["cmsLocaleId"]
    item = practice.make("places", name="Cork")["id"]
    practice.ask("POST", f"{path}/publish", json={"itemIds": [item]})
    query = {"cmsLocaleId": more if more == "zzz" else english + more}
    answer = practice.ask("DELETE", f"{path}/{item}{end}", params=query)
    assert answer.status_code == 400
    assert practice.ask("GET", f"{path}/{item}/live").status_code == 200


def test_a_token_may_ask_about_itself_whatever_its_scopes(practice):
    practice.control("POST", "token", {"token": "read_only", "scopes": ["sites:read"]})
    try:
        assert practice.ask("GET", "/token/introspect", "read_only").status_code == 200
        assert practice.ask("GET", "/token/authorized_by", "read_only").status_code == 403
    finally:
        practice.control("POST", "token", {"token": "read_only"})


def test_reading_the_head_is_reading(practice, path):
    assert practice.ask("HEAD", path, "read_only").status_code == 200


def test_an_address_with_a_slash_at_its_end_is_another_one(practice, path):
    assert practice.ask("GET", f"{path}/").status_code == 404


@pytest.mark.parametrize("slug", [[], {}, 5, True])
def test_a_slug_that_is_no_text_is_refused(practice, path, slug):
    body = {"fieldData": {"name": "Cork", "slug": slug}}
    assert practice.ask("POST", path, json=body).status_code == 400
    site = practice.get("/sites")["sites"][0]["id"]
    names = {"displayName": f"N{next(numbers)}", "singularName": "N", "slug": slug}
    assert practice.ask("POST", f"/sites/{site}/collections", json=names).status_code == 400


def test_an_override_that_cannot_be_taken_is_told(practice):
    french = practice.locales["secondary"][0]["id"]
    site = practice.get("/sites")["sites"][0]["id"]
    pages = practice.get(f"/sites/{site}/pages")["pages"]
    page, node = next(
        (page["id"], node)
        for page in pages
        for node in practice.get(f"/pages/{page['id']}/dom")["nodes"]
        if node["type"] == "component-instance" and node["propertyOverrides"]
    )
    known = node["propertyOverrides"][0]["propertyId"]
    for wrong in ({"propertyId": [], "text": "x"}, {"propertyId": "0", "text": "x"}, 5,
                  {"propertyId": known, "text": 5}):  # fmt: skip
        body = {"nodes": [{"nodeId": node["id"], "propertyOverrides": [wrong]}]}
        query = {"localeId": french}
        told = practice.ask("POST", f"/pages/{page}/dom", params=query, json=body)
        assert told.status_code == 200
        assert len(told.json()["errors"]) == 1, json.dumps(wrong)


@pytest.mark.parametrize(
    ("method", "path", "raw"),
    [
        ("PATCH", "behaviour", b"[]"),
        ("PATCH", "behaviour", b'{"emails": []}'),
        ("GET", "log?since=" + "9" * 5000, b""),
        ("POST", "edit", b"[" * 3000 + b"]" * 3000),
        (
            "POST",
            "edit",
            b'{"collection": "places", "item": "x", "fieldData": {"name": "\\ud800"}}',
        ),
        ("POST", "locale", b'{"tag": "en-US"}'),
        ("POST", "schema", b'{"collection": "places", "field": "phone", "delete": true, "x": 1}'),
    ],
)
def test_the_side_door_refuses_in_a_sentence_and_does_nothing(practice, method, path, raw):
    fields = f"/collections/{practice.collection('places')}"
    before = practice.get(fields)["fields"]
    answer = practice.client.request(method, f"{practice.host}/control/{path}", content=raw)
    assert answer.status_code == 400
    assert answer.json()["message"]
    assert practice.get(fields)["fields"] == before


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Host": "evil.example"}])
def test_no_page_in_a_browser_comes_through_the_side_door(practice, headers):
    answer = practice.client.post(f"{practice.host}/control/site", content="{}", headers=headers)
    assert answer.status_code == 403


def test_a_forwarded_address_is_nobodys(practice):
    """A connection is known by who is at its other end, not by who claims to be."""
    practice.control("POST", "faults", {"do": "reset_before", "path": "^/v2/sites$"})
    headers = {"Authorization": f"Bearer {practice.tokens['full']}", "X-Forwarded-For": "9.9.9.9"}
    with pytest.raises(httpx.TransportError):
        practice.client.get(f"{practice.url}/sites", headers=headers)


def test_a_field_that_became_a_reference_without_a_target_holds_nothing_up(practice):
    site = practice.get("/sites")["sites"][0]["id"]
    number = next(numbers)
    names = {"displayName": f"Odd {number}", "singularName": "Odd"}
    fields = [{"type": "PlainText", "displayName": "Kin"}]
    body = {**names, "fields": fields}
    practice.ask("POST", f"/sites/{site}/collections", json=body)
    change = {"collection": f"odd-{number}", "field": "kin", "change": {"type": "Reference"}}
    assert practice.control("POST", "schema", change).status_code == 200
    item = practice.make("places", name="Cork")["id"]
    assert practice.ask("DELETE", f"{practice.items('places')}/{item}").status_code == 204


def test_a_slug_stays_its_owners_when_another_item_lets_it_go(practice, path):
    one, two = (practice.make("places", name=f"Twin {next(numbers)}") for _ in range(2))
    slug = one["fieldData"]["slug"]
    for wanted in (slug, f"{slug}-other"):
        edit = {"collection": "places", "item": two["id"], "fieldData": {"slug": wanted}}
        assert practice.control("POST", "edit", edit).status_code == 200
    body = {"fieldData": {"name": "Third", "slug": slug}}
    assert practice.ask("POST", path, json=body).status_code == 400


def test_a_long_text_of_open_tags_in_a_page_holds_nobody_up(practice):
    french = practice.locales["secondary"][0]["id"]
    site = practice.get("/sites")["sites"][0]["id"]
    page = practice.get(f"/sites/{site}/pages")["pages"][1]["id"]
    node = practice.get(f"/pages/{page}/dom")["nodes"][0]["id"]
    body = {"nodes": [{"nodeId": node, "text": "<" * 100_000}]}
    answer = practice.ask("POST", f"/pages/{page}/dom", params={"localeId": french}, json=body)
    assert answer.status_code == 200
    assert answer.elapsed.total_seconds() < 10


@pytest.mark.parametrize("text", ["." * 40_000, "a@" + "." * 40_000, "a@" + "b." * 20_000 + " "])
def test_a_long_address_holds_nobody_up(practice, text):
    author = practice.make("authors", name="Ana", email="ana@example.com")["id"]
    body = {"fieldData": {"email": text}}
    answer = practice.ask("PATCH", f"{practice.items('authors')}/{author}", json=body)
    assert answer.status_code == 400
    assert answer.elapsed.total_seconds() < 5
