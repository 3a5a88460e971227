"""The practice server on its port: starting, hanging up on a client, stopping."""

import asyncio
import contextlib
import gc
import json
import os
import signal
import socket
import struct
import sys
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from wfdesk.practice.cms.keeping import Keeper
from wfdesk.practice.cms.model import World
from wfdesk.practice.magazine.content import world_of
from wfdesk.practice.web.access import Access
from wfdesk.practice.web.control import Control, control_of
from wfdesk.practice.web.gate import Answer, Gate, Witness
from wfdesk.practice.web.routes import api_of


@dataclass(frozen=True, slots=True)
class Settings:
    port: int = 0
    items: int = 500
    seed: int = 1
    rate_limit: int = 60
    state: Path | None = None
    until_stdin_closes: bool = False


class Connections:
    """The open connections by the client's address, to be cut on purpose."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, int], asyncio.Transport] = {}

    def opened(self, transport: asyncio.Transport) -> None:
        self._open[_peer(transport)] = transport

    def closed(self, transport: asyncio.Transport) -> None:
        self._open.pop(_peer(transport), None)

    def hang_up(self, scope: Scope) -> None:
        """Reset the connection of a request, without a farewell."""
        transport = self._open.get(tuple(scope["client"]))
        if transport is not None:
            sock = transport.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(_LINGER, 1, 0))
            transport.abort()


class PracticeServer(uvicorn.Server):
    """Says its address when it accepts requests, and stops without an outcry."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._say_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._say_started()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """As in uvicorn, but the signal is not raised once more: stopping is a clean exit."""
        before = {number: signal.signal(number, self.handle_exit) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


_HOST = "127.0.0.1"
_LINGER = "hh" if sys.platform == "win32" else "ii"
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def _nobody(_method: str, _path: str, _answer: Answer) -> None:
    pass


def serve(settings: Settings, witness: Witness = _nobody) -> None:
    """Serve until told to stop."""
    keeper = Keeper(settings.state) if settings.state else None
    with _uncollected():
        world = (keeper and keeper.load()) or world_of(settings.seed, settings.items)
    access = Access(settings.seed, settings.rate_limit)
    connections = Connections()
    app = app_of(world, access, connections, keeper, witness)
    with _listener(settings) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/v2"

        def started() -> None:
            sys.stdout.write(json.dumps({"url": address, "tokens": access.secrets}) + "\n")
            sys.stdout.flush()

        server = PracticeServer(_config(app, connections), started)
        if settings.until_stdin_closes:
            _stop_with_stdin(server)
        server.run(sockets=[listener])


@contextlib.contextmanager
def _uncollected() -> Generator[None, None, None]:
    """Make what stays, and never look for garbage in it: these are millions of objects."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _listener(settings: Settings) -> socket.socket:
    """Listen where the last run with this state did: clients keep the addresses of its pictures."""
    if settings.port or settings.state is None:
        return socket.create_server((_HOST, settings.port))
    kept = settings.state.with_suffix(".port")
    try:
        listener = socket.create_server((_HOST, int(kept.read_text(encoding="ascii"))))
    except (OSError, ValueError, OverflowError):
        listener = socket.create_server((_HOST, 0))
        kept.write_text(str(listener.getsockname()[1]), encoding="ascii")
    return listener


def app_of(
    world: World,
    access: Access,
    connections: Connections,
    keeper: Keeper | None,
    witness: Witness,
) -> ASGIApp:
    def keep() -> None:
        if keeper is not None:
            keeper.keep(world)
        world.settle()

    gate = Gate(api_of(world, access.limit), access, keep, connections.hang_up, witness)
    control = control_of(Control(world, gate, keep))

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        is_api = scope["path"].startswith("/v2")
        await (gate if is_api else control)(scope, receive, send)

    return app


def _config(app: ASGIApp, connections: Connections) -> uvicorn.Config:
    class Protocol(H11Protocol):
        """Notes each connection while it is open."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            # An answer is two writes. asyncio does not see that this listener speaks TCP, and the
            # second would wait for the client's late acknowledgement of the first: 40 ms.
            sock = transport.get_extra_info("socket")
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connections.opened(transport)

        def connection_lost(self, exc: Exception | None) -> None:
            connections.closed(self.transport)
            super().connection_lost(exc)

    return uvicorn.Config(
        app,
        http=Protocol,
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,
        timeout_graceful_shutdown=1,
        backlog=256,
    )


def _stop_with_stdin(server: PracticeServer) -> None:
    """Stop when whoever started us is gone. Reading the descriptor holds no lock at exit."""

    def wait() -> None:
        with contextlib.suppress(OSError):
            while os.read(0, 1024):
                pass
        server.should_exit = True

    threading.Thread(target=wait, name="stdin", daemon=True).start()


def _peer(transport: asyncio.Transport) -> tuple[str, int]:
    host, port = transport.get_extra_info("peername")[:2]
    return host, port
