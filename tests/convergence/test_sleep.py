"""The computer sleeps in the middle of a request: the next morning it is looked up, and no more."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.convergence.killing import Morning
from tests.doubles.practice import start

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="sees in /proc that it was stopped")


@pytest.fixture
def morning(tmp_path: Path) -> Iterator[Morning]:
    practice = start("--items", "10", "--rate-limit", "0")
    morning = Morning(practice, tmp_path / "wfdesk.sqlite3")
    yield morning
    morning.close()
    practice.close()


def test_a_write_that_the_computer_slept_through_is_looked_up_and_not_sent_again(
    morning: Morning,
) -> None:
    _, requests = morning.timeline()
    writes = dict.fromkeys(each for each in requests if not each.startswith("GET"))
    assert {each.split()[0] for each in writes} == {"POST", "PATCH", "DELETE"}
    for request in writes:
        said = morning.sleep_through(request)
        assert said["results"] == [True] * 20, request
        assert said["counts"]["client"] == 2, request  # a new one for what came after the night
