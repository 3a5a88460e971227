"""What was done in part is not told as done."""

import asyncio
from pathlib import Path

from tests.cli.shell import Shell
from tests.doubles.practice import Practice
from wfdesk.assembly.local import build_local
from wfdesk.cli.addresses import Addresses
from wfdesk.domain.edits import Action
from wfdesk.store.database import Database


async def _mark(home: Path, address: str, action: Action) -> None:
    """Mark an item, as the window would."""
    database = await Database.open(home / "wfdesk.sqlite3")
    try:
        local = build_local(database)
        addresses = Addresses(local.browsing, await local.browsing.tree(), None, None)
        work = await addresses.item(address)
        await local.editing.set_action([work.key], action)
    finally:
        await database.close()


def _live_story(wfdesk: Shell, practice: Practice) -> str:
    """No collection refers to stories: what something refers to, Webflow refuses to delete."""
    made = practice.make("stories", name="Marzipan in May", slug="marzipan-in-may")
    path = f"{practice.items('stories')}/publish"
    published = practice.ask("POST", path, json={"itemIds": [made["id"]]}).json()
    assert published["publishedItemIds"] == [made["id"]], published
    assert wfdesk.online("refresh").code == 0
    return "stories/marzipan-in-may"


def test_what_was_to_be_deleted_is_not_done_when_it_was_only_taken_down(
    wfdesk: Shell, practice: Practice
) -> None:
    """The way to Webflow was lost between the two requests that it takes."""
    address = _live_story(wfdesk, practice)
    asyncio.run(_mark(wfdesk.home, address, Action.DELETE))
    fault = {"method": "DELETE", "path": "/items", "do": "status", "status": 401, "after": 1}
    practice.control("POST", "faults", fault)
    done = wfdesk.online("publish", "--all", "--yes", "--json")
    practice.control("DELETE", "faults")
    assert wfdesk("changes", "--json").json["changes"]  # it is there, and to be deleted still
    [result] = done.json["results"]
    assert (result["is_good"], done.code) == (False, 4), done.err


def test_a_publish_that_came_to_its_end_is_not_said_to_be_cut_short(
    wfdesk: Shell, practice: Practice, address: str
) -> None:
    wfdesk.edit(address, subtitle="Mine")
    fault = {"method": "POST", "path": "publish", "do": "status", "status": 400}
    practice.control("POST", "faults", fault)
    assert wfdesk.online("publish", address, "--yes").code == 1
    told = wfdesk("changes", "--json")
    assert "cut short" not in told.err
    assert "1 item was sent and did not go live. wfdesk publish --all goes on with it." in told.err
    assert told.json["cut_short"] == {"goal": "publish", "total": 1, "left": 1, "changed": 0}


def test_what_a_publish_has_left_can_be_forgotten(
    wfdesk: Shell, practice: Practice, address: str
) -> None:
    assert wfdesk("discard", "--cut-short", "--yes", "--json").json == {"cut_short": None}
    wfdesk.edit(address, subtitle="Mine")
    fault = {"method": "POST", "path": "publish", "do": "status", "status": 400}
    practice.control("POST", "faults", fault)
    assert wfdesk.online("publish", address, "--yes").code == 1
    wfdesk.edit(address, summary="Unsent")

    assert wfdesk("discard", "--cut-short").code == 2  # nobody to ask
    assert wfdesk("discard", "--cut-short", address, "--yes").code == 2
    left = wfdesk("changes", "--json").json["cut_short"]
    done = wfdesk("discard", "--cut-short", "--yes", "--json")

    assert (done.code, done.json, left["left"]) == (0, {"cut_short": left}, 1)
    assert "1 item was sent and did not go live." in done.err
    told = wfdesk("changes", "--json").json
    assert (told["cut_short"], len(told["changes"])) == (None, 1)
