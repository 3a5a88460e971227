"""The practice server on its port: starting, hanging up on a client, stopping."""

import asyncio
import contextlib
import gc
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from wfdesk.practice.assets.answers import Answers
from wfdesk.practice.assets.files import Files
from wfdesk.practice.assets.store import Bucket
from wfdesk.practice.cms.ids import named_id
from wfdesk.practice.cms.keeping import Keeper
from wfdesk.practice.cms.localization import unlocalize
from wfdesk.practice.cms.logbook import Logbook
from wfdesk.practice.cms.model import World
from wfdesk.practice.cms.watching import watch
from wfdesk.practice.magazine import media
from wfdesk.practice.magazine.content import world_of
from wfdesk.practice.web.access import Access
from wfdesk.practice.web.answer import Answer, Witness
from wfdesk.practice.web.api import Api, FileServer
from wfdesk.practice.web.colleague import Colleague
from wfdesk.practice.web.connections import Connections
from wfdesk.practice.web.control import Control, control_of, is_ours
from wfdesk.practice.web.door import Door
from wfdesk.practice.web.faults.orders import Faults
from wfdesk.practice.web.faults.struck import Stage
from wfdesk.practice.web.files import FileRoutes, files_of
from wfdesk.practice.web.gate import Gate
from wfdesk.practice.web.routes import api_of
from wfdesk.practice.web.waits import Waits


@dataclass(frozen=True, slots=True)
class Settings:
    port: int = 0
    items: int = 500
    seed: int = 1
    rate_limit: int = 60
    state: Path | None = None
    until_stdin_closes: bool = False
    behaviour: Mapping[str, str] = field(default_factory=dict)
    is_localized: bool = True


class Port:
    """Where the server is met: the connections, the door they come through, and who waits there."""

    def __init__(self) -> None:
        self.connections = Connections()
        self.waits = Waits()
        self.door = Door(self.waits, self.connections)

    def stop(self) -> None:
        self.waits.stop()
        self.door.stop()


class PracticeServer(uvicorn.Server):
    """Says its address when it accepts requests, and stops without an outcry."""

    def __init__(self, config: uvicorn.Config, port: Port, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._port = port
        self._say_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await self._open(sockets)
        self._say_started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._port.stop()
        await super().shutdown(sockets)

    async def _open(self, sockets: list[socket.socket] | None) -> None:
        await super().startup(sockets)
        address = self.servers[0].sockets[0].getsockname()
        self._port.door.opened(address, self._stop_listening, lambda sock: self._open([sock]))

    def _stop_listening(self) -> None:
        for server in self.servers:
            server.close()

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
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def _nobody(_scope: Scope, _body: bytes, _answer: Answer) -> None:
    pass


def serve(settings: Settings, witness: Witness = _nobody) -> None:
    """Serve until told to stop."""
    keeper = Keeper(settings.state) if settings.state else None
    with _uncollected():
        world = (keeper and keeper.load()) or _new_world(settings)
    world.behaviour.change(settings.behaviour)
    access = Access(settings.seed, settings.rate_limit)
    port = Port()
    app = app_of(world, access, port, keeper, witness)
    with _listener(settings) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/v2"

        def started() -> None:
            sys.stdout.write(json.dumps({"url": address, "tokens": access.secrets}) + "\n")
            sys.stdout.flush()

        server = PracticeServer(_config(app, port.connections), port, started)
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


def _new_world(settings: Settings) -> World:
    world = world_of(settings.seed, settings.items)
    if not settings.is_localized:
        unlocalize(world)
    return world


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
    world: World, access: Access, port: Port, keeper: Keeper | None, witness: Witness
) -> ASGIApp:
    shelf = None if keeper is None else keeper.shelf
    files = Files(world.library, media, shelf)

    def keep() -> None:
        if keeper is not None:
            keeper.keep(world)
        world.settle()
        files.settle()

    bucket = Bucket(f"{world.site['shortName']}-assets", named_id(world.site["id"], "bucket"))
    watch(world)
    colleague = Colleague(world, access, keep)
    stage = Stage(colleague, port.waits, port.door.shut, access.limit, frozenset(access.secrets))
    faults, log = Faults(stage), Logbook()
    control = control_of(Control(world, colleague, faults, log, port.waits))
    operations = api_of(world, access.limit, files, Answers(world, files, bucket))
    api = Api(operations, access, world.changes, keep, witness)
    gate = Gate(api, faults, log, port.connections)
    delivery = FileServer(files_of(FileRoutes(world, files, bucket, keep)), world.changes)
    file_gate = Gate(delivery, faults, log, port.connections)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith("/v2"):
            await gate(scope, receive, send)
        elif scope["path"].startswith(("/assets/", "/s3/")):
            await file_gate(scope, receive, send)
        elif is_ours(scope):
            port.connections.spare(scope)
            await control(scope, receive, send)
        else:
            await Response(status_code=403)(scope, receive, send)

    return app


def _config(app: ASGIApp, connections: Connections) -> uvicorn.Config:
    class Protocol(H11Protocol):
        """Notes each connection while it is open."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
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
        proxy_headers=False,
        date_header=False,
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
