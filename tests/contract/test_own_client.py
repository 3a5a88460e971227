"""Our own client tells the story that the official SDKs tell, to the same practice server.

The server holds each request of ours to the contract, and each of its answers.
"""

from collections.abc import AsyncIterator, Iterator
from itertools import count

import pytest
from msgspec.structs import replace

from tests.doubles.practice import Practice, start
from wfdesk.api.items import ItemPatch
from wfdesk.api.webflow import Webflow
from wfdesk.domain.errors import (
    ConflictError,
    MissingScopeError,
    NotAuthorizedError,
    NotFoundError,
    RateLimitedError,
    RefusedError,
)
from wfdesk.domain.ids import NAME, SLUG, AccountId, CollectionId, FieldSlug, ItemId, ItemKey
from wfdesk.domain.items import Item
from wfdesk.domain.schema import Collection, FieldType, Site
from wfdesk.domain.values import to_wire

ACCOUNT = AccountId("a")
ABOUT = FieldSlug("description")
numbers = count()


@pytest.fixture(scope="module")
def practice() -> Iterator[Practice]:
    practice = start("--items", "250", "--rate-limit", "0")
    yield practice
    practice.close()


@pytest.fixture
async def webflow(practice: Practice) -> AsyncIterator[Webflow]:
    client = Webflow(practice.url, practice.tokens["full"])
    yield client
    await client.aclose()


@pytest.fixture
async def site(webflow: Webflow) -> Site:
    [site] = await webflow.sites.all(ACCOUNT)
    return site


async def collection_of(webflow: Webflow, site: Site, slug: str) -> Collection:
    found = await webflow.collections.all(site.id)
    named = next(each.id for each in found if each.slug == slug)
    return await webflow.collections.get(named, site.id)


@pytest.fixture
async def recipes(webflow: Webflow, site: Site) -> Collection:
    """Of every type of field one, and more items than a page holds."""
    return await collection_of(webflow, site, "recipes")


@pytest.fixture
async def places(webflow: Webflow, site: Site) -> CollectionId:
    """The items here want nothing but a name."""
    return (await collection_of(webflow, site, "places")).id


@pytest.fixture
async def made(webflow: Webflow, site: Site, places: CollectionId) -> ItemKey:
    [item] = await make(webflow, site, places, 1)
    return item.key


async def make(webflow: Webflow, site: Site, places: CollectionId, many: int) -> list[Item]:
    names = [f"Town {next(numbers)}" for _ in range(many)]
    fields = [{NAME: name, SLUG: name.lower().replace(" ", "-")} for name in names]
    return await webflow.items.create(places, site.primary_locale, fields)


async def test_the_token_says_what_it_may(webflow: Webflow) -> None:
    info = await webflow.tokens.introspect()
    assert info.scopes is not None
    assert {"cms:read", "cms:write", "sites:read"} <= info.scopes
    assert "@" in (await webflow.tokens.authorized_by()).email


async def test_the_site_has_locales_and_domains_and_is_published_once_a_minute(
    webflow: Webflow, site: Site
) -> None:
    assert [locale.is_primary for locale in site.locales] == [
        True,
        *[False] * len(site.locales[1:]),
    ]
    assert len(site.locales) > 1
    domains = await webflow.sites.domains(site.id)
    assert domains == list(site.domains)
    chosen = [domain.id for domain in domains]
    await webflow.sites.publish(site.id, chosen, to_subdomain=True)
    [after] = await webflow.sites.all(ACCOUNT)
    assert after.last_published > site.last_published
    with pytest.raises(RateLimitedError):
        await webflow.sites.publish(site.id, chosen, to_subdomain=True)


async def test_the_schema_is_read_name_and_slug_first(recipes: Collection) -> None:
    assert [field.slug for field in recipes.fields[:2]] == [NAME, SLUG]
    assert {field.type for field in recipes.fields} == {*FieldType} - {FieldType.UNKNOWN}


async def test_every_item_comes_once_in_all_pages(
    webflow: Webflow, site: Site, recipes: Collection
) -> None:
    keys, totals = [], set()
    async for page in webflow.items.pages(recipes.id, locale=site.primary_locale):
        keys += [item.key for item in page.items]
        totals.add(page.total)
    assert totals == {len(keys)}
    assert len(set(keys)) == len(keys) > 100
    assert {key.locale for key in keys} == {site.primary_locale}


async def test_a_new_item_is_a_draft_and_found_by_its_slug(
    webflow: Webflow, site: Site, places: CollectionId, made: ItemKey
) -> None:
    item = await webflow.items.get(made)
    assert item.is_draft
    assert await webflow.items.by_slug(places, site.primary_locale, item.slug) == item
    assert await webflow.items.by_slug(places, site.primary_locale, "nowhere-at-all") is None


async def test_what_changed_since_is_listed_alone(
    webflow: Webflow, site: Site, places: CollectionId, made: ItemKey
) -> None:
    since = (await webflow.items.get(made)).last_updated
    pages = webflow.items.pages(places, locale=site.primary_locale, updated_since=since)
    assert [item.key async for page in pages for item in page.items] == [made]


async def test_items_are_made_in_the_order_given(
    webflow: Webflow, site: Site, places: CollectionId
) -> None:
    names = ["Order, third", "Order, first", "Order, second"]
    fields = [{NAME: name, SLUG: f"order-{at}"} for at, name in enumerate(names)]
    made = await webflow.items.create(places, site.primary_locale, fields)
    assert [item.fields[NAME] for item in made] == names


async def test_a_value_of_every_type_can_be_sent_as_it_was_read(
    webflow: Webflow, site: Site, recipes: Collection
) -> None:
    page = await webflow.items.page(recipes.id, locale=site.primary_locale, offset=0)
    model = max(page.items, key=lambda item: len(item.fields))
    sent = {
        field.slug: to_wire(field, model.fields[field.slug])
        for field in recipes.fields
        if field.can_be_sent and field.slug in model.fields
    }
    assert {field.type for field in recipes.fields if field.slug in sent} >= {
        FieldType.RICH_TEXT, FieldType.MULTI_IMAGE, FieldType.VIDEO_LINK, FieldType.MULTI_REFERENCE,
    }  # fmt: skip
    sent |= {NAME: "Once more", SLUG: "once-more"}
    [copy] = await webflow.items.create(recipes.id, site.primary_locale, [sent])
    kept = {slug: value for slug, value in model.fields.items() if slug in sent}
    assert copy.fields == {**kept, NAME: "Once more", SLUG: "once-more"}


async def test_an_update_changes_only_what_it_names_and_null_clears(
    webflow: Webflow, places: CollectionId, made: ItemKey
) -> None:
    before = await webflow.items.get(made)
    [about] = await webflow.items.update(places, [ItemPatch(made, {ABOUT: "By the sea"})])
    assert about.fields == {**before.fields, ABOUT: "By the sea"}
    assert about.last_updated > before.last_updated
    assert about == replace(before, fields=about.fields, last_updated=about.last_updated)
    [cleared] = await webflow.items.update(places, [ItemPatch(made, {ABOUT: None})])
    assert cleared.fields == before.fields


async def test_flags_are_changed_without_the_fields(
    webflow: Webflow, places: CollectionId, made: ItemKey
) -> None:
    before = await webflow.items.get(made)
    patch = ItemPatch(made, is_draft=False, is_archived=True)
    [after] = await webflow.items.update(places, [patch])
    assert (after.is_draft, after.is_archived, after.fields) == (False, True, before.fields)


async def test_an_item_is_made_changed_and_deleted_in_a_second_locale(
    webflow: Webflow, site: Site, places: CollectionId
) -> None:
    second = site.locales[1].id
    fields = {NAME: "Cobh", SLUG: "cobh-ours"}
    [item] = await webflow.items.create(places, second, [fields])
    assert item.key.locale == second
    [changed] = await webflow.items.update(places, [ItemPatch(item.key, {NAME: "An Cóbh"})])
    assert (changed.key, changed.fields[NAME]) == (item.key, "An Cóbh")
    assert await webflow.items.by_slug(places, site.primary_locale, "cobh-ours") is None
    await webflow.items.delete(places, [item.key])
    assert await webflow.items.by_slug(places, second, "cobh-ours") is None


async def test_items_go_live_and_come_back(
    webflow: Webflow, site: Site, places: CollectionId
) -> None:
    made = await make(webflow, site, places, 2)
    keys = [item.key for item in made]
    answer = await webflow.items.publish(places, keys)
    assert (answer.published, answer.errors) == ({key.item for key in keys}, ())
    live = await webflow.items.get(keys[0], live=True)
    assert (live.key, live.is_live) == (keys[0], True)
    listed = await webflow.items.page(
        places, locale=site.primary_locale, offset=0, slug=made[1].slug, live=True
    )
    assert [item.key for item in listed.items] == [keys[1]]
    await webflow.items.unpublish(places, keys)
    back = await webflow.items.get(keys[0])
    assert (back.is_live, back.is_draft) == (False, True)


async def test_a_publish_of_nothing_that_exists_tells_its_errors(
    webflow: Webflow, places: CollectionId, made: ItemKey
) -> None:
    nobody = replace(made, item=ItemId("0" * 24))
    answer = await webflow.items.publish(places, [nobody])
    assert answer.published == frozenset()
    assert nobody.item in answer.errors[0]


async def test_deleted_items_are_not_found(
    webflow: Webflow, site: Site, places: CollectionId
) -> None:
    keys = [item.key for item in await make(webflow, site, places, 2)]
    await webflow.items.delete(places, keys)
    for key in keys:
        with pytest.raises(NotFoundError):
            await webflow.items.get(key)


async def test_an_item_in_use_is_a_conflict_in_webflows_words(
    webflow: Webflow, site: Site, recipes: Collection
) -> None:
    page = await webflow.items.page(recipes.id, locale=site.primary_locale, offset=0)
    authors = (await collection_of(webflow, site, "authors")).id
    author = ItemId(str(page.items[0].fields["author"]))
    with pytest.raises(ConflictError) as caught:
        await webflow.items.delete(authors, [ItemKey(authors, author, site.primary_locale)])
    assert "still being used by" in caught.value.summary


async def test_a_taken_slug_is_refused_at_its_field(
    webflow: Webflow, site: Site, places: CollectionId
) -> None:
    one, two = await make(webflow, site, places, 2)
    with pytest.raises(RefusedError) as caught:
        await webflow.items.update(places, [ItemPatch(two.key, {SLUG: one.slug})])
    assert [refusal.field for refusal in caught.value.refusals] == ["slug"]


async def test_a_token_that_may_only_read_lacks_a_scope(
    practice: Practice, places: CollectionId, made: ItemKey
) -> None:
    client = Webflow(practice.url, practice.tokens["read_only"])
    with pytest.raises(MissingScopeError) as caught:
        await client.items.update(places, [ItemPatch(made, {NAME: "x"})])
    await client.aclose()
    assert caught.value.scope == "cms:write"


async def test_static_pages_come_without_templates_and_branches(
    webflow: Webflow, site: Site
) -> None:
    pages = await webflow.pages.all(site.id)
    paths = [page.path for page in pages]
    assert (paths[0], paths[1]) == ("/", "/about")
    assert len(set(paths)) == len(paths)
    assert not any(path.startswith("/detail_") for path in paths)


async def test_an_unknown_token_opens_nothing(practice: Practice) -> None:
    client = Webflow(practice.url, "x" * 40)
    with pytest.raises(NotAuthorizedError):
        await client.tokens.introspect()
    await client.aclose()
