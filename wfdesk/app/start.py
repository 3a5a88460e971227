"""The one way to start wfdesk: everything is opened here in order, and closed in reverse."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, contextmanager, suppress
from functools import partial
from typing import TypeVar

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from wfdesk.app.options import Options
from wfdesk.app.practice import PracticeSite
from wfdesk.app.program import Program
from wfdesk.app.services import build_services
from wfdesk.domain.errors import WfdeskError
from wfdesk.store.database import Database
from wfdesk.system.logs import install_hooks, loop_exception_handler, start_logging
from wfdesk.system.paths import log_dir, open_profile
from wfdesk.ui.shell.trouble import show_trouble
from wfdesk.ui.toolkit.garbage import GarbageCollector
from wfdesk.ui.toolkit.theme import Theme

T = TypeVar("T")

Use = Callable[[Program], Awaitable[T]]
"""What is done with the window while it is open."""


def main(options: Options) -> int:
    """Run the window until it is closed; return the exit code."""
    with _looped(options) as (runner, theme):
        try:
            return runner.run(_opened(options, theme, _until_closed))
        except WfdeskError as error:
            # Said in a window of its own.
            runner.run(show_trouble(error.summary))
            return 1


def run(options: Options, use: Use[T]) -> T:
    """Open the window as ``main`` does, use it, close it; return what the use returned."""
    with _looped(options) as (runner, theme):
        return runner.run(_opened(options, theme, use))


async def _opened(options: Options, theme: Theme, use: Use[T]) -> T:
    async with AsyncExitStack() as stack:
        stack.callback(GarbageCollector().stop)
        with suppress(OSError):  # opening the database says it in words
            open_profile(options.home)
        database = await Database.open(options.home / "wfdesk.sqlite3")
        stack.push_async_callback(database.close)
        stack.callback(start_logging(log_dir(options.home)).stop)
        practice = PracticeSite(options)
        stack.push_async_callback(practice.stop)
        program = Program(build_services(database, stack, practice), theme)
        install_hooks(program.crashed.emit)
        handler = loop_exception_handler(program.crashed.emit)
        asyncio.get_running_loop().set_exception_handler(handler)
        stack.push_async_callback(program.stop)
        await program.start(options)
        return await use(program)


async def _until_closed(program: Program) -> int:
    await program.closed.wait()
    return 0


@contextmanager
def _looped(options: Options) -> Iterator[tuple[asyncio.Runner, Theme]]:
    application = QApplication(sys.argv[:1])
    application.setApplicationName("wfdesk")
    # Qt must not stop the loop by itself: closing the window starts the shutdown above.
    application.setQuitOnLastWindowClosed(False)
    with asyncio.Runner(loop_factory=partial(_make_loop, application)) as runner:
        yield runner, Theme(application, options.scheme)


def _make_loop(application: QApplication) -> QEventLoop:
    loop = QEventLoop(application)
    # Its own would be Qt's threads, which end the program when they are still at work at exit.
    loop.set_default_executor(ThreadPoolExecutor(thread_name_prefix="wfdesk"))
    return loop
