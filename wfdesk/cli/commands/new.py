"""``wfdesk new``: makes an item on this computer. Webflow hears of it with the next send."""

import argparse

from wfdesk.cli.arguments import add_locale
from wfdesk.cli.commands.set import ASSIGNMENT, prepare
from wfdesk.cli.exits import Exit
from wfdesk.cli.session import Session
from wfdesk.cli.shapes import item_shape, problem_shape
from wfdesk.cli.writing import tell_problems, values_of

__all__ = ["add_arguments", "prepare", "run"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("collection", metavar="COLLECTION", help="by slug, name or id")
    parser.add_argument("values", metavar="FIELD=VALUE", nargs="*", help=ASSIGNMENT)
    add_locale(parser)


async def run(session: Session) -> Exit:
    addresses = await session.addresses()
    place = addresses.collection(session.wanted.collection)
    locale = addresses.locale_of(place.site)
    values = await values_of(addresses, place, locale, session.wanted.values)
    given = {slug: value for slug, value in values.items() if value is not None}
    key = await session.local.editing.create(place.collection.id, locale, given)
    work = await session.local.browsing.work(key)
    session.output.say(key.item)
    problems = tell_problems(session, place.collection, work)
    session.output.document(
        {
            **item_shape(addresses, work),
            "problems": [problem_shape(each) for each in problems],
        }
    )
    return Exit.DONE
