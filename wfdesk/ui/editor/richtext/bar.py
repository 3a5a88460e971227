"""A bar that belongs to a text: a click on it leaves the keyboard in the text."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QWidget

from wfdesk.ui.editor.richtext.box import RichTextBox


class TextBar(QFrame):
    """Takes the focus that its tools refuse, which the form around it would get, and hands it on.

    As a focus proxy the text would stand twice in the order of Tab, which then leads nowhere.
    """

    def __init__(self, box: RichTextBox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = box
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._box.setFocus(event.reason())
