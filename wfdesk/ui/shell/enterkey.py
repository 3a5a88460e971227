"""Enter presses the button that has the keyboard, as it does in dialogs. Qt does so only there.

A button counts that had the keyboard before the key came. What a line of text does at Enter may
move the keyboard on to a button while the key is still on its way to the window.
"""

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_PLAIN = frozenset({Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier})


class EnterKey(QObject):
    """Watches only the button that has the keyboard; no other widget is slower for it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._button: QPushButton | QToolButton | None = None
        self._was_heard = False
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    def press(self, event: QKeyEvent) -> bool:
        """Press the button by a key that it had no use for; return whether it was one for it.

        Held down, Enter does not press again what stands in the button's place by then.
        """
        button, was_heard = self._button, self._was_heard
        self._was_heard = False
        is_enter = event.key() in _ENTER and event.modifiers() in _PLAIN
        if not (is_enter and was_heard and button is not None and shiboken6.isValid(button)):
            return False
        if not event.isAutoRepeat():
            button.click()
        return True

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            self._was_heard = True
        return False

    @Slot(QWidget, QWidget)
    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not shiboken6.isValid(self._window):
            return  # it is taken down, and what had the keyboard loses it
        if self._button is not None and shiboken6.isValid(self._button):
            self._button.removeEventFilter(self)
        is_ours = isinstance(new, QPushButton | QToolButton) and self._window.isAncestorOf(new)
        self._button = new if isinstance(new, QPushButton | QToolButton) and is_ours else None
        self._was_heard = False
        if self._button is not None:
            self._button.installEventFilter(self)
