"""``wfdesk restore``: lists values that were given up, and takes them up again.

A value has a number among those of its item, the newest first: what is given up later changes it.
"""

import argparse
from collections.abc import Mapping, Sequence

from wfdesk.cli.addresses import Addresses
from wfdesk.cli.arguments import add_collection, add_locale, number
from wfdesk.cli.cells import table
from wfdesk.cli.exits import AmbiguousError, Exit, RefusedValueError, UnknownError, UsageError
from wfdesk.cli.output import one_line
from wfdesk.cli.selection import is_meant
from wfdesk.cli.session import Session
from wfdesk.cli.shapes import Shape, changed_shape, item_shape, moment, place_shape, problem_shape
from wfdesk.cli.writing import tell_problems
from wfdesk.domain.ids import SLUG, ItemKey
from wfdesk.services.history import History, HistoryService, KeptItem, KeptValue
from wfdesk.words.kept import why
from wfdesk.words.values import Surroundings, in_words

_NONE = "Nothing was given up in the last 30 days."
_WHICH = "Say of which item: wfdesk restore ITEM 1."
_SAME = "Nothing to do: it is just that."
_FIXED = "Webflow no longer has this field, or no longer lets anyone change it."
_INDENT = "    "


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("item", metavar="ITEM", nargs="?", help="COLLECTION/SLUG, slug or id")
    parser.add_argument(
        "numbers",
        metavar="NUMBER",
        nargs="*",
        type=number,
        help="take this value of the list up again, as an unsent change",
    )
    parser.add_argument(
        "--anew", action="store_true", help="make a new item of what one had that is gone"
    )
    add_collection(parser)
    add_locale(parser)


async def run(session: Session) -> Exit:
    wanted, addresses = session.wanted, await session.addresses()
    if wanted.anew and (wanted.numbers or not wanted.item):
        raise UsageError("Say of which item: wfdesk restore ITEM --anew.")
    kept = HistoryService(session.local.database, session.local.editing)
    if not wanted.item:
        history = await kept.all()
        meant = [each for each in history.items if is_meant(session, addresses, each.key)]
        return await _list(session, addresses, history, meant)
    history, item = await _named(session, addresses, kept)
    if wanted.anew:
        return await _make_anew(session, addresses, kept, item)
    if wanted.numbers:
        return await _restore(session, addresses, kept, item)
    return await _list(session, addresses, history, [item])


async def _named(
    session: Session, addresses: Addresses, kept: HistoryService
) -> tuple[History, KeptItem]:
    """The item that is named: one that is there, or else one that is gone."""
    wanted = session.wanted
    try:
        work = await addresses.item(wanted.item, wanted.collection)
    except UnknownError:
        history = await kept.all()
        gone = [each for each in history.items if _is_called(session, addresses, each)]
        if not gone:
            raise
        if len(gone) > 1:
            names = [each.key.item for each in gone]
            told = f"{len(gone)} items that are gone were called that: {', '.join(names)}."
            raise AmbiguousError(told, names) from None
        return history, gone[0]
    history = await kept.of(work.key)
    return history, history.items[0]


def _is_called(session: Session, addresses: Addresses, item: KeptItem) -> bool:
    """Whether an item that is gone has this id, or had this slug."""
    before, _, name = str(session.wanted.item).rpartition("/")
    if item.is_there or not is_meant(session, addresses, item.key):
        return False
    if before and addresses.collection(before).collection.id != item.key.collection:
        return False
    return name in {item.key.item, _slug_of(item)}


def _slug_of(item: KeptItem) -> str:
    slugs = (str(each.past.value) for each in item.values if each.past.field == SLUG)
    return next(slugs, "")


async def _list(
    session: Session, addresses: Addresses, history: History, items: Sequence[KeptItem]
) -> Exit:
    told = [each for each in items if each.values]
    called = await _called(session, addresses, told)
    for item in told:
        gone = "" if item.is_there else " (gone; --anew makes a new one)"
        name = one_line(item.name) or "Untitled"
        named = item.site.named(name, item.key.locale) if item.site else name
        session.output.say(f"{one_line(called[item.key])}: {named}{gone}")
        zone = item.site.time_zone if item.site else "UTC"
        around = Surroundings(history.names, zone)
        rows = [_row(place, each, around) for place, each in enumerate(item.values, 1)]
        width = session.output.width
        room = None if width is None else width - len(_INDENT)
        for line in table(rows, room, yielding=(4, 3, 2)):
            session.output.say(f"{_INDENT}{line}")
    if not told:
        session.output.say(_NONE)
    session.output.document({"items": [_shape(addresses, each, called) for each in told]})
    return Exit.DONE


def _row(place: int, value: KeptValue, around: Surroundings) -> tuple[str, ...]:
    at = value.past.at
    return (
        f"{place:>2}",
        f"{at.astimezone():%Y-%m-%d %H:%M}" if at else "",
        one_line(value.label),
        one_line(why(value.past)),
        one_line(in_words(value.field, value.past.value, around)),
    )


async def _restore(
    session: Session, addresses: Addresses, kept: HistoryService, item: KeptItem
) -> Exit:
    """Take up all of the values that are named, or none."""
    address = (await _called(session, addresses, [item]))[item.key]
    values = [_value(item, address, place) for place in session.wanted.numbers]
    fields = [each.past.field for each in values]
    for value in values:
        if fields.count(value.past.field) > 1:
            raise UsageError(f"{one_line(value.label)} is given twice.")
    changed = [each for each in values if await kept.restore(each.past) is not None]
    work = await session.local.browsing.work(item.key)
    place = addresses.everything[work.key.collection]
    labels = ", ".join(one_line(each.label) for each in changed)
    session.output.say(f"{one_line(address)}: {f'{labels} restored.' if labels else _SAME}")
    problems = tell_problems(session, place.collection, work)
    session.output.document(changed_shape(addresses, work, place.collection, fields, problems))
    return Exit.DONE


def _value(item: KeptItem, called: str, place: int) -> KeptValue:
    address = one_line(called)
    if place > len(item.values):
        there = f"There are {len(item.values):,}." if item.values else _NONE
        raise UnknownError(f"{address} has no earlier value {place:,}. {there}")
    value = item.values[place - 1]
    if not item.is_there:
        raise UnknownError(f"{address} is gone. wfdesk restore ITEM --anew makes a new item of it.")
    if value.field is None or not value.field.can_be_sent:
        raise RefusedValueError(value.past.field, one_line(value.label), _FIXED)
    return value


async def _make_anew(
    session: Session, addresses: Addresses, kept: HistoryService, item: KeptItem
) -> Exit:
    """Make a new item; print its local id, as wfdesk new does."""
    if not item.can_be_made_anew:
        address = one_line((await _called(session, addresses, [item]))[item.key])
        raise UnknownError(f"{address} is still there, or cannot be made anew.")
    key = await kept.make_anew([each.past for each in item.last_given_up])
    work = await session.local.browsing.work(key)
    place = addresses.everything[key.collection]
    session.output.say(key.item)
    problems = tell_problems(session, place.collection, work)
    session.output.document(
        {
            **item_shape(addresses, work),
            "problems": [problem_shape(each) for each in problems],
        }
    )
    return Exit.DONE


async def _called(
    session: Session, addresses: Addresses, items: Sequence[KeptItem]
) -> Mapping[ItemKey, str]:
    """How the items are named here. For one that is gone only its id is certain."""
    works = await session.local.browsing.works([each.key for each in items if each.is_there])
    called = {each.key: f"{_collection_of(addresses, each)}/{each.key.item}" for each in items}
    return {**called, **{work.key: addresses.of(work) for work in works}}


def _collection_of(addresses: Addresses, item: KeptItem) -> str:
    place = addresses.everything.get(item.key.collection)
    return (place.collection.slug if place else "") or item.key.collection


def _shape(addresses: Addresses, item: KeptItem, called: Mapping[ItemKey, str]) -> Shape:
    return {
        **place_shape(addresses, item.key),
        "name": item.name,
        "address": called[item.key],
        "is_gone": not item.is_there,
        "values": [
            {
                "number": place,
                "field": each.past.field,
                "label": each.label,
                "value": each.past.value,
                "reason": each.past.reason,
                "given_up": moment(each.past.at),
            }
            for place, each in enumerate(item.values, 1)
        ],
    }
