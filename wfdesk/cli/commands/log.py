"""``wfdesk log``: what was sent, when, and what came of it. Kept for 90 days."""

import argparse
from functools import partial

from wfdesk.cli.addresses import Addresses
from wfdesk.cli.arguments import add_collection, add_locale, number
from wfdesk.cli.cells import name_cell, table
from wfdesk.cli.exits import Exit
from wfdesk.cli.output import one_line
from wfdesk.cli.selection import is_meant
from wfdesk.cli.session import Session
from wfdesk.cli.shapes import Shape, moment, place_shape, word
from wfdesk.domain.ids import ItemId, ItemKey, LocaleId
from wfdesk.services.recounting import Sent, everything

_LIMIT = 50
_NONE = "Nothing was sent yet."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--item", metavar="ITEM", help="of this one only")
    parser.add_argument("--limit", type=number, default=_LIMIT, metavar="N", help="the latest N")
    add_collection(parser)
    add_locale(parser)


async def run(session: Session) -> Exit:
    addresses = await session.addresses()
    sent = await _sent(session, addresses)
    for line in table([_row(addresses, each, session.output.width) for each in sent]):
        session.output.say(line)
    if not sent:
        session.output.say(_NONE)
    session.output.document({"entries": [_shape(addresses, each) for each in sent]})
    return Exit.DONE


async def _sent(session: Session, addresses: Addresses) -> list[Sent]:
    wanted, recounting = session.wanted, session.local.recounting
    if wanted.item:
        key = (await addresses.item(wanted.item, wanted.collection)).key
        named = partial(_is_in, key.locale) if addresses.has_locale else everything
        return await recounting.of(ItemId(key.item), wanted.limit, named)
    if not (wanted.site or wanted.collection or addresses.has_locale):
        return await recounting.recent(wanted.limit)  # also of collections that are gone
    return await recounting.recent(wanted.limit, partial(is_meant, session, addresses))


def _is_in(locale: LocaleId, key: ItemKey) -> bool:
    return key.locale == locale


def _row(addresses: Addresses, sent: Sent, width: int | None) -> tuple[str, ...]:
    entry = sent.entry
    at = entry.updated_at
    place = addresses.everything.get(sent.key.collection)
    named = place.site.named(sent.name, sent.key.locale) if place else sent.name
    return (
        f"{at.astimezone():%Y-%m-%d %H:%M:%S}" if at else "",
        entry.verb.value,
        entry.state.value,
        place.collection.slug if place else sent.key.collection,
        name_cell(one_line(named) or "Untitled", width),
        one_line(entry.reason),
    )


def _shape(addresses: Addresses, sent: Sent) -> Shape:
    entry = sent.entry
    return {
        **place_shape(addresses, sent.key),
        "name": sent.name,
        "when": moment(entry.updated_at),
        "verb": word(entry.verb),
        "state": word(entry.state),
        "reason": entry.reason,
        "fields": list(entry.fields),
        "batch": entry.batch,
    }
