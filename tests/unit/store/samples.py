"""Items and keys as the store's tests use them."""

from datetime import UTC, datetime, timedelta

from wfdesk.domain.ids import NAME, SLUG, CollectionId, FieldSlug, ItemId, ItemKey, LocaleId, SiteId
from wfdesk.domain.items import Item
from wfdesk.domain.schema import Collection, Field, FieldType
from wfdesk.domain.values import Value

POSTS = CollectionId("posts")
AUTHORS = CollectionId("authors")
SITE = SiteId("bakery")
AUTHOR = FieldSlug("author")
PRICE = FieldSlug("price")
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def key(item: str = "a", collection: CollectionId = POSTS, locale: str = "") -> ItemKey:
    return ItemKey(collection, ItemId(item), LocaleId(locale))


def local(number: int = 1, collection: CollectionId = POSTS) -> ItemKey:
    return ItemKey(collection, ItemId(f"local-{number:032x}"))


def item(at: ItemKey | str = "a", name: str = "Bread", **more: Value) -> Item:
    """A published post. Further values are fields."""
    return Item(
        key=key(at) if isinstance(at, str) else at,
        fields={NAME: name, SLUG: name.lower(), **{FieldSlug(n): v for n, v in more.items()}},
        is_draft=False,
        created_on=NOON - timedelta(days=1),
        last_updated=NOON,
        last_published=NOON,
    )


def collection(name: str = "posts", *fields: Field) -> Collection:
    return Collection(CollectionId(name), SITE, name.title(), name.title(), fields=fields)


def field(slug: str, kind: FieldType = FieldType.PLAIN_TEXT, **validations: object) -> Field:
    return Field(f"id-{slug}", FieldSlug(slug), slug.title(), kind, validations=validations)
