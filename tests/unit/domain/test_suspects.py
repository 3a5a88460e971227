"""What speaks for it that a lost attempt has made an item that came since."""

from datetime import UTC, datetime

from msgspec.structs import replace

from wfdesk.domain.ids import NAME, SLUG, CollectionId, FieldSlug, ItemId, ItemKey, SiteId
from wfdesk.domain.items import Item
from wfdesk.domain.journal import Entry, Verb
from wfdesk.domain.schema import Collection, Field, FieldType
from wfdesk.domain.suspects import likeliest, likeness
from wfdesk.domain.values import Value

BODY, IS_OPEN, LINK, HUE = (FieldSlug(each) for each in ("body", "open", "link", "hue"))
POSTS = Collection(
    CollectionId("posts"),
    SiteId("site"),
    "Posts",
    "Post",
    "posts",
    (
        Field("1", NAME, "Name", FieldType.PLAIN_TEXT),
        Field("2", SLUG, "Slug", FieldType.PLAIN_TEXT),
        Field("3", BODY, "Body", FieldType.RICH_TEXT),
        Field("4", IS_OPEN, "Open", FieldType.SWITCH),
        Field("5", LINK, "Link", FieldType.LINK),
        Field("6", HUE, "Hue", FieldType.COLOR),
    ),
)


def sent(**fields: Value) -> Entry:
    called: dict[FieldSlug, Value] = {NAME: "Bread", SLUG: "bread"}
    more = {FieldSlug(slug): value for slug, value in fields.items()}
    return Entry(1, "", Verb.CREATE, ItemKey(POSTS.id, ItemId("local-1")), {**called, **more}, {})


def there(number: int = 1, name: str = "Other", slug: str = "other", **fields: Value) -> Item:
    called: dict[FieldSlug, Value] = {NAME: name, SLUG: slug}
    more = {FieldSlug(slug): value for slug, value in fields.items()}
    made = datetime(2026, 1, number, tzinfo=UTC)
    key = ItemKey(POSTS.id, ItemId(f"item{number}"))
    return Item(key, {**called, **more}, created_on=made)


def test_a_rich_text_is_known_by_its_words() -> None:
    attempt = sent(body="<p>Hello <em>you</em></p>")
    assert likeness(POSTS, attempt, there(body='<p id="">Hello <em id="">you</em></p>'))
    assert not likeness(POSTS, attempt, there(body="<p>Goodbye</p>"))


def test_a_switch_tells_nothing() -> None:
    attempt = sent(open=False, link="https://a.org")
    assert not likeness(POSTS, attempt, there(open=False, link="https://b.org"))
    assert likeness(POSTS, attempt, there(open=True, link="https://a.org"))


def test_what_holds_our_words_comes_before_a_namesake_that_has_our_slug() -> None:
    """A server that makes slugs unique has given ours another one: a colleague was quicker."""
    attempt = sent(body="<p>Ours</p>")
    theirs = there(1, "Bread", "bread", body="<p>Theirs</p>")
    ours = there(2, "Bread", "bread-0a1b2", body="<p>Ours</p>")
    found = likeliest(POSTS, attempt, [theirs, ours], [])
    assert found is not None
    assert found.item is ours
    renamed = there(3, "Renamed", "moved", body="<p>Ours</p>")
    found = likeliest(POSTS, attempt, [theirs, renamed], [])
    assert found is not None
    assert found.item is theirs  # What is called otherwise may be another one with the same text.


def test_what_was_made_with_a_name_alone_may_be_anything() -> None:
    assert likeness(POSTS, sent(), there(body="<p>Anything</p>"))


def test_a_slug_tells_more_than_a_name_and_that_more_than_all_else() -> None:
    attempt = sent(link="https://a.org", body="<p>Hello</p>")
    alike = there(1, link="https://a.org", body="<p>Hello</p>")
    named, at_home = there(2, name="Bread"), there(3, slug="bread")
    for best, found in ((at_home, [alike, named, at_home]), (named, [alike, named])):
        suspicion = likeliest(POSTS, attempt, found, [])
        assert suspicion is not None
        assert (suspicion.item, suspicion.is_called_so) == (best, True)
    suspicion = likeliest(POSTS, attempt, [alike], [])
    assert suspicion is not None
    assert not suspicion.is_called_so


def test_of_equals_it_is_the_oldest() -> None:
    suspicion = likeliest(POSTS, sent(), [there(3), there(1), there(2)], [])
    assert suspicion is not None
    assert suspicion.item == there(1)


def test_what_is_called_as_another_attempt_is_that_ones() -> None:
    other = replace(sent(), fields={NAME: "Other", SLUG: "another"})
    assert likeliest(POSTS, sent(), [there()], [other]) is None
    both = there(slug="bread")
    suspicion = likeliest(POSTS, sent(), [both], [other])
    assert suspicion is not None
    assert suspicion.item == both


def test_what_holds_all_that_was_sent_is_hardly_there_by_chance_though_none_of_it_is_words() -> (
    None
):
    renamed = there(hue="#ff0000")
    only_hue = likeliest(POSTS, sent(hue="#ff0000"), [renamed], [])
    with_more = likeliest(POSTS, sent(hue="#ff0000", link="https://a.org"), [renamed], [])
    assert only_hue is not None
    assert only_hue.has_our_words
    assert with_more is not None
    assert not with_more.has_our_words
