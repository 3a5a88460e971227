"""What may be decided in one go: conflicts of the same field, items deleted alike. Pure."""

from collections.abc import Iterable, Sequence

from wfdesk.domain.edits import Action, Seen, Side
from wfdesk.domain.ids import FieldSlug, ItemKey
from wfdesk.services.reviewing import ItemReview
from wfdesk.services.settling import Choice


def choices_of(items: Iterable[ItemReview], side: Side) -> list[Choice]:
    """All conflicts of the items, as they are before the user."""
    return [
        Choice(review.work.key, slug, side, Seen(theirs))
        for review in items
        for slug, theirs in review.work.conflicts.items()
        if slug in review.work.edits
    ]


def choices_like(
    items: Iterable[ItemReview], key: ItemKey, slug: FieldSlug, side: Side
) -> list[Choice]:
    """Those of the same field in the same collection."""
    return [
        choice
        for choice in choices_of(items, side)
        if (choice.key.collection, choice.field) == (key.collection, slug)
    ]


def gone_of(items: Iterable[ItemReview]) -> list[ItemKey]:
    """Items that were deleted in Webflow and about which somebody has to decide."""
    return [review.work.key for review in items if is_gone(review)]


def gone_like(items: Sequence[ItemReview], key: ItemKey) -> list[ItemKey]:
    """Those of the same collection."""
    return [each for each in gone_of(items) if each.collection == key.collection]


def is_gone(review: ItemReview) -> bool:
    return review.work.is_gone and review.work.action is not Action.DELETE
