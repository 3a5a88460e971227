"""A line for a web address: what is none is said at once, and not taken."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from wfdesk.domain.validation import address_problem
from wfdesk.ui.editor.fields.typed import HiddenCharacters
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.theme import restyle


class AddressLine(QWidget):
    """Enter takes the address. The one that was put in is taken back whatever it is."""

    accepted = Signal(str)
    typed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.returnPressed.connect(self.take)
        self.line.textChanged.connect(self._on_typed)
        self._before = ""
        self._hidden = HiddenCharacters()
        self.problem = PlainLabel("", "problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for widget in (self.line, self._hidden, self.problem):
            column.addWidget(widget)

    @property
    def text(self) -> str:
        return self.line.text().strip()

    @property
    def is_changed(self) -> bool:
        return self.text != self._before

    def set_text(self, text: str) -> None:
        self._before = text
        self.line.setText(text)
        self.line.setCursorPosition(0)
        self.tell("")

    def setFocus(  # noqa: N802  # Qt's name
        self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason
    ) -> None:
        self.line.setFocus(reason)

    @Slot()
    def take(self) -> None:
        if self.check():
            self.accepted.emit(self.text)

    def check(self) -> bool:
        """Say what is wrong with it; whether nothing is."""
        problem = address_problem(self.text) if self.is_changed else ""
        self.tell(problem)
        return not problem

    def tell(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.line.setAccessibleDescription(problem)
        restyle(self.line, "invalid", bool(problem))

    @Slot()
    def _on_typed(self) -> None:
        self._hidden.watch(self.line.text())
        self.tell("")
        self.typed.emit()
