"""The one way to start wfdesk: everything is opened here in order, and closed in reverse."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, contextmanager, suppress
from functools import partial
from typing import Any, TypeVar, cast

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from wfdesk.app.options import Options
from wfdesk.app.rest import load_rest
from wfdesk.app.screen import Screen
from wfdesk.app.troubles import told_once, troubles
from wfdesk.assembly.local import build_local
from wfdesk.domain.errors import AlreadyOpenError, WfdeskError
from wfdesk.store.database import Database
from wfdesk.system.logs import install_hooks, loop_exception_handler, start_logging
from wfdesk.system.paths import log_dir, open_profile
from wfdesk.ui.shell.state import NAME as STATE
from wfdesk.ui.shell.state import Remembered
from wfdesk.ui.toolkit.garbage import GarbageCollector
from wfdesk.ui.toolkit.icons import forget_drawn
from wfdesk.ui.toolkit.theme import Theme

T = TypeVar("T")

Use = Callable[[Any], Awaitable[T]]
"""What is done with the window while it is open. Takes the Program, which is not imported here."""

Watch = Callable[[Screen], object]
"""Is shown the first screen before the user is."""


_TURN = 0.0002
"""Seconds that another thread may go on when the window's wants Python.

It wants it back after each call of Qt. By Python's own 5 ms, a busy store made of a paint of 6 ms
one of 80.
"""


def _ignore(_screen: Screen) -> None:
    pass


def main(options: Options) -> int:
    """Run the window until it is closed; return the exit code."""
    with _looped() as (runner, application):
        try:
            return runner.run(_opened(options, application, _until_closed, _ignore))
        except WfdeskError as error:
            return runner.run(_say(error, options, Theme(application, options.scheme)))


def run(options: Options, use: Use[T], watch: Watch = _ignore) -> T:
    """Open the window as ``main`` does, use it, close it; return what the use returned."""
    with _looped() as (runner, application):
        return runner.run(_opened(options, application, use, watch))


async def _opened(options: Options, application: QApplication, use: Use[T], watch: Watch) -> T:
    async with AsyncExitStack() as stack:
        stack.callback(GarbageCollector().stop)
        with suppress(OSError):  # opening the database says it in words
            open_profile(options.home)
        database = await Database.open(options.home / "wfdesk.sqlite3")
        stack.push_async_callback(database.close)
        log = start_logging(log_dir(options.home))
        stack.callback(log.stop)
        local = build_local(database)
        left = Remembered.from_json(cast(Any, await local.preferences.get(STATE)))
        screen = Screen(local, Theme(application, options.scheme, left.zoom))
        stack.callback(install_hooks(screen.crashed.emit))
        stack.push_async_callback(screen.stop)
        watch(screen)
        handler = loop_exception_handler(screen.crashed.emit)
        asyncio.get_running_loop().set_exception_handler(handler)
        is_first = not (options.token or options.is_practice or await local.browsing.has_accounts())
        if not is_first:
            await screen.show()
        await load_rest()
        from wfdesk.app.instance import Raising  # noqa: PLC0415 - not before the first paint
        from wfdesk.app.program import join  # noqa: PLC0415 - loaded in slices just now

        stack.callback(Raising(options.home, screen.window).stop)
        program = await join(screen, options, stack)
        if is_first:
            screen.window.show_welcome(is_welcome=True)
            await screen.show()
        screen.tell(troubles(log, database))
        screen.tell(await told_once(options.home, local.preferences))
        return await use(program)


async def _say(error: WfdeskError, options: Options, _theme: Theme) -> int:
    """Say why wfdesk cannot start, in a window of its own."""
    if isinstance(error, AlreadyOpenError):
        from wfdesk.app.instance import ask_to_raise  # noqa: PLC0415 - hardly ever

        ask_to_raise(options.home)
    from wfdesk.ui.shell.trouble import show_trouble  # noqa: PLC0415 - hardly ever

    await show_trouble(error.summary)
    return 1


async def _until_closed(program: Any) -> int:
    await program.screen.closed.wait()
    return 0


@contextmanager
def _looped() -> Iterator[tuple[asyncio.Runner, QApplication]]:
    sys.setswitchinterval(_TURN)
    # Named here and not by ``setStyle``: that hands a style over, whose names take 10 ms to load.
    application = QApplication([*sys.argv[:1], "-style", "fusion"])
    application.setApplicationName("wfdesk")
    # Qt must not stop the loop by itself: closing the window starts the shutdown above.
    application.setQuitOnLastWindowClosed(False)
    try:
        with asyncio.Runner(loop_factory=partial(_make_loop, application)) as runner:
            yield runner, application
    finally:
        forget_drawn()


def _make_loop(application: QApplication) -> QEventLoop:
    loop = QEventLoop(application)
    # Its own would be Qt's threads, which end the program when they are still at work at exit.
    loop.set_default_executor(ThreadPoolExecutor(thread_name_prefix="wfdesk"))
    return loop
