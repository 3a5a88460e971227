"""The log: written off the event loop, with no token in it, whoever logs.

Secrets are struck out on the way into the root logger's handlers, so every text that a record
carries (message, traceback, stack) is clean before it is queued, written or shown.
"""

import asyncio
import faulthandler
import logging
import logging.handlers
import queue
import re
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from msgspec import Struct

log = logging.getLogger(__name__)

FILE_NAME = "wfdesk.log"
CRASH_FILE_NAME = "crash.txt"

_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_BEARER = re.compile(r"(Bearer\s+)[^\s'\"]+", re.IGNORECASE)
_INSTEAD = "[token]"
_CHATTY = ("httpx", "httpcore", "keyring", "secretstorage", "jeepney", "qasync", "asyncio")
"""At INFO and DEBUG httpx and httpcore tell addresses with their query, and headers."""

_secrets: set[str] = set()

Report = Callable[[BaseException], None]
"""Shows a bug to the user. Called in whichever thread the bug was in."""


def register_secret(secret: str) -> None:
    """Never let this text into the log."""
    if secret:
        _secrets.add(secret)


def redact(text: str) -> str:
    """The text without registered secrets and without whatever follows ``Bearer``."""
    for secret in sorted(_secrets, key=len, reverse=True):
        text = text.replace(secret, _INSTEAD)
    return _BEARER.sub(rf"\1{_INSTEAD}", text)


class _LogFile(logging.handlers.RotatingFileHandler):
    """Goes without a line that a full disk refuses: nobody reads a traceback of it on stderr."""

    def handleError(self, _record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        pass

    def close(self) -> None:
        with suppress(OSError):  # what was refused is tried again, and the file is closed anyway
            super().close()


class Redaction(logging.Filter):
    """Strikes secrets out of a record. Lets every record through."""

    _formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redact(_message(record))
        record.args = None
        if record.exc_info:
            record.exc_text = redact(
                record.exc_text or self._formatter.formatException(record.exc_info)
            )
            record.exc_info = None
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True


_REDACTION = Redaction()


class Log(Struct, frozen=True):
    """A log that is open. ``stop`` writes what is waiting and closes the files."""

    path: Path
    earlier_crash: str
    """What an earlier run left when it ended in C++; empty if it ended well. Redacted."""
    _listener: logging.handlers.QueueListener
    _handler: logging.Handler
    _crash: TextIO | None
    trouble: OSError | None = None
    """Why the log goes to stderr and not to the file; None if all is well."""

    def stop(self) -> None:
        root = logging.getLogger()
        if self._handler not in root.handlers:
            return
        root.removeHandler(self._handler)
        for each in root.handlers:
            each.removeFilter(_REDACTION)
        self._listener.stop()
        for handler in self._listener.handlers:
            handler.close()
        if self._crash:
            faulthandler.disable()
            self._crash.close()


def start_logging(directory: Path, *, level: int = logging.INFO) -> Log:
    """Log to a rotating file in the directory; a crash in C++ leaves its stack beside it.

    Where no file can be written, what would be in it goes to stderr and ``trouble`` says why.
    """
    file: logging.Handler
    crash: TextIO | None = None
    earlier_crash, trouble = "", None
    try:
        file, crash, earlier_crash = _open_files(directory)
    except OSError as error:
        # A program without a console has no stderr.
        file = logging.StreamHandler(sys.stderr) if sys.stderr else logging.NullHandler()
        trouble = error
    file.setFormatter(logging.Formatter(_LINE))
    lines: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    handler = logging.handlers.QueueHandler(lines)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    for each in root.handlers:
        each.addFilter(_REDACTION)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    _keep_memory_off_the_disk()
    if crash:
        faulthandler.enable(crash)
    listener = logging.handlers.QueueListener(lines, file)
    listener.start()
    if earlier_crash:
        log.error("The last run crashed.\n%s", earlier_crash)
    if trouble:
        log.error("The log cannot be written: %s", trouble)
    return Log(directory / FILE_NAME, earlier_crash, listener, handler, crash, trouble)


def _keep_memory_off_the_disk() -> None:
    """A crash leaves its stack and no core dump, which would hold the tokens in use."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - exists elsewhere only

        _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))


def _open_files(directory: Path) -> tuple[logging.Handler, TextIO, str]:
    """The log, the file for a crash, and what an earlier crash left in it."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = _LogFile(directory / FILE_NAME, maxBytes=1_000_000, backupCount=3, encoding="utf-8")
    crash_path = directory / CRASH_FILE_NAME
    try:
        earlier_crash = _read(crash_path)
        return file, crash_path.open("w", encoding="utf-8"), earlier_crash
    except OSError:
        file.close()
        raise


def install_hooks(report: Report) -> Callable[[], None]:
    """Send every exception that nobody caught to the log and to ``report``, until undone.

    What is returned undoes it. An exception that ``report`` leads to is logged, not reported.
    """
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    here = threading.local()

    def caught(error: BaseException | None) -> None:
        if error is None or isinstance(error, KeyboardInterrupt | SystemExit):
            return
        log.error("Nobody caught this", exc_info=error)
        if getattr(here, "is_reporting", False):
            return
        here.is_reporting = True
        try:
            report(error)
        finally:
            here.is_reporting = False

    def undo() -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = before

    sys.excepthook = lambda _kind, error, _trace: caught(error)
    threading.excepthook = lambda problem: caught(problem.exc_value)
    sys.unraisablehook = lambda problem: caught(problem.exc_value)
    return undo


def loop_exception_handler(
    report: Report,
) -> Callable[[asyncio.AbstractEventLoop, dict[str, Any]], None]:
    """For ``loop.set_exception_handler``: bugs of tasks and callbacks."""

    def handle(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        log.error("In the event loop: %s", context.get("message"), exc_info=error)
        if error is not None:
            report(error)

    return handle


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        # A filter's exception would reach whoever logs; a wrong format is not worth that.
        return f"{record.msg} {record.args}"


def _read(path: Path) -> str:
    try:
        return redact(path.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return ""
