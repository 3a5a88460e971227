"""Collections and fields are made, changed and deleted; they are live with the next publish."""

import itertools

import pytest

numbers = itertools.count()


@pytest.fixture
def alone(run):
    """A server of its own: a site is published once a minute, and with its structure."""
    return run("--items", "20", "--rate-limit", "0")


@pytest.fixture
def site(practice):
    return practice.get("/sites")["sites"][0]["id"]


def make(practice, site, **more):
    number = next(numbers)
    body = {"displayName": f"Tools {number}", "singularName": f"Tool {number}", **more}
    answer = practice.ask("POST", f"/sites/{site}/collections", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def field(practice, collection, **body):
    answer = practice.ask("POST", f"/collections/{collection}/fields", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def slugs(practice, collection):
    return [entry["slug"] for entry in practice.get(f"/collections/{collection}")["fields"]]


def publish_site(practice):
    site = practice.get("/sites")["sites"][0]["id"]
    body = {"publishToWebflowSubdomain": True}
    assert practice.ask("POST", f"/sites/{site}/publish", json=body).status_code == 202


def test_a_new_collection_has_name_and_slug_last(practice, site):
    made = make(practice, site, fields=[{"type": "Number", "displayName": "Weight"}])
    assert [entry["slug"] for entry in made["fields"]] == ["weight", "name", "slug"]
    listed = practice.get(f"/sites/{site}/collections")["collections"]
    assert made["id"] in [entry["id"] for entry in listed]


def test_a_collection_of_the_same_name_is_a_duplicate(practice, site):
    body = {"displayName": "Recipes", "singularName": "Recipe"}
    answer = practice.ask("POST", f"/sites/{site}/collections", json=body)
    assert answer.status_code == 409
    assert answer.json()["code"] == "duplicate_collection"


def test_a_deleted_collection_is_gone(practice, site):
    made = make(practice, site)["id"]
    assert practice.ask("DELETE", f"/collections/{made}").status_code == 204
    assert practice.ask("GET", f"/collections/{made}").status_code == 404


@pytest.mark.parametrize("missing", ["displayName", "singularName"])
def test_a_collection_needs_its_names(practice, site, missing):
    body = {"displayName": "A", "singularName": "B"}
    del body[missing]
    answer = practice.ask("POST", f"/sites/{site}/collections", json=body)
    assert answer.status_code == 400
    assert answer.json()["details"][0]["param"] == missing


def test_a_field_takes_its_slug_from_its_name_and_keeps_it_when_renamed(practice, site):
    collection = make(practice, site)["id"]
    made = field(practice, collection, type="PlainText", displayName="Best before")
    path = f"/collections/{collection}/fields/{made['id']}"
    changed = practice.ask("PATCH", path, json={"displayName": "Use by", "isRequired": True}).json()
    assert (changed["slug"], changed["displayName"]) == ("best-before", "Use by")
    assert changed["isRequired"] is True


def test_choices_get_ids_and_may_have_one_name(practice, site):
    collection = make(practice, site)["id"]
    metadata = {"options": [{"name": "Same"}, {"name": "Same"}]}
    made = field(practice, collection, type="Option", displayName="Pick", metadata=metadata)
    first, second = made["metadata"]["options"]
    assert first["name"] == second["name"]
    assert first["id"] != second["id"]


def test_a_reference_needs_a_collection_that_exists(practice, site):
    collection = make(practice, site)["id"]
    body = {"type": "Reference", "displayName": "To", "metadata": {"collectionId": "0" * 24}}
    answer = practice.ask("POST", f"/collections/{collection}/fields", json=body)
    assert answer.status_code == 400


def test_a_field_that_is_made_again_has_another_slug(practice, site):
    collection = make(practice, site)["id"]
    made = field(practice, collection, type="PlainText", displayName="Note")
    gone = practice.ask("DELETE", f"/collections/{collection}/fields/{made['id']}")
    assert gone.status_code == 204
    again = field(practice, collection, type="PlainText", displayName="Note")
    assert again["slug"] == "note-1"


def test_a_deleted_field_takes_its_values_along(practice):
    item = practice.make("places", name="Cork")
    recipe = practice.collection("places")
    made = field(practice, recipe, type="PlainText", displayName="Motto")
    path = f"{practice.items('places')}/{item['id']}"
    practice.ask("PATCH", path, json={"fieldData": {"motto": "Statio bene fida"}})
    practice.ask("DELETE", f"/collections/{recipe}/fields/{made['id']}")
    assert "motto" not in practice.get(path)["fieldData"]


@pytest.mark.parametrize("slug", ["name", "slug"])
def test_of_name_and_slug_only_the_display_name_changes(practice, site, slug):
    """What else a request says of them is ignored, as the rest of a field is."""
    path = f"/collections/{make(practice, site)['id']}/fields/{slug}"
    body = {"displayName": "Title", "isRequired": False, "helpText": "Short"}
    answer = practice.ask("PATCH", path, json=body)
    assert answer.status_code == 200
    changed = answer.json()
    assert (changed["displayName"], changed["isRequired"]) == ("Title", True)
    assert "helpText" not in changed


def test_name_and_slug_cannot_be_deleted(practice):
    places = practice.collection("places")
    [name] = [e for e in practice.get(f"/collections/{places}")["fields"] if e["slug"] == "name"]
    path = f"/collections/{places}/fields/{name['id']}"
    assert practice.ask("DELETE", path).status_code == 400
    assert "name" in slugs(practice, places)


def test_a_collection_holds_at_most_60_fields(practice, site):
    collection = make(practice, site)["id"]
    for number in range(58):
        field(practice, collection, type="Switch", displayName=f"S{number}")
    body = {"type": "Switch", "displayName": "One more"}
    answer = practice.ask("POST", f"/collections/{collection}/fields", json=body)
    assert answer.status_code == 400
    assert len(slugs(practice, collection)) == 60


def test_nothing_is_published_into_a_structure_that_is_not(alone):
    place = alone.make("places", name="Cork")
    places = alone.collection("places")
    field(alone, places, type="PlainText", displayName="Motto")
    path = f"{alone.items('places')}/publish"
    refused = alone.ask("POST", path, json={"itemIds": [place["id"]]})
    assert refused.status_code == 409
    assert "CollectionSchemaChangedError" in refused.json()["message"]
    shown = alone.get(f"{alone.items('places')}/live")["items"][0]["id"]
    live = f"{alone.items('places')}/{shown}/live"
    assert alone.ask("PATCH", live, json={"fieldData": {"motto": "x"}}).status_code == 409
    publish_site(alone)
    answer = alone.ask("POST", path, json={"itemIds": [place["id"]]}).json()
    assert answer["publishedItemIds"] == [place["id"]]


def test_nothing_is_published_into_a_collection_that_is_new(alone):
    site = alone.get("/sites")["sites"][0]["id"]
    made = make(alone, site)["id"]
    path = f"/collections/{made}/items"
    item = alone.ask("POST", path, json={"fieldData": {"name": "Whisk"}}).json()["id"]
    body = {"itemIds": [item]}
    assert alone.ask("POST", f"{path}/publish", json=body).status_code == 409
    publish_site(alone)
    assert alone.ask("POST", f"{path}/publish", json=body).json()["errors"] == []


def test_an_item_is_made_live_at_once(alone):
    body = {"fieldData": {"name": "Cork", "slug": "cork-live"}}
    answer = alone.ask("POST", f"{alone.items('places')}/live", json=body)
    assert answer.status_code == 202
    made = answer.json()
    assert made["isDraft"] is False
    assert made["lastPublished"]
    assert alone.get(f"{alone.items('places')}/{made['id']}/live")["fieldData"] == {
        "name": "Cork",
        "slug": "cork-live",
    }


def test_a_token_that_only_reads_changes_no_structure(practice, site):
    body = {"displayName": "A", "singularName": "B"}
    path = f"/sites/{site}/collections"
    answer = practice.ask("POST", path, token="read_only", json=body)
    assert answer.status_code == 403
    assert "cms:write" in answer.json()["message"]


def test_what_was_changed_outlives_the_server(run, tmp_path):
    state = tmp_path / "state.json"
    first = run("--items", "20", "--rate-limit", "0", "--state", str(state))
    site = first.get("/sites")["sites"][0]["id"]
    made = make(first, site)["id"]
    field(first, made, type="PlainText", displayName="Note")
    before = first.get(f"/collections/{made}")
    first.close()
    second = run("--items", "20", "--rate-limit", "0", "--state", str(state))
    assert second.get(f"/collections/{made}") == before


def test_validations_cannot_be_set(practice, site):
    made = make(practice, site)["id"]
    rules = {"singleLine": True, "maxLength": 5}
    body = {"type": "PlainText", "displayName": "Line", "validations": rules, "metadata": rules}
    field = practice.ask("POST", f"/collections/{made}/fields", json=body).json()
    assert field["validations"] is None
    path = f"/collections/{made}/fields/{field['id']}"
    changed = practice.ask("PATCH", path, json={"validations": rules}).json()
    assert changed["validations"] is None


def test_choices_cannot_be_changed(practice, site):
    choice = {"options": [{"name": "Easy"}]}
    field = {"type": "Option", "displayName": "Level", "metadata": choice}
    made = make(practice, site, fields=[field])
    level = made["fields"][0]
    path = f"/collections/{made['id']}/fields/{level['id']}"
    more = {"options": [{"name": "Easy"}, {"name": "Hard"}]}
    changed = practice.ask("PATCH", path, json={"metadata": more, "validations": more}).json()
    assert changed["validations"] == level["validations"]


def test_name_help_and_need_of_a_field_can_be_changed(practice, site):
    made = make(practice, site, fields=[{"type": "Number", "displayName": "Weight"}])
    path = f"/collections/{made['id']}/fields/{made['fields'][0]['id']}"
    body = {"displayName": "Mass", "helpText": "In grams.", "isRequired": True, "type": "Email"}
    changed = practice.ask("PATCH", path, json=body).json()
    assert {name: changed[name] for name in body} == {**body, "type": "Number"}


@pytest.mark.parametrize(("count", "status"), [(0, 400), (1, 200), (100, 200), (101, 400)])
def test_an_option_has_1_to_100_choices(practice, site, count, status):
    made = make(practice, site)["id"]
    options = [{"name": f"Level {number}"} for number in range(count)]
    body = {"type": "Option", "displayName": "Level", "metadata": {"options": options}}
    answer = practice.ask("POST", f"/collections/{made}/fields", json=body)
    assert answer.status_code == status


TYPES = (
    *("PlainText", "RichText", "Number", "Switch", "DateTime", "Email", "Phone", "Link"),
    *("Color", "Image", "MultiImage", "File", "VideoLink"),
)


def test_a_field_of_every_type_can_be_made(practice, site):
    made = make(practice, site, fields=[{"type": each, "displayName": each} for each in TYPES])
    assert [entry["type"] for entry in made["fields"]][: len(TYPES)] == list(TYPES)


@pytest.mark.parametrize("kind", ["User", "SkuSettings", "TextOption", "Price", "Nonsense", None])
def test_a_type_that_the_api_cannot_make_is_refused(practice, site, kind):
    made = make(practice, site)["id"]
    body = {"type": kind, "displayName": "Odd"}
    answer = practice.ask("POST", f"/collections/{made}/fields", json=body)
    assert answer.status_code == 400
