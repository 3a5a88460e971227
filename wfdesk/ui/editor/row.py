"""One field in the form: its label, its help, its editor, and what is wrong with it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from msgspec import Struct
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wfdesk.domain.edits import Seen, Side
from wfdesk.domain.ids import FieldSlug, ItemId
from wfdesk.domain.schema import Field
from wfdesk.domain.values import Value
from wfdesk.services.unwritten import Edited
from wfdesk.ui.editor.conflictnote import ConflictNote
from wfdesk.ui.editor.fields.base import FieldEditor
from wfdesk.ui.toolkit.labels import PlainLabel, plain
from wfdesk.ui.toolkit.taborder import last_stop, order_tabs


class Conflict(Struct, frozen=True):
    """What a field was, what a colleague has made of it, and what is needed to show that."""

    base: Value
    theirs: Value
    at: datetime | None
    """When Webflow's copy of the item was last changed."""
    names: Mapping[ItemId, str]
    time_zone: str


MakeTheirs = Callable[[Field, Conflict], QWidget]
"""Makes a view of the colleague's value, compared with what it was."""


class FieldRow(QWidget):
    """Takes values in and sends the user's out. A field that is being typed into is left alone."""

    value_edited = Signal(object)  # Edited
    side_taken = Signal(object, object)  # FieldSlug, Side
    comparison_wanted = Signal()

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
        self.offer = self._offer()
        column.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignLeft)
        self._column = column
        self._conflict: Conflict | None = None
        self._interrupted: object = None
        """The typing that was going on when the conflict came: it did not begin with that seen."""
        self.note: ConflictNote | None = None
        self._edited.hide()
        self.primary.hide()
        self._problem.hide()
        editor.value_edited.connect(self._on_edited)

    @Slot(object)
    def _on_edited(self, value: Value) -> None:
        stretch = self.editor.stretch
        is_unseen = stretch is not None and stretch is self._interrupted
        seen = None if is_unseen else self.seen
        editor = self.editor
        self.value_edited.emit(Edited(self.slug, value, seen, editor.before, stretch, editor.look))

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

    @property
    def seen(self) -> Seen | None:
        """The colleague's value, while it stands under the field."""
        return Seen(self._conflict.theirs) if self._conflict else None

    def show_conflict(self, conflict: Conflict | None, make: MakeTheirs | None) -> None:
        """Say that a colleague has changed the field as well; with None, that nobody has."""
        if conflict == self._conflict:
            return
        self._conflict = conflict if make else None
        self._interrupted = self.editor.going_on
        if self.note is not None:
            self._column.removeWidget(self.note)
            self.note.deleteLater()
            self.note = None
        if conflict is not None and make is not None:
            self.note = ConflictNote(make(self.field, conflict), self.field.display_name)
            self.note.mine_taken.connect(partial(self.side_taken.emit, self.slug, Side.MINE))
            self.note.theirs_taken.connect(partial(self.side_taken.emit, self.slug, Side.THEIRS))
            self.note.comparison_wanted.connect(self.comparison_wanted)
            last = last_stop(self._column)
            self._column.addWidget(self.note)
            order_tabs(last or self, self.note.column)

    def show_offer(self, value: str) -> None:
        """Offer another value in place of a refused one; nothing for none."""
        self._offered = value
        self.offer.setText(plain(f"Use “{value}”"))
        self.offer.setVisible(bool(value))

    def _offer(self) -> QPushButton:
        self._offered = ""
        button = QPushButton()
        button.setProperty("kind", "link")
        button.clicked.connect(self._on_offer_taken)
        button.hide()
        return button

    @Slot()
    def _on_offer_taken(self) -> None:
        before = self.editor.value()
        self.editor.set_value(self._offered)
        self.value_edited.emit(Edited(self.slug, self._offered, self.seen, before))

    def show_problem(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.editor.show_problem(problem or None)

    def show_value(self, value: Value, *, is_edited: bool, problem: str) -> None:
        """Show the value, unless the user is in the middle of typing another one."""
        self._edited.setVisible(is_edited)
        self.show_problem(problem)
        if self.editor.has_pending_input() or self.editor.going_on is not None:
            return  # The cursor would jump, and the next keys land elsewhere.
        if _is_identical(self.editor.value(), value):
            self.editor.refresh()
        else:
            self.editor.set_value(value)


def _is_identical(left: Value, right: Value) -> bool:
    return left == right and isinstance(left, bool) == isinstance(right, bool)
