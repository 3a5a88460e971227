"""A locale that went since the last refresh holds up nothing but its own edits."""

from tests.unit.sync.conftest import Desk
from wfdesk.domain.edits import GONE, SendState
from wfdesk.domain.ids import NAME, CollectionId, ItemKey, LocaleId
from wfdesk.domain.journal import LOCALE_GONE
from wfdesk.domain.plan import Goal
from wfdesk.sync.progress import Result


async def edited(desk: Desk) -> tuple[list[ItemKey], list[ItemKey], dict]:
    """Items edited in the primary locale, and in another one."""
    other = desk.practice.locales["secondary"][0]
    primary, here, there = desk.locale, list[ItemKey](), list[ItemKey]()
    for slug in ("authors", "places", "recipes"):
        desk.collection = CollectionId(desk.practice.collection(slug))
        for locale, keys in ((primary, here), (LocaleId(other["cmsLocaleId"]), there)):
            desk.locale = locale
            [key] = await desk.keys(1)
            await desk.editing.set_field(key, NAME, f"Of {slug}")
            keys.append(key)
    return here, there, other


async def test_the_others_go(desk: Desk) -> None:
    here, there, other = await edited(desk)
    desk.colleague("locale", tag=other["tag"], remove=True)
    results = await desk.send()
    assert {results[key].result for key in here} == {Result.SENT}
    assert {work.key for work in await desk.works()} == set(there)


async def test_its_edits_are_kept_and_the_reason_is_said(desk: Desk) -> None:
    _, there, other = await edited(desk)
    desk.colleague("locale", tag=other["tag"], remove=True)
    results = await desk.send(Goal.PUBLISH)
    assert {results[key].reason for key in there} == {LOCALE_GONE}
    works = {work.key: work for work in await desk.works()}
    assert {(works[key].state, works[key].is_gone) for key in there} == {(SendState.SAVED, False)}


async def test_a_new_item_in_it_is_kept(desk: Desk) -> None:
    other = desk.practice.locales["secondary"][0]
    locale = LocaleId(other["cmsLocaleId"])
    key = await desk.editing.create(desk.collection, locale, {NAME: "Once Only"})
    desk.colleague("locale", tag=other["tag"], remove=True)
    assert (await desk.send())[key].reason == LOCALE_GONE
    [work] = await desk.works()
    assert (work.key, work.state) == (key, SendState.SAVED)


async def test_that_it_is_gone_is_found_out_once(desk: Desk) -> None:
    _, there, other = await edited(desk)
    desk.colleague("locale", tag=other["tag"], remove=True)
    asked = len(desk.practice.control("GET", "log").json())
    plan = await desk.publishing.plan(there, Goal.SEND)
    await desk.publishing.start(plan, [].append).go()
    since = desk.practice.control("GET", "log").json()[asked:]
    # A look that is refused, and what there is now; the other two need not ask.
    assert [entry["path"].partition("/items")[2] != "" for entry in since] == [True, False]
    assert {each.key for each in (await desk.publishing.plan(None, Goal.SEND)).blockers} >= set(
        there
    )


async def test_a_look_that_is_refused_ends_its_own_batch_alone(desk: Desk) -> None:
    """Whatever the reason: the locale is still there."""
    here, there, _ = await edited(desk)
    refused = {"method": "GET", "path": f"{here[0].collection}/items", "do": "status"}
    desk.practice.control("POST", "faults", {**refused, "status": 400, "times": 2})
    results = await desk.send()
    of_first = {key for key in (*here, *there) if key.collection == here[0].collection}
    assert {results[key].result for key in {*here, *there} - of_first} == {Result.SENT}
    assert Result.NOT_SENT in {results[key].result for key in of_first}
    assert LOCALE_GONE not in {each.reason for each in results.values()}
    assert {work.state for work in await desk.works()} == {SendState.SAVED}


async def test_a_server_that_finds_nothing_there_does_not_have_them_deleted(desk: Desk) -> None:
    """How Webflow answers is not documented: it may be as if each item were gone."""
    _, there, other = await edited(desk)
    key = there[0]
    desk.colleague("locale", tag=other["tag"], remove=True)
    missing = {"method": "GET", "path": f"items/{key.item}", "do": "status", "status": 404}
    desk.practice.control("POST", "faults", missing)
    plan = await desk.publishing.plan([key], Goal.SEND)
    heard: list = []
    await desk.publishing.start(plan, heard.append).go()
    assert [each.reason for each in heard[-1].results] == [LOCALE_GONE]
    works = {work.key: work for work in await desk.works()}
    assert (works[key].state, works[key].is_gone) == (SendState.SAVED, False)


async def test_an_item_that_is_deleted_in_it_is_said_to_be(desk: Desk) -> None:
    _, there, _ = await edited(desk)
    key = there[0]
    desk.colleague("delete", collection=key.collection, item=key.item, cmsLocaleId=key.locale)
    results = await desk.send()
    assert (results[key].result, results[key].reason) == (Result.CONFLICT, GONE)
