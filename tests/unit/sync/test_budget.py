"""The number of requests that are left moves while nothing is asked, and then rests."""

import asyncio

from tests.unit.api.virtualtime import now, run_virtually
from wfdesk.api.pace import Pace
from wfdesk.sync.budget import Budget
from wfdesk.sync.status import StatusBoard


class Seen:
    """A board, the budget on it, and what it has shown at which second."""

    def __init__(self) -> None:
        self.board = StatusBoard()
        self.budget = Budget(self.board)
        self.shown: list[tuple[int, int | None]] = []
        self.board.subscribe(lambda status: self.shown.append((round(now()), status.requests_left)))

    def pace(self) -> Pace:
        pace = Pace(clock=now)
        self.budget.watch(pace)
        return pace


async def ask(pace: Pace, limit: int, remaining: int) -> None:
    async with pace.slot():
        pace.learn({"x-ratelimit-limit": str(limit), "x-ratelimit-remaining": str(remaining)})


def test_what_was_used_comes_back_after_a_minute():
    async def main() -> list[tuple[int, int | None]]:
        seen = Seen()
        pace = seen.pace()
        await ask(pace, 60, 59)
        await asyncio.sleep(10)
        await ask(pace, 60, 58)
        await asyncio.sleep(300)
        assert seen.board.status.requests_limit == 60
        return seen.shown

    assert run_virtually(main()) == [(0, 59), (10, 58), (60, 59), (70, 60)]


def test_no_timer_runs_while_all_is_left():
    async def main() -> tuple[bool, bool]:
        seen = Seen()
        await ask(seen.pace(), 60, 59)
        is_running = seen.budget._timer is not None
        await asyncio.sleep(61)
        return is_running, seen.budget._timer is not None and not seen.budget._timer.cancelled()

    assert run_virtually(main()) == (True, False)


def test_nothing_is_said_before_webflow_has_named_its_limit():
    async def main() -> list[tuple[int, int | None]]:
        seen = Seen()
        async with seen.pace().slot():
            pass
        await asyncio.sleep(100)
        return seen.shown

    assert run_virtually(main()) == []


def test_the_token_that_was_used_last_is_shown():
    async def main() -> int | None:
        seen = Seen()
        first, second = seen.pace(), seen.pace()
        await ask(first, 60, 10)
        await ask(second, 120, 119)
        await asyncio.sleep(30)
        await ask(second, 120, 118)
        await asyncio.sleep(31)
        return seen.board.status.requests_left

    assert run_virtually(main()) == 119


def test_a_closed_budget_shows_nothing_more():
    async def main() -> list[tuple[int, int | None]]:
        seen = Seen()
        await ask(seen.pace(), 60, 59)
        seen.budget.close()
        await asyncio.sleep(100)
        return seen.shown

    assert run_virtually(main()) == [(0, 59)]
