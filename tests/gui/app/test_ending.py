"""What the system ends is written down first, without a word and without waiting for anybody."""

import os
import signal
import sys

import pytest
from PySide6.QtCore import SIGNAL
from PySide6.QtGui import QGuiApplication

from wfdesk.app.ending import Ending


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends programs without SIGTERM")
async def test_sigterm_writes_down_what_is_typed_and_ends(until) -> None:
    did: list[str] = []
    ending = Ending(lambda: did.append("written"), lambda: did.append("ended"))
    os.kill(os.getpid(), signal.SIGTERM)
    await until(lambda: did)
    assert did == ["written", "ended"]
    ending.stop()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


async def test_the_end_of_a_session_writes_down_what_is_typed() -> None:
    """Qt alone can make the session that it tells of."""
    did: list[str] = []
    application, told = QGuiApplication.instance(), SIGNAL("commitDataRequest(QSessionManager&)")
    listeners = application.receivers(told)
    ending = Ending(lambda: did.append("written"), lambda: did.append("ended"))
    assert application.receivers(told) == listeners + 1
    ending._on_session_end(None)
    assert did == ["written"]
    ending.stop()
