import pytest

from tests.unit.api import wireserver as on
from wfdesk.domain.errors import NotFoundError, NotWebflowError
from wfdesk.domain.ids import CollectionId, SiteId
from wfdesk.domain.schema import Choice, Field, FieldType

SITE, COLLECTION = SiteId("s1"), CollectionId("c1")


def field(slug: str, kind: str = "PlainText", **more):
    return {"id": f"f-{slug}", "slug": slug, "type": kind, "displayName": slug.title(), **more}


def full(*fields):
    return on.reply(
        {
            "id": "c1",
            "displayName": "Posts",
            "singularName": "Post",
            "slug": "posts",
            "lastUpdated": "2026-01-02T03:04:05.000Z",
            "fields": list(fields),
        }
    )


async def fields_of(wire, webflow, *fields) -> tuple[Field, ...]:
    wire.script = [full(*fields)]
    return (await webflow.collections.get(COLLECTION, SITE)).fields


async def test_the_collections_of_a_site_come_without_fields(wire, webflow):
    wire.script = [
        on.reply({"collections": [{"id": "c1", "displayName": "Posts", "slug": "posts"}]})
    ]
    (collection,) = await webflow.collections.all(SITE)
    assert (collection.id, collection.site, collection.display_name) == ("c1", "s1", "Posts")
    assert (collection.singular_name, collection.slug, collection.fields) == ("Posts", "posts", ())
    assert wire.asked[0].path == "/v2/sites/s1/collections"


async def test_a_collection_comes_with_its_fields(wire, webflow):
    wire.script = [full(field("name"))]
    collection = await webflow.collections.get(COLLECTION, SITE)
    assert (collection.display_name, collection.singular_name) == ("Posts", "Post")
    assert [field.slug for field in collection.fields] == ["name"]


async def test_name_and_slug_come_first_and_the_rest_as_webflow_has_it(wire, webflow):
    fields = await fields_of(
        wire, webflow, field("b"), field("a"), field("slug"), field("c"), field("name")
    )
    assert [field.slug for field in fields] == ["name", "slug", "b", "a", "c"]


async def test_a_type_we_do_not_know_is_kept_by_its_name(wire, webflow):
    (field_,) = await fields_of(wire, webflow, field("price", "Price"))
    assert (field_.type, field_.type_name) == (FieldType.UNKNOWN, "Price")
    assert not field_.can_be_sent


async def test_a_field_is_read_in_full(wire, webflow):
    (field_,) = await fields_of(
        wire,
        webflow,
        field(
            "kind",
            "Option",
            isRequired=True,
            isEditable=False,
            helpText="Which?",
            validations={"options": [{"id": "1", "name": "A"}, {"id": "2", "name": "A"}]},
        ),
    )
    assert field_.choices == (Choice("1", "A"), Choice("2", "A"))
    assert (field_.is_required, field_.is_editable, field_.help_text) == (True, False, "Which?")


@pytest.mark.parametrize("more", [{}, {"validations": None, "helpText": None, "isEditable": None}])
async def test_what_a_field_leaves_out_is_harmless(wire, webflow, more):
    (field_,) = await fields_of(wire, webflow, field("x", **more))
    assert field_.validations == {}
    assert field_.is_editable


async def test_a_field_without_a_slug_has_no_place(wire, webflow):
    assert await fields_of(wire, webflow, {"id": "f", "type": "PlainText"}) == ()


async def test_a_field_that_comes_twice_is_one(wire, webflow):
    """A form would be given row after row, and never be whole."""
    fields = await fields_of(wire, webflow, field("name"), field("a"), field("a", "Switch"))
    assert [(field.slug, field.type) for field in fields] == [
        ("name", FieldType.PLAIN_TEXT),
        ("a", FieldType.PLAIN_TEXT),
    ]


async def test_a_collection_without_its_fields_is_not_webflow(wire, webflow):
    wire.script = [on.reply({"id": "c1", "displayName": "Posts"})]
    with pytest.raises(NotWebflowError) as caught:
        await webflow.collections.get(COLLECTION, SITE)
    assert "`fields`" in caught.value.detail


async def test_a_collection_that_is_gone_is_not_found(wire, webflow):
    wire.script = [on.reply({"message": "x", "code": "collection_not_found"}, 404)]
    with pytest.raises(NotFoundError) as caught:
        await webflow.collections.get(COLLECTION, SITE)
    assert "does not have this any more" in caught.value.summary
