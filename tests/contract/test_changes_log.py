"""The log of changes: every change once, whose it was, and what was before and after."""

import itertools
import json

import pytest

from tests.doubles.uploads import PNG, upload
from wfdesk.practice.cms.logbook import Logbook

numbers = itertools.count()


def changes(practice, **only):
    """The changes, or those of them where this is so."""
    return [
        entry
        for entry in practice.control("GET", "changes").json()
        if all(entry.get(name) == value for name, value in only.items())
    ]


def dids(practice):
    return [entry["did"] for entry in changes(practice)]


def request(practice):
    return practice.control("GET", "log").json()[-1]["number"]


@pytest.fixture
def places(practice):
    return practice.items("places")


@pytest.fixture
def town(practice):
    return f"Town {next(numbers)}"


@pytest.fixture
def place(practice, town):
    """An item that was there before: how it was made is told no more."""
    item = practice.make("places", name=town)["id"]
    practice.control("DELETE", "changes")
    return item


def test_a_new_item_is_told_with_its_values_and_whose_it_is(practice, places, town):
    made = practice.make("places", name=town)
    [change] = changes(practice)
    number, when = change.pop("number"), change.pop("when")
    assert number > 0
    assert when.endswith("Z")
    assert change == {
        "by": "full",
        "request": request(practice),
        "what": "item",
        "did": "created",
        "collection": places.split("/")[2],
        "item": made["id"],
        "locale": practice.locales["primary"]["cmsLocaleId"],
        "state": {
            "isDraft": {"before": None, "after": True},
            "isArchived": {"before": None, "after": False},
        },
        "fields": {
            slug: {"before": None, "after": value} for slug, value in made["fieldData"].items()
        },
    }


def test_an_item_in_two_locales_is_created_once_and_deleted_once(practice, places, town):
    locales = [practice.locales["primary"], practice.locales["secondary"][0]]
    ids = [entry["cmsLocaleId"] for entry in locales]
    body = {"fieldData": {"name": town}, "cmsLocaleIds": ids}
    made = practice.ask("POST", f"{places}/bulk", json=body).json()["id"]
    assert dids(practice) == ["created", "localized"]
    assert [entry["locale"] for entry in changes(practice)] == ids
    body = {"items": [{"id": made, "cmsLocaleIds": ids}]}
    practice.ask("DELETE", places, json=body)
    assert sorted(dids(practice)) == ["created", "deleted", "localized", "unlocalized"]


def test_a_batch_is_told_item_by_item_under_one_number(practice, places):
    body = {"fieldData": [{"name": f"Town {next(numbers)}"} for _ in range(3)]}
    made = practice.ask("POST", f"{places}/bulk", json=body).json()["items"]
    told = changes(practice, did="created")
    assert [entry["item"] for entry in told] == [item["id"] for item in made]
    assert {entry["request"] for entry in told} == {request(practice)}


@pytest.mark.parametrize("bad", [{"name": "Bad", "nowhere": 1}, {"name": "Twin", "slug": "twin-1"}])
def test_a_batch_that_is_refused_and_taken_back_leaves_nothing(practice, places, bad):
    body = {"fieldData": [{"name": "Twin", "slug": "twin-1"}, {"name": "Fine"}, bad]}
    assert practice.ask("POST", f"{places}/bulk", json=body).status_code == 400
    assert changes(practice) == []


def test_what_is_taken_back_takes_nothing_else_along(practice, places, place):
    practice.ask("PATCH", f"{places}/{place}", json={"fieldData": {"phone": "1"}})
    body = {"fieldData": [{"name": "Fine"}, {"name": "Bad", "nowhere": 1}]}
    practice.ask("POST", f"{places}/bulk", json=body)
    assert dids(practice) == ["updated"]


def test_an_update_that_is_refused_leaves_nothing(practice, places, place):
    body = {
        "items": [
            {"id": place, "fieldData": {"phone": "1"}},
            {"id": place, "fieldData": {"nowhere": 1}},
        ]
    }
    assert practice.ask("PATCH", places, json=body).status_code == 400
    assert changes(practice) == []


def test_an_update_tells_what_differs_and_nothing_more(practice, places, place, town):
    path = f"{places}/{place}"
    practice.ask("PATCH", path, json={"fieldData": {"name": town, "phone": "1"}})
    practice.ask("PATCH", path, json={"fieldData": {"phone": None}, "isDraft": False})
    first, second = changes(practice, what="item", did="updated")
    assert first["fields"] == {"phone": {"before": None, "after": "1"}}
    assert first["state"] == {}
    assert second["fields"] == {"phone": {"before": "1", "after": None}}
    assert second["state"] == {"isDraft": {"before": True, "after": False}}


def test_an_update_to_the_same_is_one_all_the_same(practice, places, place, town):
    practice.ask("PATCH", f"{places}/{place}", json={"fieldData": {"name": town}})
    [change] = changes(practice)
    assert (change["did"], change["fields"]) == ("updated", {})


def test_publishing_tells_what_the_page_shows_now(practice, places, place, town):
    practice.ask("POST", f"{places}/publish", json={"itemIds": [place]})
    [change] = changes(practice)
    assert change["did"] == "published"
    assert change["fields"]["name"] == {"before": None, "after": town}
    assert change["state"] == {"isDraft": {"before": True, "after": False}}


def test_unpublishing_is_no_update(practice, places, place):
    practice.ask("POST", f"{places}/publish", json={"itemIds": [place]})
    practice.ask("DELETE", f"{places}/{place}/live")
    assert dids(practice) == ["published", "unpublished"]
    assert changes(practice)[-1]["fields"]["slug"]["after"] is None


def test_what_is_refused_to_be_published_is_not_told(practice, places, place):
    practice.ask("PATCH", f"{places}/{place}", json={"isArchived": True})
    practice.ask("POST", f"{places}/publish", json={"itemIds": [place, "0" * 24]})
    assert "published" not in dids(practice)


def test_the_live_item_is_told_twice_as_two_things_happened(practice, places, place, town):
    practice.ask("POST", f"{places}/publish", json={"itemIds": [place]})
    practice.control("DELETE", "changes")
    practice.ask("PATCH", f"{places}/{place}/live", json={"fieldData": {"phone": "1"}})
    assert dids(practice) == ["updated", "published"]
    body = {"fieldData": {"name": f"{town} live"}}
    practice.control("DELETE", "changes")
    assert practice.ask("POST", f"{places}/live", json=body).status_code == 202
    assert dids(practice) == ["created", "published"]


def test_archiving_is_told_by_its_name(practice, places, place):
    for archived in (True, False):
        practice.ask("PATCH", f"{places}/{place}", json={"isArchived": archived})
    assert dids(practice) == ["updated", "archived", "updated", "unarchived"]


def test_a_deleted_item_is_told_with_what_is_lost(practice, places, place, town):
    practice.ask("DELETE", f"{places}/{place}")
    [change] = changes(practice)
    assert change["did"] == "deleted"
    assert change["fields"]["name"] == {"before": town, "after": None}


def test_reading_and_being_refused_change_nothing(practice, places, place):
    practice.get(places)
    practice.ask("DELETE", f"{places}/{place}", "read_only")
    practice.ask("DELETE", f"{places}/{place}", "nobody's")
    assert changes(practice) == []


def test_a_colleagues_change_at_once_has_no_request(practice, place):
    body = {"collection": "places", "item": place, "fieldData": {"phone": "2"}}
    practice.control("POST", "edit", body)
    [change] = changes(practice)
    assert (change["by"], change["request"], change["did"]) == ("colleague", None, "updated")


def test_a_colleague_who_makes_and_deletes_has_done_both(practice):
    body = {"collection": "places", "fieldData": {"name": "Short"}}
    made = practice.control("POST", "create", body).json()["id"]
    practice.control("POST", "delete", {"collection": "places", "item": made})
    assert dids(practice) == ["created", "deleted"]


def test_the_structure_is_told(practice):
    site = practice.get("/sites")["sites"][0]["id"]
    named = {"displayName": f"Tools {next(numbers)}", "singularName": "Tool"}
    made = practice.ask("POST", f"/sites/{site}/collections", json=named).json()["id"]
    path = f"/collections/{made}"
    body = {"type": "PlainText", "displayName": "Use"}
    field = practice.ask("POST", f"{path}/fields", json=body).json()["id"]
    practice.ask("POST", f"{path}/items", json={"fieldData": {"name": "Whisk", "use": "Cream"}})
    practice.ask("PATCH", f"{path}/fields/{field}", json={"isRequired": True})
    practice.ask("DELETE", f"{path}/fields/{field}")
    practice.ask("DELETE", path)
    told = [(entry["what"], entry["did"]) for entry in changes(practice, collection=made)]
    assert told == [
        ("collection", "created"),
        ("field", "created"),
        ("item", "created"),
        ("field", "updated"),
        ("field", "deleted"),
        ("collection", "deleted"),
    ]
    [changed] = changes(practice, what="field", did="updated")
    assert changed["field"] == "use"
    assert changed["fields"] == {"isRequired": {"before": False, "after": True}}


def test_a_page_is_told_in_the_locale_that_changed(practice):
    site = practice.get("/sites")["sites"][0]["id"]
    page = practice.get(f"/sites/{site}/pages")["pages"][0]
    practice.ask("PUT", f"/pages/{page['id']}", json={"title": "Told"})
    [change] = changes(practice)
    assert (change["what"], change["did"], change["page"]) == ("page", "updated", page["id"])
    assert change["locale"] == page["localeId"]
    assert change["fields"] == {"title": {"before": page["title"], "after": "Told"}}


def test_a_translation_is_told_node_by_node(practice):
    site = practice.get("/sites")["sites"][0]["id"]
    french = practice.locales["secondary"][0]["id"]
    page = practice.get(f"/sites/{site}/pages")["pages"][0]["id"]
    component = practice.get(f"/sites/{site}/components")["components"][0]["id"]
    paths = {"page": f"/pages/{page}", "component": f"/sites/{site}/components/{component}"}
    for what, path in paths.items():
        nodes = practice.get(f"{path}/dom")["nodes"]
        node = next(each for each in nodes if each["type"] == "text")
        body = {"nodes": [{"nodeId": node["id"], "text": "<p>Dit</p>"}]}
        practice.ask("POST", f"{path}/dom?localeId={french}", json=body)
        [change] = changes(practice, what=what)
        assert (change["did"], change["locale"]) == ("translated", french)
        assert change["fields"][node["id"]]["after"]["text"]["html"] == "<p>Dit</p>"
        assert change["fields"][node["id"]]["before"] != change["fields"][node["id"]]["after"]


def test_the_publishing_of_the_site_is_told_and_what_it_takes_along(practice, places, town):
    items = {name: practice.make("places", name=f"{town} {name}")["id"] for name in ("up", "off")}
    practice.ask("PATCH", f"{places}/{items['up']}", json={"isDraft": False})
    practice.ask("POST", f"{places}/publish", json={"itemIds": [items["off"]]})
    practice.ask("PATCH", f"{places}/{items['off']}", json={"isArchived": True})
    practice.control("DELETE", "changes")
    site = practice.get("/sites")["sites"][0]
    domains = [entry["id"] for entry in site["customDomains"]]
    practice.ask("POST", f"/sites/{site['id']}/publish", json={"customDomains": domains})
    [change] = changes(practice, what="site")
    assert (change["did"], change["by"]) == ("published", "full")
    assert change["customDomains"] == domains
    assert change["fields"]["lastPublished"]["before"] == site["lastPublished"]
    [up], [off] = (changes(practice, item=item) for item in items.values())
    assert (up["did"], off["did"]) == ("published", "unpublished")
    assert up["request"] == off["request"] == change["request"]


def test_a_variant_that_is_taken_back_leaves_nothing(practice, places, place):
    french = practice.locales["secondary"][0]["cmsLocaleId"]
    fields = {"name": "Quai", "slug": f"quai-{place}"}
    good = {"id": place, "cmsLocaleIds": [french], "fieldData": fields}
    bad = {"fieldData": {"name": "Bad", "website": 1}}
    practice.control("DELETE", "changes")
    refused = practice.ask("POST", f"{places}/insert", json={"items": [good, bad]})
    assert refused.status_code == 400
    assert changes(practice) == []
    practice.ask("POST", f"{places}/insert", json={"items": [good]})
    assert [(each["did"], each["locale"]) for each in changes(practice)] == [("localized", french)]


def test_a_file_is_told_when_it_is_announced_when_it_comes_and_when_it_goes(practice):
    told = upload(practice)
    path = f"/assets/{told['id']}"
    practice.ask("PATCH", path, json={"displayName": "Rye"})
    practice.ask("DELETE", path)
    log = changes(practice, asset=told["id"])
    assert [(entry["did"], entry["by"]) for entry in log] == [
        ("created", "full"),
        ("uploaded", "upload"),
        ("updated", "full"),
        ("deleted", "full"),
    ]
    assert log[1]["fields"] == {"size": {"before": 0, "after": len(PNG)}}
    assert log[2]["fields"] == {"displayName": {"before": "rye.png", "after": "Rye"}}
    requests = {each["number"]: each["path"] for each in practice.control("GET", "log").json()}
    assert requests[log[1]["request"]].startswith("/s3/")


def test_a_folder_is_told(practice):
    path = f"/sites/{practice.get('/sites')['sites'][0]['id']}/asset_folders"
    made = practice.ask("POST", path, json={"displayName": "Loaves"}).json()["id"]
    [change] = changes(practice, what="folder")
    assert (change["did"], change["folder"]) == ("created", made)
    assert change["fields"]["displayName"]["after"] == "Loaves"


def test_the_log_begins_when_the_server_serves(run, tmp_path):
    state = ("--items", "20", "--rate-limit", "0", "--state", str(tmp_path / "state.json"))
    first = run(*state)
    assert changes(first) == []
    first.make("places", name="Cork")
    assert dids(first) == ["created"]
    first.close()
    assert changes(run(*state)) == []


def test_numbers_go_on_when_the_log_is_cleared(practice, town):
    practice.make("places", name=town)
    [first] = changes(practice)
    practice.control("DELETE", "changes")
    practice.make("places", name=f"{town} again")
    [second] = changes(practice)
    assert second["number"] == first["number"] + 1
    assert practice.control("GET", f"changes?since={first['number']}").json() == [second]
    assert practice.control("GET", f"changes?since={second['number']}").json() == []


@pytest.mark.parametrize("log", ["log", "changes"])
def test_how_much_fell_out_is_said(practice, log):
    assert practice.control("GET", log).headers["x-fallen-out"] == "0"


@pytest.mark.parametrize(("most", "most_characters"), [(3, 1000), (1000, 30)])
def test_the_oldest_entries_fall_out(most, most_characters):
    log = Logbook(most, most_characters)
    for name in "abcde":
        log.add({"name": name}, 10)
    assert [(entry["number"], entry["name"]) for entry in log.since()] == [
        (3, "c"),
        (4, "d"),
        (5, "e"),
    ]
    assert log.fallen_out == 2
    log.clear()
    assert (list(log.since()), log.fallen_out) == ([], 0)
    assert log.add({}, 10)["number"] == 6


def test_what_is_taken_back_makes_room():
    log = Logbook(1000, 30)
    for name in "abc":
        log.add({"name": name}, 10)
    log.take_back(2)
    log.take_back(2)
    log.add({"name": "d"}, 10)
    assert [entry["name"] for entry in log.since()] == ["a", "c", "d"]


def test_values_of_any_language_are_kept_as_they_are(practice, place, places):
    name = "خبز 🍞"
    practice.ask("PATCH", f"{places}/{place}", json={"fieldData": {"name": name}})
    text = practice.control("GET", "changes").content.decode()
    assert json.loads(text)[0]["fields"]["name"]["after"] == name
