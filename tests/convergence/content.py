"""What Webflow holds in the model: items with a staged and a live copy, and a log of every change.

It is judged by what happened here, and by nothing that the client says of itself.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from tests.convergence.locales import FRENCH, PRIMARY, locale_of, said_of, variant

Fields = dict[str, Any]

US, COLLEAGUE, AT_FIRST = "wfdesk", "colleague", "at first"
"""Who made a change."""


def _field(slug: str, kind: str, label: str, **more: Any) -> dict[str, Any]:
    given = {"isRequired": False, "isEditable": True, "validations": None, **more}
    return {"id": f"field-{slug}", "slug": slug, "type": kind, "displayName": label, **given}


_CHOICES: Final = [{"id": each, "name": each.title()} for each in ("news", "essay", "recipe")]
_ALWAYS: Final = (
    _field("marker", "Color", "Marker"),  # no words: by those an item is known too easily
    _field("name", "PlainText", "Name", isRequired=True, validations={"singleLine": True}),
    _field("slug", "PlainText", "Slug", isRequired=True, validations={"singleLine": True}),
)
SCHEMAS: Final[Mapping[str, tuple[dict[str, Any], ...]]] = {
    "people": (_field("bio", "PlainText", "Biography"), *_ALWAYS),
    "posts": (
        _field("summary", "PlainText", "Summary", validations={"singleLine": True}),
        _field("notes", "PlainText", "Notes"),
        _field("body", "RichText", "Body"),
        _field("category", "Option", "Category", validations={"options": _CHOICES}),
        _field("author", "Reference", "Author", validations={"collectionId": "people"}),
        _field("related", "MultiReference", "Related", validations={"collectionId": "posts"}),
        _field("featured", "Switch", "Featured"),
        _field("cover", "Image", "Cover"),
        _field("link", "Link", "Link"),
        *_ALWAYS,
    ),
}
ADDED: Final = "extra"
"""A field that posts get later on, in some scenarios."""
KINDS: Final = {
    (collection, entry["slug"]): entry["type"]
    for collection, entries in SCHEMAS.items()
    for entry in entries
} | {("posts", ADDED): "PlainText"}
FIELDS: Final = {
    collection: [entry["slug"] for entry in entries if entry["slug"] != "marker"]
    for collection, entries in SCHEMAS.items()
}
"""What people edit."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one item got another value; with ``field`` empty, the item came or went."""

    at: float
    who: str
    item: str
    field: str
    was: Any
    value: Any


@dataclass(slots=True)
class Item:
    collection: str
    id: str
    fields: Fields
    created: str
    updated: str
    published: str | None = None
    is_draft: bool = True
    is_archived: bool = False
    live: Fields | None = None
    went_live: float = -1.0
    """When it was published last; it may have been live at first."""
    last: dict[str, Change] = field(default_factory=dict)
    """The last change of each field."""
    taken_off: Change | None = None
    """When a colleague took it off the site, where it is not on it again."""

    def copied(self) -> "Item":
        copy = Item(self.collection, self.id, dict(self.fields), self.created, self.updated)
        copy.published, copy.live = self.published, self.live and dict(self.live)
        copy.is_draft, copy.is_archived = self.is_draft, self.is_archived
        copy.last, copy.taken_off = dict(self.last), self.taken_off
        return copy

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "cmsLocaleId": None,
            "createdOn": self.created,
            "lastUpdated": self.updated,
            "lastPublished": self.published,
            "isDraft": self.is_draft,
            "isArchived": self.is_archived,
            "fieldData": dict(self.fields),
        }


class Refused(Exception):  # noqa: N818 - an answer, no failure of the model
    def __init__(self, status: int, code: str, details: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(code)
        self.status, self.code, self.details = status, code, details


def invalid(field: str, reason: str) -> Refused:
    return Refused(400, "validation_error", [(field, reason)])


@dataclass(frozen=True, slots=True)
class Ways:
    """What Webflow does not document, or documents in two ways. Each scenario chooses."""

    is_atomic: bool = True
    names_items: bool = True
    late_filter: str = "supported"
    slug_filter: str = "heeded"
    same_slugs: str = "refused"
    deleting_live: str = "done"
    in_use: str = "free"
    limit: int = 60
    clock_step: float = 0.001


class Content:
    """The site's items. Every method that writes says who wants it, and raises ``Refused``."""

    def __init__(self, clock: Callable[[], float], stamp: Callable[[], str], ways: Ways) -> None:
        self.clock, self._stamp, self.ways = clock, stamp, ways
        self.schema = dict(SCHEMAS)
        """The fields of each collection that there is by now."""
        self.items: dict[str, Item] = {}
        self.log: list[Change] = []
        self.reserved: set[tuple[str, str]] = set()
        """Slugs of deleted items stay taken until the site is published."""
        self.touched: set[str] = set()
        """Collections in which something has happened."""
        self.locales: dict[str, bool] = {}
        """Whether each is switched on; none on a site with one language."""
        self._count = 0

    def begin_as(self, other: "Content") -> None:
        """Hold what the other one holds, in which nobody has done anything yet."""
        self.items = {item.id: item.copied() for item in other.items.values()}
        self.log, self._count = list(other.log), other._count
        self.locales = dict(other.locales)

    def localize(self) -> None:
        """Have every item in the other locale as well, with the same values."""
        self.touched.update(self.schema)
        self.locales = {PRIMARY: True, FRENCH: True}
        for item in list(self.items.values()):
            live = None if item.live is None else dict(item.live)
            other = replace(item, id=variant(item.id, FRENCH), fields=dict(item.fields), live=live)
            self.items[other.id] = replace(other, last={})

    def unlocalize(self) -> None:
        """Leave what is in the primary locale, and nothing that tells it from others."""
        self.locales = {}
        self.touched.update(self.schema)
        for item in [each for each in self.items.values() if locale_of(each.id) != PRIMARY]:
            del self.items[item.id]
            was = dict(item.fields)
            self.log.append(Change(self.clock(), COLLEAGUE, item.id, "", was, None))

    def takes(self, locale: str) -> bool:
        """Whether items can be read and written in it. Without locales, they are in none."""
        return self.locales.get(locale or PRIMARY, not self.locales and locale != FRENCH)

    def of(self, collection: str, locale: str = PRIMARY) -> Iterator[Item]:
        if not self.locales:
            return (item for item in self.items.values() if item.collection == collection)
        return (
            item
            for item in self.items.values()
            if item.collection == collection and locale_of(item.id) == locale
        )

    def json_of(self, item: Item) -> dict[str, Any]:
        return item.as_json() | (said_of(item.id) if self.locales else {})

    def get(self, collection: str, item: str) -> Item:
        found = self.items.get(item)
        if found is None or found.collection != collection:
            raise Refused(404, "resource_not_found")
        return found

    def create(self, who: str, collection: str, fields: Fields, *, is_draft: bool = True) -> Item:
        missing = self._missing(collection, fields)
        if missing:
            raise invalid(missing[0], "Field is required")
        slug = fields.get("slug") or str(fields["name"]).lower().replace(" ", "-")
        if self._is_taken(collection, slug, None):
            if self.ways.same_slugs == "refused" or (collection, slug) in self.reserved:
                raise invalid("slug", f"Unique value is already in database: '{slug}'")
            slug = f"{slug}-{len(self.log):05x}"
        kept = self._kept(collection, {**fields, "slug": slug})
        self._count += 1
        self.touched.add(collection)
        moment = self._stamp()
        item = Item(collection, f"item{self._count:06}", {}, moment, moment, is_draft=is_draft)
        self.items[item.id] = item
        self.log.append(Change(self.clock(), who, item.id, "", None, kept.get("marker")))
        self._take(who, item, kept)
        return item

    def check(self, collection: str, item: str, fields: Fields) -> tuple[Item, Fields]:
        """The item and the values as they would be kept."""
        found = self.get(collection, item)
        missing = [slug for slug in self._missing(collection, fields) if slug in fields]
        if missing:
            raise invalid(missing[0], "Field is required")
        if "slug" in fields and self._is_taken(collection, fields["slug"], item):
            raise invalid("slug", f"Unique value is already in database: '{fields['slug']}'")
        return found, self._kept(collection, fields)

    def update(
        self,
        who: str,
        collection: str,
        item: str,
        fields: Fields,
        *,
        is_draft: bool | None = None,
        is_archived: bool | None = None,
    ) -> Item:
        found, kept = self.check(collection, item, fields)
        self.touched.add(collection)
        self._take(who, found, kept)
        found.is_draft = found.is_draft if is_draft is None else is_draft
        found.is_archived = found.is_archived if is_archived is None else is_archived
        found.updated = self._stamp()
        return found

    def publish(self, collection: str, item: str) -> str | None:
        """Put the staged copy live, or say what is in the way."""
        found = self.items.get(item)
        if found is None or found.collection != collection:
            return f"Staging item ID {item} not found."
        if found.is_archived:
            return f"Staging item ID {item} is archived and cannot be published."
        for target in self._targets(found):
            if self.items[target].live is None and target != item:
                return f"Staging item ID {item} references unpublished item ID {target}."
        missing = self._missing(collection, found.fields)
        if missing:
            return f"Staging item ID {item} lacks required fields: {', '.join(missing)}."
        self.touched.add(collection)
        found.live, found.is_draft, found.published = dict(found.fields), False, self._stamp()
        found.taken_off, found.went_live = None, self.clock()
        return None

    def unpublish(self, who: str, collection: str, item: str) -> None:
        found = self.get(collection, item)
        if found.live is None:
            raise Refused(404, "resource_not_found")
        self.touched.add(collection)
        change = Change(self.clock(), who, item, "", found.live, None)
        found.taken_off = change if who == COLLEAGUE else None
        found.live, found.published, found.is_draft = None, None, True
        found.updated = self._stamp()

    def delete(self, who: str, collection: str, item: str) -> None:
        found = self.get(collection, item)
        if who == US and found.live is not None and self.ways.deleting_live == "refused":
            raise Refused(500, "internal_error")
        users = [each.id for each in self.items.values() if item in self._targets(each)]
        if who == US and users and self.ways.in_use == "refused":
            used = f"Conflict: This item is still being used by: {users[0]}"
            raise Refused(409, "conflict", [("", used)])
        self.touched.add(collection)
        del self.items[item]
        self.reserved.add((collection, found.fields["slug"]))
        self.log.append(Change(self.clock(), who, item, "", dict(found.fields), None))

    def _missing(self, collection: str, fields: Fields) -> list[str]:
        """The required fields that have no value. A slug is made from the name."""
        return [
            each["slug"]
            for each in self.schema.get(collection, ())
            if each["isRequired"] and each["slug"] != "slug" and not fields.get(each["slug"])
        ]

    def _take(self, who: str, item: Item, kept: Fields) -> None:
        for slug, value in kept.items():
            was = item.fields.get(slug)
            if value is None:
                item.fields.pop(slug, None)
            else:
                item.fields[slug] = value
            if was != value:
                change = Change(self.clock(), who, item.id, slug, was, value)
                item.last[slug] = change
                self.log.append(change)

    def _kept(self, collection: str, fields: Fields) -> Fields:
        return {slug: self._value(collection, slug, value) for slug, value in fields.items()}

    def _value(self, collection: str, slug: str, value: Any) -> Any:
        field = self._field(collection, slug)
        kind = field["type"]
        if value is None or value == []:
            return None
        if isinstance(value, str) and "refuse-me" in value:
            raise invalid(slug, "Value does not validate")
        match kind:
            case "Option" if value not in {e["id"] for e in field["validations"]["options"]}:
                raise invalid(slug, "Option not found in field's options")
            case "Reference" | "MultiReference":
                wanted = [value] if isinstance(value, str) else value
                if any(each not in self.items for each in wanted):
                    raise invalid(slug, "Referenced item not found")
            case "Link":
                return value.rstrip("/") if value.count("/") > 2 else value
            case "Image":
                url = value["url"]
                file = value.get("fileId") or f"file-{url.rpartition('/')[2]}"
                hosted = f"https://cdn.example/{file}_{url.rpartition('/')[2]}"
                kept = url if value.get("fileId") else hosted
                return {"fileId": file, "url": kept, "alt": value.get("alt")}
        return value

    def _field(self, collection: str, slug: str) -> dict[str, Any]:
        for each in self.schema[collection]:
            if each["slug"] == slug:
                return each
        raise invalid(slug, "Field not described in schema: undefined")

    def _is_taken(self, collection: str, slug: str, item: str | None) -> bool:
        if (collection, slug) in self.reserved:
            return True
        near = self.of(collection, locale_of(item or ""))
        return any(each.fields["slug"] == slug and each.id != item for each in near)

    def _targets(self, item: Item) -> list[str]:
        one, many = item.fields.get("author"), item.fields.get("related") or []
        return [each for each in (*([one] if one else []), *many) if each in self.items]
