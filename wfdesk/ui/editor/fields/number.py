"""A number, exactly as typed: never through binary floating point."""

from decimal import Decimal

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from wfdesk.domain.schema import Field
from wfdesk.domain.validation import bound_of
from wfdesk.domain.values import Value, format_number, parse_number
from wfdesk.ui.editor.fields.base import FieldEditor, is_identical
from wfdesk.ui.editor.fields.box import ShortLine
from wfdesk.ui.editor.fields.entry import Entry
from wfdesk.ui.editor.fields.flow import FlowLayout
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.theme import APART

_LETTERS = 15


class NumberEditor(FieldEditor):
    """What is no number yet is kept as the text it is, so that nothing typed is lost."""

    expects = "a number"

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = ShortLine(_LETTERS)
        self._entry = self._add_entry(Entry(self._line, self))
        self._entry.kept.connect(self._on_typed)
        self._entry.finished.connect(self._on_typed)
        body = QWidget()
        row = FlowLayout(APART, body)
        row.addWidget(self._line)
        row.addWidget(PlainLabel(_bounds(field), "small"))
        self._build(body, self._line)

    def _accepts(self, value: Value) -> bool:
        return value is None or (
            isinstance(value, int | float | Decimal | str) and not isinstance(value, bool)
        )

    def _is_shown_as(self, value: Value) -> bool:
        """Leave ``12.`` alone while 12 comes back from the disk: the user may go on typing."""
        if is_identical(value, self._value):
            return True
        ours = parse_number(self._entry.text)
        return ours is not None and _number(value) == _number(self._value) == Decimal(ours)

    def _show(self, value: Value) -> None:
        self._entry.set_text(format_number(value))

    def _apply_read_only(self, is_read_only: bool) -> None:
        self._entry.set_read_only(is_read_only)

    @Slot(object)
    def _on_typed(self, text: str) -> None:
        number = parse_number(text)
        self._edit((text or None) if number is None else number)


def _number(value: Value) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return Decimal(str(value))


def _bounds(field: Field) -> str:
    """Say in a few words what the field takes."""
    rules = field.validations
    words = []
    lowest, highest = bound_of(field, "minValue"), bound_of(field, "maxValue")
    if lowest is not None and highest is not None:
        words.append(f"{format_number(lowest)} to {format_number(highest)}")
    elif lowest is not None:
        words.append(f"{format_number(lowest)} or more")
    elif highest is not None:
        words.append(f"{format_number(highest)} or less")
    elif rules.get("allowNegative") is False:
        words.append("not negative")
    if rules.get("format") == "integer":
        words.append("whole number")
    elif isinstance(precision := rules.get("precision"), int) and precision > 0:
        words.append(f"up to {precision} decimals")
    return ", ".join(words)
