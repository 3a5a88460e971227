"""What only the whole program can show of sending: who asks, and where it is said."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.doubles.practice import Practice
from tests.e2e.desk import Desk, running
from tests.e2e.site import content, practising, writes

pytestmark = pytest.mark.timeout(120)

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


@pytest.fixture
def practice() -> Iterator[Practice]:
    with practising("--items", "60") as made:
        yield made


@pytest.fixture
def desk(tmp_path: Path, practice: Practice) -> Iterator[Desk]:
    """The program, with one category in its form."""
    token = {"WFDESK_TOKEN": practice.tokens["full"]}
    with running(tmp_path / "home", "--api-url", practice.url, **token) as made:
        made.click("TreeItem", f"Categories, {ELLIPSIS}")
        made.click("Cell", names(practice)[0])
        made.find("EditableText", "Name")
        yield made


def names(practice: Practice) -> list[str]:
    return [each["fieldData"]["name"] for each in content(practice)["categories"].values()]


def rename(desk: Desk, name: str) -> None:
    desk.write("Name", name)
    desk.find("StaticText", "Name: edited")


def test_nothing_to_send_is_said_in_a_line(desk: Desk) -> None:
    desk.press("Ctrl+S")
    desk.find("StaticText", f"Nothing to send{ELLIPSIS}")
    assert not desk.find_all("Dialog", "Send")


def test_discarding_from_the_changes_asks_as_the_table_does(desk: Desk) -> None:
    rename(desk, "Thrown away")
    desk.press("Ctrl+1")
    desk.click("Button", f"Discard this change{ELLIPSIS}")
    desk.find("StaticText", "Discard the unsent edits of “Thrown away”?")
    desk.click("Button", "Discard edits")
    desk.find("StaticText", f"Nothing to send. {ELLIPSIS}")


def test_closing_while_something_is_sent_asks_and_ends_when_it_has_arrived(
    desk: Desk, practice: Practice
) -> None:
    rename(desk, "Sent at last")
    slow = {"method": "PATCH", "path": "items", "do": "delay", "seconds": 5}
    practice.control("POST", "faults", slow)
    desk.press("Ctrl+S")
    desk.click("Button", "Send 1 item")
    desk.until(lambda: writes(practice), "the request under way")
    desk.press("Ctrl+Q")
    desk.find("StaticText", "1 item is being sent")
    desk.click("Button", "Stop and quit")
    assert desk.end() == 0
    assert "Sent at last" in names(practice)
