"""``wfdesk log``: what was sent, when, and what came of it. Kept for 90 days."""

import argparse

from wfdesk.cli.addresses import Addresses
from wfdesk.cli.arguments import add_collection, add_locale, number
from wfdesk.cli.cells import LONGEST_NAME, cut, table
from wfdesk.cli.exits import Exit
from wfdesk.cli.output import one_line
from wfdesk.cli.session import Session
from wfdesk.cli.shapes import Shape, moment, place_shape, word
from wfdesk.domain.ids import ItemId
from wfdesk.services.recounting import Sent

_LIMIT = 50
_NONE = "Nothing was sent yet."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--item", metavar="ITEM", help="of this one only")
    parser.add_argument("--limit", type=number, default=_LIMIT, metavar="N", help="the latest N")
    add_collection(parser)
    add_locale(parser)


async def run(session: Session) -> Exit:
    wanted, addresses = session.wanted, await session.addresses()
    if wanted.item:
        work = await addresses.item(wanted.item, wanted.collection)
        sent = await session.local.recounting.of(ItemId(work.key.item), wanted.limit)
    else:
        sent = await session.local.recounting.recent(wanted.limit)
    for line in table([_row(addresses, each) for each in sent]):
        session.output.say(line)
    if not sent:
        session.output.say(_NONE)
    session.output.document({"entries": [_shape(addresses, each) for each in sent]})
    return Exit.DONE


def _row(addresses: Addresses, sent: Sent) -> tuple[str, ...]:
    entry = sent.entry
    at = entry.updated_at
    place = addresses.everything.get(sent.key.collection)
    named = place.site.named(sent.name, sent.key.locale) if place else sent.name
    return (
        f"{at.astimezone():%Y-%m-%d %H:%M:%S}" if at else "",
        entry.verb.value,
        entry.state.value,
        place.collection.slug if place else sent.key.collection,
        cut(one_line(named) or "Untitled", LONGEST_NAME),
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
