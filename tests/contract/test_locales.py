"""One item, one id, a variant for each locale."""

import itertools

import pytest

numbers = itertools.count()


@pytest.fixture
def path(practice):
    return practice.items("places")


@pytest.fixture
def english(practice):
    return practice.locales["primary"]["cmsLocaleId"]


@pytest.fixture
def french(practice):
    return practice.locales["secondary"][0]["cmsLocaleId"]


def fields():
    number = next(numbers)
    return {"name": f"Quay {number}", "slug": f"quay-{number}"}


def insert(practice, path, *entries):
    return practice.ask("POST", f"{path}/insert", json={"items": entries})


def statuses(practice, path, item, *locales):
    return [
        practice.ask("GET", f"{path}/{item}", params={"cmsLocaleId": each}).status_code
        for each in locales
    ]


def test_a_locale_has_two_ids(practice):
    locales = practice.locales
    for each in (locales["primary"], *locales["secondary"]):
        assert each["id"] != each["cmsLocaleId"]


def test_the_variants_of_an_item_share_its_id(practice, path, english, french):
    body = {"cmsLocaleIds": [english, french], "fieldData": fields()}
    made = practice.ask("POST", f"{path}/bulk", json=body).json()
    assert statuses(practice, path, made["id"], english, french) == [200, 200]


def test_an_item_is_inserted_in_the_primary_locale_unless_told_otherwise(
    practice, path, english, french
):
    [made] = insert(practice, path, {"fieldData": fields()}).json()["items"]
    assert (made["cmsLocaleId"], made["isDraft"]) == (english, True)
    assert statuses(practice, path, made["id"], english, french) == [200, 404]


def test_an_item_is_inserted_in_several_locales_and_each_variant_is_told(
    practice, path, english, french
):
    entry = {"cmsLocaleIds": [english, french], "fieldData": fields(), "isDraft": False}
    answer = insert(practice, path, entry)
    assert answer.status_code == 202
    told = answer.json()["items"]
    assert [each["cmsLocaleId"] for each in told] == [english, french]
    assert len({each["id"] for each in told}) == 1
    assert not any(each["isDraft"] for each in told)


def test_an_item_is_inserted_in_all_locales(practice, path):
    entry = {"allCmsLocales": True, "fieldData": fields()}
    told = insert(practice, path, entry).json()["items"]
    locales = practice.locales
    every = {each["cmsLocaleId"] for each in (locales["primary"], *locales["secondary"])}
    assert {each["cmsLocaleId"] for each in told} == every


def test_an_item_gets_a_variant_it_lacked(practice, path, english, french):
    item = practice.make("places", **fields())["id"]
    entry = {"id": item, "cmsLocaleIds": [french], "fieldData": fields()}
    [told] = insert(practice, path, entry).json()["items"]
    assert (told["id"], told["cmsLocaleId"]) == (item, french)
    assert statuses(practice, path, item, english, french) == [200, 200]


def test_a_variant_that_is_there_is_not_inserted_again(practice, path, english):
    item = practice.make("places", **fields())
    entry = {"id": item["id"], "cmsLocaleIds": [english], "fieldData": fields()}
    assert insert(practice, path, entry).status_code == 400
    assert practice.get(f"{path}/{item['id']}")["fieldData"] == item["fieldData"]


def test_no_variant_is_added_to_an_item_that_is_not_there(practice, path, french):
    entry = {"id": "0" * 24, "cmsLocaleIds": [french], "fieldData": fields()}
    assert insert(practice, path, entry).status_code == 404


def test_a_bad_entry_takes_no_variant_from_an_item(practice, path, english, french):
    item = practice.make("places", **fields())["id"]
    good = {"id": item, "cmsLocaleIds": [french], "fieldData": fields()}
    bad = {"fieldData": {**fields(), "website": 1}}
    assert insert(practice, path, good, bad).status_code == 400
    assert statuses(practice, path, item, english, french) == [200, 404]


@pytest.mark.parametrize(("count", "status"), [(50, 202), (51, 400)])
def test_each_locale_of_an_inserted_item_counts(practice, path, english, french, count, status):
    entries = [{"cmsLocaleIds": [english, french], "fieldData": fields()} for _ in range(count)]
    assert insert(practice, path, *entries).status_code == status


def test_items_are_deleted_locale_by_locale(practice, path, english, french):
    entry = {"cmsLocaleIds": [english, french], "fieldData": fields()}
    item = insert(practice, path, entry).json()["items"][0]["id"]
    body = {"items": [{"id": item, "cmsLocaleIds": [french]}]}
    assert practice.ask("DELETE", path, json=body).status_code == 204
    assert statuses(practice, path, item, english, french) == [200, 404]


def test_one_item_is_deleted_in_the_locales_that_are_named(practice, path, english, french):
    entry = {"cmsLocaleIds": [english, french], "fieldData": fields()}
    item = insert(practice, path, entry).json()["items"][0]["id"]
    query = {"cmsLocaleId": f"{english},{french}"}
    assert practice.ask("DELETE", f"{path}/{item}", params=query).status_code == 204
    assert statuses(practice, path, item, english, french) == [404, 404]


def test_items_are_published_locale_by_locale(practice, path, english, french):
    entry = {"cmsLocaleIds": [english, french], "fieldData": fields()}
    item = insert(practice, path, entry).json()["items"][0]["id"]
    body = {"items": [{"id": item, "cmsLocaleIds": [french]}]}
    assert practice.ask("POST", f"{path}/publish", json=body).json()["errors"] == []
    live = [
        practice.ask("GET", f"{path}/{item}/live", params={"cmsLocaleId": each}).status_code
        for each in (english, french)
    ]
    assert live == [404, 200]


def test_a_target_without_a_variant_in_the_locale_is_not_found(practice, french):
    place = practice.make("places", **fields())["id"]
    body = {"cmsLocaleIds": [french], "fieldData": {**fields(), "place": place}}
    answer = practice.ask("POST", f"{practice.items('stories')}/bulk", json=body)
    assert answer.status_code == 400
    assert answer.json()["details"] == [
        {"param": "place", "description": "Referenced item not found"}
    ]


def test_two_locales_may_have_the_same_slug(practice, path, english, french):
    same = fields()
    for locale in (english, french):
        body = {"cmsLocaleId": locale, "fieldData": same}
        assert practice.ask("POST", path, json=body).status_code == 202
