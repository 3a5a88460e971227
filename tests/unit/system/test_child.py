"""A child that says where it is, one that never does, and their ends."""

import asyncio
import os
import sys
import time

import pytest

from wfdesk.domain.errors import WfdeskError
from wfdesk.system.child import Child

READY = 'import sys; print(\'{"url": "here"}\', flush=True); sys.stdin.read()'
SILENT = "import time; time.sleep(600)"
DEAF = "import time; print('{}', flush=True); time.sleep(600)"
WRONG = "print('no JSON', flush=True); import sys; sys.stdin.read()"
SECONDS = 10.0
"""Far less than a silent child lives."""


def child(program: str, **more: float) -> Child:
    return Child([sys.executable, "-c", program], **more)


def is_gone(made: Child) -> bool:
    return made._process is not None and made._process.poll() is not None


async def test_a_child_says_where_it_is_and_ends_with_its_input() -> None:
    made = child(READY)
    assert await made.start() == {"url": "here"}
    await made.stop()
    assert made._process.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there are no sessions")
async def test_the_keys_of_our_terminal_are_not_for_the_child() -> None:
    made = child("import os, sys; print(os.getsid(0), flush=True); sys.stdin.read()")
    assert await made.start() != os.getsid(0)
    await made.stop()


async def test_two_who_ask_at_once_get_one_child() -> None:
    made = child(READY)
    said = await asyncio.gather(made.start(), made.start())
    assert said == [{"url": "here"}] * 2
    await made.stop()


async def test_one_that_ended_is_started_anew() -> None:
    made = child(READY)
    await made.start()
    first = made._process
    first.kill()
    first.wait()
    assert await made.start() == {"url": "here"}
    assert made._process is not first
    for pipe in (first.stdin, first.stdout):
        pipe.close()
    await made.stop()


async def test_one_that_never_says_a_word_holds_nobody_up() -> None:
    made = child(SILENT)
    starting = asyncio.create_task(made.start())
    while made._process is None:
        await asyncio.sleep(0.01)
    begin = time.monotonic()
    await made.stop()
    assert time.monotonic() - begin < SECONDS
    assert is_gone(made)
    with pytest.raises(WfdeskError):
        await starting


async def test_one_that_is_only_being_started_is_stopped_too() -> None:
    made = child(SILENT)
    starting = asyncio.create_task(made.start())
    await asyncio.sleep(0)
    begin = time.monotonic()
    await made.stop()
    assert time.monotonic() - begin < SECONDS
    with pytest.raises(WfdeskError):
        await starting
    assert is_gone(made)


async def test_one_that_is_silent_for_too_long_is_ended_and_said() -> None:
    made = child(SILENT, seconds=0.2)
    with pytest.raises(WfdeskError, match="practice site could not be started"):
        await made.start()
    await made.stop()
    assert is_gone(made)


async def test_one_that_says_nonsense_is_ended_and_said() -> None:
    made = child(WRONG)
    with pytest.raises(WfdeskError, match="practice site could not be started"):
        await made.start()
    await made.stop()
    assert is_gone(made)


async def test_one_that_does_not_hear_that_its_input_ended_is_killed(monkeypatch) -> None:
    monkeypatch.setattr("wfdesk.system.child._GRACE", 0.1)
    made = child(DEAF)
    await made.start()
    await made.stop()
    assert is_gone(made)
