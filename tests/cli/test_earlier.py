"""What an earlier run has left, and what is found out about it before anything goes."""

import asyncio
import time
from contextlib import closing
from pathlib import Path

from tests.cli.shell import Shell
from tests.cli.test_sending import RECIPES, colleague_edits, written
from tests.doubles.practice import Practice, start
from wfdesk.assembly.local import build_local
from wfdesk.cli.addresses import Addresses
from wfdesk.store.database import Database

_EMBARGOED = "Not yet for the public"


def killed_while_sending(wfdesk: Shell, command: str, address: str) -> None:
    """The change is on its way when the process dies; then it arrives."""
    practice = wfdesk.practice
    practice.control("POST", "faults", {"method": "PATCH", "do": "delay", "seconds": None})
    running = wfdesk.start(command, address, "--yes")
    running.until_asked("PATCH")
    running.process.kill()
    running.end()
    practice.control("DELETE", "faults")
    practice.control("POST", "release")


def test_what_a_lost_answer_shows_of_others_does_not_go_live_in_the_same_breath(
    wfdesk: Shell, practice: Practice, address: str
) -> None:
    item = wfdesk("show", address, "--json").json
    path = f"{practice.items(RECIPES)}/{item['id']}"
    wfdesk.edit(address, subtitle="Mine")
    killed_while_sending(wfdesk, "publish", address)
    while practice.get(path)["fieldData"].get("subtitle") != "Mine":
        time.sleep(0.01)
    colleague_edits(practice, address, summary=_EMBARGOED)

    done = wfdesk.online("publish", address, "--yes", "--json")

    assert practice.get(f"{path}/live")["fieldData"].get("summary") != _EMBARGOED
    [result] = done.json["results"]
    assert (done.code, result["result"], result["name"]) == (1, "not_published", item["name"])
    assert "Summary" in result["reason"]
    assert done.json["looked_up"][0]["name"] == item["name"]
    assert wfdesk.online("publish", address, "--yes").code == 0  # after a look at it
    assert practice.get(f"{path}/live")["fieldData"]["summary"] == _EMBARGOED


def test_what_is_left_to_publish_is_not_forgotten_by_a_publish_of_another_place(
    wfdesk: Shell, practice: Practice, address: str
) -> None:
    wfdesk.edit(address, subtitle="Mine")
    fault = {"method": "POST", "path": "publish", "do": "status", "status": 401}
    practice.control("POST", "faults", fault)
    assert wfdesk.online("publish", address, "--yes").code == 4
    for place in (("--locale", "fr-FR"), ("--locale", "ar")):
        done = wfdesk.online("publish", "--all", *place, "--yes", "--json")
        assert (done.code, done.json["cut_short"]["left"]) == (0, 1)
    assert wfdesk.online("publish", "--all", "--yes").code == 0
    assert written(practice)[-1] == "POST publish"
    assert wfdesk("changes", "--json").json["cut_short"] is None


def not_live(wfdesk: Shell, address: str) -> None:
    """It is sent, and what would make it live finds no way there."""
    wfdesk.edit(address, subtitle="Mine")
    fault = {"method": "POST", "path": "publish", "do": "status", "status": 401}
    wfdesk.practice.control("POST", "faults", fault)
    assert wfdesk.online("publish", address, "--yes").code == 4
    wfdesk.practice.control("DELETE", "faults")


def test_what_others_have_changed_is_not_forgotten_by_a_publish_of_all_that_leaves_it(
    wfdesk: Shell, practice: Practice, address: str
) -> None:
    """It is to be looked at and published again. A nightly publish was the end of it."""
    not_live(wfdesk, address)
    colleague_edits(practice, address, summary="Theirs")
    assert wfdesk.online("refresh").code == 0
    assert wfdesk("changes", "--json").json["cut_short"]["changed"] == 1
    told = wfdesk.online("publish", "--all", "--yes")
    assert "was changed in Webflow since, and did not go live" in told.err
    assert wfdesk("changes", "--json").json["cut_short"]["changed"] == 1
    assert wfdesk.online("publish", address, "--yes").code == 0
    assert wfdesk("changes", "--json").json["cut_short"] is None


async def leave_out(home: Path, address: str) -> None:
    """Take the tick out of an item, as the window would."""
    database = await Database.open(home / "wfdesk.sqlite3")
    try:
        local = build_local(database)
        addresses = Addresses(local.browsing, await local.browsing.tree(), None, None)
        work = await addresses.item(address)
        await local.reviewing.set_goes([work.key], goes=False)
    finally:
        await database.close()


def test_what_is_sent_and_left_out_by_now_is_not_forgotten_by_a_publish_of_all(
    wfdesk: Shell, address: str
) -> None:
    """It was edited once more and left out: what was sent of it before is not live yet."""
    not_live(wfdesk, address)
    wfdesk.edit(address, subtitle="Mine, and not done")
    asyncio.run(leave_out(wfdesk.home, address))
    assert wfdesk("changes", "--json").json["cut_short"]["left"] == 1
    assert wfdesk.online("publish", "--all", "--yes").code == 0
    assert wfdesk("discard", address, "--yes").code == 0
    assert wfdesk("changes", "--json").json["cut_short"]["left"] == 1


def test_a_lost_answer_that_nobody_can_be_asked_for_is_not_waited_for(
    wfdesk: Shell, address: str
) -> None:
    """It was sent to a site whose token is not here now."""
    wfdesk.edit(address, subtitle="Mine")
    killed_while_sending(wfdesk, "send", address)
    with closing(start("--items", "40", "--rate-limit", "0", "--seed", "7")) as other:
        away = Shell(wfdesk.home, wfdesk.folder, other)
        done = away.online("send", "--all", "--yes")
    assert (done.code, "Waiting up to half a minute" in done.err) == (1, False)
    assert "has no token for this site" in done.out
