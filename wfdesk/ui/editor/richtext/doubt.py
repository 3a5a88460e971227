"""Says that a text would be written otherwise than it is shown, and leads to what it would be."""

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from wfdesk.domain.edits import OTHERWISE
from wfdesk.ui.toolkit.labels import PlainLabel

_LOOK = "Show HTML"
_READ = "This is how the text would be written. It is sent once you change it, or agree to it."
_AGREE = "Agree to this HTML"


class DoubtNote(QWidget):
    """What to do depends on the page: to look at the HTML, or to change it or agree to it."""

    source_wanted = Signal()
    agreed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = PlainLabel("", "problem")
        self._sentence.setWordWrap(True)
        self._look = self._link(_LOOK, self.source_wanted)
        self._agree = self._link(_AGREE, self.agreed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._sentence)
        for link in (self._look, self._agree):
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        self.turn_to(is_source=False)
        self.hide()

    def turn_to(self, *, is_source: bool) -> None:
        self._sentence.setText(_READ if is_source else OTHERWISE)
        self._look.setHidden(is_source)
        self._agree.setVisible(is_source)

    def _link(self, words: str, wish: SignalInstance) -> QPushButton:
        link = QPushButton(words)
        link.setProperty("kind", "link")
        link.clicked.connect(wish)
        return link
