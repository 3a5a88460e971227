"""How a second wfdesk with the same profile brings the window of the first to the front.

The socket is the user's alone, and whoever writes to it can do nothing but raise the window.
"""

import hashlib
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

_WORD = b"raise"
_LONGEST = 500
"""Milliseconds for each step of asking: the first may be busy, or just ending."""


class Raising(QObject):
    """Listens while it lives; ``stop`` ends it. Only for whoever holds the profile's lock."""

    def __init__(self, home: Path, window: QWidget) -> None:
        super().__init__()
        self._window = window
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        # The lock is ours, so what has this name was left by one that crashed.
        QLocalServer.removeServer(_name(home))
        self._server.listen(_name(home))

    def stop(self) -> None:
        self._server.close()

    def _on_connection(self) -> None:
        while socket := self._server.nextPendingConnection():
            socket.setReadBufferSize(len(_WORD) + 1)
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(partial(self._read, socket))
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() < len(_WORD):
            return
        if socket.read(len(_WORD) + 1).data() == _WORD:
            self._raise()
        socket.abort()

    def _raise(self) -> None:
        if self._window.isMinimized():
            self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()


def ask_to_raise(home: Path, word: bytes = _WORD) -> None:
    """Ask the wfdesk that has this profile to raise its window; wait until it has read that."""
    socket = QLocalSocket()
    socket.connectToServer(_name(home))
    if socket.waitForConnected(_LONGEST):
        socket.write(word)
        socket.waitForBytesWritten(_LONGEST)
        socket.waitForDisconnected(_LONGEST)
    socket.abort()


def _name(home: Path) -> str:
    return f"wfdesk-{hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:32]}"
