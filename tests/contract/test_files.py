"""Images and files: what Webflow's server fetches, and what becomes of what it cannot."""

import itertools

import pytest

from tests.doubles.uploads import site_of, upload

numbers = itertools.count()
PICTURE = {"url": "https://example.com/loaf.png", "alt": "A loaf"}
LOST = {"url": "http://localhost/loaf.png"}
IMPORT_FAILED = "Remote file failed to import"
ANOTHER_FILE = "The fileId is not that of the file at the url"
NOBODY = "0" * 24


@pytest.fixture
def recipe(practice):
    author = practice.make("authors", name="Ana", email="ana@example.com")["id"]
    return practice.make("recipes", name=f"Loaf {next(numbers)}", author=author)["id"]


def patch(practice, recipe, skip=None, **fields):
    query = {} if skip is None else {"skipInvalidFiles": skip}
    path = f"{practice.items('recipes')}/{recipe}"
    return practice.ask("PATCH", path, params=query, json={"fieldData": fields})


def test_a_bad_file_is_left_out_without_a_word_and_the_rest_is_saved(practice, recipe):
    patch(practice, recipe, photo=PICTURE)
    answer = patch(practice, recipe, photo=LOST, subtitle="Saved")
    assert answer.status_code == 200
    fields = answer.json()["fieldData"]
    assert fields["subtitle"] == "Saved"
    assert fields["photo"]["alt"] == "A loaf"


def test_a_bad_file_is_left_out_of_a_new_item(practice, recipe):
    author = practice.get(f"{practice.items('recipes')}/{recipe}")["fieldData"]["author"]
    made = practice.make("recipes", name=f"Loaf {next(numbers)}", author=author, photo=LOST)
    assert "photo" not in made["fieldData"]


def test_bad_files_are_left_out_of_a_list(practice, recipe):
    held = patch(practice, recipe, gallery=[PICTURE, LOST, PICTURE]).json()["fieldData"]
    assert len(held["gallery"]) == 2


def test_a_list_of_bad_files_leaves_the_old_one(practice, recipe):
    held = patch(practice, recipe, gallery=[PICTURE]).json()["fieldData"]["gallery"]
    answer = patch(practice, recipe, gallery=[LOST, LOST], subtitle="Saved")
    assert answer.json()["fieldData"]["gallery"] == held
    assert answer.json()["fieldData"]["subtitle"] == "Saved"


def test_an_empty_list_is_no_value(practice, recipe):
    assert "gallery" in patch(practice, recipe, gallery=[PICTURE]).json()["fieldData"]
    assert "gallery" not in patch(practice, recipe, gallery=[]).json()["fieldData"]


@pytest.mark.parametrize("field", ["photo", "card"])
def test_a_bad_file_is_heard_of_when_asked_for(practice, recipe, field):
    answer = patch(practice, recipe, skip="false", subtitle="Lost", **{field: LOST})
    assert answer.status_code == 400
    assert answer.json()["details"] == [{"param": field, "description": IMPORT_FAILED}]
    held = practice.get(f"{practice.items('recipes')}/{recipe}")["fieldData"]
    assert "subtitle" not in held


def test_a_bad_file_of_a_list_is_heard_of_when_asked_for(practice, recipe):
    answer = patch(practice, recipe, skip="false", gallery=[PICTURE, LOST])
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8000/a.png",
        "http://127.0.0.1/a.png",
        "http://192.168.1.7/a.png",
        "http://[::1]/a.png",
        "http://printer.local/a.png",
        "http://nas/a.png",
        "{host}/assets/nope.png",
        "{host}/assets/photo-01",
        "{host}/assets/../x.png",
        "{host}/assets/000000000000000000000000_a.png",
        "ftp://example.com/a.png",
        "data:image/png;base64,AAAA",
        "/a.png",
        "http://[broken",
        7,
    ],
)
def test_what_cannot_be_reached_from_outside_is_not_imported(practice, recipe, url):
    at = url.format(host=practice.host) if isinstance(url, str) else url
    answer = patch(practice, recipe, skip="false", photo={"url": at})
    assert answer.json()["details"] == [{"param": "photo", "description": IMPORT_FAILED}]


def test_an_image_is_a_picture(practice, recipe):
    answer = patch(practice, recipe, skip="false", photo={"url": "https://example.com/a.exe"})
    [detail] = answer.json()["details"]
    assert detail["description"] == "Unsupported file type"
    file = patch(practice, recipe, skip="false", card={"url": "https://example.com/a.zip"})
    assert file.status_code == 200


@pytest.mark.parametrize("by", ["fileId", "url"])
def test_no_document_of_the_library_is_an_image(practice, recipe, by):
    asset = of_library(practice, "application/pdf")
    value = {"fileId": asset["id"]} if by == "fileId" else {"url": asset["hostedUrl"]}
    answer = patch(practice, recipe, skip="false", photo=value)
    [detail] = answer.json()["details"]
    assert detail["description"] == "Unsupported file type"
    held = patch(practice, recipe, card=value).json()["fieldData"]["card"]
    assert (held["fileId"], held["url"]) == (asset["id"], asset["hostedUrl"])


@pytest.mark.parametrize("named", [1, ["a"], {}, False])
def test_the_id_of_a_file_is_a_text(practice, recipe, named):
    answer = patch(practice, recipe, photo={**PICTURE, "fileId": named})
    assert answer.json()["details"] == [
        {"param": "photo", "description": "Value (photo.fileId)'s type should be string"}
    ]


@pytest.mark.parametrize("place", ["library", "elsewhere"])
@pytest.mark.parametrize("of", ["nobody", "another"])
def test_the_id_of_a_file_is_that_of_its_address(practice, recipe, place, of):
    one, other = (of_library(practice, "image/png", number) for number in (0, 1))
    url = one["hostedUrl"] if place == "library" else PICTURE["url"]
    value = {"url": url, "fileId": NOBODY if of == "nobody" else other["id"]}
    answer = patch(practice, recipe, photo=value)
    assert answer.status_code == 400
    assert answer.json()["details"] == [{"param": "photo", "description": ANOTHER_FILE}]


def test_the_id_of_no_file_is_refused_whatever_is_left_out(practice, recipe):
    answer = patch(practice, recipe, photo={"fileId": NOBODY})
    [detail] = answer.json()["details"]
    assert detail["description"] == "The fileId is not that of a file of the site"


def test_a_picture_may_be_shown_in_a_smaller_width(practice, recipe):
    small = f"{of_library(practice, 'image/png')['hostedUrl'].removesuffix('.png')}-p-500.png"
    assert patch(practice, recipe, photo=small).json()["fieldData"]["photo"]["url"] == small
    lost = small.replace("-p-500", "-q-500")
    assert patch(practice, recipe, skip="false", photo=lost).status_code == 400


def test_a_picture_whose_asset_is_gone_is_still_shown(practice, recipe):
    """An item keeps what it shows, and may be sent as it is."""
    made = upload(practice, b"only for a while")
    value = {"fileId": made["id"], "url": made["hostedUrl"], "alt": "Rye"}
    patch(practice, recipe, photo=value)
    practice.ask("DELETE", f"/assets/{made['id']}")
    answer = patch(practice, recipe, skip="false", photo={**value, "alt": "Wheat"})
    assert answer.json()["fieldData"]["photo"] == {**value, "alt": "Wheat"}
    assert patch(practice, recipe, skip="false", photo={"fileId": made["id"]}).status_code == 400


@pytest.mark.parametrize(
    ("field", "end"), [("photo", "photo-01.png"), ("card", "recipe-card-1.pdf")]
)
def test_an_address_of_an_older_server_is_one_still(practice, recipe, field, end):
    old = {"url": f"{practice.host}/assets/{end}", "alt": None}
    held = patch(practice, recipe, skip="false", **{field: old}).json()["fieldData"][field]
    assert held["url"] == old["url"]
    assert patch(practice, recipe, **{field: held}).json()["fieldData"][field] == held


def of_library(practice, kind, number=0):
    """An asset that the site has from the beginning."""
    assets = practice.get(f"/sites/{site_of(practice)}/assets")["assets"]
    return [each for each in assets if each["contentType"] == kind][number]


def test_a_bare_address_is_fetched(practice, recipe):
    held = patch(practice, recipe, photo=PICTURE["url"]).json()["fieldData"]["photo"]
    assert set(held) == {"fileId", "url", "alt"}
    assert held["alt"] is None


def test_a_fetched_file_is_served_from_elsewhere(practice, recipe):
    held = patch(practice, recipe, photo=PICTURE, card="https://example.com/a%20b.pdf").json()
    photo, card = held["fieldData"]["photo"], held["fieldData"]["card"]
    assert photo == {
        "fileId": photo["fileId"],
        "url": f"{practice.host}/assets/{photo['fileId']}_loaf.png",
        "alt": "A loaf",
    }
    assert practice.client.get(photo["url"]).content.startswith(b"\x89PNG")
    assert card["url"].endswith("_a%20b.pdf")
    assert practice.client.get(card["url"]).content.startswith(b"%PDF")


def test_a_file_that_is_sent_as_it_came_stays_as_it_is(practice, recipe):
    held = patch(practice, recipe, photo=PICTURE).json()["fieldData"]["photo"]
    assert patch(practice, recipe, photo=held).json()["fieldData"]["photo"] == held
    bare = {"url": held["url"], "alt": "Other words"}
    again = patch(practice, recipe, photo=bare).json()["fieldData"]["photo"]
    assert again == {**held, "alt": "Other words"}


def test_a_file_of_the_library_is_named_by_its_id(practice, recipe):
    asset = of_library(practice, "image/png")
    held = patch(practice, recipe, photo={"fileId": asset["id"]}).json()["fieldData"]["photo"]
    assert held == {"fileId": asset["id"], "url": asset["hostedUrl"], "alt": None}


def test_a_list_of_images_is_replaced_as_a_whole(practice, recipe):
    both = [PICTURE, {"url": "https://example.com/cake.png"}]
    held = patch(practice, recipe, gallery=both).json()["fieldData"]["gallery"]
    assert patch(practice, recipe, gallery=held[1:]).json()["fieldData"]["gallery"] == held[1:]


def test_whether_bad_files_are_left_out_is_true_or_false(practice, recipe):
    assert patch(practice, recipe, skip="perhaps", subtitle="x").status_code == 400
