"""Where reports of Webflow differ, the server does either: a switch says which."""

import itertools
import subprocess

import pytest

from tests.doubles.practice import UNHELD

numbers = itertools.count()


@pytest.fixture
def behave(practice):
    """Set switches for one test."""
    before = practice.control("GET", "behaviour").json()

    def behave(**wanted):
        answer = practice.control("PATCH", "behaviour", wanted)
        assert answer.status_code == 200, answer.text

    yield behave
    practice.control("PATCH", "behaviour", before)


@pytest.fixture
def place(practice):
    return practice.make("places", name=f"Mole {next(numbers)}")


def patch(practice, slug, item, /, **fields):
    path = f"{practice.items(slug)}/{item['id']}"
    return practice.ask("PATCH", path, json={"fieldData": fields})


LATE = (
    {"lastUpdated[gte]": "2030-01-01T00:00:00Z"},
    {"createdOn[gte]": "2030-01-01T00:00:00Z"},
    {"filter[name][eq]": "Nobody"},
    {"sort[name]": "asc"},
    {"sortBy": "lastUpdated"},
    {"sortBy": "createdOn"},
)


@pytest.mark.parametrize("query", LATE, ids=str)
def test_what_the_reference_lacks_is_refused_where_it_is_not_known(practice, behave, query):
    behave(late_queries="refused")
    assert practice.ask("GET", practice.items("places"), params=query).status_code == 400


@pytest.mark.parametrize("query", LATE, ids=str)
def test_what_the_reference_lacks_is_ignored_where_it_is_not_known(practice, behave, query):
    path = practice.items("places")
    every = practice.get(path)
    behave(late_queries="ignored")
    assert practice.get(path, **query) == every


@pytest.mark.parametrize("choice", ["refused", "ignored"])
def test_what_the_reference_has_is_served_all_the_same(practice, behave, place, choice):
    behave(late_queries=choice)
    query = {"slug": place["fieldData"]["slug"], "sortBy": "name", "sortOrder": "asc"}
    [found] = practice.get(practice.items("places"), **query)["items"]
    assert found["id"] == place["id"]


def test_a_taken_slug_is_refused_or_given_an_ending(practice, behave, place):
    path, slug = practice.items("places"), place["fieldData"]["slug"]
    body = {"fieldData": {"name": "Twin", "slug": slug}}
    assert practice.ask("POST", path, json=body).status_code == 400
    behave(duplicate_slugs="suffixed")
    made = practice.ask("POST", path, json=body).json()
    stem, ending = made["fieldData"]["slug"].rsplit("-", 1)
    assert (stem, len(ending)) == (slug, 5)


def test_an_update_never_takes_the_slug_of_another(practice, behave, place):
    other = practice.make("places", name=f"Mole {next(numbers)}")
    behave(duplicate_slugs="suffixed")
    assert patch(practice, "places", other, slug=place["fieldData"]["slug"]).status_code == 400


def test_an_items_own_slug_is_accepted_or_a_duplicate(practice, behave, place):
    slug = place["fieldData"]["slug"]
    assert patch(practice, "places", place, slug=slug).status_code == 200
    behave(own_slug="refused")
    answer = patch(practice, "places", place, slug=slug)
    assert answer.json()["details"][0]["description"] == (
        f"Unique value is already in database: '{slug}'"
    )


def test_an_address_is_kept_or_written_small(practice, behave):
    author = practice.make("authors", name="Ana", email="ana@example.com")
    mixed = "Ana.Costa@Example.com"
    kept = patch(practice, "authors", author, email=mixed).json()["fieldData"]["email"]
    behave(emails="lowered")
    small = patch(practice, "authors", author, email=mixed).json()["fieldData"]["email"]
    assert (kept, small) == (mixed, mixed.lower())


def test_a_target_of_live_items_is_drafted_or_not(practice, behave):
    place = practice.make("places", name=f"Mole {next(numbers)}")
    story = practice.make("stories", name=f"Story {next(numbers)}", place=place["id"])
    for slug, item in (("places", place), ("stories", story)):
        path = f"{practice.items(slug)}/publish"
        practice.ask("POST", path, json={"itemIds": [item["id"]]})
    path = f"{practice.items('places')}/{place['id']}"
    behave(drafting_targets="refused")
    refused = practice.ask("PATCH", path, json={"isDraft": True})
    assert refused.status_code == 409
    assert "still being used by: Stories" in refused.json()["message"]
    behave(drafting_targets="accepted")
    assert practice.ask("PATCH", path, json={"isDraft": True}).status_code == 200


def test_an_unknown_behaviour_changes_nothing(practice):
    before = practice.control("GET", "behaviour").json()
    for wanted in ({"emails": "shouted"}, {"emails": "lowered", "manners": "good"}, {"emails": 1}):
        answer = practice.control("PATCH", "behaviour", wanted)
        assert answer.status_code == 400
        assert "emails: kept, lowered" in answer.json()["message"]
    assert practice.control("GET", "behaviour").json() == before


def test_the_command_line_sets_a_behaviour(run):
    practice = run("--items", "60", "--behave", "emails=lowered", "--behave", "own_slug=refused")
    held = practice.control("GET", "behaviour").json()
    assert (held["emails"], held["own_slug"]) == ("lowered", "refused")


def test_the_command_line_knows_the_behaviours():
    asked = subprocess.run(
        [*UNHELD, "--behave", "emails=shouted"], capture_output=True, text=True, check=False
    )
    assert asked.returncode == 2
    assert "no such behaviour, emails=shouted" in asked.stderr
