from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.unit.api import wireserver as on
from wfdesk.domain.errors import NotFoundError, NotWebflowError, RefusedError
from wfdesk.domain.ids import NO_LOCALE, CollectionId, FieldSlug, ItemId, ItemKey, LocaleId

COLLECTION = CollectionId("c1")
EN = LocaleId("en-1")
NAME, SLUG = FieldSlug("name"), FieldSlug("slug")


def key(item: str, locale: LocaleId = NO_LOCALE) -> ItemKey:
    return ItemKey(COLLECTION, ItemId(item), locale)


def wire_item(item: str = "i1", slug: str = "a", **more):
    return {"id": item, "fieldData": {"name": slug.upper(), "slug": slug}, **more}


def listing(*items, total: int | None = None):
    count = len(items) if total is None else total
    return on.reply({"items": list(items), "pagination": {"total": count}})


async def test_an_item_is_read_in_full(wire, webflow):
    wire.script = [
        on.raw(
            b'{"id": "i1", "cmsLocaleId": "en-1", "lastPublished": null, "isDraft": true,'
            b' "lastUpdated": "2026-01-02T03:04:05.678Z", "createdOn": "2026-01-01T00:00:00.000Z",'
            b' "isArchived": true, "fieldData": {"price": 1.10, "slug": "a"}, "new": {"x": [1]}}'
        )
    ]
    item = await webflow.items.get(key("i1", EN))
    assert item.key == key("i1", EN)
    assert item.fields == {"price": Decimal("1.10"), "slug": "a"}
    assert (item.is_draft, item.is_archived, item.last_published) == (True, True, None)
    assert item.last_updated == datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)
    assert item.created_on == datetime(2026, 1, 1, tzinfo=UTC)
    assert item.extra == {"new": {"x": [1]}}
    assert wire.asked[0].target == "/v2/collections/c1/items/i1?cmsLocaleId=en-1"


@pytest.mark.parametrize(
    ("asked", "said", "kept"),
    [
        (NO_LOCALE, None, NO_LOCALE),
        (NO_LOCALE, "en-1", NO_LOCALE),
        (EN, None, EN),
        (EN, "en-1", EN),
        (EN, "de-1", LocaleId("de-1")),
    ],
)
async def test_the_key_has_the_variants_locale(wire, webflow, asked, said, kept):
    wire.script = [on.reply(wire_item(cmsLocaleId=said))]
    assert (await webflow.items.get(key("i1", asked))).key.locale == kept


async def test_the_live_copy_is_another_address(wire, webflow):
    wire.script = [on.reply(wire_item())]
    await webflow.items.get(key("i1"), live=True)
    assert wire.asked[0].target == "/v2/collections/c1/items/i1/live"


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        ({"fieldData": {}}, "id"),
        ({"id": "i1"}, "fieldData"),
        ({"cmsLocaleId": "x"}, "id and fieldData"),
        ({"id": 5, "fieldData": {}}, "fieldData"),
        ([], "no object"),
    ],
)
async def test_what_an_item_lacks_is_named(wire, webflow, answer, named):
    wire.script = [on.reply(answer)]
    with pytest.raises(NotWebflowError) as caught:
        await webflow.items.get(key("i1"))
    assert named in caught.value.detail


async def test_an_item_that_is_gone_is_not_found(wire, webflow):
    wire.script = [on.reply({"code": "item_not_found"}, 404)]
    with pytest.raises(NotFoundError):
        await webflow.items.get(key("i1"))


async def test_a_page_is_asked_for_in_a_steady_order(wire, webflow):
    wire.script = [listing(wire_item(), total=250)]
    page = await webflow.items.page(COLLECTION, locale=EN, offset=100)
    assert (len(page.items), page.total) == (1, 250)
    assert wire.asked[0].query == {
        "offset": "100",
        "limit": "100",
        "cmsLocaleId": "en-1",
        "sortBy": "slug",
        "sortOrder": "asc",
    }


async def test_what_changed_since_is_asked_for_newest_first(wire, webflow):
    wire.script = [listing()]
    since = datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)
    await webflow.items.page(COLLECTION, locale=NO_LOCALE, offset=0, updated_since=since, live=True)
    assert wire.asked[0].path == "/v2/collections/c1/items/live"
    assert wire.asked[0].query == {
        "offset": "0",
        "limit": "100",
        "lastUpdated[gte]": "2026-01-02T03:04:05.678Z",
        "sortBy": "lastUpdated",
        "sortOrder": "desc",
    }


async def test_a_server_that_cannot_filter_by_date_says_so(wire, webflow):
    wire.script = [on.reply({"message": "Unknown query parameter", "code": "bad_request"}, 400)]
    with pytest.raises(RefusedError) as caught:
        async for _ in webflow.items.pages(
            COLLECTION, locale=NO_LOCALE, updated_since=datetime.now(UTC)
        ):
            pass
    assert caught.value.summary == "Webflow refused this: Unknown query parameter."


@pytest.mark.parametrize("pagination", [None, {}, {"total": None}])
async def test_without_a_total_there_are_those_that_came(wire, webflow, pagination):
    wire.script = [on.reply({"items": [wire_item()], "pagination": pagination})]
    assert (await webflow.items.page(COLLECTION, locale=NO_LOCALE, offset=0)).total == 1


@pytest.mark.parametrize("total", [b'"many"', b"[]", b"1e9999999"])
async def test_a_total_that_is_no_sensible_number_is_not_webflow(wire, webflow, total):
    wire.script = [on.raw(b'{"items": [], "pagination": {"total": %b}}' % total)]
    with pytest.raises(NotWebflowError):
        await webflow.items.page(COLLECTION, locale=NO_LOCALE, offset=0)


@pytest.mark.parametrize("answer", [[], {}, [wire_item()], wire_item(), {"item": [wire_item()]}])
async def test_what_is_no_page_of_items_is_not_webflow(wire, webflow, answer):
    wire.script = [on.reply(answer)]
    with pytest.raises(NotWebflowError):
        await webflow.items.page(COLLECTION, locale=NO_LOCALE, offset=0)


async def test_an_item_is_found_by_its_slug(wire, webflow):
    wire.script = [listing(wire_item("i1", "a-b"))]
    found = await webflow.items.by_slug(COLLECTION, EN, "a-b")
    assert found is not None
    assert found.key == key("i1", EN)
    assert wire.asked[0].query["slug"] == "a-b"


@pytest.mark.parametrize("items", [[], [wire_item("i2", "A-B")]])
async def test_another_slug_is_not_found(wire, webflow, items):
    wire.script = [listing(*items)]
    assert await webflow.items.by_slug(COLLECTION, EN, "a-b") is None


async def test_a_server_that_ignores_the_slug_is_searched_through(wire, webflow):
    first = [wire_item(f"i{n}", f"s{n}") for n in range(100)]
    wire.script = [listing(*first, total=101), listing(*first, total=101)]
    wire.script.append(listing(wire_item("i100", "wanted"), total=101))
    found = await webflow.items.by_slug(COLLECTION, NO_LOCALE, "wanted")
    assert found is not None
    assert found.key.item == "i100"
