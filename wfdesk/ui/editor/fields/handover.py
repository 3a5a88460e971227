"""Hands over in time what is typed somewhere, and parts it into steps of undo."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, SignalInstance, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

PAUSE = 400
"""Milliseconds after the last key until the typing counts as finished."""

AT_MOST = 500
"""Milliseconds that a key waits to be saved while others follow: it must be on disk in a second."""


class Handover(QObject):
    """Watches a widget that is typed into.

    ``finished`` comes once per stretch of typing: after a pause, on ``commit``, when the focus
    leaves. While it goes on ``kept`` comes from time to time, so that little can be lost of it.
    """

    kept = Signal(object)  # str; as a Qt string it would lose a leading byte order mark
    finished = Signal(object)  # str
    typed = Signal()
    refused = Signal(int)
    """What was put in would have made the line this long."""
    undo_requested = Signal()
    redo_requested = Signal()

    def __init__(self, widget: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._original = ""
        """The text as it was handed over or set last."""
        self._shown = ""
        """What the widget showed then: that tells whether anything was typed since."""
        self._stretch: object = None
        self._began = ""
        self._is_kept = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.commit)
        self._due = QTimer(self, singleShot=True, interval=AT_MOST)
        self._due.timeout.connect(self._keep)
        widget.installEventFilter(self)

    @property
    def stretch(self) -> object:
        """Stands for the typing that is going on, from its first key to its end; None without."""
        return self._stretch

    @property
    def is_back(self) -> bool:
        """Whether the typing that is going on has led back to the text that it began from."""
        return self._stretch is not None and self._shown == self._began

    def has_pending_input(self) -> bool:
        raise NotImplementedError

    def _take(self) -> None:
        """Note what is there now as handed over."""
        raise NotImplementedError

    def _step_of(self, event: QKeyEvent) -> SignalInstance | None:
        """The signal for an undo key that the widget itself has no use for."""
        raise NotImplementedError

    @Slot()
    def commit(self) -> None:
        """End the typing that is going on, if there is any."""
        if self.has_pending_input() or self._is_kept:
            self._due.stop()
            self._take()
            self._is_kept = False
            self.finished.emit(self._original)
        self._end()

    @Slot()
    def _keep(self) -> None:
        if self.has_pending_input():
            self._due.stop()
            self._take()
            self._is_kept = True
            self.kept.emit(self._original)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.FocusOut:
                self.commit()
            case QEvent.Type.ShortcutOverride if isinstance(event, QKeyEvent):
                # Refused, the key goes to the item's own undo action, if there is one.
                if self._step_of(event) is not None:
                    event.ignore()
                    return True
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent):
                if (step := self._step_of(event)) is not None:
                    step.emit()
                    return True
            case _:
                pass
        return False

    @Slot()
    def _on_typed(self) -> None:
        if self.has_pending_input():
            if self._stretch is None:
                self._stretch, self._began = object(), self._shown
            self._pause.start()
            if not self._due.isActive():
                self._due.start()
        self.typed.emit()

    def _end(self) -> None:
        self._pause.stop()
        self._due.stop()
        self._stretch, self._is_kept = None, False
