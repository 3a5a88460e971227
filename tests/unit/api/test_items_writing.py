from decimal import Decimal

import pytest

from tests.unit.api import wireserver as on
from tests.unit.api.test_items import COLLECTION, EN, NAME, SLUG, key, wire_item
from wfdesk.api.items import ItemPatch, PublishAnswer
from wfdesk.domain.errors import ConflictError, NotWebflowError, Outcome
from wfdesk.domain.ids import NO_LOCALE, CollectionId, FieldSlug, ItemId, LocaleId


async def test_items_are_created_as_asked(wire, webflow):
    wire.script = [on.reply({"items": [wire_item("n1", "a", isDraft=True)]}, 202)]
    fields = {NAME: "A", SLUG: "a", FieldSlug("price"): Decimal("1.10")}
    (item,) = await webflow.items.create(COLLECTION, EN, [fields], is_draft=True, is_archived=False)
    asked = wire.asked[0]
    assert (asked.method, asked.path) == ("POST", "/v2/collections/c1/items/bulk")
    assert asked.query == {"skipInvalidFiles": "false"}
    assert asked.json == {
        "fieldData": [{"name": "A", "slug": "a", "price": Decimal("1.10")}],
        "isDraft": True,
        "isArchived": False,
        "cmsLocaleIds": ["en-1"],
    }
    assert b"1.10" in asked.body
    assert item.key == key("n1", EN)


async def test_without_localization_no_locale_is_sent(wire, webflow):
    wire.script = [on.reply(wire_item())]
    await webflow.items.create(
        COLLECTION, NO_LOCALE, [{SLUG: "a"}], is_draft=False, is_archived=False
    )
    await webflow.items.update(COLLECTION, [ItemPatch(key("i1"), {NAME: "B"})])
    assert all(b"ocale" not in asked.body for asked in wire.asked)


THREE = [{NAME: "A", SLUG: "a"}, {NAME: "B", SLUG: "b"}, {NAME: "C", SLUG: "c"}]
A, B, C = (wire_item(f"n-{slug}", slug) for slug in "abc")
SUFFIXED = wire_item("n-b", "b-cd440")


@pytest.mark.parametrize(
    "answer",
    [
        {"items": [A, B, C]},
        [A, B, C],
        {"items": [C, A, B]},
        {"items": [C, SUFFIXED, A]},
        {"items": [A, {**SUFFIXED, "fieldData": {}}, C]},
    ],
)
async def test_created_items_are_matched_to_what_was_asked_for(wire, webflow, answer):
    wire.script = [on.reply(answer, 202)]
    items = await webflow.items.create(
        COLLECTION, NO_LOCALE, THREE, is_draft=True, is_archived=False
    )
    assert [item.key.item for item in items] == ["n-a", "n-b", "n-c"]


@pytest.mark.parametrize("answer", [{"items": [A, B]}, A, {"items": []}, None, {"id": "x"}, "ok"])
async def test_an_answer_that_lacks_a_new_item_leaves_the_outcome_unknown(wire, webflow, answer):
    wire.script = [on.reply(answer, 202)]
    with pytest.raises(NotWebflowError) as caught:
        await webflow.items.create(COLLECTION, NO_LOCALE, THREE, is_draft=True, is_archived=False)
    assert caught.value.outcome.name == "UNKNOWN"


async def test_only_what_changed_is_sent(wire, webflow):
    wire.script = [on.reply({"items": [wire_item("i1"), wire_item("i2")]})]
    items = await webflow.items.update(
        COLLECTION,
        [
            ItemPatch(key("i2", EN), {NAME: None}, is_draft=True),
            ItemPatch(key("i1", EN), is_archived=False),
        ],
    )
    asked = wire.asked[0]
    assert (asked.method, asked.target) == (
        "PATCH",
        "/v2/collections/c1/items?skipInvalidFiles=false",
    )
    assert asked.json == {
        "items": [
            {"id": "i2", "cmsLocaleId": "en-1", "fieldData": {"name": None}, "isDraft": True},
            {"id": "i1", "cmsLocaleId": "en-1", "isArchived": False},
        ]
    }
    assert [item.key for item in items] == [key("i2", EN), key("i1", EN)]


@pytest.mark.parametrize("answer", [wire_item("i1"), [wire_item("i1")], {"items": [wire_item()]}])
async def test_an_update_may_be_answered_in_three_forms(wire, webflow, answer):
    wire.script = [on.reply(answer)]
    (item,) = await webflow.items.update(COLLECTION, [ItemPatch(key("i1"), {NAME: "A"})])
    assert item.key == key("i1")


async def test_two_variants_of_an_item_are_told_apart(wire, webflow):
    de = LocaleId("de-1")
    answers = [wire_item("i1", "x", cmsLocaleId=de), wire_item("i1", "y", cmsLocaleId=EN)]
    wire.script = [on.reply({"items": answers})]
    patches = [ItemPatch(key("i1", EN), {NAME: "A"}), ItemPatch(key("i1", de), {NAME: "B"})]
    items = await webflow.items.update(COLLECTION, patches)
    assert [item.slug for item in items] == ["y", "x"]


async def test_an_answer_that_lacks_an_updated_item_names_it(wire, webflow):
    wire.script = [on.reply({"items": [wire_item("i1")]})]
    with pytest.raises(NotWebflowError) as caught:
        await webflow.items.update(
            COLLECTION, [ItemPatch(key(item), {NAME: "A"}) for item in ("i1", "i2")]
        )
    assert "i2" in caught.value.detail


REFS = {"items": [{"id": "i1", "cmsLocaleIds": ["en-1", "de-1"]}, {"id": "i2"}]}
KEYS = [key("i1", EN), key("i2"), key("i1", LocaleId("de-1"))]


async def test_items_are_deleted(wire, webflow):
    wire.script = [on.reply(None, 204)]
    await webflow.items.delete(COLLECTION, KEYS)
    assert (wire.asked[0].method, wire.asked[0].path) == ("DELETE", "/v2/collections/c1/items")
    assert wire.asked[0].json == REFS


async def test_items_are_unpublished(wire, webflow):
    wire.script = [on.reply(None, 204)]
    await webflow.items.unpublish(COLLECTION, KEYS)
    assert (wire.asked[0].method, wire.asked[0].path) == ("DELETE", "/v2/collections/c1/items/live")
    assert wire.asked[0].json == REFS


@pytest.mark.parametrize("what", ["delete", "unpublish"])
async def test_what_webflow_says_nothing_to_is_unknown_when_somebody_says_something(
    wire, webflow, what
):
    wire.script = [on.reply({"result": {"ok": True}})]
    with pytest.raises(NotWebflowError) as caught:
        await getattr(webflow.items, what)(COLLECTION, KEYS)
    assert caught.value.outcome is Outcome.UNKNOWN


async def test_a_publish_tells_what_was_and_what_was_not(wire, webflow):
    said = "Staging item ID i2 not found."
    wire.script = [on.reply({"publishedItemIds": ["i1"], "errors": [said, {"message": "m"}]}, 202)]
    answer = await webflow.items.publish(COLLECTION, KEYS)
    assert answer == PublishAnswer(frozenset({ItemId("i1")}), (said, "m"))
    assert wire.asked[0].path == "/v2/collections/c1/items/publish"
    assert wire.asked[0].json == REFS


@pytest.mark.parametrize("answer", [None, [], {"publishedItemIds": "i1"}, {"errors": 5}])
async def test_a_publish_without_a_clear_answer_is_not_webflow(wire, webflow, answer):
    wire.script = [on.reply(answer, 202)]
    with pytest.raises(NotWebflowError):
        await webflow.items.publish(COLLECTION, KEYS)


async def test_a_conflict_keeps_webflows_words(wire, webflow):
    wire.script = [on.reply({"code": "conflict", "message": "Still used by: Home"}, 409)]
    with pytest.raises(ConflictError) as caught:
        await webflow.items.delete(COLLECTION, KEYS)
    assert caught.value.summary == "Webflow did not accept this: Still used by: Home."


async def test_nothing_to_do_sends_nothing(wire, webflow):
    await webflow.items.delete(COLLECTION, [])
    await webflow.items.unpublish(COLLECTION, [])
    assert await webflow.items.publish(COLLECTION, []) == PublishAnswer(frozenset(), ())
    assert await webflow.items.update(COLLECTION, []) == []
    assert await webflow.items.create(COLLECTION, EN, [], is_draft=True, is_archived=False) == []
    assert wire.asked == []


async def test_more_than_a_hundred_is_a_bug(webflow):
    with pytest.raises(ValueError, match="100 items"):
        await webflow.items.delete(COLLECTION, [key(str(n)) for n in range(101)])
    with pytest.raises(ValueError, match="100 items"):
        await webflow.items.create(
            COLLECTION, EN, [{NAME: "A"}] * 101, is_draft=True, is_archived=False
        )


async def test_items_of_another_collection_are_a_bug(webflow):
    with pytest.raises(ValueError, match="another collection"):
        await webflow.items.delete(CollectionId("c2"), KEYS)
