"""``wfdesk items``: lists a collection's items, as its table in the window does."""

import argparse
from collections.abc import Sequence

from msgspec import Struct

from wfdesk.cli.addresses import Addresses, Place, field_of, slug_of
from wfdesk.cli.arguments import add_locale, number
from wfdesk.cli.cells import table
from wfdesk.cli.exits import Exit
from wfdesk.cli.output import one_line
from wfdesk.cli.session import Session
from wfdesk.cli.shapes import item_shape, moment, word
from wfdesk.domain.edits import SendState, Work
from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.items import ItemStatus
from wfdesk.domain.tables import STATUS, UPDATED, Query
from wfdesk.words.counts import counted
from wfdesk.words.status import status_word

_STATUSES = {word(status): status for status in ItemStatus}
_COLUMNS = {"updated": UPDATED, "status": STATUS}
_NONE = "No items."
_NEVER = "This collection was never refreshed. wfdesk refresh does it."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("collection", metavar="COLLECTION", help="by slug, name or id")
    parser.add_argument("--filter", metavar="TEXT", default="", help="in name, slug or text")
    parser.add_argument(
        "--status", action="append", choices=list(_STATUSES), default=[], help="may be repeated"
    )
    parser.add_argument("--unsent", action="store_true", help="only those with unsent changes")
    parser.add_argument(
        "--sort", metavar="FIELD", default="name", help="a field, updated or status"
    )
    parser.add_argument("--reverse", action="store_true", help="the last first")
    parser.add_argument("--limit", type=number, metavar="N", help="at most so many")
    add_locale(parser)


class _Found(Struct, frozen=True):
    works: list[Work]
    found: int


async def run(session: Session) -> Exit:
    addresses = await session.addresses()
    place = addresses.collection(session.wanted.collection)
    found = await _find(session, addresses, place)
    locale = addresses.locale_of(place.site)
    at = await session.local.browsing.refreshed_at(place.collection.id, locale)
    for line in _lines(found.works, session.output.width):
        session.output.say(line)
    if at is None:
        session.output.tell(_NEVER)
    if not session.output.is_json and session.output.has_terminal:
        session.output.tell(_shown(found))
    session.output.document(
        {
            "collection": {"id": place.collection.id, "slug": place.collection.slug},
            "locale": next((each.tag for each in place.site.locales if each.id == locale), None),
            "refreshed": moment(at),
            "found": found.found,
            "items": [item_shape(addresses, work) for work in found.works],
        }
    )
    return Exit.DONE


async def _find(session: Session, addresses: Addresses, place: Place) -> _Found:
    wanted, browsing = session.wanted, session.local.browsing
    query = Query(
        text=wanted.filter,
        statuses=frozenset(_STATUSES[name] for name in wanted.status),
        only_unsent=wanted.unsent,
        sort_by=_column(place, wanted.sort),
        is_descending=wanted.reverse,
    )
    keys = await browsing.find(place.collection.id, addresses.locale_of(place.site), query)
    shown = keys if wanted.limit is None else keys[: wanted.limit]
    return _Found(await browsing.rows(shown), len(keys))


def _column(place: Place, name: str) -> FieldSlug:
    return _COLUMNS.get(name) or field_of(place.collection, name).slug


_HEAD = ("STATUS", "SLUG", "NAME", "UPDATED", "UNSENT")


def _lines(works: Sequence[Work], width: int | None) -> list[str]:
    if not works:
        return [_NONE]
    rows = [_HEAD, *map(_row, works)]
    if not any(row[-1] for row in rows[1:]):
        rows = [row[:-1] for row in rows]
    # One can do without the end of a name, and hardly without that of what one has to type.
    return table(rows, width, yielding=(2, 1))


def _row(work: Work) -> tuple[str, ...]:
    item = work.item
    updated = item.last_updated if item else None
    return (
        status_word(work),
        one_line(slug_of(work) or work.key.item),
        one_line(work.name) or "Untitled",
        f"{updated.astimezone():%Y-%m-%d}" if updated else "",
        _unsent(work),
    )


def _unsent(work: Work) -> str:
    """What the window says beside an item with unsent work; other locales' work counts too."""
    if not work.is_empty:
        return "Unsent" if work.state is SendState.SAVED else work.state.value
    return "Unsent elsewhere" if work.elsewhere else ""


def _shown(found: _Found) -> str:
    if len(found.works) == found.found:
        return counted(found.found, "item")
    return f"{len(found.works):,} of {counted(found.found, 'item')}"
