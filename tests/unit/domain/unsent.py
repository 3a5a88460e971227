"""Unsent work of every sort, made from a few bytes: items that refer to each other, and why not."""

from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from tests.unit.domain.versions import Choices
from wfdesk.domain.edits import Action, Edit, SendState, Work
from wfdesk.domain.ids import NAME, CollectionId, FieldSlug, ItemId, ItemKey, LocaleId, SiteId
from wfdesk.domain.items import Item
from wfdesk.domain.schema import Collection, Field, FieldType
from wfdesk.domain.values import Value

SIZE = 150
"""Bytes for a case."""
MOST = 12
TITLE, EMAIL, ONE, MANY = (FieldSlug(slug) for slug in ("title", "email", "one", "many"))
LOST, LOCKED = FieldSlug("lost"), FieldSlug("locked")
WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def _collection(name: str) -> Collection:
    types = {
        NAME: FieldType.PLAIN_TEXT,
        TITLE: FieldType.PLAIN_TEXT,
        EMAIL: FieldType.EMAIL,
        ONE: FieldType.REFERENCE,
        MANY: FieldType.MULTI_REFERENCE,
        LOCKED: FieldType.EXT_FILE_REF,
    }
    fields = tuple(
        Field(slug, slug, slug, kind, is_required=slug == NAME) for slug, kind in types.items()
    )
    return Collection(CollectionId(name), SiteId("s"), name, name, fields=fields)


COLLECTIONS = {each.id: each for each in map(_collection, ("posts", "authors", "topics"))}
PLACES = (*COLLECTIONS, *COLLECTIONS, CollectionId("gone"))
SETTLED = (SendState.SAVED,) * 5 + (
    SendState.REFUSED,
    SendState.QUEUED,
    SendState.HELD,
    SendState.IN_QUESTION,
)
STATES = (*SETTLED, *SETTLED, SendState.UNKNOWN, SendState.SENDING, SendState.CONFLICT)
ACTIONS = (None,) * 8 + tuple(Action)


def works(data: bytes) -> list[Work]:
    choices = Choices(data)
    keys = list(dict.fromkeys(_key(choices, place) for place in range(choices.below(MOST + 1))))
    return [_work(choices, key, keys) for key in keys]


def _key(choices: Choices, place: int) -> ItemKey:
    kind = choices.below(4)
    item = f"local-{place:02}" if kind < 2 else f"{place:02}"
    locale = ("", "", "de")[choices.below(3)]
    return ItemKey(PLACES[choices.below(len(PLACES))], ItemId(item), LocaleId(locale))


def _work(choices: Choices, key: ItemKey, keys: Sequence[ItemKey]) -> Work:
    is_new = key.item.startswith("local-")
    flags = choices.below(256)
    item = None if is_new else _item(key, flags)
    slugs = [slug for slug in (TITLE, EMAIL, ONE, MANY, LOST, LOCKED) if not choices.below(3)]
    edits = {slug: _edit(choices, slug, keys) for slug in slugs}
    if is_new and flags % 16:
        edits[NAME] = Edit(NAME, f"Name {key.item}", None, is_held=not flags % 15)
    state = STATES[choices.below(len(STATES))]
    work = Work(key, item, edits, ACTIONS[choices.below(len(ACTIONS))], is_new, state)
    if work.is_asked_about:
        work = replace(work, reason="It may be there already.")
    if state is SendState.CONFLICT and edits:
        work = replace(work, conflicts={next(iter(edits)): "theirs"})
    return replace(work, is_gone=not is_new and flags % 11 == 0)


def _item(key: ItemKey, flags: int) -> Item:
    return Item(
        key,
        {NAME: "Old", EMAIL: "a@x.org"},
        is_draft=bool(flags & 1),
        is_archived=flags % 7 == 0,
        last_updated=WHEN,
        last_published=WHEN if flags & 2 else None,
    )


def _edit(choices: Choices, slug: FieldSlug, keys: Sequence[ItemKey]) -> Edit:
    def someone() -> str:
        return keys[choices.below(len(keys))].item if choices.below(8) else "local-nobody"

    values: dict[FieldSlug, Value] = {TITLE: "New", EMAIL: "b@x.org", LOST: 1, LOCKED: {}}
    if slug == EMAIL and not choices.below(6):
        value: Value = "no address"
    elif slug == ONE:
        value = someone()
    elif slug == MANY:
        value = list(dict.fromkeys(someone() for _ in range(choices.below(4))))
    else:
        value = values[slug]
    return Edit(slug, value, None, is_held=not choices.below(6))
