"""What editors of typed text share: the text that stands there is the value, word for word."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from wfdesk.domain.values import Value
from wfdesk.ui.editor.fields.base import FieldEditor
from wfdesk.ui.editor.fields.entry import Entry
from wfdesk.ui.toolkit.labels import PlainLabel, visible


class TypedEditor(FieldEditor):
    """One place to type in. Emptied, the field is not set."""

    expects = "a text"

    def __init__(self, text: QLineEdit | QPlainTextEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entry = self._add_entry(Entry(text, self))
        self._entry.kept.connect(self._on_kept)
        self._entry.finished.connect(self._on_finished)
        self._entry.typed.connect(self._on_typed)

    def _accepts(self, value: Value) -> bool:
        return value is None or isinstance(value, str)

    def _show(self, value: Value) -> None:
        self._entry.set_text(value if isinstance(value, str) else "")
        self._on_typed()

    def _apply_read_only(self, is_read_only: bool) -> None:
        self._entry.set_read_only(is_read_only)
        self._on_typed()

    @Slot(object)
    def _on_kept(self, text: str) -> None:
        self._edit(text or None)

    @Slot(object)
    def _on_finished(self, text: str) -> None:
        self._on_kept(text)

    @Slot()
    def _on_typed(self) -> None:
        """Bring what stands beside the text in line with it."""


class HiddenCharacters(PlainLabel):
    """Writes out what a text hides: an invisible character in an address leads elsewhere."""

    def __init__(self) -> None:
        super().__init__("", "warning")
        self.setWordWrap(True)
        self.hide()

    def watch(self, text: str) -> None:
        shown = visible(text)
        self.setVisible(shown != text)
        self.setText(f"Hidden characters: {shown}" if shown != text else "")
