"""What every field editor promises, and how it shows problems and values it does not know."""

import json
from decimal import Decimal
from typing import TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wfdesk.domain.edits import Look
from wfdesk.domain.values import Value, without_lone_surrogates
from wfdesk.ui.editor.fields.entry import LINE_HOLDS
from wfdesk.ui.editor.fields.handover import Handover
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.icons import icon
from wfdesk.ui.toolkit.labels import ElidedLabel, PlainLabel
from wfdesk.ui.toolkit.taborder import order_tabs
from wfdesk.ui.toolkit.theme import NEAR, TIGHT, restyle

E = TypeVar("E", bound=Handover)


class FieldEditor(QWidget):
    """Edits one value. Knows nothing of items, saving or the network.

    * ``set_value(v)`` followed by ``value()`` gives back ``v``, for every ``v`` there is. A value
      that is not of the field's type is shown as it is and kept until the user replaces it.
    * ``set_value`` never emits ``value_edited``; only the user's hand does. Setting the value that
      is already there leaves typing, cursor and undo alone.
    * ``value_edited`` fires once per finished edit, never per keystroke: typing is finished by a
      pause of 400 ms, Enter, leaving the field, or ``commit``. Who types on is not kept waiting
      for that: it also fires twice a second then, and all of these edits are of one ``stretch``.
    * ``show_problem`` changes how the editor looks and nothing else.
    """

    value_edited = Signal(object)  # Value
    undo_requested = Signal()
    redo_requested = Signal()
    open_requested = Signal(object)  # ItemId

    expects = "a value of this kind"
    """How the user is told what a value that is shown raw should have been."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: Value = None
        self.before: Value = None
        """The value from which the last edit started."""
        self.stretch: object = None
        """Stands for the typing that the last edit is a part of; None for any other edit."""
        self.look: Look | None = None
        """Finds out whether the last edit is written as it is shown; None where that is sure."""
        self._origin: Value = None
        self._is_read_only = False
        self._entries: list[Handover] = []
        self._body: QWidget | None = None
        self._marked: QWidget | None = None
        self._focus: QWidget | None = None
        self._odd: _OddValue | None = None
        self._refusal: PlainLabel | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(TIGHT)

    @property
    def focus_target(self) -> QWidget:
        """What takes the keyboard when one goes to the field."""
        return self._focus or self

    def setFocus(  # noqa: N802  # Qt's name
        self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason
    ) -> None:
        """Stand in for a focus proxy: with Qt's own, Tab passes over what lies before the proxy."""
        if self._focus:
            self._focus.setFocus(reason)

    def value(self) -> Value:
        return self._value

    def set_value(self, value: Value) -> None:
        is_shown = self._is_shown_as(value)
        self._value = value
        if is_shown:
            return
        is_odd = not self._accepts(value)
        self._set_odd(is_odd)
        self._show(None if is_odd else value)

    def refresh(self) -> None:
        """Look again at what the value refers to; the value itself stays."""

    def commit(self) -> None:
        """Finish what is being typed now, instead of after the pause."""
        self._forget_refusal()
        for entry in self._entries:
            entry.commit()

    def leave(self) -> None:
        """Give up what was begun and is not there yet: from now on another item is shown."""

    @property
    def going_on(self) -> object:
        """Stands for the typing that is going on; None without."""
        return self._typing.stretch if self._typing else None

    def has_pending_input(self) -> bool:
        return any(entry.has_pending_input() for entry in self._entries)

    def show_doubt(self, *, is_doubtful: bool) -> None:
        """Say that the value would be written otherwise than it was shown, and what to do."""

    def show_problem(self, problem: str | None) -> None:
        """Mark the field as wrong; the sentence itself stands in the form, under the field."""
        if self._marked and bool(self._marked.property("invalid")) != bool(problem):
            restyle(self._marked, "invalid", bool(problem))
        self.focus_target.setAccessibleDescription(problem or "")

    @property
    def is_read_only(self) -> bool:
        return self._is_read_only

    def set_read_only(self, is_read_only: bool) -> None:
        """Let the value be read, selected and copied, and no longer changed."""
        self._is_read_only = is_read_only
        self._apply_read_only(is_read_only)
        if self._odd:
            self._odd.set_read_only(is_read_only)

    def set_label(self, label: str) -> None:
        """Name the field for those who cannot see the label beside it."""
        self.setAccessibleName(label)
        self.focus_target.setAccessibleName(label)

    # For the editors.

    def _accepts(self, value: Value) -> bool:
        """Whether the value is of a shape this editor can show in full."""
        raise NotImplementedError

    def _show(self, value: Value) -> None:
        raise NotImplementedError

    def _apply_read_only(self, is_read_only: bool) -> None:
        raise NotImplementedError

    def _is_shown_as(self, value: Value) -> bool:
        """Whether showing the value would change nothing on the screen."""
        return is_identical(value, self._value)

    def _build(self, body: QWidget, focus: QWidget, marked: QWidget | None = None) -> None:
        """Put the editor together. *marked* is what turns red; the focus widget by default."""
        self._body = body
        self._marked = marked or focus
        self._column.addWidget(body)
        self._focus = focus
        self._order_tabs()

    def _order_tabs(self) -> None:
        """To be called again when something to press or type into was added."""
        if self._body:
            order_tabs(self._body, self._column)

    def _add_entry(self, entry: E) -> E:
        self._entries.append(entry)
        entry.undo_requested.connect(self.undo_requested)
        entry.redo_requested.connect(self.redo_requested)
        entry.refused.connect(self._on_refused)
        entry.typed.connect(self._forget_refusal)
        return entry

    def _edit(self, value: Value) -> None:
        """Take the user's value over and tell of it, unless it is the one there was."""
        if self._typing is not None and self._typing.is_back:
            value = self._before_typing()
        if self._is_read_only or is_identical(value, self._value):
            return
        self._origin = self._before_typing()
        self.before, self.stretch = self._value, self._typing.stretch if self._typing else None
        self._value = value
        self.value_edited.emit(value)

    @property
    def _typing(self) -> Handover | None:
        """Where typing is going on."""
        return next((each for each in self._entries if each.stretch), None)

    def _before_typing(self) -> Value:
        """The value that the typing which is going on began from; without any, the value."""
        is_going_on = self._typing is not None and self._typing.stretch is self.stretch
        return self._origin if is_going_on else self._value

    def _set_odd(self, is_odd: bool) -> None:
        if not is_odd and self._odd is None:
            return
        if self._odd is None:
            self._odd = _OddValue(self.expects, self)
            self._odd.set_read_only(self._is_read_only)
            self._odd.replaced.connect(self._on_replaced)
            self._column.insertWidget(0, self._odd)
            self._order_tabs()
        self._odd.show_value(self._value if is_odd else None)
        self._odd.setVisible(is_odd)
        if self._body:
            self._body.setVisible(not is_odd)

    @Slot(int)
    def _on_refused(self, length: int) -> None:
        if self._refusal is None:
            self._refusal = PlainLabel("", "warning")
            self._refusal.setWordWrap(True)
            self._column.addWidget(self._refusal)
        self._refusal.setText(
            f"Nothing was added: it would make {length:,} characters, and this line holds "
            f"{LINE_HOLDS:,}."
        )
        self._refusal.show()

    @Slot()
    def _forget_refusal(self) -> None:
        if self._refusal is not None:
            self._refusal.hide()

    @Slot()
    def _on_replaced(self) -> None:
        self._set_odd(is_odd=False)
        self._show(None)
        self._edit(None)
        self.setFocus(Qt.FocusReason.OtherFocusReason)


class _OddValue(QFrame):
    """Shows a value that is not what the field's type promises, and lets the user replace it."""

    replaced = Signal()

    def __init__(self, expects: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "well")
        sign = PlainLabel()
        sign.setPixmap(icon("warning", Tone.WARNING).pixmap(16, 16))
        self._raw = ElidedLabel()
        self._raw.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = QPushButton("Replace")
        self._button.setProperty("kind", "link")
        self._button.setAccessibleName(f"Replace the value by {expects}")
        self._button.clicked.connect(self.replaced)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(PlainLabel(f"Not {expects}; kept as it is", "small"))
        words.addWidget(self._raw)
        row = QHBoxLayout(self)
        row.setContentsMargins(NEAR, TIGHT, TIGHT, TIGHT)
        row.setSpacing(NEAR)
        row.addWidget(sign)
        row.addLayout(words, 1)
        row.addWidget(self._button)

    def show_value(self, value: Value) -> None:
        self._raw.setText(raw_text(value, indent=None))

    def set_read_only(self, is_read_only: bool) -> None:
        self._button.setVisible(not is_read_only)


def is_identical(left: Value, right: Value) -> bool:
    """Whether two values are the same down to their types: 1, 1.0 and True are three."""
    if type(left) is not type(right):
        return False
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(is_identical, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(is_identical(left[k], right[k]) for k in left)
    if isinstance(left, Decimal):
        return str(left) == str(right)
    return bool(left == right)


def raw_text(value: Value, indent: int | None = 2) -> str:
    """Write a value as JSON, and whatever is no JSON as Python would."""
    try:
        text = json.dumps(value, indent=indent, ensure_ascii=False, default=_foreign)
    except (TypeError, ValueError, RecursionError):
        text = repr(value)
    return without_lone_surrogates(text)


def _foreign(value: object) -> object:
    return str(value) if isinstance(value, Decimal) else repr(value)
