"""A tiny HTTP server that answers from a script, faults included, and remembers what it was asked.

The practice server behaves; this one misbehaves, where the wire matters.
"""

import asyncio
import contextlib
import gzip
import json
import socket
import ssl
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]
JSON = {"content-type": "application/json"}


@dataclass(frozen=True)
class Asked:
    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.target).query))

    @property
    def json(self):
        return json.loads(self.body, parse_float=Decimal) if self.body else None


class WireServer:
    """Gives each request the next answer of the script; the last one is repeated."""

    def __init__(self) -> None:
        self.script: list[Answer] = [reply({})]
        self.asked: list[Asked] = []
        self.connections = 0
        self.arrived = asyncio.Event()
        """Set at each request."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._scheme = "http"

    async def start(self, tls: ssl.SSLContext | None = None) -> None:
        self._scheme = "https" if tls else "http"
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=tls)

    @property
    def port(self) -> int:
        return self._server.sockets[0].getsockname()[1]

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self.port}/v2"

    async def stop(self) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._tasks.add(asyncio.current_task())
        try:
            while not writer.is_closing():
                self.asked.append(await _read(reader))
                self.arrived.set()
                step = min(len(self.asked), len(self.script)) - 1
                await self.script[step](writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(asyncio.current_task())
            writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()


async def _read(reader: asyncio.StreamReader) -> Asked:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ")
    headers = {
        name.lower(): value.strip()
        for name, _, value in (line.partition(":") for line in head[1:] if line)
    }
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Asked(method, target, headers, body)


def reply(value=None, status: int = 200, **headers: str) -> Answer:
    """A sound answer in JSON; header names are given with underscores."""
    body = b"" if value is None else json.dumps(value).encode()
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return raw(body, status, {**JSON, **named})


def raw(body: bytes, status: int = 200, headers: Mapping[str, str] = JSON) -> Answer:
    return sent(_head(status, {**headers, "content-length": str(len(body))}) + body)


def page(text: str = "<html>Sign in to the hotel network</html>", status: int = 200) -> Answer:
    return raw(text.encode(), status, {"content-type": "text/html"})


def zipped(body: bytes, cut: int = 0, behind: bytes = b"") -> Answer:
    packed = gzip.compress(body)
    return raw(packed[: len(packed) - cut] + behind, 200, {**JSON, "content-encoding": "gzip"})


def sent(data: bytes) -> Answer:
    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()

    return answer


def cut_off(declared: int = 100, body: bytes = b'{"sites": [') -> Answer:
    """Promise more than comes."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(_head(200, {**JSON, "content-length": str(declared)}) + body)
        await writer.drain()
        writer.close()

    return answer


def closed_early(body: bytes) -> Answer:
    """Promise nothing and close in the middle."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(_head(200, {**JSON, "connection": "close"}) + body)
        await writer.drain()
        writer.close()

    return answer


async def reset(writer: asyncio.StreamWriter) -> None:
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def dripping(pause: float = 0.02) -> Answer:
    """Send a byte now and then, for ever: no read timeout notices."""

    async def answer(writer: asyncio.StreamWriter) -> None:
        writer.write(_head(200, {**JSON, "content-length": "1000000"}))
        while not writer.is_closing():
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(pause)

    return answer


def held(until: asyncio.Event, then: Answer) -> Answer:
    async def answer(writer: asyncio.StreamWriter) -> None:
        await until.wait()
        await then(writer)

    return answer


def _head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} -", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()
