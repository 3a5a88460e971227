"""When the system ends the program: at the end of a session, or by SIGTERM.

Nothing may be asked and nothing awaited then, so what was typed is written down there and then. A
request under way stays in the journal, and is looked up at the next start.
"""

import logging
import os
import signal
import socket
from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QObject, QSocketNotifier, Slot
from PySide6.QtGui import QGuiApplication

log = logging.getLogger(__name__)


def end() -> None:
    """End as SIGTERM ends a program that does not mind it."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGTERM)


class Ending(QObject):
    """Listens while it lives; ``stop`` ends it. There is one of it, on the main thread."""

    def __init__(self, write_down: Callable[[], None], end: Callable[[], None] = end) -> None:
        super().__init__()
        self._write_down = write_down
        self._end = end
        self._ear, self._mouth = socket.socketpair()
        for each in (self._ear, self._mouth):
            each.setblocking(False)
        # Python runs a handler between two steps of its own, and Qt's loop may wait for long: a
        # byte in a socket wakes it up.
        self._before = signal.signal(signal.SIGTERM, _leave_it_to_the_loop)
        self._woken_before = signal.set_wakeup_fd(self._mouth.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._ear.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_signal)
        self._session = cast(QGuiApplication, QGuiApplication.instance()).commitDataRequest
        self._session.connect(self._on_session_end)

    def stop(self) -> None:
        self._session.disconnect(self._on_session_end)
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._woken_before)
        signal.signal(signal.SIGTERM, self._before)
        for each in (self._ear, self._mouth):
            each.close()

    @Slot()
    def _on_signal(self) -> None:
        if signal.SIGTERM in self._ear.recv(64):
            log.info("Ended by SIGTERM")
            self._write_down()
            self._end()

    @Slot(object)
    def _on_session_end(self, _session: object) -> None:
        log.info("The session ends")
        self._write_down()


def _leave_it_to_the_loop(_number: int, _frame: object) -> None:
    pass
