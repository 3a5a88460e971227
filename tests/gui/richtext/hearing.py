"""What Qt tells assistive technology: the events themselves, on their way out."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import PySide6
import shiboken6
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent

LIBRARY = Path(PySide6.__file__).parent / "Qt" / "lib" / "libQt6Gui.so.6"
_INSTALL = "_ZN11QAccessible20installUpdateHandlerEPFvP16QAccessibleEventE"
"""``QAccessible::installUpdateHandler``, which has no name in Python."""
_HANDLER = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


@contextmanager
def announced() -> Iterator[list[tuple[str, bool]]]:
    """Collect what is announced, and whether that waits for what is being said."""
    heard: list[tuple[str, bool]] = []
    polite = QAccessible.AnnouncementPoliteness.Polite

    @_HANDLER
    def hear(address: int) -> None:
        event = shiboken6.wrapInstance(address, QAccessibleEvent)
        if event.type() == QAccessible.Event.Announcement:
            said = shiboken6.wrapInstance(address, QAccessibleAnnouncementEvent)
            heard.append((said.message(), said.politeness() == polite))

    install = getattr(ctypes.CDLL(str(LIBRARY)), _INSTALL)
    install.restype, install.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
    was_active = QAccessible.isActive()
    before = install(ctypes.cast(hear, ctypes.c_void_p))
    QAccessible.setActive(True)
    try:
        yield heard
    finally:
        install(before)
        QAccessible.setActive(was_active)
