"""Lists of items by field: operators, forms and limits of Webflow's page "List Items"."""

import pytest

from tests.doubles.practice import Practice, start


@pytest.fixture(scope="module")
def served():
    practice = start("--items", "120", "--rate-limit", "0")
    yield practice
    practice.close()


@pytest.fixture(scope="module")
def recipes(served):
    return served.items("recipes")


@pytest.fixture(scope="module")
def every(served, recipes):
    return served.get(recipes)["items"]


def found(served: Practice, path: str, **query: str) -> list[dict]:
    answer = served.ask("GET", path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def ids(items: list[dict]) -> set[str]:
    return {item["id"] for item in items}


ELEVEN = (
    *("name", "slug", "subtitle", "summary", "method", "servings"),
    *("cost", "vegan", "photo", "gallery", "video"),
)
COMPARED = {
    "eq": lambda held, value: held == value,
    "ne": lambda held, value: held != value,
    "gt": lambda held, value: held is not None and held > value,
    "gte": lambda held, value: held is not None and held >= value,
    "lt": lambda held, value: held is not None and held < value,
    "lte": lambda held, value: held is not None and held <= value,
}


@pytest.mark.parametrize("operator", COMPARED)
@pytest.mark.parametrize("slug", ["servings", "baked-on"])
def test_numbers_and_dates_are_compared(served, recipes, every, slug, operator):
    value = every[5]["fieldData"][slug]
    wanted = [item for item in every if COMPARED[operator](item["fieldData"].get(slug), value)]
    query = {f"filter[{slug}][{operator}]": str(value)}
    assert ids(found(served, recipes, **query)) == ids(wanted)


@pytest.mark.parametrize(("operator", "is_in"), [("in", True), ("nin", False)])
def test_one_of_several_choices(served, recipes, every, operator, is_in):
    chosen = [every[0]["fieldData"]["difficulty"], every[1]["fieldData"]["difficulty"]]
    wanted = [item for item in every if (item["fieldData"]["difficulty"] in chosen) is is_in]
    query = {f"filter[difficulty][{operator}]": ",".join(chosen)}
    assert ids(found(served, recipes, **query)) == ids(wanted)


def test_a_text_is_searched_whatever_its_case(served, recipes, every):
    wanted = [item for item in every if "bread" in item["fieldData"]["name"].casefold()]
    assert wanted
    assert ids(found(served, recipes, **{"filter[name][contains]": "BREAD"})) == ids(wanted)


def test_what_does_not_contain_a_text_may_be_empty(served, recipes, every):
    wanted = [item for item in every if "@" not in item["fieldData"].get("contact", "")]
    assert any("contact" not in item["fieldData"] for item in wanted)
    assert ids(found(served, recipes, **{"filter[contact][ncontains]": "@"})) == ids(wanted)


@pytest.mark.parametrize("slug", ["video", "gallery", "categories", "photo", "method"])
@pytest.mark.parametrize("wanted", [True, False])
def test_a_value_exists_or_does_not(served, recipes, every, slug, wanted):
    held = [item for item in every if (slug in item["fieldData"]) is wanted]
    query = {f"filter[{slug}][exists]": str(wanted).lower()}
    assert ids(found(served, recipes, **query)) == ids(held)


def test_a_switch_that_is_off_has_a_value(served, recipes, every):
    off = found(served, recipes, **{"filter[vegan][exists]": "true", "filter[vegan][eq]": "false"})
    assert ids(off) == {item["id"] for item in every if item["fieldData"]["vegan"] is False}


def test_items_are_found_by_their_ids_and_references(served, recipes, every):
    first, author = every[0]["id"], every[0]["fieldData"]["author"]
    assert ids(found(served, recipes, **{"filter[id][eq]": first})) == {first}
    by = found(served, recipes, **{"filter[author][eq]": author})
    assert ids(by) == {item["id"] for item in every if item["fieldData"].get("author") == author}


def test_all_terms_must_hold(served, recipes, every):
    query = {
        "filter[servings][gte]": "4",
        "filter[servings][lte]": "6",
        "filter[vegan][eq]": "true",
    }
    wanted = [
        item
        for item in every
        if 4 <= item["fieldData"]["servings"] <= 6 and item["fieldData"]["vegan"]
    ]
    assert ids(found(served, recipes, **query)) == ids(wanted)


def test_a_bound_that_is_there_twice_counts_twice(served, recipes, every):
    wanted = [item for item in every if item["fieldData"]["servings"] > 6]
    for bounds in ("6", "2"), ("2", "6"):
        query = [("filter[servings][gt]", bound) for bound in bounds]
        answer = served.ask("GET", recipes, params=query)
        assert ids(answer.json()["items"]) == ids(wanted)


def test_a_term_that_is_there_eleven_times_is_eleven_terms(served, recipes):
    terms = [("filter[servings][gt]", str(number)) for number in range(11)]
    assert served.ask("GET", recipes, params=terms[:10]).status_code == 200
    answer = served.ask("GET", recipes, params=terms)
    assert answer.status_code == 400
    assert "at most 10 filter terms" in answer.json()["message"]


def test_several_orders_apply_in_the_order_of_the_query(served, recipes, every):
    query = {"sort[vegan]": "desc", "sort[servings]": "asc", "sortBy": "name"}
    held = [item["fieldData"] for item in found(served, recipes, **query)]
    keys = [(not fields["vegan"], fields["servings"]) for fields in held]
    assert keys == sorted(keys)
    assert len(held) == len(every)


SORTED = ("subtitle", "contact", "hotline", "servings", "baked-on", "vegan")
"""One of each type that can be sorted by, and below one of each that cannot."""
UNSORTED = (
    *("method", "difficulty", "source", "accent", "photo", "gallery"),
    *("card", "recording", "video", "author", "categories"),
)
EXISTS_ONLY = ("method", "photo", "gallery", "video", "categories")


@pytest.mark.parametrize("slug", SORTED)
@pytest.mark.parametrize("order", ["asc", "desc"])
def test_items_are_sorted_by_fields_of_six_types(served, recipes, every, slug, order):
    held = [
        item["fieldData"].get(slug) for item in found(served, recipes, **{f"sort[{slug}]": order})
    ]
    given = [value for value in held if value is not None]
    assert given == sorted(given, reverse=order == "desc")
    assert len(set(given)) > 1
    assert len(held) == len(every)


@pytest.mark.parametrize("slug", UNSORTED)
def test_items_are_not_sorted_by_fields_of_other_types(served, recipes, slug):
    assert_bad_argument(served.ask("GET", recipes, params={f"sort[{slug}]": "asc"}))


@pytest.mark.parametrize("slug", EXISTS_ONLY)
@pytest.mark.parametrize("operator", ["eq", "ne", "in", "nin", "contains", "gt"])
def test_of_some_types_only_the_existence_can_be_asked(served, recipes, slug, operator):
    assert_bad_argument(served.ask("GET", recipes, params={f"filter[{slug}][{operator}]": "1"}))


def assert_bad_argument(answer):
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("BadArgument: ")


@pytest.mark.parametrize(
    "query",
    [
        {"filter[nowhere][eq]": "1"},
        {"filter[servings][contains]": "1"},
        {"filter[method][eq]": "1"},
        {"filter[difficulty][exists]": "true"},
        {"filter[servings][gt]": "many"},
        {"filter[vegan][eq]": "yes"},
        {"filter[baked-on][lt]": "someday"},
        {"filter[author][eq]": "nobody"},
        {"filter[difficulty][eq]": "none"},
        {"filter[photo][exists]": "perhaps"},
        *({"filter[servings][eq]": text} for text in ("1_0", "nan", "inf", "1e999", "", " 1", "٣")),
        {"filter[servings]": "1"},
        {"filter[servings][eq][x]": "1"},
        {"filter[": "1"},
        {"sort[": "asc"},
        {"sort[name]x": "asc"},
        {"sort[name][x]": "asc"},
        {"lastPublished[": "2024-05-01T00:00:00Z"},
        {"lastPublished[eq]": "2024-05-01T00:00:00Z"},
        {"createdOn[gte][x]": "2024-05-01T00:00:00Z"},
        {"filter[servings][in]": ",".join(["1"] * 101)},
        {f"filter[{slug}][contains]": "a" for slug in ("name", "subtitle", "contact")},
        {"sort[method]": "asc"},
        {"sort[nowhere]": "asc"},
        {"sort[name]": "up"},
        {f"sort[{slug}]": "asc" for slug in ("name", "subtitle", "servings", "cost")},
        {f"filter[{slug}][exists]": "true" for slug in ELEVEN},
    ],
)
def test_what_a_filter_cannot_ask_is_a_bad_argument(served, recipes, query):
    assert_bad_argument(served.ask("GET", recipes, params=query))


def test_the_variants_of_several_locales_are_listed_together(served):
    locales = served.locales
    both = [locales["primary"]["cmsLocaleId"], locales["secondary"][0]["cmsLocaleId"]]
    path = served.items("places")
    items = found(served, path, cmsLocaleId=",".join(both), sortBy="name", sortOrder="asc")
    assert {item["cmsLocaleId"] for item in items} == set(both)
    names = [item["fieldData"]["name"] for item in items]
    assert names == sorted(names)
    single = [found(served, path, cmsLocaleId=locale) for locale in both]
    assert len(items) == sum(map(len, single))
