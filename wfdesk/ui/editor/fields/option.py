"""One of the choices that the schema lists. A choice is its id; two may share a name."""

from collections import Counter

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.schema import Choice, Field
from wfdesk.domain.values import Value
from wfdesk.ui.editor.fields.base import FieldEditor
from wfdesk.ui.editor.fields.entry import UNSET
from wfdesk.ui.editor.fields.suggestions import Suggestion, Suggestions
from wfdesk.ui.editor.fields.tool import tool
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.icons import icon
from wfdesk.ui.toolkit.labels import plain, tooltip
from wfdesk.ui.toolkit.theme import TIGHT, restyle

_MOST_RADIOS = 5
_CHOOSE = "Choose\N{HORIZONTAL ELLIPSIS}"


class RadioOptionEditor(FieldEditor):
    expects = "one of the choices"

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._buttons: dict[str | None, QRadioButton] = {}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._missing = self._button("")
        for key, text in ((None, "None"), *named(field.choices).items()):
            self._buttons[key] = self._button(text)
            column.addWidget(self._buttons[key])
        column.addWidget(self._missing)
        self._group.buttonClicked.connect(self._on_clicked)
        self._build(body, self._buttons[None], marked=body)
        self._show(None)

    def _button(self, text: str) -> QRadioButton:
        button = QRadioButton(plain(text))
        self._group.addButton(button)
        return button

    def set_label(self, label: str) -> None:
        self.setAccessibleName(label)
        for button in self._group.buttons():
            button.setAccessibleName(f"{label}: {button.text()}")

    def _accepts(self, value: Value) -> bool:
        return value is None or isinstance(value, str)

    def _show(self, value: Value) -> None:
        known = self._buttons.get(value if isinstance(value, str) else None)
        self._missing.setVisible(known is None)
        self._missing.setText(plain(_missing(value)))
        self._missing.setToolTip(tooltip("This choice is no longer offered."))
        button = known or self._missing
        button.setChecked(True)
        self._focus = button
        self._apply_read_only(self._is_read_only)

    def _apply_read_only(self, is_read_only: bool) -> None:
        # What cannot be chosen is not offered; the choice itself stays readable.
        for key, button in self._buttons.items():
            button.setVisible(not is_read_only or key == self._value)

    @Slot(QAbstractButton)
    def _on_clicked(self, button: QAbstractButton) -> None:
        chosen = [key for key, candidate in self._buttons.items() if candidate is button]
        if chosen:
            self._edit(chosen[0])
        self._show(self._value)


class ListOptionEditor(FieldEditor):
    """A line to search the choices in; the list opens below."""

    expects = "one of the choices"

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = named(field.choices)
        self._line = QLineEdit()
        self._line.setPlaceholderText(_CHOOSE)
        self._sign = self._line.addAction(
            icon("chevron-down", Tone.MUTED), QLineEdit.ActionPosition.TrailingPosition
        )
        self._sign.triggered.connect(self._on_opened)
        self._clear = tool("close", "Clear")
        self._clear.clicked.connect(self._on_clear)
        self._suggestions = Suggestions(self._line)
        self._suggestions.wanted.connect(self._on_wanted)
        self._suggestions.chosen.connect(self._on_chosen)
        self._suggestions.left.connect(self._show_choice)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(TIGHT)
        row.addWidget(self._line, 1)
        row.addWidget(self._clear)
        self._build(body, self._line)
        self._show_choice()

    def _accepts(self, value: Value) -> bool:
        return value is None or isinstance(value, str)

    def _show(self, _value: Value) -> None:
        self._show_choice()

    def _apply_read_only(self, is_read_only: bool) -> None:
        self._line.setReadOnly(is_read_only)
        self._line.setPlaceholderText(UNSET if is_read_only else _CHOOSE)
        self._sign.setVisible(not is_read_only)
        restyle(self._line, "locked", is_read_only)
        self._show_choice()

    @Slot()
    def _show_choice(self) -> None:
        value = self._value if isinstance(self._value, str) else None
        self._line.setText("" if value is None else self._names.get(value, _missing(value)))
        self._line.setCursorPosition(0)
        self._clear.setVisible(value is not None and not self._is_read_only)

    @Slot(str)
    def _on_wanted(self, text: str) -> None:
        sought = text.casefold()
        self._suggestions.show_rows(
            [
                Suggestion(key, name, "Chosen" if key == self._value else "")
                for key, name in self._names.items()
                if sought in name.casefold()
            ],
            answers=text,
            current=str(self._value or ""),
        )

    @Slot()
    def _on_opened(self) -> None:
        self._line.setFocus()
        if not self._is_read_only:
            self._on_wanted("")

    @Slot(str)
    def _on_chosen(self, key: str) -> None:
        self._edit(key)
        self._show_choice()

    @Slot()
    def _on_clear(self) -> None:
        self._edit(None)
        self._show_choice()
        self._line.setFocus()


def option_editor(field: Field, parent: QWidget | None = None) -> FieldEditor:
    is_short = len(field.choices) <= _MOST_RADIOS
    return RadioOptionEditor(field, parent) if is_short else ListOptionEditor(field, parent)


def named(choices: tuple[Choice, ...]) -> dict[str, str]:
    """Name each choice; those that share a name are told apart by the end of their ids."""
    counts = Counter(choice.name for choice in choices)
    return {
        choice.id: choice.name
        if counts[choice.name] == 1
        else f"{choice.name} (\N{HORIZONTAL ELLIPSIS}{choice.id[-4:]})"
        for choice in choices
    }


def _missing(value: Value) -> str:
    return f"Missing option ({value})"
