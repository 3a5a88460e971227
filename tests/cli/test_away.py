"""A site that is in the local copy, and whose token is not here for this run."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.cli.shell import Shell
from tests.doubles.practice import Practice, start


@pytest.fixture(scope="module")
def other() -> Iterator[Practice]:
    with closing(start("--items", "40", "--rate-limit", "0", "--seed", "7")) as practice:
        yield practice


@pytest.fixture
def away(wfdesk: Shell, other: Practice) -> Shell:
    """Signed in to another site, which is in the local copy as well by now."""
    shell = Shell(wfdesk.home, wfdesk.folder, other)
    assert shell.online("refresh").code == 0
    return shell


def test_it_is_not_said_to_be_refreshed(away: Shell, wfdesk: Shell) -> None:
    done = away.online("refresh", "--json")
    sites = {each["site"]["id"] for each in done.json["collections"]}
    [missed] = done.json["missed"]
    assert (done.code, len(sites), missed["site"]["id"] in sites) == (0, 2, True)
    said = away.online("refresh")
    assert len(said.out.splitlines()) == 1
    assert f"{missed['site']['name']}: not refreshed. {missed['sentence']}" in said.err
    assert missed["sentence"]


def test_alone_it_cannot_be_refreshed_without_its_token(away: Shell) -> None:
    [missed] = away.online("refresh", "--json").json["missed"]
    done = away.online("refresh", "--site", missed["site"]["id"])
    assert (done.code, done.out) == (4, "")
