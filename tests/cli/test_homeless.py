"""Unsent changes of which something is missing: their collection is gone, or a row is damaged."""

import sqlite3
from contextlib import closing

from tests.cli.shell import Shell


def test_what_has_no_collection_any_more_is_named_as_it_is_listed(
    wfdesk: Shell, address: str
) -> None:
    wfdesk.edit(address, subtitle="Here no more")
    item = wfdesk("show", address, "--json").json
    local = wfdesk("new", "recipes", "name=Nor this", "--json").json["id"]
    with closing(sqlite3.connect(wfdesk.home / "wfdesk.sqlite3")) as store, store:
        store.execute("DELETE FROM collections WHERE id = ?", (item["collection"]["id"],))
    listed = {each["id"]: each["address"] for each in wfdesk("changes", "--json").json["changes"]}
    assert listed.keys() == {item["id"], local}
    stayed = wfdesk("send", listed[item["id"]], "--json")
    assert (stayed.code, len(stayed.json["plan"]["blocked"])) == (1, 1)
    for name in (listed[item["id"]], local):
        done = wfdesk("discard", name, "--yes", "--json")
        assert (done.code, len(done.json["discarded"])) == (0, 1), done.err
    assert wfdesk("changes", "--json").json["changes"] == []


def test_one_name_of_two_of_them_gives_up_none(wfdesk: Shell) -> None:
    new = [wfdesk("new", "recipes", "name=Bread", "slug=same", "--json").json for _ in range(2)]
    with closing(sqlite3.connect(wfdesk.home / "wfdesk.sqlite3")) as store, store:
        store.execute("DELETE FROM collections WHERE id = ?", (new[0]["collection"]["id"],))
    [name] = {each["address"] for each in wfdesk("changes", "--json").json["changes"]}
    refused = wfdesk("discard", name, "--yes", "--json")
    assert refused.code != 0
    assert all(each["id"] in refused.out for each in new), refused.out
    assert len(wfdesk("changes", "--json").json["changes"]) == 2


def test_what_was_taken_from_the_second_copy_is_said(wfdesk: Shell, address: str) -> None:
    wfdesk.edit(address, subtitle="Damaged meanwhile")
    with closing(sqlite3.connect(wfdesk.home / "wfdesk.sqlite3")) as store, store:
        store.execute("UPDATE edits SET value = '1'")
    done = wfdesk("changes", "--json")
    assert "Unsent changes taken from their second copy: 1." in done.err
    assert "Damaged meanwhile" in wfdesk("show", address).out
