"""What every test stands on: no screen, a profile of its own, nothing left running, no token left.

A test that leaves a task or a thread behind fails. When all have run, the last test searches what
they wrote for the canary token; ``tests.doubles.canary`` has it.
"""

import asyncio
import faulthandler
import gc
import inspect
import os
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from _pytest.faulthandler import fault_handler_stderr_fd_key
from hypothesis import HealthCheck, settings

from tests.doubles.canary import Sayings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Tests start programs of their own; none may reach the user's keychain or profile by accident.
os.environ.pop("DBUS_SESSION_BUS_ADDRESS", None)
os.environ.pop("WFDESK_HOME", None)

# A machine that has other things to do is no fault of what is tested.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

GRACE = 2.0
"""Seconds within which what a test ended must be gone."""

LAST = "test_the_token_is_found_nowhere"


SAYINGS = pytest.StashKey[Sayings]()


LIMITS = gc.get_threshold()


def pytest_configure(config: pytest.Config) -> None:
    # As GarbageCollector sees to in the program: what a test of widgets left behind must not be
    # destroyed by a thread of the next test's store, which Qt answers with a crash.
    gc.disable()
    config.stash[SAYINGS] = Sayings()
    config.pluginmanager.register(config.stash[SAYINGS])


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj):
            item.fixturenames.insert(0, "no_task_left")
    items.sort(key=lambda item: item.name == LAST)


@pytest.fixture
def sayings(pytestconfig: pytest.Config) -> Sayings:
    return pytestconfig.stash[SAYINGS]


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "profile"
    monkeypatch.setenv("WFDESK_HOME", str(home))
    return home


@pytest.fixture
async def no_task_left() -> AsyncIterator[None]:
    """Every coroutine test has this: its tasks end with it."""
    yield
    deadline = time.monotonic() + GRACE
    while others := asyncio.all_tasks() - {asyncio.current_task()}:
        if time.monotonic() > deadline:
            pytest.fail(f"Tasks outlive the test: {others}")
        await asyncio.sleep(0.005)


@pytest.fixture(autouse=True)
def _garbage_on_the_main_thread() -> Iterator[None]:
    yield
    gc.disable()
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > LIMITS[generation]:
            gc.collect(generation)
            break


@pytest.fixture(autouse=True)
def _crashes_are_told(pytestconfig: pytest.Config) -> Iterator[None]:
    """A test of the log takes the place where Python writes a crash to; pytest gets it back."""
    yield
    if not faulthandler.is_enabled():
        faulthandler.enable(pytestconfig.stash[fault_handler_stderr_fd_key])


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + GRACE
    for thread in set(threading.enumerate()) - before:
        # The loop's own threads end with the loop, which is closed after this.
        if not (thread.daemon or thread.name.startswith("asyncio_")):
            thread.join(max(0.0, deadline - time.monotonic()))
            assert not thread.is_alive(), f"A thread outlives the test: {thread.name}"
