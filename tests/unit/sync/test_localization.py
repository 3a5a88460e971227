"""Localization is switched on in Webflow: the next refresh finds that what has no locale has one.

The server has locales all the time. The local copy is as it was read before there were any.
"""

import asyncio

import pytest
from msgspec.structs import replace

from tests.unit.sync.conftest import Desk
from tests.unit.sync.test_creating import arrives, named
from tests.unit.sync.test_interrupted import released
from tests.unit.sync.test_unpublished import half_published, left
from wfdesk.domain.changes import ChangeSet
from wfdesk.domain.edits import Action, SendState
from wfdesk.domain.history import Reason
from wfdesk.domain.ids import NAME, NO_LOCALE, SLUG, FieldSlug, ItemKey, LocaleId
from wfdesk.domain.plan import Goal
from wfdesk.store.database import Connection
from wfdesk.store.history import HistoryRepository
from wfdesk.store.items import ItemsRepository
from wfdesk.store.localized import take_in_sites
from wfdesk.store.sites import SitesRepository
from wfdesk.store.works import WorksRepository
from wfdesk.sync.progress import Result

EMAIL = FieldSlug("email")


def without_locales(rows: Connection) -> ChangeSet:
    """Take in the site as if it had none."""
    [site] = SitesRepository(rows).all()
    return take_in_sites(rows, site.account, [replace(site, locales=())])


@pytest.fixture
async def early(desk: Desk) -> Desk:
    """A desk that has read the site when that had no locales."""
    await desk.database.write(without_locales)
    desk.locale = NO_LOCALE
    return desk


async def primary(desk: Desk) -> LocaleId:
    return (await desk.browsing.site_of(desk.collection)).primary_locale


async def test_an_edit_from_before_is_to_be_seen_in_its_item_and_is_sent(early: Desk) -> None:
    [key] = await early.keys(1)
    await early.editing.set_field(key, NAME, "Before")
    await early.refreshing.refresh_all()
    now = replace(key, locale=await primary(early))
    work = await early.browsing.work(now)
    assert (work.key, work.fields[NAME], work.state) == (now, "Before", SendState.SAVED)
    assert (await early.send())[now].result is Result.SENT
    assert early.on_server(now)["fieldData"]["name"] == "Before"
    assert await early.works() == []


async def test_the_table_is_there_before_its_items_are_read_anew(early: Desk) -> None:
    count = len(await early.keys(100))
    early.practice.control(
        "POST", "faults", {"method": "GET", "path": "/items", "do": "status", "status": 500}
    )
    await early.refreshing.refresh_collection(early.collection, is_asked=True)
    early.locale = await primary(early)
    assert early.locale != NO_LOCALE
    assert len(await early.keys(100)) == count


async def test_a_refresh_finds_every_item_once(early: Desk) -> None:
    await early.refreshing.refresh_all()

    def count(rows: Connection) -> int:
        return ItemsRepository(rows).count(early.collection, NO_LOCALE)

    assert await early.database.read(count) == 0
    early.locale = await primary(early)
    path = f"/collections/{early.collection}/items"
    there = early.practice.get(path, limit=100)["items"]
    assert {key.item for key in await early.keys(100)} == {
        each["id"] for each in there if not each["isArchived"]
    }


async def test_a_conflict_from_before_is_one_still(early: Desk) -> None:
    [key] = await early.keys(1)
    await early.editing.set_field(key, NAME, "Mine")
    early.colleague_edits(key, NAME, "Theirs")
    await early.refreshing.refresh_all()
    [work] = await early.works()
    assert (work.state, dict(work.conflicts)) == (SendState.CONFLICT, {NAME: "Theirs"})
    assert work.key.locale == await primary(early)


async def test_a_new_item_whose_answer_was_lost_is_found_and_made_once(early: Desk) -> None:
    key = await early.editing.create(early.collection, NO_LOCALE, {NAME: "Once Only"})
    await journalled(early, key)
    arrives(early, "Once Only", "once-only")
    await early.refreshing.refresh_all()  # and what was lost is looked up
    assert await early.works() == []
    assert (await early.browsing.work(key)).key.locale == await primary(early) != NO_LOCALE
    await early.send()
    assert named(early, "Once Only") == ["once-only"]


async def test_a_new_item_that_was_not_found_before_is_looked_for_before_it_is_made(
    early: Desk,
) -> None:
    key = await early.editing.create(early.collection, NO_LOCALE, {NAME: "Once Only"})
    await journalled(early, key)
    await early.refreshing.look_up()
    assert await early.ledger.unfinished() == []
    arrives(early, "Once Only", "once-only")
    await early.refreshing.refresh_all()
    await early.send()
    assert named(early, "Once Only") == ["once-only"]
    assert await early.works() == []


async def journalled(desk: Desk, key: ItemKey) -> None:
    """Write down that the item is being sent, and go no further."""
    [batch] = (await desk.publishing.plan([key], Goal.SEND)).batches
    [operation] = batch.operations
    operation = replace(operation, fields={**operation.fields, SLUG: "once-only"})
    [(entry, _)] = await desk.ledger.journal("lost", [operation], {})
    await desk.ledger.mark([entry], SendState.UNKNOWN, "")


async def test_a_look_that_began_before_is_taken_in_where_the_item_is_now(early: Desk) -> None:
    key = await early.editing.create(early.collection, NO_LOCALE, {NAME: "Once Only"})
    await journalled(early, key)
    [entry] = await early.ledger.unfinished()
    arrives(early, "Once Only", "once-only")
    item = await early.webflow.items.by_slug(early.collection, NO_LOCALE, "once-only")
    assert item is not None
    await early.refreshing.refresh_all()
    await early.ledger.acknowledge([(entry, item)], is_found=True)
    assert await early.works() == []
    at = replace(item.key, locale=await primary(early))
    assert (await early.browsing.work(key)).key == at


async def test_a_look_in_vain_that_began_before_ends_what_is_unknown(early: Desk) -> None:
    key = await early.editing.create(early.collection, NO_LOCALE, {NAME: "Once Only"})
    await journalled(early, key)
    [entry] = await early.ledger.unfinished()
    await early.refreshing.refresh_all()
    await early.ledger.mark([entry], SendState.SAVED, "It was not found.")
    [work] = await early.works()
    assert work.state is SendState.SAVED


async def test_what_is_left_to_publish_ends_when_it_is_live(desk: Desk) -> None:
    [key] = await half_published(desk, {"do": "status", "status": 401}, count=1)
    desk.practice.control("DELETE", "faults")
    await desk.database.write(without_locales)
    assert await left(desk) == {replace(key, locale=NO_LOCALE)}
    await desk.refreshing.refresh_all()
    assert await left(desk) == {key}
    desk.colleague("publish", collection=key.collection, item=key.item)
    await desk.refreshing.refresh_all()
    assert await left(desk) == set()


async def test_of_two_edits_of_a_field_one_goes_and_the_other_is_kept(desk: Desk) -> None:
    """An earlier version has known the item twice: the refresh left behind what had no locale."""
    [key] = await desk.keys(1)
    old = replace(key, locale=NO_LOCALE)

    def edit_twice(rows: Connection) -> None:
        item = ItemsRepository(rows).get(key)
        ItemsRepository(rows).upsert([replace(item, key=old)])
        works = WorksRepository(rows)
        works.stage(old, NAME, "Before", item.fields[NAME])
        works.stage(old, EMAIL, "before@example.org", item.fields[EMAIL])
        works.stage(key, NAME, "After", item.fields[NAME])

    await desk.database.write(edit_twice)
    await desk.refreshing.refresh_all()
    results = await desk.send()
    assert {key: each.result for key, each in results.items()} == {key: Result.SENT}
    held = desk.on_server(key)["fieldData"]
    assert (held["name"], held["email"]) == ("After", "before@example.org")
    [past] = await desk.database.read(lambda rows: HistoryRepository(rows).of(key))
    assert (past.value, past.reason) == ("Before", Reason.EDITED_IN_LOCALE)


async def test_a_plan_from_before_is_not_sent(early: Desk) -> None:
    """It calls the items as nobody does any more: it would take them for gone, or make them twice.

    Planned once more they go.
    """
    [key] = await early.keys(1)
    await early.editing.set_field(key, NAME, "Mine")
    await early.editing.create(early.collection, NO_LOCALE, {NAME: "Once Only"})
    plan = await early.publishing.plan(None, Goal.SEND)
    await early.refreshing.refresh_all()
    heard: list = []
    await early.publishing.start(plan, heard.append).go()
    assert {each.result for each in heard[-1].results} == {Result.NOT_SENT}
    assert early.writes() == []
    works = await early.works()
    assert [(work.state, work.is_gone) for work in works] == [(SendState.SAVED, False)] * 2
    assert {each.result for each in (await early.send()).values()} == {Result.SENT}
    assert len(named(early, "Once Only")) == 1


async def test_a_run_under_way_ends_as_it_was_planned(early: Desk) -> None:
    [key] = await early.keys(1)
    await early.editing.set_field(key, NAME, "Mine")
    await early.editing.create(early.collection, NO_LOCALE, {NAME: "Once Only"})
    hold = {"method": "PATCH", "path": "items", "do": "delay", "seconds": None}
    early.practice.control("POST", "faults", hold)
    going = asyncio.create_task(early.send())
    while not early.writes():
        await asyncio.sleep(0.02)
    await early.refreshing.refresh_all()
    assert await primary(early) == NO_LOCALE
    await released(early, going)
    results = going.result()
    assert {each.result for each in results.values()} == {Result.SENT}
    assert await early.works() == []
    await early.refreshing.refresh_all()
    assert (await early.browsing.work(key)).key.locale == await primary(early) != NO_LOCALE
    assert len(named(early, "Once Only")) == 1


async def test_what_is_typed_into_a_form_from_before_is_kept(early: Desk) -> None:
    """Its key is the one that it was opened with."""
    first, second = await early.keys(2)
    name = (await early.browsing.work(second)).fields[NAME]
    await early.editing.set_field(second, NAME, "Mine")
    await early.refreshing.refresh_all()
    await early.editing.set_field(first, NAME, "Mine")
    await early.editing.set_field(second, NAME, name)  # typed back
    await early.editing.set_action([second], Action.ARCHIVE)
    now = {work.key.item: work for work in await early.works()}
    assert now[first.item].fields[NAME] == "Mine"
    assert (dict(now[second.item].edits), now[second.item].action) == ({}, Action.ARCHIVE)
    assert {work.key.locale for work in now.values()} == {await primary(early)}


async def test_what_was_edited_in_the_primary_locale_goes_when_there_is_none(desk: Desk) -> None:
    [key] = await desk.keys(1)
    await desk.editing.set_field(key, NAME, "Mine")
    await desk.database.write(without_locales)
    [work] = await desk.works()
    assert work.key == replace(key, locale=NO_LOCALE)
    assert (await desk.send())[work.key].result is Result.SENT
