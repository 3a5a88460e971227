"""Checks this very build: what it is made of, that its parts are there, that the window opens."""

import asyncio
import json
import platform
import sqlite3
import ssl
import sys
import tempfile
from contextlib import AsyncExitStack
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop

from wfdesk import __version__
from wfdesk.app import Options, PracticeSite, Program, build_services
from wfdesk.store.database import Database
from wfdesk.system.keychain import Keychain
from wfdesk.ui.toolkit.resources import resource
from wfdesk.ui.toolkit.theme import Theme

_PACKAGES = (
    "PySide6-Essentials",
    "qasync",
    "httpx",
    "keyring",
    "msgspec",
    "justhtml",
    "truststore",
)


def main() -> int:
    """Print the findings as JSON; return 0 if all is well."""
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    findings = _versions()
    with asyncio.Runner(loop_factory=partial(QEventLoop, application)) as runner:
        findings |= runner.run(_check(Theme(application)))
    is_sound = bool(findings["window_opened"] and findings["resources_found"])
    findings = {"ok": is_sound, **findings}
    sys.stdout.write(json.dumps(findings, indent=2) + "\n")
    return 0 if is_sound else 1


def _versions() -> dict[str, Any]:
    return {
        "wfdesk": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "qt": qVersion(),
        "platform_plugin": QApplication.platformName(),
        "sqlite": sqlite3.sqlite_version,
        "tls": ssl.OPENSSL_VERSION,
        "packages": {name: version(name) for name in _PACKAGES},
        "resources_found": resource("icons/site.svg").is_file(),
    }


async def _check(theme: Theme) -> dict[str, Any]:
    keychain = Keychain()
    found: dict[str, Any] = {"keychain": await keychain.describe()}
    keychain.close()
    # The window is opened on a profile that is thrown away: the user's own is left alone.
    with tempfile.TemporaryDirectory(prefix="wfdesk-selftest-") as home:
        async with AsyncExitStack() as stack:
            database = await Database.open(Path(home, "wfdesk.sqlite3"))
            stack.push_async_callback(database.close)
            practice = PracticeSite(items=1)
            stack.push_async_callback(practice.stop)
            program = Program(build_services(database, stack, practice), theme)
            stack.push_async_callback(program.stop)
            await program.start(Options(), token="")
            found["window_opened"] = program.window.isVisible()
    return found
