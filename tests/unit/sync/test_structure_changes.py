"""Fields, choices, targets, locales, collections and rights that go while there are edits: F57-F65.

Each test changes something that no other one needs.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.doubles.practice import Practice, start
from tests.unit.sync.conftest import Desk, joined
from wfdesk.domain.edits import SendState, Work
from wfdesk.domain.ids import NAME, SLUG, CollectionId, FieldSlug, ItemKey, LocaleId
from wfdesk.domain.plan import Goal, Plan
from wfdesk.domain.tables import Query
from wfdesk.sync.progress import Result


@pytest.fixture(scope="module")
def practice() -> Iterator[Practice]:
    with closing(start("--items", "60", "--rate-limit", "0")) as practice:
        yield practice


@pytest.fixture
async def desk(tmp_path: Path, practice: Practice) -> AsyncIterator[Desk]:
    async with joined(tmp_path, practice) as desk:
        yield desk
        practice.control("DELETE", "faults")


async def at(desk: Desk, slug: str, count: int = 1) -> list[ItemKey]:
    """Keys of items of a collection, which becomes that of the desk."""
    desk.collection = CollectionId(desk.practice.collection(slug))
    return await desk.keys(count)


async def redesign(desk: Desk, **said: object) -> None:
    """Have a colleague change the structure of the collection, and see it."""
    desk.colleague("schema", collection=desk.collection, **said)
    await desk.refreshing.refresh_collection(desk.collection)


async def only_work(desk: Desk) -> Work:
    [work] = await desk.works()
    return work


async def blocked(desk: Desk, goal: Goal = Goal.SEND) -> dict[ItemKey, tuple[str, str]]:
    """What stays behind: the field it is about, and the sentence."""
    plan: Plan = await desk.publishing.plan(None, goal)
    return {each.key: (each.label, each.sentence) for each in plan.blockers}


async def test_f57_an_edit_of_a_deleted_field_is_kept_and_the_others_are_sent(desk: Desk) -> None:
    [key] = await at(desk, "recipes")
    hotline = FieldSlug("hotline")
    await desk.editing.set_field(key, hotline, "+49 555 0100")
    await desk.editing.set_field(key, NAME, "Fifty-seven")
    await redesign(desk, field="hotline", delete=True)
    assert (await desk.send())[key].result is Result.SENT
    work = await only_work(desk)
    assert (list(work.edits), work.edits[hotline].value) == ([hotline], "+49 555 0100")
    assert (work.state, desk.on_server(key)["fieldData"]["name"]) == (
        SendState.SAVED,
        "Fifty-seven",
    )
    [(_, sentence)] = (await blocked(desk)).values()
    assert "kept here" in sentence
    [review] = (await desk.reviewing.review()).items
    assert [(each.label, each.is_parked) for each in review.fields] == [("Baking hotline", True)]


async def test_f57_values_that_go_with_a_field_go_here_too(desk: Desk) -> None:
    """No item counts as updated by that."""
    keys = await at(desk, "recipes", 60)
    works = await desk.browsing.works(keys)
    shown = next(work.key for work in works if work.fields.get(FieldSlug("contact")))
    await redesign(desk, field="contact", delete=True)
    assert "contact" not in (await desk.browsing.work(shown)).fields


async def test_f58_an_edit_that_fits_its_field_no_more_stays_with_the_field_marked(
    desk: Desk,
) -> None:
    key, other = await at(desk, "recipes", 2)
    subtitle = FieldSlug("subtitle")
    await desk.editing.set_field(key, subtitle, "Twelve")
    await desk.editing.set_field(other, NAME, "Goes on")
    await redesign(desk, field="subtitle", change={"type": "Number", "displayName": "How many"})
    assert await blocked(desk) == {key: ("How many", "This is not a number, such as 12.5.")}
    results = await desk.send()
    assert (list(results), results[other].result) == ([other], Result.SENT)
    assert (await only_work(desk)).edits[subtitle].value == "Twelve"

    await desk.editing.set_field(key, subtitle, 12)

    assert (await desk.send())[key].result is Result.SENT


async def test_f58_a_field_that_is_required_now_stops_the_publish_alone(desk: Desk) -> None:
    description = FieldSlug("description")
    works = await desk.browsing.works(await at(desk, "places", 20))
    key = next(work.key for work in works if work.fields.get(description))
    await desk.editing.set_field(key, description, "")
    await redesign(desk, field="description", change={"isRequired": True})
    assert await blocked(desk) == {}
    [(label, sentence)] = (await blocked(desk, Goal.PUBLISH)).values()
    assert (label, "required" in sentence) == ("Description", True)
    await redesign(desk, field="description", change={"isRequired": False})


async def test_f58_a_field_that_cannot_be_changed_any_more_keeps_its_edit(desk: Desk) -> None:
    [key] = await at(desk, "places")
    website = FieldSlug("website")
    await desk.editing.set_field(key, website, "https://example.org/mine")
    await redesign(desk, field="website", change={"isEditable": False})
    assert "kept here" in (await blocked(desk))[key][1]
    await redesign(desk, field="website", change={"isEditable": True})
    assert (await desk.send())[key].result is Result.SENT


async def test_f59_a_removed_choice_has_to_be_chosen_anew_and_is_never_blanked(desk: Desk) -> None:
    [key] = await at(desk, "recipes")
    difficulty = FieldSlug("difficulty")
    known = await desk.browsing.collection(desk.collection)
    choices = known.find_field(difficulty).choices
    held = (await desk.browsing.work(key)).fields.get(difficulty)
    chosen, other = [each.id for each in choices if each.id != held][:2]
    await desk.editing.set_field(key, difficulty, chosen)
    await redesign(desk, field="difficulty", removeOption=chosen)
    work = await only_work(desk)
    assert work.edits[difficulty].value == chosen
    assert "no longer exists" in (await blocked(desk))[key][1]
    await desk.editing.set_field(key, difficulty, other)
    assert (await desk.send())[key].result is Result.SENT


async def test_f60_a_reference_to_a_deleted_item_stops_its_own_item_alone(desk: Desk) -> None:
    target = await _new(desk, "places", "Goes away")
    first, second = await at(desk, "stories", 2)
    await desk.editing.set_field(first, FieldSlug("place"), target.item)
    await desk.editing.set_field(second, NAME, "Goes on")
    desk.colleague("delete", collection=target.collection, item=target.item)
    await desk.refreshing.refresh_collection(target.collection, is_asked=True)
    [(key, (label, sentence))] = (await blocked(desk)).items()
    assert (key, label) == (first, "Place")
    assert sentence.startswith("It refers to an item that Webflow no longer has.")
    assert [item.slug for item in (await _problems(desk, first))] == ["place"]
    assert (await desk.send())[second].result is Result.SENT

    await desk.editing.set_field(first, FieldSlug("place"), None)

    assert await blocked(desk) == {}


async def test_f60_a_reference_to_an_item_that_is_not_live_stops_only_the_publish(
    desk: Desk,
) -> None:
    desk.colleague("site")  # with the structure as it is now
    target = await _new(desk, "places", "Not live")
    [key] = await at(desk, "stories")
    await desk.editing.set_field(key, FieldSlug("place"), target.item)
    assert await blocked(desk) == {}
    label, sentence = (await blocked(desk, Goal.PUBLISH))[key]
    assert (label, "not live" in sentence) == ("Place", True)
    await desk.editing.set_field(target, NAME, "Live soon")
    assert await blocked(desk, Goal.PUBLISH) == {}
    results = await desk.send(Goal.PUBLISH)
    assert {each.result for each in results.values()} == {Result.PUBLISHED}


async def test_f62_edits_of_a_locale_that_is_off_wait_and_never_become_the_primarys(
    desk: Desk,
) -> None:
    locale = desk.practice.locales["secondary"][0]
    french = LocaleId(locale["cmsLocaleId"])
    await at(desk, "recipes")
    keys = list(await desk.browsing.find(desk.collection, french, Query()))
    primary = desk.on_server(ItemKey(desk.collection, keys[0].item))["fieldData"]["name"]
    await desk.editing.set_field(keys[0], NAME, "En attente")
    planned = await desk.publishing.plan(None, Goal.SEND)
    desk.colleague("locale", tag=locale["tag"], enabled=False)
    await desk.refreshing.refresh_collection(desk.collection, is_asked=True)

    [(key, (_, sentence))] = (await blocked(desk)).items()
    assert key == keys[0]
    assert sentence.startswith(f"{locale['displayName']} is switched off in Webflow.")
    desk.practice.control("DELETE", "log")
    assert await desk.send() == {}
    assert desk.writes() == []
    assert (await only_work(desk)).edits[NAME].value == "En attente"

    # Nor does a run that was planned before write it anywhere.
    heard: list = []
    await desk.publishing.start(planned, heard.append).go()
    [result] = heard[-1].results
    assert (result.result, "edits are kept" in result.reason) == (Result.NOT_SENT, True)
    assert desk.writes() == []
    assert (await only_work(desk)).edits[NAME].value == "En attente"

    desk.colleague("locale", tag=locale["tag"], enabled=True)
    await desk.editing.set_field(keys[1], NAME, "Encore")
    await desk.refreshing.refresh_collection(desk.collection, is_asked=True)
    assert {each.result for each in (await desk.send()).values()} == {Result.SENT}
    sent = [item for entry in desk.writes() for item in entry["body"]["items"]]
    assert {(each["id"], each["cmsLocaleId"]) for each in sent} == {
        (key.item, french) for key in keys[:2]
    }
    name = desk.on_server(ItemKey(desk.collection, keys[0].item))["fieldData"]["name"]
    assert name == primary


async def test_f62_a_locale_that_a_colleague_adds_is_there_after_a_refresh(desk: Desk) -> None:
    await at(desk, "places")
    desk.colleague("locale", tag="nl-NL")
    await desk.refreshing.refresh_collection(desk.collection, is_asked=True)
    site = await desk.browsing.site_of(desk.collection)
    assert "nl-NL" in {each.tag for each in site.secondary_locales}
    desk.colleague("locale", tag="nl-NL", remove=True)
    await desk.refreshing.refresh_collection(desk.collection, is_asked=True)
    site = await desk.browsing.site_of(desk.collection)
    assert "nl-NL" not in {each.tag for each in site.locales}


async def test_f63_a_collection_that_goes_keeps_its_edits_and_holds_up_no_other(
    desk: Desk,
) -> None:
    [gone] = await at(desk, "categories")
    [key] = await at(desk, "places")
    await desk.editing.set_field(gone, NAME, "Kept")
    await desk.editing.set_field(key, NAME, "Sent all the same")
    planned = await desk.publishing.plan(None, Goal.SEND)
    desk.colleague("schema", collection=gone.collection, delete=True)
    heard: list = []
    await desk.publishing.start(planned, heard.append).go()
    results = {each.key: each for each in heard[-1].results}
    assert results[key].result is Result.SENT
    assert (results[gone].is_good, bool(results[gone].reason)) == (False, True)

    await desk.refreshing.refresh_collection(gone.collection)

    work = await only_work(desk)
    assert (work.key, work.edits[NAME].value) == (gone, "Kept")
    assert "no longer on the site" in (await blocked(desk))[gone][1]
    assert gone.collection not in await desk.browsing.collections()


async def test_f63_a_limit_of_the_plan_is_told_in_webflows_words_and_stops_that_alone(
    desk: Desk,
) -> None:
    limit = "You have reached the item limit of this site's plan"
    [key] = await at(desk, "stories")
    await desk.editing.set_field(key, NAME, "Goes on all the same")
    await at(desk, "places")
    new = [
        await desk.editing.create(desk.collection, desk.locale, {NAME: f"Too many {number}"})
        for number in range(2)
    ]
    order = {
        "do": "status",
        "method": "POST",
        "path": "bulk",
        "status": 400,
        "times": "always",
        "answer": {"code": "bad_request", "message": limit, "details": []},
    }
    assert desk.practice.control("POST", "faults", order).is_success
    results = await desk.send()
    assert results[key].result is Result.SENT
    assert [results[each].result for each in new] == [Result.REFUSED] * 2
    assert all(limit in results[each].reason for each in new)
    assert {work.key for work in await desk.works()} == set(new)


async def test_f64_a_token_that_is_revoked_stops_the_run_and_keeps_every_edit(desk: Desk) -> None:
    keys = [*await at(desk, "places", 2), *await at(desk, "stories", 2)]
    for number, key in enumerate(keys):
        await desk.editing.set_field(key, NAME, f"Revoked {number}")
    revoke = {"act": "token", "token": "full", "revoked": True}
    order = {"do": "colleague", "method": "PATCH", "when": "before", "acts": [revoke]}
    assert desk.practice.control("POST", "faults", order).is_success
    desk.practice.control("DELETE", "log")
    results = await desk.send()
    assert {each.result for each in results.values()} == {Result.NOT_SENT}
    assert len({each.reason for each in results.values()}) == 1
    assert len(desk.writes()) == 1
    assert {work.state for work in await desk.works()} == {SendState.SAVED}

    desk.practice.control("DELETE", "log")
    await desk.refreshing.refresh_all()
    assert len(desk.practice.log()) == 1  # It is said once, and nobody asks in vain.
    assert "token" in desk.board.status.trouble.lower()

    desk.colleague("token", token="full")
    assert {each.result for each in (await desk.send()).values()} == {Result.SENT}


async def test_f65_a_missing_scope_is_named_and_nothing_is_lost(desk: Desk) -> None:
    [key] = await at(desk, "places")
    await desk.editing.set_field(key, NAME, "May not be written")
    desk.colleague("token", token="full", scopes=["sites:read", "cms:read"])
    result = (await desk.send())[key]
    desk.colleague("token", token="full")
    assert (result.result, "cms:write" in result.reason) == (Result.NOT_SENT, True)
    assert (await only_work(desk)).edits[NAME].value == "May not be written"
    assert (await desk.send())[key].result is Result.SENT


async def _new(desk: Desk, slug: str, name: str) -> ItemKey:
    await at(desk, slug)
    key = await desk.editing.create(desk.collection, desk.locale, {NAME: name})
    made = (await desk.send())[key].new_key
    assert made is not None
    return made


async def _problems(desk: Desk, key: ItemKey) -> list:
    review = await desk.reviewing.review()
    return [
        field
        for item in review.items
        if item.work.key == key
        for field in item.fields
        if field.problems
    ]


async def test_f61_a_slug_that_another_item_has_is_told_with_one_that_is_free(desk: Desk) -> None:
    key = await _new(desk, "places", "Wanted twice")
    taken = desk.on_server(key)["fieldData"]["slug"]
    new = await desk.editing.create(desk.collection, desk.locale, {NAME: "Twice", SLUG: taken})
    result = (await desk.send())[new]
    assert result.result is Result.REFUSED
    assert result.reason.endswith(f"“{taken}-2” is free.")
    work = await only_work(desk)
    free = await desk.browsing.other_slug(work)
    assert free == f"{taken}-2"
    await desk.editing.set_field(new, SLUG, free)
    assert (await desk.send())[new].result is Result.SENT


async def test_f61_so_is_one_that_webflow_refuses_for_an_item_that_is_there(desk: Desk) -> None:
    first, second = await at(desk, "places", 2)
    taken = desk.on_server(first)["fieldData"]["slug"]
    await desk.editing.set_field(second, SLUG, taken)
    assert (await desk.send())[second].result is Result.REFUSED
    free = await desk.browsing.other_slug(await only_work(desk))
    await desk.editing.set_field(second, SLUG, free)
    assert (await desk.send())[second].result is Result.SENT


async def test_a_slug_that_was_not_refused_has_no_other_one(desk: Desk) -> None:
    [key] = await at(desk, "places")
    assert await desk.browsing.other_slug(await desk.browsing.work(key)) == ""
