"""Checks this very build: what it is made of, that its parts are there, that the window opens."""

import json
import os
import platform
import sqlite3
import ssl
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, qVersion
from PySide6.QtGui import QIcon, QImage, QImageWriter
from PySide6.QtWidgets import QApplication

from wfdesk import __version__
from wfdesk.app.options import Options
from wfdesk.app.program import Program
from wfdesk.app.start import run
from wfdesk.domain.errors import SpellingError
from wfdesk.system.display import has_display
from wfdesk.system.keychain import Keychain, missing_parts
from wfdesk.ui.toolkit.decoding import image_of
from wfdesk.ui.toolkit.resources import resource

_PACKAGES = (
    "PySide6-Essentials",
    "qasync",
    "httpx",
    "keyring",
    "msgspec",
    "justhtml",
    "markdown-it-py",
    "truststore",
)


def main() -> int:
    """Print the findings as JSON; return 0 if all is well."""
    if not has_display():  # as where builds are made: the window opens all the same, unseen
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # The window is opened on a profile that is thrown away: the user's own is left alone.
    with tempfile.TemporaryDirectory(prefix="wfdesk-selftest-") as home:
        findings = run(Options(home=Path(home), items=1), _check)
        os.chdir(Path(home).parent)  # what one works in, Windows does not throw away
    is_sound = bool(
        findings["window_opened"]
        and findings["resources_found"]
        and findings["icons_drawn"]
        and findings["pictures_decoded"]
        and not findings["keychain_parts_missing"]
    )
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
        # By Qt's plugin, as the style sheet has them drawn.
        "icons_drawn": not QIcon(str(resource("icons/site.svg"))).pixmap(16, 16).isNull(),
    }


async def _check(program: Program) -> dict[str, Any]:
    keychain = Keychain()
    found: dict[str, Any] = {**_versions(), "keychain": await keychain.describe()}
    # Whether a keychain runs here says nothing about the build; whether it could be asked does.
    found["keychain_parts_missing"] = missing_parts()
    keychain.close()
    found["spelling"] = await _spelling(program)
    found["pictures_decoded"] = await _decodes(program)
    return {**found, "window_opened": program.window.isVisible()}


async def _spelling(program: Program) -> list[str] | str:
    """The languages that can be checked, or why there are none: no build can promise any."""
    try:
        return [*await program.services.spelling.languages()]
    except SpellingError as error:
        return f"{error.summary} ({error.detail})"


async def _decodes(program: Program) -> bool:
    """Whether the process for pictures starts and finds its plugins: those of JPEG and WebP."""
    image = QImage(2, 2, QImage.Format.Format_RGB32)
    image.fill(0)
    for kind in (b"JPEG", b"WEBP", b"PNG"):
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(kind)).write(image)
        if image_of(await program.services.decoder.decode(bytes(data.data()))) is None:
            return False
    return True
