"""Stopped in the middle, by a person, by the system, by a crash: nothing is lost or sent twice."""

import os
import signal
import sqlite3
import sys

import pytest

from tests.cli.shell import Shell
from tests.doubles.practice import Practice

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="has no such signals")

STOPPING = "Stopping after the request under way."


def hold(practice: Practice, method: str, path: str = "/items", **more: object) -> None:
    """Keep the next such request waiting until it is released."""
    order = {"do": "delay", "seconds": None, "method": method, "path": path, **more}
    assert practice.control("POST", "faults", order).status_code == 200


def writes(practice: Practice) -> list[str]:
    return [
        f"{entry['method']} {entry['path'].rpartition('/')[2]}"
        for entry in practice.log()
        if entry["method"] != "GET"
    ]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_lets_the_request_under_way_end(
    wfdesk: Shell, practice: Practice, address: str, number: signal.Signals
) -> None:
    wfdesk.edit(address, subtitle=f"Stopped by {number.name}")
    hold(practice, "PATCH")
    run = wfdesk.start("publish", "--all", "--yes", "--json")
    run.until_asked("PATCH")
    run.process.send_signal(number)
    run.until_told(STOPPING)
    practice.control("POST", "release")
    done = run.end()
    assert (done.code, done.json["exit"]) == (130, 130)
    assert "is kept" in done.json["stopped"]
    assert [each["result"] for each in done.json["results"]] == ["not_published"]
    assert writes(practice) == ["PATCH items"]
    [entry] = wfdesk("log", "--json").json["entries"]
    assert (entry["verb"], entry["state"]) == ("update", "acknowledged")
    assert "wfdesk publish --all goes on with it" in wfdesk("changes").err
    again = wfdesk.online("publish", "--all", "--yes", "--json")
    assert (again.code, again.json["cut_short"]["left"]) == (0, 1), again.err
    assert [each["result"] for each in again.json["results"]] == ["published"]


@pytest.mark.parametrize("ends", ["second signal", "killed"])
def test_what_was_interrupted_is_looked_up_and_told_before_anything_is_sent(
    wfdesk: Shell, practice: Practice, address: str, ends: str
) -> None:
    wfdesk.edit(address, subtitle=f"Interrupted, {ends}")
    hold(practice, "PATCH", when="after")
    run = wfdesk.start("send", "--all", "--yes")
    run.until_asked("PATCH")
    if ends == "killed":
        run.process.kill()
    else:
        run.process.send_signal(signal.SIGINT)
        run.until_told(STOPPING)
        run.process.send_signal(signal.SIGINT)
    code = run.end().code
    practice.control("POST", "release")
    assert code == (-signal.SIGKILL if ends == "killed" else 130)
    assert wfdesk("changes", "--json").json["changes"][0]["unsent"]["state"] == "unknown"
    again = wfdesk.online("send", "--all", "--yes", "--json")
    assert again.code == 0, again.err
    assert [each["result"] for each in again.json["looked_up"]] == ["sent"]
    assert again.json["results"] == []
    assert "Looking up 1 lost answer of an earlier run." in again.err
    assert writes(practice) == ["PATCH items"]


def test_what_was_sent_and_not_made_live_is_published_with_the_next_publish_of_all(
    wfdesk: Shell, practice: Practice, address: str
) -> None:
    wfdesk.edit(address, subtitle="Half published")
    hold(practice, "PATCH", when="after")
    run = wfdesk.start("publish", "--all", "--yes")
    run.until_asked("PATCH")
    run.process.kill()
    run.end()
    practice.control("POST", "release")
    again = wfdesk.online("publish", "--all", "--yes", "--json")
    assert again.code == 0, again.err
    assert "The last publish was cut short after 0 of 1 item." in again.err
    assert [each["result"] for each in again.json["looked_up"]] == ["sent"]
    assert [each["result"] for each in again.json["results"]] == ["published"]
    assert writes(practice) == ["PATCH items", "POST publish"]
    cut_short = {"goal": "publish", "total": 1, "left": 1, "changed": 0}
    assert again.json["cut_short"] == cut_short
    after = wfdesk.online("publish", "--all", "--yes")
    assert (after.out, after.err) == ("Nothing to send: Webflow has it all already.\n", "")


def test_a_write_that_may_still_arrive_is_waited_for_before_it_is_sent_again(
    wfdesk: Shell, practice: Practice, address: str
) -> None:
    wfdesk.edit(address, subtitle="Never arrived")
    order = {"do": "reset_before", "method": "PATCH", "path": "/items"}
    assert practice.control("POST", "faults", order).status_code == 200
    run = wfdesk.start("send", "--all", "--yes")
    run.until_told("Looking up what Webflow has")
    run.process.kill()
    run.end()
    store = sqlite3.connect(wfdesk.home / "wfdesk.sqlite3")
    with store:  # All but a few seconds of the half minute have gone by.
        store.execute("UPDATE journal SET updated_at = updated_at - 25000")
    store.close()
    again = wfdesk.online("send", "--all", "--yes", "--json")
    assert again.code == 0, again.err
    assert "may still arrive" in again.err
    assert [each["result"] for each in again.json["looked_up"]] == ["not_sent"]
    assert [each["result"] for each in again.json["results"]] == ["sent"]
    assert writes(practice) == ["PATCH items", "PATCH items"]


def test_a_new_item_that_may_be_there_is_taken_up_again_under_its_id(
    wfdesk: Shell, practice: Practice
) -> None:
    local = wfdesk("new", "authors", "name=Once Only").out.strip()
    order = {"do": "reset_after", "method": "POST", "path": "bulk"}
    assert practice.control("POST", "faults", order).status_code == 200
    run = wfdesk.start("send", "--all", "--yes")
    run.until_told("Looking up what Webflow has")
    run.process.kill()
    run.end()
    assert wfdesk("discard", local, "--yes").code == 0

    assert wfdesk("restore", local, "--anew").out.strip() == local
    again = wfdesk("restore", local, "--anew")
    assert (again.code, "is still there" in again.err) == (3, True)

    assert wfdesk.online("send", "--all", "--yes").code == 0
    assert writes(practice) == ["POST bulk"]


def test_a_refresh_that_is_interrupted_keeps_what_was_read(
    wfdesk: Shell, practice: Practice
) -> None:
    hold(practice, "GET", "/items")
    run = wfdesk.start("refresh")
    run.until_asked("GET", "/items")
    os.kill(run.process.pid, signal.SIGTERM)
    run.until_told("Stopping")
    practice.control("POST", "release")
    assert run.end().code == 130
    assert wfdesk("items", "recipes").code == 0
