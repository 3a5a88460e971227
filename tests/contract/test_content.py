"""What the practice site holds: the same for the same seed, sound, and with problems to find."""

import re
from collections import Counter
from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest

from tests.doubles.practice import start
from wfdesk.practice.cms.ids import iso, moment
from wfdesk.practice.magazine.content import world_of
from wfdesk.practice.magazine.photographs import PHOTOGRAPHS
from wfdesk.practice.magazine.towns import PHONES
from wfdesk.practice.magazine.words.languages import LANGUAGES

ARABIC = re.compile(r"[\u0600-\u06ff]")


@pytest.fixture(scope="module")
def site():
    """A site of the usual size. Its tests leave it as it is."""
    practice = start("--items", "500", "--rate-limit", "0")
    yield practice
    practice.close()


def locales(practice) -> dict[str, str]:
    held = practice.locales
    return {each["tag"][:2]: each["cmsLocaleId"] for each in (held["primary"], *held["secondary"])}


def every(practice, slug, language="en") -> list[dict]:
    """All items of a collection in one language, in the order in which they were made."""
    path, found, total = practice.items(slug), [], 1
    while len(found) < total:
        asked = {"cmsLocaleId": locales(practice)[language], "offset": len(found)}
        answer = practice.get(path, **asked)
        found += answer["items"]
        total = answer["pagination"]["total"]
    return found


def values(practice, slug, language="en") -> dict[int, dict]:
    """The values of recipes by the index at which they were made."""
    held = [item["fieldData"] for item in every(practice, slug, language)]
    return {int(each["archive-number"][3:]) - 1: each for each in held}


@pytest.fixture(scope="module")
def recipes(site) -> dict[str, dict[int, dict]]:
    return {language: values(site, "recipes", language) for language in LANGUAGES}


def everything(practice) -> dict[str, bytes]:
    """Every answer that holds content, with the server's address left out."""
    [site] = practice.get("/sites")["sites"]
    site, at = f"/sites/{site['id']}", site["locales"]
    pages = practice.get(f"{site}/pages")["pages"]
    components = practice.get(f"{site}/components")["components"]
    collections = practice.get(f"{site}/collections")["collections"]
    paths = [
        *("/sites", f"{site}/pages", f"{site}/components", f"{site}/collections"),
        *(f"/collections/{each['id']}{more}" for each in collections for more in ("", "/items")),
        *(f"/pages/{each['id']}/dom" for each in pages),
        *(f"{site}/components/{each['id']}/dom" for each in components),
        *(f"{site}/components/{each['id']}/properties" for each in components),
    ]
    answers = {
        f"{path} {each['tag']}": practice.ask("GET", path, params={"localeId": each["id"]})
        for path in paths
        for each in (at["primary"], *at["secondary"])
    }
    assert {answer.status_code for answer in answers.values()} == {200}
    answers["state"] = practice.control("GET", "state")
    return {
        path: answer.content.replace(practice.host.encode(), b"")
        for path, answer in answers.items()
    }


def test_the_same_seed_gives_the_same_bytes_however_python_hashes(run):
    many = ("--items", "3000", "--rate-limit", "0")
    servers = [run(*many, PYTHONHASHSEED=each) for each in "12"]
    assert servers[0].tokens == servers[1].tokens
    one, other = map(everything, servers)
    assert len(one["state"]) > 3_000_000
    assert [path for path in one if one[path] != other[path]] == []


@pytest.mark.parametrize("day", [0, 59, 364, 11_016, 19_782, 20_453, 40_000])
def test_a_moment_is_written_as_the_calendar_says(day):
    for more in (0, 1, 999, 60_000, 3_599_999, 86_399_999):
        number = day * 86_400_000 + more
        when = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=number)
        assert moment(number) == iso(when)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_a_word_for_everything(language):
    words, first = LANGUAGES[language], next(iter(LANGUAGES.values()))
    assert len(PHONES) == len(first.places)
    for each in fields(words):
        own, other = getattr(words, each.name), getattr(first, each.name)
        assert len(own) == len(other) or isinstance(own, str), each.name
        for mine, theirs in zip(own, other, strict=True) if isinstance(own, tuple) else ():
            assert bool(mine)
            assert ("{place}" in mine) == ("{place}" in theirs), mine
    assert all(len(line) <= 80 for line in words.subtitles)
    assert all(len(explanation) <= 160 for _, explanation in words.categories)


def test_an_item_says_the_same_in_every_language(recipes):
    same = 0
    for index, arabic in recipes["ar"].items():
        english, french = recipes["en"][index], recipes["fr"][index]
        lines = [
            LANGUAGES[language].subtitles.index(held["subtitle"])
            for language, held in (("fr", french), ("ar", arabic))
        ]
        same += lines[0] == lines[1]
        assert french["cost"] == english["cost"] == arabic["cost"]
        assert re.sub(r">[^<]*<", "><", french["method"]).count("<li") == english["method"].count(
            "<li"
        )
    assert same == len(recipes["ar"])


def test_the_third_language_is_arabic_with_latin_slugs_words_and_numbers(site, recipes):
    assert all(ARABIC.search(held["name"]) for held in recipes["ar"].values())
    methods = " ".join(held["method"] for held in recipes["ar"].values())
    assert "T65" in methods
    assert "230 °C" in methods
    for slug in ("recipes", "stories", "places", "authors", "categories"):
        for item in every(site, slug, "ar"):
            assert re.fullmatch(r"[a-z0-9-]+", item["fieldData"]["slug"])


def test_french_is_there_for_most_and_arabic_for_some(recipes):
    assert 0.5 < len(recipes["fr"]) / len(recipes["en"]) < 1
    assert 0.1 < len(recipes["ar"]) / len(recipes["en"]) < 0.25
    assert recipes["ar"].keys() < recipes["fr"].keys()


def test_no_slug_occurs_twice_in_a_locale(site, recipes):
    for held in recipes.values():
        slugs = [each["slug"] for each in held.values()]
        assert len(set(slugs)) == len(slugs)
    names = [each["name"] for each in recipes["en"].values()]
    assert len(set(names)) > 0.95 * len(names)


def test_rich_text_has_every_block_and_all_the_noise(site, recipes):
    told = "".join(held["method"] for held in recipes["en"].values())
    told += "".join(item["fieldData"]["body"] for item in every(site, "stories"))
    for part in (
        *("<h2>", "<h3>", "<h4>", "<ul", "<ol", "<blockquote>", "<a href=", "<em>", "<strong>"),
        *("<code>", "<br></p>", "&nbsp;", "\u00a0", ' id=""', "<p></p>", "<p><br></p>"),
        *("<p><strong><br></strong></p>", "\u200d", ' start=""', "<figcaption>", "<iframe"),
        *("<div data-rt-embed-type='true'><", "<script>", "<pre>", "w-richtext-align-floatleft"),
        *('data-rt-type="video"', "__wf_reserved_inherit", 'width="auto"', "&amp;"),
    ):
        assert part in told, part


def test_a_story_tells_of_its_place_and_of_what_is_baked_there(site):
    places = {item["id"]: item["fieldData"]["name"].strip() for item in every(site, "places")}
    recipes = {item["id"]: item["fieldData"]["name"] for item in every(site, "recipes")}
    told = 0
    for story in every(site, "stories"):
        place = places.get(story["fieldData"]["place"])
        if place is None:
            continue
        assert place in story["fieldData"]["name"]
        own = [
            name for each in story["fieldData"].get("recipes", ()) if (name := recipes.get(each))
        ]
        told += sum(place in name for name in own)
        assert place in " ".join(own) or not own
    assert told > 50


def test_references_lead_to_published_items_of_the_same_locale_but_for_the_problems(site):
    lost = Counter()
    for language in LANGUAGES:
        held = {
            item["id"]: item["lastPublished"]
            for slug in ("recipes", "places", "authors", "categories")
            for item in every(site, slug, language)
        }
        for slug, names in (
            ("recipes", ("author", "categories")),
            ("stories", ("place", "recipes")),
        ):
            for item in every(site, slug, language):
                for name in names:
                    value = item["fieldData"].get(name) or []
                    for each in value if isinstance(value, list) else [value]:
                        lost[slug, name, language] += not held.get(each)
    assert +lost == {
        ("recipes", "author", "en"): 1,
        ("recipes", "author", "fr"): 1,
        ("recipes", "author", "ar"): 1,
        ("recipes", "categories", "en"): 1,
        ("recipes", "categories", "fr"): 2,
        ("recipes", "categories", "ar"): 1,
        ("stories", "place", "en"): 1,
        ("stories", "place", "fr"): 1,
        ("stories", "recipes", "en"): 1,
        ("stories", "recipes", "fr"): 2,
    }


PROBLEMS = {
    200: lambda held: held["photo"]["alt"] is None,
    201: lambda held: held["photo"]["alt"] == "",
    202: lambda held: re.search(r"<img src=\"[^\"]+\" loading", held["method"]),
    203: lambda held: 'alt=""' in held["method"],
    208: lambda held: len(held["subtitle"]) > 80,
    210: lambda held: len(held["name"]) == 300,
    211: lambda held: held.get("accent", "").lower() != held.get("accent", ""),
    213: lambda held: held.get("contact", "").lower() != held.get("contact", ""),
    214: lambda held: " " in held.get("source", ""),
    216: lambda held: "\u00a0" in held["name"] and "\u200b" in held["name"],
    218: lambda held: held["method"] == "",
    232: lambda held: "author" not in held,
}


@pytest.mark.parametrize("index", PROBLEMS)
def test_a_problem_is_where_it_is_said_to_be_and_nowhere_else(recipes, index):
    held = recipes["en"]
    assert [each for each in held if PROBLEMS[index](held[each])] == [index]


def test_a_choice_that_was_removed_and_two_of_one_name(site, recipes):
    schema = site.get(f"/collections/{site.collection('recipes')}")["fields"]
    options = next(each for each in schema if each["slug"] == "difficulty")["validations"][
        "options"
    ]
    known = {each["id"] for each in options}
    held = recipes["en"]
    assert [each for each in held if held[each]["difficulty"] not in known] == [219]
    assert max(Counter(each["name"] for each in options).values()) == 2


def test_names_that_are_nearly_the_same_and_a_text_of_nothing(recipes):
    one, other = (recipes["en"][index]["name"] for index in (223, 224))
    assert one != other
    assert one.lower() == other.lower().replace("baguettes", "baguette")
    assert recipes["fr"][220]["method"] == "<p>\u200d</p>"


def test_problems_in_the_small_collections(site):
    covers = [item["fieldData"]["cover"]["alt"] for item in every(site, "stories")]
    assert covers.count(None) == 1
    places = [item["fieldData"] for item in every(site, "places")]
    assert [each["website"][:5] for each in places if each["name"].endswith(" ")] == ["HTTPS"]
    emails = [item["fieldData"]["email"] for item in every(site, "authors")]
    assert [each for each in emails if each != each.lower()] == [
        "Layla.Haddad@Crumb-and-Compass.example"
    ]


@pytest.mark.parametrize("index", [*PROBLEMS, 204, 207, 219, 222])
def test_what_has_a_problem_can_still_be_edited(site, recipes, index):
    """Webflow looks at what it is sent, and not at what it has."""
    [item] = site.get(site.items("recipes"), slug=recipes["en"][index]["slug"])["items"]
    path = f"{site.items('recipes')}/{item['id']}"
    before = item["fieldData"]
    answer = site.ask("PATCH", path, json={"fieldData": {"servings": before["servings"]}})
    assert answer.status_code == 200, answer.text
    assert answer.json()["fieldData"] == before


def test_a_small_site_has_no_problems(practice):
    for item in every(practice, "recipes"):
        held = item["fieldData"]
        assert held["photo"]["alt"]
        assert held["author"]
        assert len(held["subtitle"]) <= 80


@pytest.mark.parametrize("items", [0, 1, 4, 5, 19, 261, 330])
def test_a_site_has_as_many_items_as_it_was_asked_for(items):
    world = world_of(1, items)
    made = [len(each.locales.get(world.primary, ())) for each in world.collections.values()]
    assert sum(made) == items


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_caption_says_what_is_on_its_picture(site, recipes, language):
    words = LANGUAGES[language]
    said = {each.said(language) for each in PHOTOGRAPHS} | {words.credit}
    texts = [held["method"] for index, held in recipes[language].items() if index not in PROBLEMS]
    texts += [item["fieldData"]["body"] for item in every(site, "stories", language)]
    captions = re.findall("<figcaption>(.*?)</figcaption>", "".join(texts))
    assert len(set(captions)) > 5
    assert set(captions) - {"The first tray of the day"} <= said
