"""Whether the port takes new connections."""

import os
import socket
from collections.abc import Awaitable, Callable
from functools import partial

from wfdesk.practice.web.connections import Connections
from wfdesk.practice.web.waits import Waits

Address = tuple[str, int]


class Door:
    """The port the server listens on. While it is shut, who knocks is refused."""

    def __init__(self, waits: Waits, connections: Connections) -> None:
        self._waits = waits
        self._connections = connections
        self._opened: tuple[Address, Callable[[], None]] | None = None
        self._reopen: Callable[[socket.socket], Awaitable[None]] | None = None
        self._kept: socket.socket | None = None

    def opened(
        self,
        address: Address,
        close: Callable[[], None],
        reopen: Callable[[socket.socket], Awaitable[None]],
    ) -> None:
        """The server listens there; so it stops doing it, and so it begins again."""
        self._opened, self._reopen, self._kept = (address, close), reopen, None

    def shut(self, seconds: float | None) -> None:
        """Refuse connections for so long, and cut those there are, but for the side door's."""
        if self._opened is None:
            return
        (address, close), self._opened = self._opened, None
        close()
        self._connections.cut()
        self._waits.later(seconds, partial(self._open_again, address))
        self._kept = _held(address)

    def stop(self) -> None:
        if self._kept is not None:
            self._kept.close()

    async def _open_again(self, address: Address) -> None:
        if self._reopen is not None:
            await self._reopen(self._kept or _held(address))


def _held(address: Address) -> socket.socket:
    """Keep the port from others while nobody listens there."""
    held = socket.socket()
    if os.name == "posix":
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(address)
    return held
