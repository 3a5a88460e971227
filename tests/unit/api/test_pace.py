import asyncio
import itertools
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.api.virtualtime import now, run_virtually
from wfdesk.api.pace import Pace, Priority, Rate, clock
from wfdesk.domain.errors import RateLimitedError


def pace_of(limit: int = 60) -> Pace:
    return Pace(limit=limit, clock=now, sleep=asyncio.sleep, jitter=lambda: 0.5)


def headers(limit: object, remaining: object) -> dict[str, str]:
    return {"x-ratelimit-limit": str(limit), "x-ratelimit-remaining": str(remaining)}


async def send(pace: Pace, took: float, log: list[float], priority=Priority.INTERACTIVE) -> None:
    """A request that Webflow counts somewhere between its start and its end."""
    async with pace.slot(priority):
        await asyncio.sleep(took / 2)
        log.append(now())
        await asyncio.sleep(took / 2)


def most_in_a_minute(moments: list[float]) -> int:
    moments = sorted(moments)
    return max(
        sum(1 for later in moments[index:] if later < first + 60.0)
        for index, first in enumerate(moments)
    )


@settings(max_examples=60)
@given(
    limit=st.integers(1, 30),
    requests=st.lists(
        st.tuples(st.floats(0, 90), st.floats(0, 40), st.sampled_from(Priority)),
        min_size=1,
        max_size=60,
    ),
)
def test_never_more_than_the_limit_in_any_sixty_seconds(limit, requests):
    counted: list[float] = []

    async def main() -> None:
        pace = pace_of(limit)

        async def later(start: float, took: float, priority: Priority) -> None:
            await asyncio.sleep(start)
            await send(pace, took, counted, priority)

        await asyncio.gather(*(later(*request) for request in requests))

    run_virtually(main())
    assert len(counted) == len(requests)
    assert most_in_a_minute(counted) <= limit


def test_ten_thousand_items_take_two_minutes_at_sixty_a_minute():
    async def main() -> float:
        pace = pace_of(60)
        await asyncio.gather(*(send(pace, 0.2, [], Priority.BULK) for _ in range(100)))
        return now()

    assert run_virtually(main()) < 125


def test_a_batch_leaves_room_for_the_person_at_the_window():
    async def main() -> float:
        pace = pace_of(60)
        batch = [asyncio.create_task(send(pace, 0.1, [], Priority.BULK)) for _ in range(200)]
        await asyncio.sleep(1)
        await send(pace, 0.1, [])
        waited = now() - 1
        for task in batch:
            task.cancel()
        await asyncio.gather(*batch, return_exceptions=True)
        return waited

    assert run_virtually(main()) < 0.2


async def kept_busy(pace: Pace, priority: Priority, many: int) -> None:
    """So many requests at a time, without an end."""

    async def one() -> None:
        while True:
            await send(pace, 0.3, [], priority)

    await asyncio.gather(*(one() for _ in range(many)))


async def run_of_rounds(pace: Pace) -> None:
    """A run without an end, with two looks before each write."""
    while True:
        while (wait := pace.wait_for_round(Priority.RUN)) > 0:
            await asyncio.sleep(max(wait, 0.01))
        for _ in range(3):
            await send(pace, 0.3, [], Priority.RUN)


def test_a_run_need_not_wait_for_what_goes_on_in_the_background():
    """It waited for a minute, while its own window kept places that nobody had a use for."""

    async def main() -> list[float]:
        pace = pace_of(60)
        refresh = asyncio.create_task(kept_busy(pace, Priority.BULK, 4))
        await asyncio.sleep(20)
        waits = []
        for _ in range(2):
            waits.append(pace.wait_for_round(Priority.RUN))
            for _ in range(3):
                await send(pace, 0.3, [], Priority.RUN)
        waits.append(now() - 20)
        refresh.cancel()
        await asyncio.gather(refresh, return_exceptions=True)
        return waits

    assert run_virtually(main()) == pytest.approx([0, 0, 1.8])


@pytest.mark.parametrize(("limit", "requests"), [(60, 3), (60, 12), (60, 55), (10, 3), (3, 3)])
def test_nothing_in_the_background_takes_what_a_run_waits_for(limit, requests):
    async def main() -> list[float]:
        pace = pace_of(limit)
        refresh = asyncio.create_task(kept_busy(pace, Priority.BULK, 4))
        await asyncio.sleep(20)
        told = pace.wait_for_round(Priority.RUN, requests)
        await asyncio.sleep(max(told, 0.01))
        while (more := pace.wait_for_round(Priority.RUN, requests)) > 0:
            told += more
            await asyncio.sleep(max(more, 0.01))
        begun = now()
        for _ in range(requests):
            await send(pace, 0.05, [], Priority.RUN)
        refresh.cancel()
        await asyncio.gather(refresh, return_exceptions=True)
        return [told, now() - begun]

    waited, took = run_virtually(main())
    assert waited <= 60
    assert took < 3


def test_what_goes_on_in_the_background_gets_on_beside_the_longest_run():
    async def main() -> list[float]:
        pace, done = pace_of(60), []
        run = asyncio.create_task(run_of_rounds(pace))
        await asyncio.sleep(100)
        for _ in range(5):
            await send(pace, 0.3, done, Priority.BULK)
        run.cancel()
        await asyncio.gather(run, return_exceptions=True)
        return done

    moments = [100, *run_virtually(main())]
    assert max(later - sooner for sooner, later in itertools.pairwise(moments)) < 65


def test_what_a_run_has_claimed_is_no_longer_in_the_way_once_that_run_is_over():
    """Others with the same token use most of it. It was as if the run stood there still."""

    async def main() -> float:
        pace = pace_of(60)
        pace.wait_for_round(Priority.RUN, 20)
        await asyncio.sleep(100)
        begun, waiting = now(), asyncio.create_task(send(pace, 0.3, [], Priority.BULK))
        while not waiting.done() and now() < begun + 600:
            pace.learn(headers(60, 8))
            await asyncio.sleep(1)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        return now() - begun

    assert run_virtually(main()) < 65


def test_a_pause_holds_everything_exactly_as_long_as_told():
    async def main() -> list[float]:
        pace, counted = pace_of(), []
        pace.pause(17.25)
        await asyncio.gather(*(send(pace, 0, counted, priority) for priority in Priority))
        return counted

    assert run_virtually(main()) == [17.25] * len(Priority)


def test_a_pause_is_told_and_counts_down():
    async def main() -> tuple[list[float], float, float]:
        pace, told = pace_of(), []
        pace.on_pause = told.append
        pace.pause(30)
        pace.pause(10)
        await asyncio.sleep(12)
        left = pace.paused_for
        await asyncio.sleep(20)
        return told, left, pace.paused_for

    assert run_virtually(main()) == ([30], 18, 0.0)


def test_an_untold_pause_grows_to_five_minutes_and_starts_small_again():
    async def main() -> list[float]:
        pace = pace_of()
        lengths = [pace.pause(None) for _ in range(4)]
        pace.flow()
        return [*lengths, pace.pause(None)]

    assert run_virtually(main()) == [60.5, 120.5, 240.5, 300.5, 60.5]


def test_a_higher_limit_is_learned_while_waiting():
    async def main() -> float:
        pace = pace_of(2)
        waiting = [asyncio.create_task(send(pace, 0, [])) for _ in range(20)]
        await asyncio.sleep(5)
        pace.learn(headers(120, 118))
        await asyncio.gather(*waiting)
        return now()

    assert run_virtually(main()) < 8


def test_requests_of_others_with_the_same_token_are_counted():
    async def main() -> float:
        pace = pace_of(60)
        await send(pace, 0, [])
        pace.learn(headers(60, 0))
        await send(pace, 0, [])
        return now()

    assert run_virtually(main()) == pytest.approx(60, abs=1)


def test_after_a_pause_it_goes_on_at_once():
    """A refusal says that nothing is left: until the pause is over, and no longer."""

    async def main() -> None:
        pace = pace_of(60)
        pace.learn(headers(60, 0), is_held_back=True)
        pace.pause(12)
        await send(pace, 0, [])
        assert now() == 12

    run_virtually(main())


def test_what_is_left_is_told_at_each_request_and_comes_back_after_a_minute():
    async def main() -> list[int]:
        pace, told = pace_of(), []
        pace.on_used = lambda: told.append(pace.left)
        async with pace.slot():
            pace.learn(headers(60, 57))
        assert pace.rate == Rate(60, 57)
        assert pace.next_back == 60
        await asyncio.sleep(60)
        return [*told, pace.left, pace.next_back]

    assert run_virtually(main()) == [59, 57, 57, 60, None]


@pytest.mark.parametrize(
    ("limit", "remaining"),
    [
        *[(0, 0), (-1, -1), (1, 1), (2, 0), ("", ""), ("many", "x"), ("60, 60", "1"), ("6_0", "0")],
        *[("9" * 5000, "0"), (None, 0)],
    ],
)
def test_a_limit_that_is_none_leaves_the_last_one(limit, remaining):
    """It neither lets everything go at once nor nothing any more."""

    async def main() -> list[float]:
        pace, counted = pace_of(60), []
        for _ in range(3):
            pace.learn({} if limit is None else headers(limit, remaining))
            assert (pace.limit, pace.left, pace.rate) == (60, 60, None)
        await asyncio.gather(*(send(pace, 0, counted) for _ in range(90)))
        return counted

    assert sorted(run_virtually(main())) == [0.0] * 60 + [60.0] * 30


@pytest.mark.parametrize("limit", [10_001, 10**12])
def test_a_limit_that_is_absurdly_large_is_not_made_use_of(limit):
    async def main() -> int:
        pace, counted = pace_of(60), []
        pace.learn(headers(limit, 0))
        assert (pace.left, pace.rate) == (10_000, None)
        await asyncio.gather(*(send(pace, 0, counted) for _ in range(10_010)))
        return counted.count(0.0)

    assert run_virtually(main()) == 10_000


@pytest.mark.parametrize("remaining", ["?", "", -1, 61, 10**12])
def test_what_is_left_is_believed_only_if_it_can_be(remaining):
    async def main() -> None:
        pace = pace_of(55)
        pace.learn(headers(60, remaining))
        assert (pace.limit, pace.left, pace.rate) == (60, 60, None)

    run_virtually(main())


def test_a_write_is_not_made_to_wait_for_long():
    async def main() -> RateLimitedError:
        pace = pace_of(1)
        await send(pace, 0, [])
        with pytest.raises(RateLimitedError) as caught:
            async with pace.slot(patience=5):
                pass
        return caught.value

    error = run_virtually(main())
    assert error.retry_after == 60
    assert error.summary == "This is as fast as Webflow allows."


def test_a_write_that_overslept_its_turn_is_not_sent():
    """What was checked before the computer slept is long out of date."""

    async def main() -> None:
        pace = Pace(limit=1, clock=lambda: now() + asleep[0], sleep=fall_asleep)
        await send(pace, 0, [])
        asleep[0] = 59.5  # the write is to go in half a second
        with pytest.raises(RateLimitedError):
            async with pace.slot(patience=1):
                pass

    async def fall_asleep(_seconds: float) -> None:
        asleep[0] += 8 * 3600

    asleep = [0.0]
    run_virtually(main())


@pytest.mark.parametrize(
    ("limit", "used", "wait"), [(10, 6, 0), (10, 7, 60), (60, 53, 60), (2, 0, 0)]
)
def test_a_look_waits_until_its_write_can_follow_at_once(limit, used, wait):
    """Beside the places of the window; never for more than there are."""

    async def main() -> float:
        pace = pace_of(limit)
        for _ in range(used):
            await send(pace, 0, [])
        return pace.wait_for_round(Priority.RUN)

    assert run_virtually(main()) == wait


def test_who_is_held_back_is_told_to_come_when_it_can_look_and_write():
    async def main() -> RateLimitedError:
        pace = pace_of(60)
        for second in range(56):
            await send(pace, 0, [])
            await asyncio.sleep(second < 3)
        with pytest.raises(RateLimitedError) as caught:
            async with pace.slot(Priority.RUN, patience=0):
                pass
        return caught.value

    assert run_virtually(main()).retry_after == 60


def test_a_waiter_may_give_up_and_leaves_no_trace():
    async def main() -> float:
        pace = pace_of(1)
        await send(pace, 0, [])
        waiter = asyncio.create_task(send(pace, 0, []))
        await asyncio.sleep(3)
        waiter.cancel()
        await asyncio.gather(waiter, return_exceptions=True)
        return pace.wait_for()

    assert run_virtually(main()) == 57


def test_setting_the_time_of_day_does_not_move_the_clock(monkeypatch):
    before = clock()
    monkeypatch.setattr(time, "time", lambda: before - 2 * 24 * 3600)
    assert before <= clock() < before + 3600


@pytest.mark.skipif(sys.platform != "linux", reason="others have a clock of another name")
def test_the_clock_is_the_one_that_goes_on_while_the_computer_sleeps(monkeypatch):
    asked: list[int] = []

    def gettime(which: int) -> float:
        asked.append(which)
        return 5.0

    monkeypatch.setattr(time, "clock_gettime", gettime)
    assert (clock(), asked) == (5.0, [time.CLOCK_BOOTTIME])
