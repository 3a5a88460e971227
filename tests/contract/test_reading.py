from datetime import datetime

import pytest

ALL_TYPES = (
    "Color DateTime Email ExtFileRef File Image Link MultiImage MultiReference Number Option"
    " Phone PlainText Reference RichText Switch VideoLink"
)


def test_a_wrong_token_is_not_let_in(practice):
    answer = practice.ask("GET", "/sites", "wrong")
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_authorized"


def test_a_reading_token_cannot_write(practice):
    answer = practice.ask("PATCH", practice.items("recipes"), "read_only", json={"items": []})
    assert answer.status_code == 403
    assert answer.json()["code"] == "missing_scopes"
    assert "cms:write" in answer.json()["message"]


def test_the_token_tells_its_scopes_and_sites(practice):
    said = practice.get("/token/introspect")["authorization"]
    assert "cms:write" in said["scope"].split()
    assert said["authorizedTo"]["siteIds"] == [practice.get("/sites")["sites"][0]["id"]]
    assert "@" in practice.get("/token/authorized_by")["email"]


def test_recipes_have_every_type_and_end_with_name_and_slug(practice):
    fields = practice.get(f"/collections/{practice.collection('recipes')}")["fields"]
    assert {entry["type"] for entry in fields} == set(ALL_TYPES.split())
    assert [entry["slug"] for entry in fields[-2:]] == ["name", "slug"]
    assert any(not entry["isEditable"] for entry in fields)


def test_what_is_not_there_is_not_found(practice):
    for path in ("/sites/0", "/collections/0", f"{practice.items('recipes')}/0", "/nothing"):
        answer = practice.ask("GET", path)
        assert answer.status_code == 404
        assert answer.json()["message"]


def test_pages_hold_every_item_once(practice):
    path, seen = practice.items("recipes"), []
    total = practice.get(path)["pagination"]["total"]
    for offset in range(0, total, 30):
        page = practice.get(path, limit=30, offset=offset, sortBy="slug", sortOrder="asc")
        seen += [item["fieldData"]["slug"] for item in page["items"]]
    assert len(seen) == total
    assert seen == sorted(set(seen))


def test_a_hundred_a_page_are_given_and_more_are_refused(practice):
    path, at = practice.items("recipes"), practice.locales
    locales = [each["cmsLocaleId"] for each in (at["primary"], *at["secondary"])]
    query = {"cmsLocaleId": ",".join(locales), "sortBy": "name"}
    whole = practice.get(path, **query)
    total = whole["pagination"]["total"]
    assert total > 100
    assert whole["pagination"] == {"limit": 100, "offset": 0, "total": total}
    assert practice.get(path, **query, limit=100) == whole
    rest = practice.get(path, **query, limit=100, offset=100)
    assert rest["pagination"] == {"limit": 100, "offset": 100, "total": total}
    assert (len(whole["items"]), len(rest["items"])) == (100, min(100, total - 100))
    assert practice.ask("GET", path, params={**query, "limit": 101}).status_code == 400


def test_items_changed_since_are_found(practice):
    path = practice.items("recipes")
    newest = practice.get(path, sortBy="lastUpdated", sortOrder="desc", limit=5)["items"]
    since = newest[-1]["lastUpdated"]
    found = practice.get(path, **{"lastUpdated[gte]": since}, sortBy="lastUpdated")
    assert [item["id"] for item in found["items"]] == [item["id"] for item in newest]
    assert datetime.fromisoformat(since).tzinfo is not None


def test_a_slug_finds_its_item(practice):
    path = practice.items("recipes")
    item = practice.get(path)["items"][3]
    assert practice.get(path, slug=item["fieldData"]["slug"])["items"] == [item]


def test_another_locale_has_its_own_variants(practice):
    path, locale = practice.items("stories"), practice.locales["secondary"][0]["cmsLocaleId"]
    french = practice.get(path, cmsLocaleId=locale)["items"]
    assert {item["cmsLocaleId"] for item in french} == {locale}
    english = practice.get(f"{path}/{french[0]['id']}")
    assert english["fieldData"]["name"] != french[0]["fieldData"]["name"]


def test_the_live_list_holds_what_is_published(practice):
    live = practice.get(f"{practice.items('recipes')}/live")["items"]
    assert live
    assert all(item["lastPublished"] for item in live)


def test_every_state_of_an_item_occurs(practice):
    items = practice.get(practice.items("recipes"))["items"]
    states = {(i["isArchived"], i["isDraft"], i["lastPublished"] is None) for i in items}
    assert states >= {
        (False, False, False), (False, True, True), (False, True, False), (False, False, True),
        (True, False, False),
    }  # fmt: skip


def test_pictures_are_served_from_this_server(practice):
    items = practice.get(practice.items("recipes"))["items"]
    url = items[0]["fieldData"]["photo"]["url"]
    assert url.startswith(f"{practice.host}/assets/")
    answer = practice.client.get(url)
    assert answer.content.startswith(b"\x89PNG")
    assert answer.content == practice.client.get(url).content


def test_a_field_without_a_value_is_absent(practice):
    items = practice.get(practice.items("recipes"))["items"]
    assert {"video" in item["fieldData"] for item in items} == {True, False}


@pytest.mark.parametrize("name", ["lastUpdated", "createdOn", "lastPublished"])
def test_items_are_found_and_sorted_by_their_times(practice, name):
    path = practice.items("recipes")
    every = [item for item in practice.get(path)["items"] if item[name]]
    middle = sorted(item[name] for item in every)[len(every) // 2]
    for bound, is_in in (
        ("gte", lambda when: when >= middle),
        ("lte", lambda when: when <= middle),
        ("gt", lambda when: when > middle),
        ("lt", lambda when: when < middle),
    ):
        wanted = sorted(item[name] for item in every if is_in(item[name]))
        query = {f"{name}[{bound}]": middle, "sortBy": name, "sortOrder": "asc"}
        assert [item[name] for item in practice.get(path, **query)["items"]] == wanted
        otherwise = practice.get(path, **{**query, "sortBy": "name"})["items"]
        assert sorted(item[name] for item in otherwise) == wanted


@pytest.mark.parametrize("by", ["createdOn", "name"])
def test_a_moment_that_is_bounded_twice_is_within_both(practice, by):
    path = practice.items("recipes")
    early, late = sorted(item["createdOn"] for item in practice.get(path)["items"])[3:9:5]
    for bound, wanted in (("gte", late), ("lte", early)):
        for pair in (early, late), (late, early):
            query = [(f"createdOn[{bound}]", when) for when in pair]
            asked = [*query, ("sortBy", by)]
            found = practice.ask("GET", path, params=asked).json()["items"]
            most = min if bound == "gte" else max
            assert most(item["createdOn"] for item in found) == wanted


def test_the_brackets_of_a_filter_may_be_escaped(practice):
    """As Webflow's SDK sends them."""
    url = f"{practice.url}{practice.items('recipes')}?lastUpdated%5Bgte%5D=2100-01-01T00%3A00%3A00Z"
    headers = {"Authorization": f"Bearer {practice.tokens['full']}"}
    assert practice.client.get(url, headers=headers).json()["items"] == []


def test_items_are_found_by_their_exact_name(practice):
    path = practice.items("recipes")
    name = practice.get(path)["items"][2]["fieldData"]["name"]
    found = practice.get(path, name=name)["items"]
    assert {item["fieldData"]["name"] for item in found} == {name}
    assert practice.get(path, name=name[:-1])["items"] == []


def test_validations_have_the_forms_that_were_seen(practice):
    fields = practice.get(f"/collections/{practice.collection('recipes')}")["fields"]
    rules = {entry["slug"]: entry["validations"] for entry in fields}
    assert rules["name"] == {"maxLength": 256}
    assert rules["slug"]["pattern"] == {}
    assert "alphanumerical" in rules["slug"]["messages"]["pattern"]
    assert rules["subtitle"]["singleLine"] is True
    assert rules["subtitle"]["maxLength"] == 80
    whole = {"format": "integer", "maxValue": 48, "allowNegative": False, "allowZero": False}
    assert rules["servings"] == whole
    assert (rules["cost"]["format"], rules["cost"]["precision"]) == ("decimal", 2)
    assert rules["cost"]["minValue"] == 0.30000003
    assert (rules["baked-on"], rules["goes-online"]) == (None, {"format": "date-time"})
    assert rules["photo"]["maxImageSize"] == 4096
    assert rules["gallery"]["acceptedExtensions"] == ["png", "jpg", "webp"]
    assert set(rules["author"]) == {"collectionId"}
    names = [choice["name"] for choice in rules["difficulty"]["options"]]
    assert len(set(names)) < len(names) == len({o["id"] for o in rules["difficulty"]["options"]})


def test_pages_say_whether_they_are_branches(practice):
    site = practice.get("/sites")["sites"][0]["id"]
    pages = practice.get(f"/sites/{site}/pages")["pages"]
    for page in pages:
        assert {"canBranch", "isBranch", "branchId", "publishedPath"} <= set(page)
        assert page["isBranch"] is (page["branchId"] is not None)


def test_a_branch_is_listed_beside_the_page_it_was_made_of(practice):
    site = practice.get("/sites")["sites"][0]["id"]
    pages = practice.get(f"/sites/{site}/pages")["pages"]
    [branch] = [page for page in pages if page["isBranch"]]
    [original] = [page for page in pages if page["slug"] == branch["slug"] and page != branch]
    assert (branch["canBranch"], original["canBranch"]) == (False, True)
    assert len({branch["branchId"], branch["id"], original["id"]}) == 3
    assert practice.get(f"/pages/{branch['id']}") == branch
    shown, before = (practice.get(f"/pages/{page['id']}/dom") for page in (branch, original))
    assert (shown["branchId"], before["branchId"]) == (branch["branchId"], None)
    assert shown["nodes"] != before["nodes"]
