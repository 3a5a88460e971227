"""Plain text: one line or several, with a count where Webflow sets a limit."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from wfdesk.domain.ids import NAME, SLUG
from wfdesk.domain.schema import Field
from wfdesk.ui.editor.fields.box import TextBox
from wfdesk.ui.editor.fields.typed import HiddenCharacters, TypedEditor
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.theme import NEAR, TIGHT, restyle

_NEAR_LIMIT = 0.6
"""The count is shown once this much of the limit is used up: before that it is noise."""


class PlainTextEditor(TypedEditor):
    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        is_line = bool(field.validations.get("singleLine")) or field.slug in {NAME, SLUG}
        self._is_telling = is_line
        self._text = QLineEdit() if is_line else TextBox()
        if field.slug == SLUG:
            self._text.setPlaceholderText("Made from the name when it is left empty")
        super().__init__(self._text, parent)
        longest = field.validations.get("maxLength")
        self._longest = longest if isinstance(longest, int) else None
        self._hidden = HiddenCharacters()
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

    @Slot()
    def _on_typed(self) -> None:
        if self._longest is None and not self._is_telling:
            return
        text = self._entry.text
        if self._longest is not None:
            is_near = len(text) >= self._longest * _NEAR_LIMIT
            self._count.setVisible(is_near and not self._is_read_only)
            self._count.setText(f"{len(text)} / {self._longest}")
            restyle(self._count, "kind", "problem" if len(text) > self._longest else "small")
        if self._is_telling:
            self._hidden.watch(text)
