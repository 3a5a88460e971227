"""What must not happen while the program runs, whoever does what: noted as it happens."""

import asyncio
import faulthandler
import gc
import logging
import re
import sys
import threading
import time
from pathlib import Path

import shiboken6
from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from tests.doubles.pace import pace
from wfdesk.app.screen import Screen

HANG = 60.0
"""Seconds without a turn of the event loop after which the program hangs, and all stacks are told.

Nothing of wfdesk takes a second; a machine that does other things as well must not be at fault.
"""
BEAT = 0.01
"""Seconds between two looks at the clock."""
ALLOWED = {
    r"^This plugin does not support ": "The offscreen platform has no window manager to obey.",
}
"""What Qt may say here, and why."""


class Watching(logging.Handler):
    """Hears Qt, the log and every hook of Python; feels how long the event loop was held."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.findings: list[str] = []
        self.longest_wall = self.longest_work = 0.0
        self.pace = pace()
        self.counts: list[dict[str, int]] = []
        """What there was of each kind after each closing of the window.

        Drawn icons are no objects here: there are more of them with each scheme and zoom that is
        shown for the first time, and they are kept for the next time.
        """
        qInstallMessageHandler(self._on_said)
        gc.callbacks.append(self._on_collecting)
        logging.getLogger().addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self.find(f"log: {record.getMessage()}\n{record.exc_text or ''}")

    def find(self, what: str) -> None:
        if len(self.findings) < 50:
            self.findings.append(what)

    def _on_collecting(self, _phase: str, _told: dict[str, int]) -> None:
        if threading.current_thread() is not threading.main_thread():
            self.find(f"garbage is collected on {threading.current_thread().name}")

    def attend(self, screen: Screen) -> None:
        screen.crashed.connect(self._on_crash)
        screen.tasks.crashed.connect(self._on_crash)

    def _on_crash(self, error: BaseException) -> None:
        self.find(f"crash: {error!r}")

    def _on_said(self, kind: QtMsgType, _where: QMessageLogContext, said: str | None) -> None:
        if kind not in {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg} and not any(
            re.search(pattern, said or "") for pattern in ALLOWED
        ):
            self.find(f"Qt: {said}")

    async def feel(self) -> None:
        """Look at the clock again and again: a look that is late tells that the loop was held."""
        while True:
            faulthandler.dump_traceback_later(HANG, exit=True)
            wall, work = time.monotonic(), time.thread_time()
            await asyncio.sleep(BEAT)
            self.longest_wall = max(self.longest_wall, time.monotonic() - wall - BEAT)
            self.longest_work = max(self.longest_work, time.thread_time() - work)

    def count(self) -> None:
        """Count what is left now that the window is closed."""
        gc.collect()
        wrappers = shiboken6.getAllValidWrappers()
        self.counts.append(
            {
                "widgets": len(QApplication.allWidgets()),
                "windows": len(QApplication.topLevelWidgets()),
                "objects": sum(isinstance(each, QObject) for each in wrappers),
                "none": sys.getrefcount(None),
                "kilobytes": resident(),
            }
        )


def resident() -> int:
    """Kilobytes of memory in use; 0 where nobody tells."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text(encoding="ascii").split()[1]) * 4 if statm.exists() else 0
