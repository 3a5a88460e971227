"""The log: written off the event loop, with no token in it, whoever logs."""

import asyncio
import faulthandler
import logging
import logging.handlers
import queue
import re
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

_BEARER = re.compile(r"(Bearer\s+)\S+", re.IGNORECASE)
_secrets: set[str] = set()


def register_secret(secret: str) -> None:
    """Never let this text into the log."""
    if secret:
        _secrets.add(secret)


def redact(text: str) -> str:
    for secret in _secrets:
        text = text.replace(secret, "[token]")
    return _BEARER.sub(r"\1[token]", text)


class _Redacting(logging.Formatter):
    """The last step before a line is written, so that tracebacks pass through it as well."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


class Log:
    """A log that is open. ``stop`` writes what is waiting and closes the files."""

    def __init__(
        self, listener: logging.handlers.QueueListener, handler: logging.Handler, crash: Any
    ) -> None:
        self._listener = listener
        self._handler = handler
        self._crash = crash

    def stop(self) -> None:
        logging.getLogger().removeHandler(self._handler)
        self._listener.stop()
        for handler in self._listener.handlers:
            handler.close()
        faulthandler.disable()
        self._crash.close()


def start_logging(directory: Path) -> Log:
    """Log to a rotating file in the directory; a crash in C++ leaves its stack beside it."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = logging.handlers.RotatingFileHandler(
        directory / "wfdesk.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8"
    )
    file.setFormatter(_Redacting("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    lines: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    listener = logging.handlers.QueueListener(lines, file)
    listener.start()
    handler = logging.handlers.QueueHandler(lines)
    # The queue's own formatting would merge the traceback before it is redacted; it may.
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for name in ("httpx", "httpcore", "keyring", "qasync", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)
    crash = (directory / "crash.txt").open("a", encoding="utf-8")
    faulthandler.enable(crash)
    return Log(listener, handler, crash)


def install_hooks(report: Callable[[BaseException], None]) -> None:
    """Send every exception that nobody caught to the log and to ``report``."""

    def caught(error: BaseException | None) -> None:
        if error is None or isinstance(error, KeyboardInterrupt):
            return
        log.error("Uncaught", exc_info=error)
        report(error)

    def in_main(_kind: Any, error: BaseException, _trace: Any) -> None:
        caught(error)

    def in_thread(problem: threading.ExceptHookArgs) -> None:
        caught(problem.exc_value)

    def unraisable(problem: Any) -> None:
        caught(problem.exc_value)

    sys.excepthook = in_main
    threading.excepthook = in_thread
    sys.unraisablehook = unraisable


def loop_exception_handler(
    report: Callable[[BaseException], None],
) -> Callable[[asyncio.AbstractEventLoop, dict[str, Any]], None]:
    def handle(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        log.error("%s", context.get("message"), exc_info=error)
        if error is not None:
            report(error)

    return handle
