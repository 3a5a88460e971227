"""The system ends the program in the middle of a write: what is on its way is looked up later."""

import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.doubles.practice import Practice
from tests.e2e.desk import Desk, running
from tests.e2e.site import content, practising, writes
from tests.e2e.test_main_job import ELLIPSIS, edited, open_item

pytestmark = [
    pytest.mark.timeout(120),
    pytest.mark.skipif(sys.platform == "win32", reason="Windows ends programs without SIGTERM"),
]


@pytest.fixture
def practice() -> Iterator[Practice]:
    with practising("--items", "60") as made:
        yield made


def started(home: Path, practice: Practice) -> Desk:
    return running(home, "--api-url", practice.url, WFDESK_TOKEN=practice.tokens["full"])


def states(home: Path) -> list[str]:
    """What the journal says, read as a start would find it."""
    with closing(sqlite3.connect(home / "wfdesk.sqlite3")) as connection:
        return [state for (state,) in connection.execute("SELECT state FROM journal ORDER BY id")]


def is_done(practice: Practice) -> bool:
    return any(entry["applied"] for entry in practice.log() if entry["method"] == "PATCH")


@pytest.mark.parametrize("when", ["before", "after"])
def test_what_is_under_way_when_the_system_ends_it_is_looked_up_at_the_next_start(
    tmp_path: Path, practice: Practice, when: str
) -> None:
    home = tmp_path / "home"
    first, second = [
        each["fieldData"]["name"] for each in list(content(practice)["categories"].values())[:2]
    ]
    with started(home, practice) as desk:
        open_item(desk, "Categories", first)
        desk.write("Name", "Under way")
        edited(desk, "Name")
        held = {"method": "PATCH", "path": "items", "do": "delay", "seconds": None, "when": when}
        practice.control("POST", "faults", held)
        desk.press("Ctrl+S")
        desk.click("Button", "Send 1 item")
        desk.until(lambda: writes(practice), "the request under way")
        open_item(desk, "Categories", second)
        desk.click("EditableText", "Name")
        desk.press("Ctrl+A")
        desk.type("Typed at the end")
        assert desk.terminate() == -signal.SIGTERM
        assert desk.complaints == []
        assert states(home) == ["Sending"]
        practice.control("POST", "release")
        desk.until(lambda: is_done(practice), "the write done")

    with started(home, practice) as desk:
        open_item(desk, "Categories", "Typed at the end")
        desk.press("Ctrl+Shift+Return")
        desk.find("StaticText", f"1 unsent change{ELLIPSIS}")
        assert desk.close() == 0
        assert desk.complaints == []
    assert states(home) == ["Sent"]
    names = [each["fieldData"]["name"] for each in content(practice)["categories"].values()]
    assert names.count("Under way") == 1
    assert "Typed at the end" not in names
    assert len(writes(practice)) == 1


def test_a_publish_that_was_killed_is_told_at_the_next_start_and_does_not_go_on(
    tmp_path: Path, practice: Practice
) -> None:
    home, before = tmp_path / "home", content(practice)
    with started(home, practice) as desk:
        for collection in ("Authors", "Categories"):
            [name, *_] = [
                each["fieldData"]["name"]
                for each in before[collection.lower()].values()
                if each["lastPublished"]
            ]
            open_item(desk, collection, name)
            desk.write("Name", f"One of the {collection}")
            edited(desk, "Name")
        path = f"{practice.collection('authors')}/items/publish"  # which comes last
        lost = [
            {"method": "POST", "path": path, "do": "delay", "seconds": None},
            {"method": "POST", "path": path, "do": "reset_before"},
        ]
        practice.control("POST", "faults", lost)
        desk.press("Ctrl+Shift+Return")
        desk.click("Button", f"Publish 2 ticked{ELLIPSIS}")
        desk.click("Button", "Publish 2 items")
        desk.until(lambda: is_asked(practice, path), "the request under way")
        desk.kill()
    practice.control("POST", "release")
    sent = writes(practice)

    with started(home, practice) as desk:
        told = "Publishing was cut short after 1 of 2 items. The rest did not go on by itself."
        desk.until(lambda: any(told in each for each in desk.said), told)
        desk.click("Button", "Show")
        desk.find("Button", f"Go on{ELLIPSIS}")
        desk.find("StaticText", told)
        desk.find("StaticText", "Refreshed just now")
        assert desk.close() == 0
        assert writes(practice) == sent
        assert desk.complaints == []


def is_asked(practice: Practice, path: str) -> bool:
    return any(entry["path"].endswith(path) for entry in practice.log())
