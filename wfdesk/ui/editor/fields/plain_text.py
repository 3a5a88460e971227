"""Plain text: one line or several, with a count where Webflow sets a limit."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from wfdesk.domain.ids import NAME, SLUG
from wfdesk.domain.schema import Field
from wfdesk.domain.values import Value
from wfdesk.ui.editor.fields.base import FieldEditor
from wfdesk.ui.editor.fields.box import TextBox
from wfdesk.ui.editor.fields.entry import Entry
from wfdesk.ui.toolkit.labels import PlainLabel, visible
from wfdesk.ui.toolkit.theme import NEAR, TIGHT, restyle

_NEAR_LIMIT = 0.6
"""The count is shown once this much of the limit is used up: before that it is noise."""


class PlainTextEditor(FieldEditor):
    expects = "a text"

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        is_line = bool(field.validations.get("singleLine")) or field.slug in {NAME, SLUG}
        self._is_telling = is_line
        self._text: QLineEdit | QPlainTextEdit = QLineEdit() if is_line else TextBox()
        self._entry = self._add_entry(Entry(self._text, self))
        self._entry.finished.connect(self._on_finished)
        self._entry.typed.connect(self._on_typed)
        longest = field.validations.get("maxLength")
        self._longest = longest if isinstance(longest, int) else None
        self._hidden = PlainLabel("", "warning")
        self._hidden.setWordWrap(True)
        self._hidden.hide()
        self._count = PlainLabel("", "small")
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._count.hide()
        self._build(self._laid_out(), self._text)

    def _laid_out(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        column.addWidget(self._text)
        foot = QHBoxLayout()
        foot.setSpacing(NEAR)
        foot.addWidget(self._hidden, 1)
        foot.addWidget(self._count, 0, Qt.AlignmentFlag.AlignRight)
        column.addLayout(foot)
        return body

    def _accepts(self, value: Value) -> bool:
        return value is None or isinstance(value, str)

    def _show(self, value: Value) -> None:
        self._entry.set_text(value if isinstance(value, str) else "")
        self._on_typed()

    def _apply_read_only(self, is_read_only: bool) -> None:
        self._text.setReadOnly(is_read_only)

    @Slot(object)
    def _on_finished(self, text: str) -> None:
        self._edit(text or None)

    @Slot()
    def _on_typed(self) -> None:
        if self._longest is None and not self._is_telling:
            return
        text = self._entry.text
        if self._longest is not None:
            self._count.setVisible(len(text) >= self._longest * _NEAR_LIMIT)
            self._count.setText(f"{len(text)} / {self._longest}")
            restyle(self._count, "kind", "problem" if len(text) > self._longest else "small")
        shown = visible(text)
        is_hiding = self._is_telling and shown != text
        self._hidden.setVisible(is_hiding)
        self._hidden.setText(f"Hidden characters: {shown}" if is_hiding else "")
