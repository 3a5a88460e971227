"""How long a plan is said to take."""

import pytest

from wfdesk.domain.allowance import Allowance


@pytest.mark.parametrize(("limit", "seconds"), [(60, 11), (21, 11), (20, 61), (7, 125), (0, 11)])
def test_requests_go_at_once_until_the_minute_is_full(limit: int, seconds: int) -> None:
    assert Allowance(limit).seconds_for(21, 10) == seconds


def test_nothing_takes_no_time() -> None:
    assert Allowance(60, pause=30.0).seconds_for(0, 0) == 0


def test_what_was_used_of_the_minute_is_waited_for() -> None:
    """ "A few seconds" were said, and then 35 of them were counted down."""
    used = Allowance(55, (*[35.0] * 20, *[50.0] * 35))
    assert used.seconds_for(5, 2) == 38
    assert used.seconds_for(20, 10) == 45
    assert used.seconds_for(21, 10) == 51


def test_a_turn_waits_until_all_of_it_can_go() -> None:
    used = Allowance(55, (*[5.0] * 2, *[35.0] * 51), at_once=3)
    assert used.seconds_for(2, 1) == 6  # Two places were free and one was lacking.
    assert used.seconds_for(4, 2) == 36


def test_more_than_there_are_places_for_is_not_waited_for() -> None:
    assert Allowance(2, at_once=3).seconds_for(2, 1) == 1


def test_a_pause_comes_first() -> None:
    assert Allowance(60, (5.0,), pause=20.0).seconds_for(2, 1) == 21
