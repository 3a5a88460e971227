"""The open connections: to be cut on purpose, and written to past HTTP's own rules."""

import asyncio
import socket
import struct
import sys
from collections.abc import Mapping
from email.utils import formatdate
from typing import Final

from starlette.types import Receive, Scope, Send

_RESET: Final = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
"""Do not linger: what was not sent yet is thrown away, and the other side is told so."""


class Connections:
    """The open connections by the client's address."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, int], asyncio.Transport] = {}
        self._spared: set[tuple[str, int]] = set()

    def opened(self, transport: asyncio.Transport) -> None:
        self._open[_peer(transport)] = transport
        # asyncio does so only where the listening socket was made with the protocol's number. An
        # answer is written in two parts: the second one would wait 40 ms for the first to be heard.
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def closed(self, transport: asyncio.Transport) -> None:
        peer = _peer(transport)
        if self._open.get(peer) is transport:  # its number may be another's already
            del self._open[peer]
            self._spared.discard(peer)

    def of(self, scope: Scope) -> asyncio.Transport | None:
        return self._open.get(tuple(scope["client"]))

    def spare(self, scope: Scope) -> None:
        """Leave this one when all are cut: the side door is used through it."""
        self._spared.add(tuple(scope["client"]))

    def cut(self) -> None:
        for peer, transport in list(self._open.items()):
            if peer not in self._spared:
                reset(transport)


def reset(transport: asyncio.Transport) -> None:
    """Hang up without a farewell."""
    sock = transport.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    transport.abort()


def _peer(transport: asyncio.Transport) -> tuple[str, int]:
    host, port = transport.get_extra_info("peername")[:2]
    return host, port


class Line:
    """The connection of one request, as far as its answer goes.

    Whoever closes it early stays until it is closed, or uvicorn would complain of an answer that
    was never finished.
    """

    def __init__(
        self, scope: Scope, receive: Receive, send: Send, connections: Connections
    ) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._connections = connections

    async def head(self, status: int, headers: Mapping[str, str], length: int | None) -> None:
        """Begin the answer. Without a length the body goes in chunks."""
        named = {name.lower(): value for name, value in headers.items()}
        named.setdefault("date", formatdate(usegmt=True))
        raw = [(name.encode(), value.encode()) for name, value in named.items()]
        if length is not None:
            raw.append((b"content-length", str(length).encode()))
        await self._send({"type": "http.response.start", "status": status, "headers": raw})

    async def body(self, part: bytes, *, more: bool) -> None:
        await self._send({"type": "http.response.body", "body": part, "more_body": more})

    def raw(self, data: bytes) -> None:
        """Write past HTTP: the connection is to be closed after it."""
        transport = self._connections.of(self._scope)
        if transport is not None:
            transport.write(data)

    async def close(self) -> None:
        """Close the connection when all that was written is on its way."""
        transport = self._connections.of(self._scope)
        if transport is not None:
            transport.close()
            await self._closed()

    async def reset(self) -> None:
        transport = self._connections.of(self._scope)
        if transport is not None:
            reset(transport)
            await self._closed()

    async def _closed(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
