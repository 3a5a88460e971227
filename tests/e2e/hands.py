"""Runs wfdesk as its users do, with hands and eyes that the test moves from another process.

Started as ``python -m tests.e2e.hands <arguments of wfdesk>``. Reads one JSON command a line from
standard input and answers each with one JSON line. It sees what assistive technology sees, and
acts by mouse and key events on the window: nothing here knows a class of wfdesk.
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QGuiApplication,
    QInputMethodEvent,
    QKeySequence,
    QWheelEvent,
    QWindow,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from wfdesk.__main__ import main

_NO_KEYS = Qt.KeyboardModifier.NoModifier


class Hands(QObject):
    """Lives on the window's thread; lines arrive from the thread that reads them."""

    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    def listen(self) -> None:
        """Pass on what the test says, from the first turn of the loop to the end of the input."""
        for line in sys.stdin:
            self.told.emit(line)
        os._exit(1)  # the test is gone: nobody would ever close the window

    def _on_told(self, line: str) -> None:
        command = json.loads(line)
        try:
            answer = getattr(self, command.pop("do"))(**command)
        except Exception as error:  # noqa: BLE001 - the test must hear of it instead of waiting
            answer = {"error": repr(error)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()

    def see(self) -> list[dict[str, Any]]:
        """Everything that is shown, window by window, the topmost last."""
        QAccessible.setActive(True)  # else views do not tell it of changed rows
        return [seen for window in _windows() for seen in _walk(window)]

    def click(
        self,
        x: int,
        y: int,
        *,
        name: str | None = None,
        is_double: bool = False,
        is_right: bool = False,
    ) -> bool:
        """Click there, unless what was seen there by that name has moved away since."""
        if name is not None and not any(_is_at(x, y, name, each) for each in self.see()):
            return False
        widget, at = _window_at(QPoint(x, y))
        window = widget.windowHandle()
        button = Qt.MouseButton.RightButton if is_right else Qt.MouseButton.LeftButton
        QTest.mouseMove(window, at)
        QTest.mouseClick(window, button, _NO_KEYS, at)
        if is_double:
            QTest.mouseDClick(window, button, _NO_KEYS, at)
        return True

    def wheel(self, x: int, y: int, steps: int) -> None:
        """Turn the wheel over a place; positive steps go down."""
        window, at = _window_at(QPoint(x, y))
        under = window.childAt(at)
        while under is not None:  # Qt hands only a real wheel's turn on to the parents
            turn = QWheelEvent(
                QPointF(under.mapFrom(window, at)),
                QPointF(x, y),
                QPoint(),
                QPoint(0, -120 * steps),
                Qt.MouseButton.NoButton,
                _NO_KEYS,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QCoreApplication.sendEvent(under, turn)
            under = None if turn.isAccepted() else under.parentWidget()

    def press(self, keys: str) -> None:
        """Press keys, as they are written in a menu: ``Ctrl+Shift+Return``."""
        for at in range((sequence := QKeySequence.fromString(keys)).count()):
            combination = sequence[at]
            QTest.keyClick(_focused(), combination.key(), combination.keyboardModifiers())

    def type(self, text: str) -> None:
        for letter in text:
            if letter == "\n":
                QTest.keyClick(_focused(), Qt.Key.Key_Return)
            elif not letter.isascii():  # no key has it: it is composed
                composed = QInputMethodEvent()
                composed.setCommitString(letter)
                if (focused := QGuiApplication.focusObject()) is None:
                    raise LookupError("Nothing has the focus")  # Qt would crash
                QCoreApplication.sendEvent(focused, composed)
            else:
                QTest.keyClick(_focused(), letter)

    def fill_disk(self) -> None:
        """Let no file of this process grow any more, which is what it meets on a full disk."""
        _limit_files(0)

    def empty_disk(self) -> None:
        _limit_files(None)

    def crash(self) -> None:
        """End as from a bug in C++."""
        os.kill(os.getpid(), signal.SIGSEGV)

    def photograph(self, path: str) -> None:
        for place, window in enumerate(_windows()):
            window.grab().save(path.replace(".png", f"-{place}.png"))


def _limit_files(size: int | None) -> None:
    import resource  # noqa: PLC0415 - Windows has none

    most = resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_FSIZE, (most if size is None else size, most))


def _windows() -> list[QWidget]:
    shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    on_top = (QApplication.activeModalWidget(), QApplication.activePopupWidget())
    return sorted(
        shown, key=lambda each: (each.windowType() != Qt.WindowType.Window, each in on_top)
    )


def _window_at(place: QPoint) -> tuple[QWidget, QPoint]:
    for widget in reversed(_windows()):
        if widget.frameGeometry().contains(place):
            return widget, widget.mapFromGlobal(place)
    raise LookupError(f"No window at {place}")


def _focused() -> QWindow:
    """The window that keys go to. When one closes, the next is activated as by a window manager."""
    window = QGuiApplication.focusWindow()
    if window is None:
        window = _windows()[-1].windowHandle()
        window.requestActivate()
    return window


def _is_at(x: int, y: int, name: str, seen: dict[str, Any]) -> bool:
    left, top, width, height = seen["shown"]
    return seen["name"] == name and (x, y) == (left + width // 2, top + height // 2)


def _walk(window: QWidget) -> Iterator[dict[str, Any]]:
    waiting = [(QAccessible.queryAccessibleInterface(window), QRect(), "")]
    while waiting:
        seen, around, path = waiting.pop()
        widget = seen.object()
        if isinstance(widget, QWidget):
            if not widget.isVisible():
                continue
            corner = widget.mapToGlobal(QPoint())
            rect = QRect(corner, widget.size())
            shown = widget.visibleRegion().boundingRect().translated(corner)
        else:  # a cell, a tab, an item of a menu: it has a place, but is no widget
            rect = QRect(seen.rect())
            shown = rect.intersected(around)
        name = seen.text(QAccessible.Text.Name)
        yield {
            "role": seen.role().name,
            "name": name,
            "text": seen.text(QAccessible.Text.Value),
            "rect": rect.getRect(),
            "shown": shown.getRect(),
            "is_enabled": not isinstance(widget, QWidget) or widget.isEnabled(),
            "has_focus": isinstance(widget, QWidget) and widget.hasFocus(),
            "within": path,
        }
        below = f"{path}/{name}" if name else path
        children = map(seen.child, reversed(range(seen.childCount())))
        waiting += [(child, shown, below) for child in children if child]


if __name__ == "__main__":
    hands = Hands()
    threading.Thread(target=hands.listen, daemon=True).start()
    sys.exit(main())
