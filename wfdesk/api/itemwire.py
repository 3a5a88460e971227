"""The wire form of items: read tolerantly, written sparingly."""

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from wfdesk.api.wire import not_webflow
from wfdesk.domain.ids import NO_LOCALE, CollectionId, FieldSlug, ItemId, ItemKey, LocaleId
from wfdesk.domain.items import Item
from wfdesk.domain.values import Value, parse_date

_KNOWN = frozenset(
    {
        "id",
        "cmsLocaleId",
        "cmsLocaleIds",
        "fieldData",
        "isDraft",
        "isArchived",
        "createdOn",
        "lastUpdated",
        "lastPublished",
    }
)


class ItemPatch(Struct, frozen=True):
    """What is to change of an item; None leaves a flag as it is."""

    key: ItemKey
    fields: Mapping[FieldSlug, Value] = field(default_factory=dict)
    is_draft: bool | None = None
    is_archived: bool | None = None


def item_of(raw: Value, collection: CollectionId, locale: LocaleId) -> Item:
    if not isinstance(raw, dict):
        raise not_webflow("an item is no object")
    item, fields = raw.get("id"), raw.get("fieldData")
    if not isinstance(item, str) or not item or not isinstance(fields, dict):
        lacking = [name for name in ("id", "fieldData") if not raw.get(name)]
        raise not_webflow(f"an item lacks {' and '.join(lacking) or 'a sound id or fieldData'}")
    return Item(
        key=ItemKey(collection, ItemId(item), _locale_of(raw, locale)),
        fields=fields,
        is_draft=raw.get("isDraft") is True,
        is_archived=raw.get("isArchived") is True,
        created_on=parse_date(raw.get("createdOn")),
        last_updated=parse_date(raw.get("lastUpdated")),
        last_published=parse_date(raw.get("lastPublished")),
        extra={name: value for name, value in raw.items() if name not in _KNOWN},
    )


def items_of(answer: Value, collection: CollectionId, locale: LocaleId) -> list[Item]:
    """Read ``{"items": [...]}``, a bare list, or a single item."""
    if isinstance(answer, dict) and "items" not in answer and "id" in answer:
        answer = [answer]
    raw = answer.get("items") if isinstance(answer, dict) else answer
    if not isinstance(raw, list):
        raise not_webflow("the answer lacks items")
    return [item_of(entry, collection, locale) for entry in raw]


def total_of(answer: Value, at_least: int) -> int:
    """How many items there are. Without a word about it, those that came."""
    pagination = answer.get("pagination") if isinstance(answer, dict) else None
    total = pagination.get("total") if isinstance(pagination, dict) else None
    try:
        # By way of float: to write out 1e9999999 in full would take minutes.
        return max(0, int(float(total))) if total is not None else at_least
    except (ValueError, TypeError, ArithmeticError):
        raise not_webflow("pagination.total is no number") from None


def matched(requests: Sequence[Mapping[FieldSlug, Value]], answers: Sequence[Item]) -> list[Item]:
    """Pair created items with what was asked for: by slug, then name, then place."""
    left = list(answers)
    pairs: dict[int, Item] = {}
    for name in (FieldSlug("slug"), FieldSlug("name")):
        for index, fields in enumerate(requests):
            wanted = fields.get(name)
            found = next((a for a in left if wanted and a.fields.get(name) == wanted), None)
            if index not in pairs and found is not None:
                pairs[index] = found
                left.remove(found)
    for index in range(len(requests)):
        if index not in pairs and len(answers) == len(requests):
            pairs[index] = left.pop(0)
    if len(pairs) < len(requests):
        raise not_webflow(f"the answer holds {len(answers)} of {len(requests)} new items")
    return [pairs[index] for index in range(len(requests))]


def patch_body(patch: ItemPatch) -> dict[str, Value]:
    body: dict[str, Value] = {"id": patch.key.item}
    if patch.key.locale != NO_LOCALE:
        body["cmsLocaleId"] = patch.key.locale  # A null here is refused.
    if patch.fields:
        body["fieldData"] = dict(patch.fields)
    if patch.is_draft is not None:
        body["isDraft"] = patch.is_draft
    if patch.is_archived is not None:
        body["isArchived"] = patch.is_archived
    return body


def refs(keys: Sequence[ItemKey]) -> list[dict[str, Value]]:
    """Items by id, each with those of its locales that are meant."""
    locales: dict[ItemId, list[LocaleId]] = {}
    for key in keys:
        chosen = locales.setdefault(key.item, [])
        if key.locale != NO_LOCALE:
            chosen.append(key.locale)
    return [
        {"id": item, "cmsLocaleIds": chosen} if chosen else {"id": item}
        for item, chosen in locales.items()
    ]


def _locale_of(raw: Mapping[str, Value], asked: LocaleId) -> LocaleId:
    """The variant's own locale; on a site without localization there is none to tell."""
    said = raw.get("cmsLocaleId")
    return LocaleId(said) if asked != NO_LOCALE and isinstance(said, str) and said else asked
