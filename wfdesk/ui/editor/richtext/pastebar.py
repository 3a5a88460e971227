"""Says what was done to what was pasted, and offers to have its text alone."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from wfdesk.ui.editor.fields.tool import tool
from wfdesk.ui.editor.richtext.bar import TextBar
from wfdesk.ui.editor.richtext.box import RichTextBox
from wfdesk.ui.editor.richtext.pasting import Pasted
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.theme import NEAR, TIGHT


class PasteBar(TextBar):
    """Stays until something else is written or shown, or it is dismissed."""

    def __init__(self, box: RichTextBox, parent: QWidget | None = None) -> None:
        super().__init__(box, parent)
        self._last: Pasted | None = None
        self._said = PlainLabel("", "small")
        self._said.setWordWrap(True)
        plain = QPushButton("Keep as plain text")
        plain.setProperty("kind", "link")
        plain.clicked.connect(self._keep_plain)
        close = tool("close", "Dismiss")
        close.clicked.connect(self._dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(NEAR, 0, TIGHT, 0)
        row.setSpacing(NEAR)
        row.addWidget(self._said, 1)
        row.addWidget(plain)
        row.addWidget(close)
        self.setProperty("kind", "well")
        self.hide()
        box.pasting.pasted.connect(self._tell)
        box.touched.connect(self.hide)
        box.filled.connect(self.hide)

    @Slot(object)
    def _tell(self, pasted: Pasted) -> None:
        self._last = pasted
        self._said.setText(pasted.note)
        self.setAccessibleName(pasted.note)
        self.setVisible(bool(pasted.note))

    @Slot()
    def _keep_plain(self) -> None:
        if self._last is not None:
            self._box.pasting.put_plain(self._last)
        self._box.setFocus()

    @Slot()
    def _dismiss(self) -> None:
        """Go, and leave the focus where one writes on: Qt would lead it anywhere."""
        self._box.setFocus()
        self.hide()
