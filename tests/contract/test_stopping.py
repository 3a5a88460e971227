"""The server stops as asked, at once and without an outcry, whatever is under way."""

import signal
import sys
import time

import pytest

from tests.doubles.practice import start

UNDER_WAY = {
    "delayed": {"do": "delay", "seconds": None},
    "late": {"do": "delay", "seconds": 600, "when": "after"},
    "slow": {"do": "slow", "seconds": 600},
    "zombie": {"do": "zombie", "seconds": 600},
}


@pytest.fixture
def busy(tmp_path):
    """A server with one request of each kind under way, and the connections they came on."""
    outcry = tmp_path / "stderr"
    with outcry.open("w") as stderr:
        practice = start(
            *("--items", "20", "--rate-limit", "0", "--until-stdin-closes"), stderr=stderr
        )
    wires = []
    for name, fault in UNDER_WAY.items():
        practice.control("POST", "faults", {**fault, "path": "/sites$"})
        wires.append(practice.call("GET", f"/sites?{name}", keep_alive=True))
        while practice.control("GET", "faults").json():
            pass
    yield practice, outcry
    for wire in wires:
        wire.close()
    practice.close()


def ends(practice, outcry):
    began = time.monotonic()
    assert practice.process.wait(10) == 0
    assert time.monotonic() - began < 1.5
    assert outcry.read_text() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_a_signal_ends_it_while_answers_are_under_way(busy):
    practice, outcry = busy
    practice.process.send_signal(signal.SIGTERM)
    ends(practice, outcry)


def test_the_end_of_its_input_ends_it_while_answers_are_under_way(busy):
    practice, outcry = busy
    practice.process.stdin.close()
    ends(practice, outcry)


def test_it_stops_while_it_is_down(busy):
    practice, outcry = busy
    practice.control("POST", "faults", {"do": "down", "path": "/sites$", "seconds": 600})
    practice.call("GET", "/sites").close()
    while practice.control("GET", "faults").json():
        pass
    practice.process.stdin.close()
    ends(practice, outcry)
