"""A write that was given up does not come later: what the server has not got, it never gets."""

import asyncio
import signal
import socket
import sys

import pytest

from tests.unit.api import wireserver as on
from wfdesk.api.connection import connect
from wfdesk.api.transport import Call, Reply, Transport
from wfdesk.domain.errors import ServerTroubleError, TimedOutError

BODY = "x" * 400_000
"""More than the server takes before it reads, less than the system takes off the sender's hands."""


class StalledServer:
    """Takes connections and reads nothing, until it is asked to read on."""

    def __init__(self) -> None:
        self._door = socket.socket()
        self._door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._door.bind(("127.0.0.1", 0))
        self._door.listen()
        self._door.setblocking(False)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    async def accept(self) -> socket.socket:
        taken, _ = await asyncio.get_running_loop().sock_accept(self._door)
        await asyncio.get_running_loop().sock_recv(taken, 1)  # It is on its way.
        return taken

    def close(self) -> None:
        self._door.close()


@pytest.fixture
def stalled():
    server = StalledServer()
    yield server
    server.close()


async def write(transport: Transport, deadline: float = 10.0) -> Reply:
    return await transport.send(
        "PATCH", f"{transport.base_url}/x", json={"text": BODY}, deadline=deadline
    )


async def read_on(taken: socket.socket) -> int:
    """Return the bytes that still come, for as long as any can."""
    count = 0
    async with asyncio.timeout(5):
        try:
            while data := await asyncio.get_running_loop().sock_recv(taken, 1 << 20):
                count += len(data)
        except ConnectionResetError:
            return count
        finally:
            taken.close()
    raise AssertionError("The connection was not broken off, and all that was sent has come.")


async def test_a_write_that_took_too_long_does_not_come_later(stalled):
    transport = Transport(f"{stalled.origin}/v2")
    with pytest.raises(TimedOutError):
        await write(transport, deadline=0.2)
    assert await read_on(await stalled.accept()) < len(BODY) / 2
    await transport.aclose()


async def test_nor_does_one_that_nobody_waits_for_any_more(stalled):
    transport = Transport(f"{stalled.origin}/v2")
    writing = asyncio.create_task(write(transport, deadline=0.2))
    taken = await stalled.accept()
    (request,) = transport._line.tasks
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    await asyncio.wait({request}, timeout=5)
    assert await read_on(taken) < len(BODY) / 2
    await transport.aclose()


async def test_nor_does_one_under_way_when_the_connection_to_webflow_is_closed(stalled):
    transport = Transport(f"{stalled.origin}/v2")
    writing = asyncio.create_task(write(transport))
    taken = await stalled.accept()
    await transport.aclose(grace=0.05)
    with pytest.raises(ServerTroubleError):
        await writing
    assert await read_on(taken) < len(BODY) / 2


async def test_nor_does_one_through_a_proxy(stalled, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", stalled.origin)
    connection = connect("http://api.webflow.test/v2")
    call = Call("PATCH", "http://api.webflow.test/v2/x", {}, BODY.encode())
    writing = asyncio.create_task(connection.exchange(call))
    taken = await stalled.accept()
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    assert await read_on(taken) < len(BODY) / 2
    await connection.aclose()


_KILLED = """
import asyncio, sys
from wfdesk.api.transport import Transport

async def write(origin, size):
    transport = Transport(origin + "/v2")
    await transport.send("PATCH", origin + "/v2/x", json={"text": "x" * int(size)}, deadline=60)

asyncio.run(write(*sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
async def test_nor_does_one_under_way_when_the_program_is_killed(stalled):
    code = (sys.executable, "-c", _KILLED, stalled.origin, str(len(BODY)))
    child = await asyncio.create_subprocess_exec(*code)
    taken = await stalled.accept()
    child.send_signal(signal.SIGKILL)
    await child.wait()
    assert await read_on(taken) < len(BODY) / 2


async def test_what_else_its_client_does_comes_to_its_end(wire):
    transport = Transport(wire.url)
    going_on = asyncio.Event()
    wire.script = [on.held(going_on, on.reply([1])), on.dripping()]
    other = asyncio.create_task(transport.send("GET", f"{wire.url}/a", deadline=10))
    await wire.arrived.wait()
    with pytest.raises(TimedOutError):
        await transport.send("GET", f"{wire.url}/b", deadline=0.1)
    going_on.set()
    assert (await other).body == b"[1]"
    await transport.aclose()
