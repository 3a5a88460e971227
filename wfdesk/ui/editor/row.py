"""One field in the form: its label, its help, its editor, and what is wrong with it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.schema import Field
from wfdesk.domain.values import Value
from wfdesk.ui.editor.fields.base import FieldEditor
from wfdesk.ui.toolkit.labels import PlainLabel


class FieldRow(QWidget):
    """Takes values in and sends the user's out. A field that is being typed into is left alone."""

    value_edited = Signal(object, object)  # FieldSlug, Value

    def __init__(self, field: Field, editor: FieldEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.editor = editor
        star = " *" if field.is_required else ""
        self._edited = PlainLabel("edited", "small")
        self._edited.setAccessibleName(f"{field.display_name}: edited")
        self.primary = PlainLabel("", "small")
        self.primary.setWordWrap(True)
        self.primary.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._problem = PlainLabel("", "problem")
        self._problem.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.label = PlainLabel(f"{field.display_name}{star}")
        head.addWidget(self.label)
        head.addWidget(self._edited)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        if field.help_text:
            hint = PlainLabel(field.help_text, "small")
            hint.setWordWrap(True)
            column.addWidget(hint)
        column.addWidget(editor)
        column.addWidget(self.primary)
        column.addWidget(self._problem)
        self._edited.hide()
        self.primary.hide()
        self._problem.hide()
        editor.value_edited.connect(partial(self.value_edited.emit, field.slug))

    @property
    def slug(self) -> FieldSlug:
        return self.field.slug

    def setFocus(  # noqa: N802  # Qt's name
        self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason
    ) -> None:
        self.editor.setFocus(reason)

    def has_focus_within(self) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def set_read_only(self, is_read_only: bool) -> None:
        if is_read_only != self.editor.is_read_only:
            self.editor.set_read_only(is_read_only)

    def show_primary(self, words: str) -> None:
        """Say under the field what the primary locale has there."""
        self.primary.setText(words)
        self.primary.setVisible(bool(words))

    def show_problem(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.editor.show_problem(problem or None)

    def show_value(self, value: Value, *, is_edited: bool, problem: str) -> None:
        """Show the value, unless the user is in the middle of typing another one."""
        self._edited.setVisible(is_edited)
        self.show_problem(problem)
        if self.editor.has_pending_input():
            return
        if _is_identical(self.editor.value(), value):
            self.editor.refresh()
        else:
            self.editor.set_value(value)


def _is_identical(left: Value, right: Value) -> bool:
    return left == right and isinstance(left, bool) == isinstance(right, bool)
