"""``wfdesk set``: changes fields of an item on this computer. All of them, or none."""

import argparse
from pathlib import Path

from wfdesk.cli.arguments import add_collection, add_locale
from wfdesk.cli.exits import Exit
from wfdesk.cli.output import one_line
from wfdesk.cli.session import Session
from wfdesk.cli.shapes import changed_shape
from wfdesk.cli.typed import assignments
from wfdesk.cli.writing import tell_problems, values_of
from wfdesk.words.counts import counted

ASSIGNMENT = (
    "FIELD=text, FIELD= to clear it, FIELD=@file, FIELD=- for standard input, FIELD=@@text for a"
    " text that begins with @"
)
_NOTHING = "Webflow has it already: nothing is unsent."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("item", metavar="ITEM", help="COLLECTION/SLUG, slug or id")
    parser.add_argument("values", metavar="FIELD=VALUE", nargs="+", help=ASSIGNMENT)
    add_collection(parser)
    add_locale(parser)


def prepare(wanted: argparse.Namespace) -> None:
    wanted.values = assignments(wanted.values, Path())


async def run(session: Session) -> Exit:
    addresses = await session.addresses()
    work = await addresses.item(session.wanted.item, session.wanted.collection)
    place = addresses.everything[work.key.collection]
    values = await values_of(addresses, place, work.key.locale, session.wanted.values, work)
    await session.local.editing.set_fields(work.key, values)
    work = await session.local.browsing.work(work.key)
    unsent = counted(len(work.edits), "field")
    said = f"{one_line(addresses.of(work))}: {unsent} unsent, saved on this computer."
    session.output.say(said if not work.is_empty else _NOTHING)
    problems = tell_problems(session, place.collection, work)
    session.output.document(changed_shape(addresses, work, place.collection, values, problems))
    return Exit.DONE
