"""What the API tells of files and folders, by the specification and as others saw it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.doubles.practice import Practice
from tests.doubles.uploads import PNG, announce, site_of, upload

NOBODY = "0" * 24


def assets_of(practice: Practice, **params: Any) -> dict:
    return practice.get(f"/sites/{site_of(practice)}/assets", **params)


def every(practice: Practice, **params: Any) -> list[dict]:
    found: list[dict] = []
    while True:
        page = assets_of(practice, limit=100, offset=len(found), **params)
        found += page["assets"]
        if not page["assets"]:
            return found


def folders_of(practice: Practice) -> dict[str, dict]:
    held = practice.get(f"/sites/{site_of(practice)}/asset_folders")["assetFolders"]
    return {folder["displayName"]: folder for folder in held}


def french_of(practice: Practice) -> str:
    return next(
        each["id"] for each in practice.locales["secondary"] if each["tag"].startswith("fr")
    )


def files_in(value: Any) -> Iterator[dict]:
    """Every picture or document in the fields of an item."""
    if isinstance(value, dict):
        if "fileId" in value:
            yield value
        for inner in value.values():
            yield from files_in(inner)
    if isinstance(value, list):
        for inner in value:
            yield from files_in(inner)


# The list


def test_a_list_of_assets_comes_in_pages(practice):
    total = assets_of(practice)["pagination"]["total"]
    first, second = (assets_of(practice, limit=7, offset=at) for at in (0, 7))
    assert (len(first["assets"]), len(second["assets"])) == (7, 7)
    assert first["pagination"] == {"limit": 7, "offset": 0, "total": total}
    assert len({asset["id"] for asset in every(practice)}) == total > 100


@pytest.mark.parametrize("limit", ["0", "101", "-1", "many"])
def test_a_page_has_a_hundred_assets_at_most(practice, limit):
    path = f"/sites/{site_of(practice)}/assets"
    assert practice.ask("GET", path, params={"limit": limit}).status_code == 400


def test_a_folder_shows_what_is_in_it_and_in_the_folders_below(practice):
    folders = folders_of(practice)
    assert folders["Food"]["parentFolder"] == folders["Photos"]["id"]
    food = every(practice, folderId=folders["Food"]["id"])
    photos = every(practice, folderId=folders["Photos"]["id"])
    assert {asset["folderId"] for asset in food} == {folders["Food"]["id"]}
    assert {asset["id"] for asset in food} < {asset["id"] for asset in photos}


def test_a_folder_that_is_not_there_has_nothing_in_it_and_one_of_another_form_is_refused(practice):
    assert assets_of(practice, folderId=NOBODY)["assets"] == []
    path = f"/sites/{site_of(practice)}/assets"
    assert practice.ask("GET", path, params={"folderId": "Photos"}).status_code == 400


def test_a_folder_is_told_in_a_list_and_not_of_an_asset_alone(practice):
    listed = assets_of(practice, limit=1)["assets"][0]
    alone = practice.get(f"/assets/{listed['id']}")
    assert "folderId" in listed
    assert alone == {name: listed[name] for name in listed if name != "folderId"}


def test_some_assets_have_no_alternative_text_and_some_no_folder(practice):
    held = every(practice)
    assert {None, ""} < {asset["altText"] for asset in held}
    assert None in {asset["folderId"] for asset in held}


# What the content shows


def test_every_file_in_an_item_is_an_asset_with_the_same_id_and_address(practice):
    library = {asset["id"]: asset["hostedUrl"] for asset in every(practice)}
    seen = set()
    for slug in ("recipes", "stories", "places", "authors"):
        for item in practice.get(practice.items(slug))["items"]:
            for file in files_in(item["fieldData"]):
                assert library[file["fileId"]] == file["url"]
                seen.add(file["fileId"])
    assert len(seen) > 30


def test_every_picture_in_a_text_is_an_asset_whose_alternative_text_it_can_inherit(practice):
    hosted = {asset["hostedUrl"] for asset in every(practice)}
    items = practice.get(practice.items("recipes"))["items"]
    texts = [item["fieldData"].get("method", "") for item in items]
    shown = [each for text in texts for each in re.findall(r'<img src="([^"]+)" alt="(\w*)"', text)]
    assert {address for address, _ in shown} <= hosted
    assert "__wf_reserved_inherit" in {alt for _, alt in shown}


def test_every_picture_on_a_page_is_an_asset(practice):
    library = {asset["id"] for asset in every(practice)}
    for page in practice.get(f"/sites/{site_of(practice)}/pages")["pages"]:
        for node in practice.get(f"/pages/{page['id']}/dom")["nodes"]:
            assert node["type"] != "image" or node["image"]["assetId"] in library


def test_what_is_told_of_a_file_is_true_of_its_bytes(practice):
    arrived = [asset for asset in every(practice) if asset["size"]]
    for asset in arrived[::16]:
        answer = practice.client.get(asset["hostedUrl"])
        assert answer.headers["content-type"] == asset["contentType"]
        assert len(answer.content) == asset["size"]


def test_a_wide_picture_has_smaller_variants_that_are_served(practice):
    wide = next(asset for asset in every(practice) if asset["variants"])
    assert [variant["width"] for variant in wide["variants"]] == [500, 800]
    for variant in wide["variants"]:
        picture = practice.client.get(variant["hostedUrl"]).content
        assert int.from_bytes(picture[16:20]) == variant["width"]


def test_a_variant_that_is_not_told_is_not_served(practice):
    wide = next(asset for asset in every(practice) if asset["variants"])
    other = wide["variants"][0]["hostedUrl"].replace("-p-500", "-p-501")
    assert practice.client.get(other).status_code == 403


# One asset


def test_an_alternative_text_and_a_name_can_be_changed(practice):
    made = upload(practice)
    body = {"displayName": "Rye, sliced", "altText": "Slices of rye"}
    changed = practice.ask("PATCH", f"/assets/{made['id']}", json=body).json()
    assert {name: changed[name] for name in body} == body
    assert changed["lastUpdated"] > changed["createdOn"]
    assert changed["originalFileName"] == "rye.png"
    assert practice.get(f"/assets/{made['id']}") == changed


@pytest.mark.parametrize("place", ["address", "body"])
def test_a_locale_has_an_alternative_text_of_its_own(practice, place):
    """The specification has the locale in the address, Webflow's SDK puts it into the body."""
    made, french = upload(practice), french_of(practice)
    path = f"/assets/{made['id']}"
    practice.ask("PATCH", path, json={"altText": "Rye"})
    assert practice.get(path, localeId=french)["altText"] == "Rye"
    asked = {"params": {"localeId": french}} if place == "address" else {}
    more = {} if asked else {"localeId": french}
    practice.ask("PATCH", path, json={"altText": "Du seigle", **more}, **asked)
    assert practice.get(path, localeId=french)["altText"] == "Du seigle"
    assert practice.get(path)["altText"] == "Rye"
    listed = assets_of(practice, localeId=french, limit=1)["assets"]
    assert [asset["altText"] for asset in listed] == ["Du seigle"]


def test_a_name_is_the_same_in_every_locale(practice):
    made, french = upload(practice), french_of(practice)
    path = f"/assets/{made['id']}"
    practice.ask("PATCH", path, json={"displayName": "Seigle"}, params={"localeId": french})
    assert practice.get(path)["displayName"] == "Seigle"


def test_an_alternative_text_can_be_empty_and_can_be_taken_away(practice):
    path = f"/assets/{upload(practice)['id']}"
    for alt in ("", None):
        assert practice.ask("PATCH", path, json={"altText": alt}).json()["altText"] == alt


def test_the_magazine_has_alternative_texts_in_french(practice):
    here = {asset["id"]: asset["altText"] for asset in every(practice)}
    there = {a["id"]: a["altText"] for a in every(practice, localeId=french_of(practice))}
    assert sum(here[asset] != there[asset] for asset in here) > 10


@pytest.mark.parametrize("locale", ["xx", NOBODY])
def test_a_locale_that_the_site_has_not_is_refused(practice, locale):
    path = f"/assets/{assets_of(practice, limit=1)['assets'][0]['id']}"
    for method, body in (("GET", None), ("PATCH", {})):
        answer = practice.ask(method, path, json=body, params={"localeId": locale})
        assert answer.status_code == 400


def test_a_deleted_asset_is_gone_with_its_bytes(practice):
    made = upload(practice, PNG + b"only here")
    assert practice.ask("DELETE", f"/assets/{made['id']}").status_code == 204
    for method in ("GET", "PATCH", "DELETE"):
        assert practice.ask(method, f"/assets/{made['id']}", json={}).status_code == 404
    assert practice.client.get(made["hostedUrl"]).status_code == 403


def test_bytes_that_two_assets_have_stay_for_the_other(practice):
    one, other = upload(practice, PNG + b"twice"), upload(practice, PNG + b"twice")
    practice.ask("DELETE", f"/assets/{one['id']}")
    assert practice.client.get(other["hostedUrl"]).content == PNG + b"twice"


def test_an_item_keeps_the_picture_whose_asset_is_deleted(practice):
    """An asset is not tied to the places where it is used."""
    made = upload(practice)
    value = {"fileId": made["id"], "url": made["hostedUrl"], "alt": "Rye"}
    item = practice.make("places", name="Rye fields", view=value)
    practice.ask("DELETE", f"/assets/{made['id']}")
    path = f"{practice.items('places')}/{item['id']}"
    assert practice.get(path)["fieldData"]["view"] == value
    practice.ask("DELETE", path)


def test_an_image_can_be_named_by_its_file_id_alone(practice):
    """Images that the site has already may be referred to by their fileId (field types)."""
    made = upload(practice)
    item = practice.make("places", name="Barley", view={"fileId": made["id"], "alt": "Barley"})
    held = practice.get(f"{practice.items('places')}/{item['id']}")["fieldData"]["view"]
    assert held == {"fileId": made["id"], "url": made["hostedUrl"], "alt": "Barley"}


# Folders


def test_a_folder_is_made_in_another_and_holds_what_is_uploaded_into_it(practice):
    path, parent = f"/sites/{site_of(practice)}/asset_folders", folders_of(practice)["Photos"]
    body = {"displayName": "Spring issue", "parentFolder": parent["id"]}
    made = practice.ask("POST", path, json=body).json()
    assert (made["parentFolder"], made["assets"]) == (parent["id"], [])
    asset = upload(practice, parentFolder=made["id"])
    assert asset["parentFolder"] == made["id"]
    assert practice.get(f"/asset_folders/{made['id']}")["assets"] == [asset["id"]]
    assert [each["id"] for each in every(practice, folderId=made["id"])] == [asset["id"]]
    assert folders_of(practice)["Spring issue"]["id"] == made["id"]


@pytest.mark.parametrize("method", ["PATCH", "PUT", "DELETE"])
def test_folders_cannot_be_renamed_moved_or_deleted(practice, method):
    folder = folders_of(practice)["Photos"]
    path = f"/asset_folders/{folder['id']}"
    answer = practice.ask(method, path, json={"displayName": "Other", "parentFolder": None})
    assert answer.status_code in {404, 405}
    assert folders_of(practice)["Photos"] == folder


def test_an_asset_cannot_be_moved(practice):
    made, folder = upload(practice), folders_of(practice)["Food"]["id"]
    practice.ask("PATCH", f"/assets/{made['id']}", json={"parentFolder": folder})
    assert made["id"] not in folders_of(practice)["Food"]["assets"]


# Who may, and what is refused


def test_a_reading_token_reads_assets_and_writes_none(practice):
    site, asset = site_of(practice), assets_of(practice, limit=1)["assets"][0]["id"]
    folder = folders_of(practice)["Photos"]["id"]
    reads = (f"/sites/{site}/assets", f"/assets/{asset}", f"/asset_folders/{folder}")
    for path in (*reads, f"/sites/{site}/asset_folders"):
        assert practice.ask("GET", path, "read_only").status_code == 200
    writes = (("POST", reads[0]), ("PATCH", reads[1]), ("DELETE", reads[1]))
    for method, path in (*writes, ("POST", f"/sites/{site}/asset_folders")):
        answer = practice.ask(method, path, "read_only", json={})
        assert (answer.status_code, answer.json()["code"]) == (403, "missing_scopes")
        assert answer.json()["message"].endswith("assets:write")


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"fileName": None}, "fileName"),
        ({"fileName": ""}, "fileName"),
        ({"fileName": 7}, "fileName"),
        ({"fileName": "a" * 96 + ".png"}, "fileName"),
        ({"fileName": "rye"}, "fileName"),
        ({"fileName": ".png"}, "fileName"),
        ({"fileName": "rye.exe"}, "fileName"),
        ({"fileName": "../rye.png"}, "fileName"),
        ({"fileName": "a\nb.png"}, "fileName"),
        ({"fileName": "\ud800.png"}, "JSON"),
        ({"fileHash": None}, "fileHash"),
        ({"fileHash": "abc"}, "fileHash"),
        ({"fileHash": "g" * 32}, "fileHash"),
        ({"fileHash": "0" * 40}, "fileHash"),
        ({"parentFolder": 7}, "parentFolder"),
        ({"parentFolder": NOBODY}, "parentFolder"),
    ],
)
def test_a_file_that_cannot_be_announced_is_refused_in_words(practice, body, named):
    told = {"fileName": "rye.png", "fileHash": "0" * 32, **body}
    answer = practice.ask(
        "POST", f"/sites/{site_of(practice)}/assets", content=json.dumps(told).encode()
    )
    assert answer.status_code == 400
    assert named in answer.text


def test_a_name_of_ninety_nine_characters_is_taken(practice):
    assert announce(practice, fileName="a" * 95 + ".png").status_code == 200


@pytest.mark.parametrize("body", [{"displayName": ""}, {"displayName": 1}, {"altText": ["x"]}])
def test_a_change_of_the_wrong_form_changes_nothing(practice, body):
    made = upload(practice)
    before = practice.get(f"/assets/{made['id']}")
    sound = {"displayName": "Sound", "altText": "Sound"}
    answer = practice.ask("PATCH", f"/assets/{made['id']}", json={**sound, **body})
    assert answer.status_code == 400
    assert next(iter(body)) in answer.text
    assert practice.get(f"/assets/{made['id']}") == before


@pytest.mark.parametrize(
    "body", [{}, {"displayName": ""}, {"displayName": "A", "parentFolder": NOBODY}]
)
def test_a_folder_without_a_name_or_with_a_parent_that_is_not_there_is_refused(practice, body):
    answer = practice.ask("POST", f"/sites/{site_of(practice)}/asset_folders", json=body)
    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/sites/0/assets", "/sites/0/asset_folders", "/asset_folders/0"])
def test_what_is_not_there_is_not_found(practice, path):
    assert practice.ask("GET", path).status_code == 404
