"""Loads supersede, saves run to the end, bugs are told, nothing outlives its scope."""

import asyncio
import logging

import pytest

from wfdesk.domain.errors import StoreError
from wfdesk.ui.toolkit.background import in_background
from wfdesk.ui.toolkit.tasks import TaskScope


async def test_a_later_load_supersedes_an_earlier_one(tasks, until) -> None:
    shown: list[str] = []
    gate = asyncio.Event()

    async def load(name: str) -> None:
        await gate.wait()
        shown.append(name)

    tasks.start_load("item", load, "first")
    tasks.start_load("other", load, "apart")
    tasks.start_load("item", load, "second")
    gate.set()
    await until(lambda: len(shown) == 2)
    assert sorted(shown) == ["apart", "second"]


async def test_closing_cancels_loads_and_waits_for_saves() -> None:
    scope = TaskScope()
    done: list[str] = []

    async def save() -> None:
        await asyncio.sleep(0.02)
        done.append("saved")
        scope.start_save(after)

    async def after() -> None:
        done.append("after")

    async def load() -> None:
        await asyncio.sleep(60)

    scope.start_load("x", load)
    scope.start_save(save)
    await asyncio.sleep(0)
    await scope.close()
    assert done == ["saved", "after"]


async def test_nothing_is_loaded_any_more_once_it_closes() -> None:
    """What goes on by itself would be waited for without end."""
    scope = TaskScope()
    loaded: list[str] = []

    async def save() -> None:
        await asyncio.sleep(0.02)
        scope.start_load("again", load)

    async def load() -> None:
        loaded.append("loaded")
        scope.start_load("again", load)

    scope.start_save(save)
    await asyncio.sleep(0)
    async with asyncio.timeout(10):
        await scope.close()
    assert not loaded


async def test_an_expected_failure_is_told_in_words(until) -> None:
    scope = TaskScope()
    told: list[object] = []
    scope.failed.connect(told.append)
    error = StoreError("The disk is full.")

    async def fail() -> None:
        raise error

    scope.start_save(fail)
    await until(lambda: told)
    assert told == [error]


async def test_a_bug_is_told_and_logged(until, caplog) -> None:
    scope = TaskScope()
    told: list[object] = []
    scope.crashed.connect(told.append)

    async def crash() -> None:
        raise ZeroDivisionError

    with caplog.at_level(logging.ERROR):
        scope.start_load("x", crash)
        await until(lambda: told)
    assert "Traceback" in caplog.text
    caplog.clear()


async def test_work_in_the_background_gives_back_its_result_or_its_error() -> None:
    assert await in_background(divmod, 7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        await in_background(divmod, 7, 0)


async def test_a_cancelled_wait_leaves_no_noise() -> None:
    task = asyncio.ensure_future(in_background(sum, [1]))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
