"""Which unsent work a command is about: named items, a collection's, or all of it."""

import argparse

from msgspec import Struct

from wfdesk.cli.addresses import Addresses
from wfdesk.cli.arguments import add_collection, add_locale
from wfdesk.cli.exits import AmbiguousError, UsageError
from wfdesk.cli.output import one_line
from wfdesk.cli.session import Session
from wfdesk.domain.ids import ItemKey
from wfdesk.services.reviewing import ItemReview

_WHICH = "Say which: items, --collection COLLECTION, or --all."


class Selection(Struct, frozen=True):
    keys: tuple[ItemKey, ...]
    held: int = 0
    """How many stay behind because the user held them back in the window."""


def add_items(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("items", metavar="ITEM", nargs="*", help="COLLECTION/SLUG, slug or id")
    add_collection(parser)
    add_locale(parser)
    parser.add_argument("--all", action="store_true", help="all that is unsent")


async def selected(session: Session, addresses: Addresses, *, with_held: bool = False) -> Selection:
    """What is meant. An item goes with its unsent variants in other locales.

    What was held back or left out in the window stays so, unless the item is named.
    """
    wanted = session.wanted
    if sum(map(bool, (wanted.items, wanted.all))) > 1 or (wanted.all and wanted.collection):
        raise UsageError(_WHICH)
    if wanted.items:
        keys = await _named(session, addresses)
        if not addresses.has_locale:
            keys = await session.local.browsing.with_variants(keys)
        return Selection(tuple(keys))
    if not (wanted.all or wanted.collection):
        raise UsageError(_WHICH)
    reviews = await unsent(session, addresses)
    left_out = await session.local.reviewing.left_out()
    going = [
        each for each in reviews if with_held or not (_is_held(each) or each.work.key in left_out)
    ]
    return Selection(tuple(each.work.key for each in going), len(reviews) - len(going))


async def _named(session: Session, addresses: Addresses) -> list[ItemKey]:
    """What is named; where its collection is gone, it is called as ``wfdesk changes`` calls it."""
    wanted = session.wanted
    homeless: dict[str, list[ItemKey]] = {}
    for each in (await session.local.reviewing.review()).items:
        key = each.work.key
        if key.collection not in addresses.everything and wanted.collection is None:
            for name in (addresses.of(each.work), key.item):
                homeless.setdefault(name, []).append(key)
    keys: list[ItemKey] = []
    for text in wanted.items:
        found = homeless.get(text) or [(await addresses.item(text, wanted.collection)).key]
        items = list(dict.fromkeys(key.item for key in found))
        if len(items) > 1:
            said = f"“{one_line(text)}” is the name of {len(items)} items: {', '.join(items)}."
            raise AmbiguousError(said, items)
        keys += found
    return list(dict.fromkeys(keys))


async def unsent(session: Session, addresses: Addresses) -> list[ItemReview]:
    """All unsent work at the places and in the locale that were named."""
    review = await session.local.reviewing.review()
    return [each for each in review.items if is_meant(session, addresses, each.work.key)]


def _is_held(review: ItemReview) -> bool:
    """Whether all of it waits until the user lets it go."""
    edits = review.work.edits.values()
    return bool(edits) and all(edit.is_held for edit in edits)


def is_meant(session: Session, addresses: Addresses, key: ItemKey) -> bool:
    """Whether it is at the places and in the locale that were named."""
    place = addresses.everything.get(key.collection)
    if place is None:  # its collection is gone: with all the rest it is meant, by name never
        return not (session.wanted.site or session.wanted.collection or addresses.has_locale)
    if session.wanted.collection:
        named = addresses.collection(session.wanted.collection)
        if named.collection.id != key.collection:
            return False
    elif place not in addresses.places:
        return False
    return not addresses.has_locale or addresses.locale_in(place.site) == key.locale
