import itertools

import pytest

numbers = itertools.count()
COLORS = (
    *("#AbC", "#AbCd", "#AAbbCC", "#AAbbCC80", "rgb(12,34,56)", "rgba(12, 34, 56, 0.5)"),
    *("hsl(120,100%,50%)", "hsla(120, 100%, 50%, .3)", "orchid", "Black", "transparent"),
)
LINKS = (
    *("mailto:ana@example.com", "tel:+351", "/bread/rye", "/", "#top", "HTTP://A.COM"),
    *("https://example.com/?q=/", "https://example.com/a#b/", "/bread?of=rye/"),
)
NO_LINKS = ("https://", "http:///a", "HTTPS://?q", "mailto:", "javascript:a", "bread", "/a b")
NO_VIDEOS = (*NO_LINKS, "/video", "#video", "?video", "mailto:ana@example.com")
NO_COLORS = ("red-ish", "#12345", "#gggggg", "rgb(1,2)", "hsl(1,2,3)", "url(#a)", "", " ")


@pytest.fixture
def author(practice):
    return practice.make("authors", name="Ana", email="ana@example.com")["id"]


@pytest.fixture
def recipe(practice, author):
    return practice.make("recipes", name=f"Test loaf {next(numbers)}", author=author)


def patch(practice, item, **fields):
    path = f"{practice.items('recipes')}/{item['id']}"
    return practice.ask("PATCH", path, json={"fieldData": fields})


def reasons(answer):
    assert answer.status_code == 400
    assert answer.json()["code"] == "validation_error"
    return {entry["param"]: entry["description"] for entry in answer.json()["details"]}


def test_a_new_item_is_a_draft_with_a_slug_made_of_its_name(recipe):
    assert recipe["isDraft"] is True
    assert recipe["isArchived"] is False
    assert recipe["lastPublished"] is None
    assert recipe["fieldData"]["slug"].startswith("test-loaf-")
    assert len(recipe["cmsLocaleIds"]) == 1


def test_a_new_item_was_updated_last_when_it_was_made(recipe):
    assert recipe["lastUpdated"] == recipe["createdOn"]


def test_a_new_item_is_what_the_request_says(practice, author):
    path = practice.items("recipes")

    def made(**said):
        fields = {"name": f"Said {next(numbers)}", "author": author}
        answer = practice.ask("POST", path, json={"fieldData": fields, **said}).json()
        assert practice.get(f"{path}/{answer['id']}") == answer
        return answer["isDraft"], answer["isArchived"]

    assert made() == (True, False)
    assert made(isDraft=False) == (False, False)
    assert made(isArchived=True) == (True, True)
    assert made(isDraft=False, isArchived=True) == (False, True)


def test_a_list_of_field_data_makes_items_in_order(practice):
    names = [f"Order {next(numbers)}" for _ in range(3)]
    body = {"fieldData": [{"name": name} for name in names]}
    answer = practice.ask("POST", f"{practice.items('categories')}/bulk", json=body)
    assert [item["fieldData"]["name"] for item in answer.json()["items"]] == names


def test_one_or_many_items_are_made_by_the_plain_operation(practice):
    path = practice.items("categories")
    one = practice.ask("POST", path, json={"fieldData": {"name": "Solo"}})
    two = practice.ask("POST", path, json={"items": [{"fieldData": {"name": "Duo"}}]})
    assert one.json()["fieldData"]["name"] == "Solo"
    assert two.json()["items"][0]["fieldData"]["name"] == "Duo"


def test_one_bad_item_of_a_batch_and_none_is_made(practice):
    path = practice.items("categories")
    before = practice.get(path)["pagination"]["total"]
    body = {"fieldData": [{"name": "Good"}, {"name": "Bad", "position": "x"}]}
    assert "position" in reasons(practice.ask("POST", f"{path}/bulk", json=body))
    assert practice.get(path)["pagination"]["total"] == before


def test_an_update_is_later_and_touches_only_its_fields(practice, recipe):
    changed = patch(practice, recipe, subtitle="New").json()
    assert changed["lastUpdated"] > recipe["lastUpdated"]
    assert changed["fieldData"] == {**recipe["fieldData"], "subtitle": "New"}


def test_a_batch_of_updates_is_done_whole_or_not_at_all(practice, recipe, author):
    other = practice.make("recipes", name=f"Other {next(numbers)}", author=author)
    path = practice.items("recipes")
    items = [
        {"id": recipe["id"], "fieldData": {"subtitle": "Done"}},
        {"id": other["id"], "fieldData": {"servings": "many"}},
    ]
    told = reasons(practice.ask("PATCH", path, json={"items": items}))
    assert other["id"] in told["servings"]
    assert "subtitle" not in practice.get(f"{path}/{recipe['id']}")["fieldData"]


def test_a_null_locale_is_refused(practice, recipe):
    body = {"items": [{"id": recipe["id"], "cmsLocaleId": None}]}
    told = reasons(practice.ask("PATCH", practice.items("recipes"), json=body))
    assert told["cmsLocaleId"] == "Value (cmsLocaleId)'s type should be string"


def test_a_slug_in_use_is_refused(practice, recipe, author):
    slug = recipe["fieldData"]["slug"]
    body = {"fieldData": {"name": "Twin", "slug": slug, "author": author}}
    told = reasons(practice.ask("POST", f"{practice.items('recipes')}/bulk", json=body))
    assert told["slug"] == f"Unique value is already in database: '{slug}'"


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("nowhere", 1, "Field not described in schema: undefined"),
        ("difficulty", "none", "Option not found"),
        ("difficulty", {}, "Option not found"),
        ("author", "0" * 24, "Referenced item not found"),
        ("categories", ["0" * 24], "Referenced item not found"),
        ("contact", "nobody", "email"),
        *(("accent", color, "color") for color in NO_COLORS),
        *(("source", link, "a URL") for link in NO_LINKS),
        *(("video", link, "a URL") for link in NO_VIDEOS),
        ("baked-on", "someday", "date"),
        ("vegan", "yes", "boolean"),
        ("servings", True, "number"),
        ("archive-number", "1", "not editable"),
        ("slug", "a b", "alphanumerical"),
        *((own, lost, "Field is required") for own in ("name", "slug") for lost in (None, "")),
    ],
)
def test_a_value_that_does_not_fit_is_named(practice, recipe, field, value, reason):
    assert reason in reasons(patch(practice, recipe, **{field: value}))[field]


def test_a_whole_number_that_is_infinite_in_javascript_is_none(practice, recipe):
    told = reasons(patch(practice, recipe, cost=10**400))
    assert told["cost"] == "Value (cost)'s type should be number"


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("source", "https://example.com/a/", "https://example.com/a"),
        ("source", "https://example.com/", "https://example.com"),
        ("source", "https://example.com/a//", "https://example.com/a/"),
        *(("source", link, link) for link in LINKS),
        ("summary", "one\ntwo", "one\ntwo"),
        ("hotline", "+351 21 555 0000", "+351 21 555 0000"),
        ("contact", "Ana@Example.com", "Ana@Example.com"),
        ("vegan", False, False),
        ("servings", 4, 4),
        ("baked-on", "2025-02-03", "2025-02-03T00:00:00.000Z"),
        ("goes-online", "2025-02-03T10:00:00+02:00", "2025-02-03T08:00:00.000Z"),
        *(("accent", color, color) for color in COLORS),
        ("cost", 1.25, 1.25),
    ],
)
def test_a_value_is_kept_as_webflow_keeps_it(practice, recipe, field, value, kept):
    assert patch(practice, recipe, **{field: value}).json()["fieldData"][field] == kept


def test_an_option_is_the_id_of_its_choice(practice, recipe):
    fields = practice.get(f"/collections/{practice.collection('recipes')}")["fields"]
    level = next(each for each in fields if each["slug"] == "difficulty")
    choice = level["validations"]["options"][2]["id"]
    held = patch(practice, recipe, difficulty=choice).json()["fieldData"]["difficulty"]
    assert held == choice


def test_a_list_of_references_keeps_its_order(practice, recipe):
    found = practice.get(practice.items("categories"))["items"]
    ids = [each["id"] for each in found[:2]]
    for wanted in (ids, ids[::-1]):
        held = patch(practice, recipe, categories=wanted).json()["fieldData"]["categories"]
        assert held == wanted


def test_a_list_of_no_references_is_no_value(practice, recipe):
    some = practice.get(practice.items("categories"))["items"][0]["id"]
    assert "categories" in patch(practice, recipe, categories=[some]).json()["fieldData"]
    assert "categories" not in patch(practice, recipe, categories=[]).json()["fieldData"]


@pytest.mark.parametrize("field", ["subtitle", "method", "hotline"])
def test_an_empty_text_is_a_value(practice, recipe, field):
    """The reference says of some rich texts that they come back as an empty string."""
    assert patch(practice, recipe, **{field: ""}).json()["fieldData"][field] == ""


CLEARED = {
    "subtitle": "A line",
    "method": "<p>Knead.</p>",
    "cost": 1.5,
    "vegan": True,
    "baked-on": "2025-02-03",
    "contact": "ana@example.com",
    "hotline": "+351",
    "source": "https://example.com",
    "accent": "#aabbcc",
    "photo": "https://example.com/a.png",
    "gallery": ["https://example.com/a.png"],
    "card": "https://example.com/a.pdf",
    "video": "https://vimeo.com/1",
}


@pytest.mark.parametrize("field", CLEARED)
def test_null_clears_a_value_and_an_empty_field_is_absent(practice, recipe, field):
    assert field in patch(practice, recipe, **{field: CLEARED[field]}).json()["fieldData"]
    assert field not in patch(practice, recipe, **{field: None}).json()["fieldData"]


def test_a_length_set_in_the_designer_is_not_enforced(practice, recipe):
    """Reported once; wfdesk checks it, so that an item that breaks it can still be opened."""
    assert patch(practice, recipe, subtitle="x" * 200).status_code == 200


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("https://vimeo.com/1", "Vimeo"),
        ("https://www.youtube.com/watch?v=1", "YouTube"),
        ("HTTPS://YouTu.be/1", "YouTube"),
        ("https://films.example.com/vimeo", "films.example.com"),
    ],
)
def test_a_video_link_is_read_as_an_object(practice, recipe, url, provider):
    held = patch(practice, recipe, video=url).json()["fieldData"]["video"]
    said = held["metadata"]
    assert held == {"url": url, "metadata": said}
    assert set(said) == {
        *("width", "height", "html", "aspectRatio", "title", "provider_name"),
        *("type", "thumbnail_url", "description", "author_name"),
    }
    assert said["provider_name"] == provider
    assert url in said["html"]


@pytest.mark.parametrize("field", ["photo", "card"])
def test_a_file_from_an_address_gets_an_id_and_an_empty_alt(practice, recipe, field):
    value = {"url": "https://example.com/a.png"}
    held = patch(practice, recipe, **{field: value}).json()["fieldData"][field]
    assert held["fileId"]
    assert held["alt"] is None


def test_an_item_in_use_is_not_deleted(practice, recipe, author):
    answer = practice.ask("DELETE", f"{practice.items('authors')}/{author}")
    assert answer.status_code == 409
    assert answer.json()["message"].startswith(
        "Conflict: This item is still being used by: Recipes Test loaf"
    )


def test_a_deleted_item_is_gone(practice, recipe):
    path = practice.items("recipes")
    assert practice.ask("DELETE", f"{path}/{recipe['id']}").status_code == 204
    assert practice.ask("GET", f"{path}/{recipe['id']}").status_code == 404


def test_items_are_deleted_together(practice, recipe):
    path = practice.items("recipes")
    body = {"items": [{"id": recipe["id"]}]}
    assert practice.ask("DELETE", path, json=body).status_code == 204
    assert practice.ask("DELETE", path, json=body).status_code == 404


@pytest.mark.parametrize("items", [None, [], [1], [{}] * 101, {}])
def test_a_body_of_another_shape_is_refused(practice, items):
    reasons(practice.ask("PATCH", practice.items("recipes"), json={"items": items}))


@pytest.mark.parametrize(("method", "path"), [("PATCH", ""), ("DELETE", ""), ("DELETE", "/live")])
def test_an_item_without_an_id_is_not_found(practice, method, path):
    body = {"items": [{}]}
    assert practice.ask(method, practice.items("recipes") + path, json=body).status_code == 404


@pytest.mark.parametrize("place", ["/bulk", "/publish", ""])
@pytest.mark.parametrize("locales", [False, 0, "", {}, None])
def test_locales_that_are_no_list_are_refused(practice, recipe, place, locales):
    entry = {"id": recipe["id"], "cmsLocaleIds": locales}
    body = {**entry, "fieldData": {"name": "Rye"}} if place == "/bulk" else {"items": [entry]}
    method = "POST" if place else "DELETE"
    told = reasons(practice.ask(method, practice.items("recipes") + place, json=body))
    assert told["cmsLocaleIds"] == "Value (cmsLocaleIds)'s type should be array"
