"""Web addresses, mail addresses and phone numbers: a line and a way to try it."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from wfdesk.domain.schema import Field, FieldType
from wfdesk.domain.validation import Severity, problems_with
from wfdesk.domain.values import Value
from wfdesk.ui.editor.fields.base import FieldEditor
from wfdesk.ui.editor.fields.entry import Entry
from wfdesk.ui.editor.fields.reference import tool
from wfdesk.ui.toolkit.labels import PlainLabel, visible
from wfdesk.ui.toolkit.theme import TIGHT

_PREFIXES = {FieldType.EMAIL: "mailto:", FieldType.PHONE: "tel:"}
_ICONS = {FieldType.EMAIL: "mail", FieldType.PHONE: "phone"}
_HINTS = {
    FieldType.EMAIL: "name@example.com",
    FieldType.PHONE: "+1 555 0100",
    FieldType.LINK: "https://",
}


class LinkEditor(FieldEditor):
    """The button is there only for an address that its check finds sound."""

    expects = "a text"

    def __init__(
        self, field: Field, open_url: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._field = field
        self._open_url = open_url
        self._line = QLineEdit()
        self._line.setPlaceholderText(_HINTS.get(field.type, ""))
        self._entry = self._add_entry(Entry(self._line, self))
        self._entry.finished.connect(self._on_finished)
        self._entry.typed.connect(self._on_typed)
        self._open = tool(_ICONS.get(field.type, "open"), "Open")
        self._open.setAccessibleName(f"Open {field.display_name}")
        self._open.clicked.connect(self._on_open)
        self._hidden = PlainLabel("", "warning")
        self._hidden.setWordWrap(True)
        self._hidden.hide()
        self._build(self._laid_out(), self._line)
        self._on_typed()

    def _laid_out(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        row = QHBoxLayout()
        row.setSpacing(TIGHT)
        row.addWidget(self._line, 1)
        row.addWidget(self._open)
        column.addLayout(row)
        column.addWidget(self._hidden)
        return body

    def _accepts(self, value: Value) -> bool:
        return value is None or isinstance(value, str)

    def _show(self, value: Value) -> None:
        self._entry.set_text(value if isinstance(value, str) else "")
        self._on_typed()

    def _apply_read_only(self, is_read_only: bool) -> None:
        self._line.setReadOnly(is_read_only)

    @Slot(object)
    def _on_finished(self, text: str) -> None:
        self._edit(text or None)

    @Slot()
    def _on_typed(self) -> None:
        text = self._entry.text
        problems = problems_with(self._field, text) if text else []
        blocks = any(problem.severity is Severity.BLOCKS_SEND for problem in problems)
        self._open.setEnabled(bool(text) and not blocks and bool(self._target(text)))
        shown = visible(text)
        self._hidden.setVisible(shown != text)
        self._hidden.setText(f"Hidden characters: {shown}" if shown != text else "")

    def _target(self, text: str) -> str:
        """The address to open; a path within the site has none."""
        if prefix := _PREFIXES.get(self._field.type):
            return prefix + text
        return "" if text.startswith(("/", "#")) else text

    @Slot()
    def _on_open(self) -> None:
        if target := self._target(self._entry.text):
            self._open_url(target)
