"""How far the clock is off is shown and logged; the few seconds of an answer are no news."""

import logging

from wfdesk.sync.status import Status, StatusBoard


def test_only_what_changes_much_is_told(caplog) -> None:
    caplog.set_level(logging.INFO)
    board, told = StatusBoard(), list[Status]()
    board.subscribe(told.append)
    for ahead in (0.4, 1.2, -0.9, 172_800.0, 172_801.0, 0.0):
        board.set_clock(ahead)
    assert [each.clock_ahead for each in told] == [0.4, 172_800.0, 0.0]
    assert caplog.messages == ["The clock of this computer is 172800 s ahead of Webflow's"]
