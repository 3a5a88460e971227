"""Pictures are decoded by a process that may die of one: the next finds another."""

import struct
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from wfdesk.system.child import ROOM, program_arguments
from wfdesk.system.decoder import Decoder

PNG = (ROOM / "packaging" / "pictures" / "window.png").read_bytes()
ECHO = """
import os, sys
while head := sys.stdin.buffer.read(4):
    data = sys.stdin.buffer.read(int.from_bytes(head, "big"))
    if data == b"crash":
        os.abort()
    if data == b"hang":
        __import__("time").sleep(600)
    if data == b"lie":
        sys.stdout.buffer.write(b"\\xff\\xff\\xff\\xff" + b"x" * 100)
        sys.exit()
    sys.stdout.buffer.write(head + data)
    sys.stdout.buffer.flush()
"""


@pytest.fixture
async def echo() -> AsyncIterator[Decoder]:
    decoder = Decoder([sys.executable, "-c", ECHO], seconds=2.0)
    yield decoder
    await decoder.close()


async def test_what_goes_in_comes_out_in_order(echo) -> None:
    assert echo._process is None  # nothing runs before it is needed
    assert await echo.decode(b"one") == b"one"
    first = echo._process
    assert await echo.decode(b"x" * 1_000_000) == b"x" * 1_000_000
    assert echo._process is first


@pytest.mark.parametrize("data", [b"crash", b"hang", b"lie"])
async def test_a_picture_that_ends_the_process_costs_no_other(echo, data) -> None:
    assert await echo.decode(b"before") == b"before"
    assert await echo.decode(data) is None
    assert await echo.decode(b"after") == b"after"


async def test_closing_waits_for_no_picture() -> None:
    decoder = Decoder([sys.executable, "-c", ECHO])
    assert await decoder.decode(b"one") == b"one"
    process = decoder._process
    await decoder.close()
    assert process.poll() is not None
    assert await decoder.decode(b"two") is None


async def test_a_process_that_cannot_be_started_is_no_failure() -> None:
    decoder = Decoder([str(ROOM / "nowhere")])
    assert await decoder.decode(b"one") is None
    await decoder.close()


@pytest.fixture
async def decoder() -> AsyncIterator[Decoder]:
    decoder = Decoder([*program_arguments(), "pictures"])
    yield decoder
    await decoder.close()


async def test_a_real_picture_comes_back_small(decoder) -> None:
    dots = await decoder.decode(PNG)
    width, height = struct.unpack_from(">II", dots)
    assert max(width, height) == 512
    assert len(dots) == 8 + width * height * 4
    assert await decoder.decode(b"no picture") == b""
    process = decoder._process
    assert await decoder.decode(PNG) == dots
    assert decoder._process is process


@pytest.mark.skipif(sys.platform != "linux", reason="limits that hold are set on Linux only")
async def test_the_process_is_held_to_its_memory_and_writes_no_file(decoder) -> None:
    await decoder.decode(PNG)
    said = limits_of(decoder._process.pid)
    assert int(said["Max address space"]) < 4 << 30
    assert (said["Max file size"], said["Max core file size"]) == ("0", "0")


def limits_of(process: int) -> dict[str, str]:
    lines = Path(f"/proc/{process}/limits").read_text().splitlines()
    return {line[:26].strip(): line[26:].split()[0] for line in lines}
