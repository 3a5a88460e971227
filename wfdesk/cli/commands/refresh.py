"""``wfdesk refresh``: brings the local copy up to date. Sends nothing; edits stay as they are."""

import argparse
from collections.abc import Mapping

from msgspec import Struct, field

from wfdesk.assembly.online import OnlineServices
from wfdesk.cli.addresses import Addresses, Place
from wfdesk.cli.arguments import add_connection
from wfdesk.cli.connected import built, exit_of_connection, sign_in
from wfdesk.cli.exits import Exit
from wfdesk.cli.output import one_line
from wfdesk.cli.progress import ProgressView
from wfdesk.cli.session import Session
from wfdesk.cli.shapes import Shape, moment
from wfdesk.domain.schema import Site
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
    missed = await _missed(online, places)
    _say(session, places, missed)
    for sentence in troubles.sentences:
        session.output.tell(f"wfdesk: {sentence}")
    session.output.document(
        {
            "collections": [await _shape(session, addresses, place) for place in places],
            "troubles": troubles.sentences,
            "missed": [
                {"site": {"id": each.id, "name": each.display_name}, "sentence": why}
                for each, why in missed.items()
            ],
        }
    )
    if session.interruption.has_come:
        return Exit.INTERRUPTED
    if not troubles.sentences:
        return Exit.DONE
    code = exit_of_connection(session, online)
    return Exit.NO_TOKEN if missed and code is Exit.NOT_ALL else code


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


async def _missed(online: OnlineServices, places: list[Place]) -> dict[Site, str]:
    """The sites that nobody is signed in to now, and why: what is here of them is as it was."""
    sites = dict.fromkeys(place.site for place in places)
    found = {site: (await online.accounts.standing(site.id)).hindrance for site in sites}
    return {site: why for site, why in found.items() if why}


def _say(session: Session, places: list[Place], missed: Mapping[Site, str]) -> None:
    for site in dict.fromkeys(place.site for place in places):
        if site in missed:
            session.output.tell(one_line(f"{site.display_name}: not refreshed. {missed[site]}"))
            continue
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
