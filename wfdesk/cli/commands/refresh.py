"""``wfdesk refresh``: brings the local copy up to date. Sends nothing; edits stay as they are."""

import argparse

from msgspec import Struct, field

from wfdesk.cli.addresses import Addresses, Place
from wfdesk.cli.arguments import add_connection
from wfdesk.cli.connected import built, exit_of_connection, sign_in
from wfdesk.cli.exits import Exit
from wfdesk.cli.output import one_line
from wfdesk.cli.progress import ProgressView
from wfdesk.cli.session import Session
from wfdesk.cli.shapes import Shape, moment
from wfdesk.services.refreshing import RefreshingService
from wfdesk.sync.status import Status
from wfdesk.words.counts import counted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("collection", nargs="?", metavar="COLLECTION", help="only this one")
    parser.add_argument("--full", action="store_true", help="read every item; notices deletions")
    add_connection(parser)


class Troubles(Struct):
    """What went wrong on the way, each sentence once. One that is over is still told."""

    sentences: list[str] = field(default_factory=list)

    def hear(self, status: Status) -> None:
        if status.trouble and status.trouble not in self.sentences:
            self.sentences.append(status.trouble)


async def run(session: Session) -> Exit:
    online, board = built(session), session.local.board
    troubles = Troubles()
    if session.wanted.site or session.wanted.collection:
        await session.addresses()  # a name that is nobody's is said before Webflow is asked
    await sign_in(session, online)
    board.subscribe(troubles.hear)
    with ProgressView(session.output, board), session.interruption.softened(online.refreshing.stop):
        await _refresh(session, online.refreshing)
    addresses = await session.addresses()
    places = _meant(session, addresses)
    _say(session, places)
    for sentence in troubles.sentences:
        session.output.tell(f"wfdesk: {sentence}")
    session.output.document(
        {
            "collections": [await _shape(session, addresses, place) for place in places],
            "troubles": troubles.sentences,
        }
    )
    if session.interruption.has_come:
        return Exit.INTERRUPTED
    return exit_of_connection(session, online) if troubles.sentences else Exit.DONE


async def _refresh(session: Session, refreshing: RefreshingService) -> None:
    wanted = session.wanted
    if wanted.collection:
        place = (await session.addresses()).collection(wanted.collection)
        await refreshing.refresh_collection(place.collection.id, is_full=wanted.full, is_asked=True)
        return
    if wanted.site:
        for site in (await session.addresses()).sites:
            await refreshing.refresh_site(site.id)
    else:
        await refreshing.refresh_all()
    if wanted.full:
        for place in (await session.addresses()).places:
            if not session.interruption.has_come:
                await refreshing.refresh_collection(place.collection.id, is_full=True)


def _meant(session: Session, addresses: Addresses) -> list[Place]:
    named = session.wanted.collection
    return [addresses.collection(named)] if named else addresses.places


def _say(session: Session, places: list[Place]) -> None:
    for site in {place.site.id: place.site for place in places}.values():
        here = [place.node for place in places if place.site is site]
        items = sum(node.items for node in here)
        session.output.say(
            f"{one_line(site.display_name)}: {counted(len(here), 'collection')},"
            f" {counted(items, 'item')}"
        )


async def _shape(session: Session, addresses: Addresses, place: Place) -> Shape:
    locale = addresses.locale_of(place.site)
    at = await session.local.browsing.refreshed_at(place.collection.id, locale)
    return {
        "id": place.collection.id,
        "slug": place.collection.slug,
        "name": place.collection.display_name,
        "site": {"id": place.site.id, "name": place.site.display_name},
        "items": place.node.items,
        "unsent": place.node.unsent,
        "refreshed": moment(at),
    }
