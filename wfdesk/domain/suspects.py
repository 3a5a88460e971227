"""What a lost attempt to make an item may have made, judged by what has come since. Pure.

A colleague may have changed anything of it meanwhile, its name and its slug included. Asked in vain
costs the user a click; not asked, the item is made twice.
"""

from collections.abc import Iterable

from msgspec import Struct

from wfdesk.domain.ids import NAME, SLUG
from wfdesk.domain.items import Item
from wfdesk.domain.journal import Entry
from wfdesk.domain.markup import words_of
from wfdesk.domain.schema import Collection, Field, FieldType
from wfdesk.domain.values import Value, is_empty, is_stored

_BY_SLUG, BY_NAME = 1_000_000, 1_000
"""What a slug tells is more than what a name does, and that more than any number of fields."""
_OF_WORDS = frozenset(
    {
        FieldType.PLAIN_TEXT,
        FieldType.RICH_TEXT,
        FieldType.EMAIL,
        FieldType.PHONE,
        FieldType.LINK,
        FieldType.VIDEO_LINK,
        FieldType.IMAGE,
        FieldType.FILE,
    }
)


class Suspicion(Struct, frozen=True):
    item: Item
    weight: int
    """How much speaks for it."""
    has_our_words: bool = False
    """Whether it holds a text, an address or a file that was sent, or all that was sent at once,
    whatever it is called: that is hardly chance, as the same option or reference may be.
    """
    is_asked: bool = False
    """Whether the user is being asked about it for another new item."""

    @property
    def is_called_so(self) -> bool:
        """Whether it has the name or the slug of what was sent."""
        return self.weight >= BY_NAME


def likeliest(
    collection: Collection, attempt: Entry, found: Iterable[Item], others: Iterable[Entry]
) -> Suspicion | None:
    """The item that the attempt has made, if it is one of these; of equals the oldest.

    What is called as one of the other attempts is that one's, unless it is called so here as well.
    What is called so and holds our words comes before what has our very slug alone: a server that
    makes slugs unique has given that to a colleague who was quicker.
    """
    names = {each.fields.get(NAME) for each in others}
    slugs = {each.fields.get(SLUG) for each in others}
    likely: list[Suspicion] = []
    for item in found:
        weight = likeness(collection, attempt, item)
        is_others = item.fields.get(NAME) in names or item.fields.get(SLUG) in slugs
        suspicion = Suspicion(item, weight, has_our_words=_has_our_words(collection, attempt, item))
        if weight and (suspicion.is_called_so or not is_others):
            likely.append(suspicion)
    return max(likely, key=_rank, default=None)


def likeness(collection: Collection, attempt: Entry, item: Item) -> int:
    """How much speaks for it that the attempt has made the item; 0 is nothing.

    That a switch is on or off tells nothing. What was made with a name alone may be anything.
    """
    told = _told(collection, attempt)
    weight = sum(
        _is_made_of(field, attempt.fields.get(field.slug), item.fields.get(field.slug))
        for field in told
    )
    for slug, more in ((SLUG, _BY_SLUG), (NAME, BY_NAME)):
        if attempt.fields.get(slug) and attempt.fields.get(slug) == item.fields.get(slug):
            weight += more
    return weight if told else weight + 1


def _told(collection: Collection, attempt: Entry) -> list[Field]:
    """The fields that tell one item from another by what was sent, but for what it is called."""
    return [
        field
        for field in collection.fields
        if field.slug not in {NAME, SLUG}
        and field.type is not FieldType.SWITCH
        and not is_empty(field, attempt.fields.get(field.slug))
    ]


def _has_our_words(collection: Collection, attempt: Entry, item: Item) -> bool:
    told = _told(collection, attempt)
    made = [
        field
        for field in told
        if _is_made_of(field, attempt.fields.get(field.slug), item.fields.get(field.slug))
    ]
    return any(field.type in _OF_WORDS for field in made) or (bool(told) and made == told)


def _is_made_of(field: Field, sent: Value, held: Value) -> bool:
    if field.type is FieldType.RICH_TEXT and words_of(sent):
        return words_of(sent) == words_of(held)
    return is_stored(field, sent, held)


def _rank(suspicion: Suspicion) -> tuple[bool, int, float]:
    made = suspicion.item.created_on
    is_both = suspicion.is_called_so and suspicion.has_our_words
    return is_both, suspicion.weight, -made.timestamp() if made else 0.0
