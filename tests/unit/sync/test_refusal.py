"""Webflow's no, told to somebody who knows items and fields by their names only."""

from wfdesk.domain.errors import NotFoundError, Refusal, RefusedError
from wfdesk.domain.ids import CollectionId, FieldSlug, ItemId, ItemKey, SiteId
from wfdesk.domain.journal import Verb
from wfdesk.domain.plan import Operation
from wfdesk.domain.schema import Collection, Field, FieldType
from wfdesk.sync.refusal import names_an_item, reasons_of, sentence_of

BODY = FieldSlug("post-body")
POSTS = Collection(
    CollectionId("posts"),
    SiteId("site"),
    "Blog posts",
    "Blog post",
    fields=(Field("f", BODY, "Post body", FieldType.PLAIN_TEXT),),
)


def operation(item: str) -> Operation:
    return Operation(ItemKey(POSTS.id, ItemId(item)), Verb.UPDATE, item, {BODY: 1}, {})


def refused(*reasons: str, field: str = BODY) -> RefusedError:
    return RefusedError(
        "Webflow refused this.", refusals=[Refusal(field, each) for each in reasons]
    )


def test_a_slug_that_webflow_quotes_is_told_by_its_name() -> None:
    for quoted in ("(post-body)", "(post-body.alt)", "'post-body'"):
        error = refused(f"Value {quoted}'s type should be string")
        said = "Value \u201cPost body\u201d's type should be string."
        assert (
            sentence_of(error, operation("a"), POSTS) == f"Webflow refused this. Post body: {said}"
        )
        assert reasons_of(error, operation("a"), POSTS) == {BODY: said}


def test_what_webflow_quotes_and_is_no_field_stays() -> None:
    error = refused("Not among 'rolls' (taken)")
    assert "'rolls' (taken)" in sentence_of(error, operation("a"), POSTS)


def test_a_slug_that_is_taken_is_told_in_words() -> None:
    error = refused("Unique value is already in database: 'rolls'")
    said = "Another item already has “rolls”."
    assert sentence_of(error, operation("a"), POSTS) == f"Webflow refused this. Post body: {said}"


def test_an_item_is_told_its_own_reasons_only_and_no_id() -> None:
    error = refused("Too long (item a)", "Too short (item b)")
    assert reasons_of(error, operation("a"), POSTS) == {BODY: "Too long."}
    assert reasons_of(error, operation("b"), POSTS) == {BODY: "Too short."}
    assert names_an_item(error, operation("a"))
    assert not names_an_item(error, operation("c"))


def test_a_refusal_of_no_field_keeps_its_sentence() -> None:
    error = refused("Nothing of this", field="items")
    assert sentence_of(error, operation("a"), POSTS) == "Webflow refused this."
    assert reasons_of(error, operation("a"), POSTS) == {}


def test_an_item_that_is_gone_is_said_to_be() -> None:
    assert "deleted in Webflow" in sentence_of(NotFoundError("404"), operation("a"), POSTS)
