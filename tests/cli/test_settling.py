"""What is said to be settled is settled, whatever value it is settled by."""

import pytest

from tests.cli.shell import Shell
from tests.cli.test_sending import colleague_edits
from tests.doubles.practice import Practice


@pytest.mark.parametrize("value", ["Mine", "Theirs", "Ours", ""])
def test_a_conflict_is_settled_by_any_value(
    wfdesk: Shell, practice: Practice, address: str, value: str
) -> None:
    wfdesk.edit(address, subtitle="Mine")
    colleague_edits(practice, address, subtitle="Theirs")
    assert wfdesk.online("send", address, "--yes").code == 1
    done = wfdesk("conflicts", address, "subtitle", "--value", value)
    assert (done.code, "Subtitle is settled." in done.out) == (0, True)
    assert "Still in conflict" not in done.err
    assert wfdesk("conflicts", "--json").json["conflicts"] == []
    assert wfdesk.online("send", address, "--yes").code == 0
    fields = wfdesk("show", address, "--json").json["fields"]
    assert next(each["value"] for each in fields if each["field"] == "subtitle") == (value or None)
