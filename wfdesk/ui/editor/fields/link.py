"""Web addresses, mail addresses and phone numbers: a line and a way to try it."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from wfdesk.domain.schema import Field, FieldType
from wfdesk.domain.validation import Severity, problems_with
from wfdesk.ui.editor.fields.tool import tool
from wfdesk.ui.editor.fields.typed import HiddenCharacters, TypedEditor
from wfdesk.ui.toolkit.destinations import destination_tip
from wfdesk.ui.toolkit.theme import TIGHT

_PREFIXES = {FieldType.EMAIL: "mailto:", FieldType.PHONE: "tel:"}
_ICONS = {FieldType.EMAIL: "mail", FieldType.PHONE: "phone"}
_HINTS = {
    FieldType.EMAIL: "name@example.com",
    FieldType.PHONE: "+1 555 0100",
    FieldType.LINK: "https://",
}


class LinkEditor(TypedEditor):
    """The button works only for an address that its check finds sound."""

    def __init__(
        self, field: Field, open_url: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        self._line = QLineEdit()
        self._line.setPlaceholderText(_HINTS.get(field.type, ""))
        super().__init__(self._line, parent)
        self._field = field
        self._open_url = open_url
        self._open = tool(_ICONS.get(field.type, "open"), "Open")
        self._open.setAccessibleName(f"Open {field.display_name}")
        self._open.clicked.connect(self._on_open)
        self._hidden = HiddenCharacters()
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

    @Slot()
    def _on_typed(self) -> None:
        text = self._entry.text
        problems = problems_with(self._field, text) if text else []
        blocks = any(problem.severity is Severity.BLOCKS_SEND for problem in problems)
        target = self._target(text) if text and not blocks else ""
        self._open.setEnabled(bool(target))
        self._open.setToolTip(destination_tip(target))
        self._hidden.watch(text)

    def _target(self, text: str) -> str:
        """The address to open; a path within the site has none."""
        if prefix := _PREFIXES.get(self._field.type):
            return prefix + text
        return "" if text.startswith(("/", "#")) else text

    @Slot()
    def _on_open(self) -> None:
        if target := self._target(self._entry.text):
            self._open_url(target)
