"""The happy paths against the practice server, in its own process and over real HTTP."""

import json
import subprocess
from collections.abc import AsyncIterator, Iterator
from uuid import uuid4

import pytest
from msgspec.structs import replace

from tests.doubles.practice import ROOT, SERVER
from wfdesk.api.items import ItemPatch
from wfdesk.api.webflow import Webflow
from wfdesk.domain.errors import MissingScopeError, NotAuthorizedError, NotFoundError, RefusedError
from wfdesk.domain.ids import NAME, SLUG, AccountId, ItemId, ItemKey
from wfdesk.domain.items import Item
from wfdesk.domain.schema import Collection, Site
from wfdesk.domain.values import to_wire

ACCOUNT = AccountId("a")
CONTENT = ["--until-stdin-closes", "--items", "200", "--seed", "1", "--rate-limit", "0"]


@pytest.fixture(scope="module")
def ready() -> Iterator[dict]:
    """What the server says of itself once it accepts requests."""
    with subprocess.Popen(
        [*SERVER, *CONTENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as process:
        yield json.loads(process.stdout.readline())
        process.stdin.close()


@pytest.fixture
async def practice(ready) -> AsyncIterator[Webflow]:
    client = Webflow(ready["url"], ready["tokens"]["full"])
    yield client
    await client.aclose()


@pytest.fixture
async def site(practice) -> Site:
    return (await practice.sites.all(ACCOUNT))[0]


@pytest.fixture
async def largest(practice, site) -> Collection:
    """The collection with the most items, with its fields."""
    totals = {}
    for collection in await practice.collections.all(site.id):
        page = await practice.items.page(
            collection.id, locale=site.primary_locale, offset=0, limit=1
        )
        totals[collection.id] = page.total
    return await practice.collections.get(max(totals, key=totals.__getitem__), site.id)


@pytest.fixture
async def others(practice, site, largest) -> list[Item]:
    """Items that are there from the start."""
    page = await practice.items.page(largest.id, locale=site.primary_locale, offset=0, limit=5)
    return page.items


@pytest.fixture
async def made(practice, site, largest, others) -> AsyncIterator[ItemKey]:
    """A new item, made from an existing one so that whatever is required is there."""
    model = others[0].fields
    fields = {
        field.slug: to_wire(field, model[field.slug])
        for field in largest.fields
        if field.can_be_sent and field.slug in model
    }
    # A deleted item may keep its slug, so no two share one.
    fields |= {NAME: "Made by a test", SLUG: f"made-{uuid4().hex}"}
    (item,) = await practice.items.create(
        largest.id, site.primary_locale, [fields], is_draft=True, is_archived=False
    )
    yield item.key
    await practice.items.delete(largest.id, [item.key])


async def test_the_token_says_what_it_may(practice):
    info = await practice.tokens.introspect()
    assert {"cms:read", "cms:write", "sites:read"} <= info.scopes
    assert (await practice.tokens.authorized_by()).email


async def test_a_site_has_domains_and_a_locale(practice, site):
    assert site.account == ACCOUNT
    assert site.primary_locale
    assert await practice.sites.domains(site.id) == list(site.domains)


async def test_a_collection_has_its_fields_name_and_slug_first(largest):
    assert [field.slug for field in largest.fields[:2]] == ["name", "slug"]
    assert len({field.type for field in largest.fields}) > 5


async def test_every_item_comes_once_in_all_pages(practice, site, largest):
    keys, total = [], 0
    async for page in practice.items.pages(largest.id, locale=site.primary_locale):
        keys += [item.key for item in page.items]
        total = page.total
    assert len(keys) == len(set(keys)) == total > 0
    assert {key.locale for key in keys} == {site.primary_locale}


async def test_a_new_item_is_found_by_its_slug(practice, largest, site, made):
    item = await practice.items.get(made)
    assert item.is_draft
    assert await practice.items.by_slug(largest.id, site.primary_locale, item.slug) == item


async def test_an_update_changes_only_what_it_names(practice, largest, made):
    before = await practice.items.get(made)
    (after,) = await practice.items.update(largest.id, [ItemPatch(made, {NAME: "Renamed"})])
    assert after.fields == {**before.fields, NAME: "Renamed"}
    assert after.last_updated > before.last_updated
    assert after == replace(before, fields=after.fields, last_updated=after.last_updated)


async def test_what_changed_since_is_listed_alone(practice, largest, site, made):
    changed = await practice.items.get(made)
    pages = practice.items.pages(
        largest.id, locale=site.primary_locale, updated_since=changed.last_updated
    )
    assert [item.key async for page in pages for item in page.items] == [made]


async def test_an_item_goes_live_and_comes_back(practice, largest, made):
    await practice.items.update(largest.id, [ItemPatch(made, is_draft=False)])
    answer = await practice.items.publish(largest.id, [made])
    assert (answer.published, answer.errors) == ({made.item}, ())
    assert (await practice.items.get(made, live=True)).key == made
    await practice.items.unpublish(largest.id, [made])
    assert not (await practice.items.get(made)).is_live


async def test_a_deleted_item_is_not_found(practice, largest, others):
    gone = others[-1].key
    await practice.items.delete(largest.id, [gone])
    with pytest.raises(NotFoundError):
        await practice.items.get(gone)


async def test_a_taken_slug_is_refused_at_its_field(practice, largest, others, made):
    with pytest.raises(RefusedError) as caught:
        await practice.items.update(largest.id, [ItemPatch(made, {SLUG: others[0].slug})])
    assert [refusal.field for refusal in caught.value.refusals] == ["slug"]


async def test_a_publish_of_nothing_that_exists_tells_its_errors(practice, largest, made):
    nobody = replace(made, item=ItemId("0" * 24))
    answer = await practice.items.publish(largest.id, [nobody])
    assert answer.published == frozenset()
    assert nobody.item in answer.errors[0]


async def test_a_token_that_may_only_read_lacks_a_scope(ready, largest, made):
    client = Webflow(ready["url"], ready["tokens"]["read_only"])
    with pytest.raises(MissingScopeError) as caught:
        await client.items.update(largest.id, [ItemPatch(made, {NAME: "x"})])
    await client.aclose()
    assert caught.value.scope == "cms:write"


async def test_an_unknown_token_opens_nothing(ready):
    client = Webflow(ready["url"], "x" * 40)
    with pytest.raises(NotAuthorizedError):
        await client.tokens.introspect()
    await client.aclose()
