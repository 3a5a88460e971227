"""Webflow's own Python SDK, pointed at the practice server: an independent client tells the story.

Every call succeeds and its answer is parsed by the SDK's own models, while the server holds its
side to the contract.
"""

from collections.abc import Iterator

import pytest
from webflow import (
    CollectionItem,
    CollectionItemFieldData,
    CollectionItemPatchSingleFieldData,
    CollectionItemPostSingle,
    CollectionItemPostSingleFieldData,
    CollectionItemWithIdInput,
    CollectionItemWithIdInputFieldData,
    ComponentPropertiesWritePropertiesItem,
    PageMetadataWriteSeo,
    Site,
    StaticField,
    TextNodeWrite,
    Webflow,
)
from webflow.resources.collections.resources.items import (
    ItemIDs,
    ItemsDeleteItemsLiveRequestItemsItem,
    ItemsDeleteItemsRequestItemsItem,
    SingleCmsItem,
)

from tests.contract.sdk import opened
from tests.doubles.practice import Practice, start

NEVER = "2000-01-01T00:00:00.000Z"
"""What the SDK's models want to have said of an item that is not there yet."""


@pytest.fixture(scope="module")
def practice() -> Iterator[Practice]:
    practice = start("--items", "250", "--rate-limit", "0")
    yield practice
    practice.close()


@pytest.fixture
def sdk(practice: Practice) -> Iterator[Webflow]:
    with opened(practice) as client:
        yield client


@pytest.fixture
def site(sdk: Webflow) -> Site:
    [found] = sdk.sites.list().sites or []
    return found


def collection_of(sdk: Webflow, site: Site, slug: str) -> str:
    found = sdk.collections.list(site.id).collections or []
    return next(each.id for each in found if each.slug == slug)


def secondary(site: Site) -> str:
    assert site.locales
    french = next(each for each in site.locales.secondary or [] if each.tag == "fr-FR")
    assert french.id
    return french.id


def test_the_token_tells_of_itself(sdk: Webflow) -> None:
    assert "@" in (sdk.token.authorized_by().email or "")
    authorization = sdk.token.introspect().authorization
    assert authorization
    assert "cms:write" in (authorization.scope or "")


def test_the_site_is_read_and_published(sdk: Webflow, site: Site) -> None:
    assert sdk.sites.get(site.id).display_name == site.display_name
    [domain] = sdk.sites.get_custom_domain(site.id).custom_domains or []
    done = sdk.sites.publish(site.id, custom_domains=[domain.id], publish_to_webflow_subdomain=True)
    assert done.publish_to_webflow_subdomain is True


def test_the_schema_is_read(sdk: Webflow, site: Site) -> None:
    recipes = sdk.collections.get(collection_of(sdk, site, "recipes"))
    assert len({each.type for each in recipes.fields}) == 17
    assert [each.slug for each in recipes.fields][-2:] == ["name", "slug"]


def test_a_list_is_read_page_by_page(sdk: Webflow, site: Site) -> None:
    recipes = collection_of(sdk, site, "recipes")
    found: list[CollectionItem] = []
    while True:
        page = sdk.collections.items.list_items(
            recipes, offset=len(found), limit=100, sort_by="slug", sort_order="asc"
        )
        found += page.items or []
        if not page.items:
            break
    assert page.pagination
    assert len({each.id for each in found}) == page.pagination.total > 100
    named = sdk.collections.items.list_items(recipes, name=found[7].field_data.name)
    assert found[7].id in [each.id for each in named.items or []]


def test_an_item_is_made_changed_published_unpublished_and_deleted(
    sdk: Webflow, site: Site
) -> None:
    places, items = collection_of(sdk, site, "places"), sdk.collections.items
    made = items.create_items(places, field_data=SingleCmsItem(name="Cork", slug="cork-sdk"))
    assert made.last_published is None
    changed = items.update_item(
        places, made.id, field_data=CollectionItemPatchSingleFieldData(name="Corcaigh")
    )
    assert changed.field_data.name == "Corcaigh"
    done = items.publish_item(places, request=ItemIDs(item_ids=[made.id]))
    assert (done.published_item_ids, done.errors) == ([made.id], [])
    live = items.get_item_live(places, made.id)
    assert live.last_published
    listed = items.list_items_live(places, slug="cork-sdk")
    assert [each.id for each in listed.items or []] == [made.id]
    items.delete_item_live(places, made.id)
    assert items.get_item(places, made.id).last_published is None
    items.delete_item(places, made.id)
    assert not items.list_items(places, slug="cork-sdk").items


def test_items_are_made_changed_and_deleted_together(sdk: Webflow, site: Site) -> None:
    places, items = collection_of(sdk, site, "places"), sdk.collections.items
    made = [
        items.create_item(
            places,
            request=CollectionItemPostSingle(
                field_data=CollectionItemPostSingleFieldData(name=name, slug=name.lower())
            ),
        )
        for name in ("Bantry", "Kinsale")
    ]
    assert all(each.id for each in made)
    renamed = [
        CollectionItemWithIdInput(
            id=each.id,
            field_data=CollectionItemWithIdInputFieldData(name=f"{each.field_data.name} II"),
        )
        for each in made
    ]
    items.update_items(places, items=renamed)
    names = {items.get_item(places, each.id).field_data.name for each in made}
    assert names == {"Bantry II", "Kinsale II"}
    items.delete_items(
        places, items=[ItemsDeleteItemsRequestItemsItem(id=each.id) for each in made]
    )
    assert not items.list_items(places, slug="bantry").items


def test_an_item_is_made_and_changed_live(sdk: Webflow, site: Site) -> None:
    places, items = collection_of(sdk, site, "places"), sdk.collections.items
    made = items.create_item_live(
        places,
        request=CollectionItem(
            id="",
            last_published=NEVER,
            last_updated=NEVER,
            created_on=NEVER,
            field_data=CollectionItemFieldData(name="Youghal", slug="youghal"),
        ),
    )
    assert made.id
    live = items.update_item_live(
        places, made.id, field_data=CollectionItemPatchSingleFieldData(name="Eochaill")
    )
    assert live.field_data.name == "Eochaill"
    again = CollectionItemWithIdInput(
        id=made.id, field_data=CollectionItemWithIdInputFieldData(name="Youghal")
    )
    items.update_items_live(places, items=[again])
    assert items.get_item_live(places, made.id).field_data.name == "Youghal"
    gone = ItemsDeleteItemsLiveRequestItemsItem(id=made.id)
    items.delete_items_live(places, items=[gone])
    assert items.get_item(places, made.id).is_draft is True


def test_collections_and_fields_come_and_go(sdk: Webflow, site: Site) -> None:
    made = sdk.collections.create(site.id, display_name="Tools", singular_name="Tool")
    field = sdk.collections.fields.create(
        made.id, request=StaticField(type="PlainText", display_name="Maker")
    )
    assert field.id
    changed = sdk.collections.fields.update(made.id, field.id, display_name="Made by")
    assert (changed.slug, changed.display_name) == ("maker", "Made by")
    sdk.collections.fields.delete(made.id, field.id)
    assert [each.slug for each in sdk.collections.get(made.id).fields] == ["name", "slug"]
    sdk.collections.delete(made.id)


def test_a_page_is_read_and_translated(sdk: Webflow, site: Site) -> None:
    french = secondary(site)
    page = next(each for each in sdk.pages.list(site.id).pages or [] if each.slug == "contact")
    seo = PageMetadataWriteSeo(title="Write to us")
    changed = sdk.pages.update_page_settings(page.id, title="Write to us", seo=seo)
    assert sdk.pages.get_metadata(page.id).title == changed.title == "Write to us"
    nodes = sdk.pages.get_content(page.id).nodes or []
    assert {each.type for each in nodes} >= {"text", "image", "select", "component-instance"}
    text = next(each for each in nodes if each.type == "text")
    entry = TextNodeWrite(node_id=text.id, text="<h1>Bonjour</h1>")
    done = sdk.pages.update_static_content(page.id, locale_id=french, nodes=[entry])
    assert done.errors == []
    translated = sdk.pages.get_content(page.id, locale_id=french).nodes or []
    assert next(each for each in translated if each.id == text.id).text.text == "Bonjour"


def test_a_component_is_read_and_translated(sdk: Webflow, site: Site) -> None:
    french = secondary(site)
    found = sdk.components.list(site.id).components or []
    box = next(each for each in found if each.name == "Newsletter box")
    text = next(each for each in sdk.components.get_content(site.id, box.id).nodes or [])
    entry = TextNodeWrite(node_id=text.id, text="<p>Bonjour</p>")
    done = sdk.components.update_content(site.id, box.id, locale_id=french, nodes=[entry])
    assert done.errors == []
    held = (sdk.components.get_properties(site.id, box.id).properties or [])[0]
    assert held.property_id
    words = ComponentPropertiesWritePropertiesItem(property_id=held.property_id, text="Une lettre")
    answer = sdk.components.update_properties(site.id, box.id, locale_id=french, properties=[words])
    assert answer.errors == []
    shown = sdk.components.get_properties(site.id, box.id, locale_id=french).properties or []
    assert shown[0].text
    assert shown[0].text.text == "Une lettre"
