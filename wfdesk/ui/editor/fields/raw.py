"""A value that is shown and never edited: unknown types, and what Webflow lets nobody write."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from wfdesk.domain.values import Value
from wfdesk.ui.editor.fields.base import FieldEditor, raw_text
from wfdesk.ui.editor.fields.box import TextBox
from wfdesk.ui.editor.fields.entry import UNSET
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.theme import TIGHT


class RawEditor(FieldEditor):
    """Shows the value as JSON, which can be selected and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = TextBox(least=1, most=10, is_code=True)
        self._text.setReadOnly(True)
        self._text.setPlaceholderText(UNSET)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        column.addWidget(PlainLabel("Can only be changed in Webflow", "small"))
        column.addWidget(self._text)
        self._build(body, self._text)

    def _accepts(self, _value: Value) -> bool:
        return True

    def _show(self, value: Value) -> None:
        text = value if isinstance(value, str) else raw_text(value)
        self._text.setPlainText("" if value is None else text)

    def _apply_read_only(self, is_read_only: bool) -> None:
        """Do nothing: it always is."""
