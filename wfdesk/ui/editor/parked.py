"""Values of fields that Webflow no longer has, or no longer lets anyone change. None is lost."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wfdesk.domain.edits import Edit, Work
from wfdesk.domain.ids import FieldSlug
from wfdesk.domain.schema import Collection
from wfdesk.ui.editor.fields.base import raw_text
from wfdesk.ui.editor.fields.flow import FlowLayout
from wfdesk.ui.toolkit.labels import PlainLabel, visible
from wfdesk.ui.toolkit.theme import APART, NEAR, TIGHT

_TITLE = "Kept, and not sent"
_TEXT = (
    "Webflow no longer has these fields, or no longer lets anyone change them. What you have"
    " written there goes once that is possible again."
)
_NOTE = "{} can no longer be changed in Webflow. What you wrote there is kept."
_QUOTED = "\N{LEFT DOUBLE QUOTATION MARK}{}\N{RIGHT DOUBLE QUOTATION MARK}"
_LONGEST = 400


def parked(work: Work, collection: Collection) -> dict[FieldSlug, Edit]:
    """The edits that cannot be sent, because of what has become of their fields."""
    fields = {field.slug: field for field in collection.fields}
    return {
        slug: edit
        for slug, edit in work.edits.items()
        if slug not in fields or not fields[slug].can_be_sent
    }


class ParkedNote(QFrame):
    """Says above the form that there are such values: they stand at its end. Hidden without."""

    shown_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "fate")
        self.sentence = PlainLabel()
        self.sentence.setWordWrap(True)
        self.button = QPushButton("Show")
        self.button.setProperty("kind", "link")
        self.button.clicked.connect(self.shown_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(NEAR, TIGHT, TIGHT, TIGHT)
        row.setSpacing(NEAR)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.button)
        self.hide()

    def show_edits(self, edits: Mapping[FieldSlug, Edit], collection: Collection) -> None:
        names = [visible(collection.name_of(slug)) for slug in edits]
        which = _QUOTED.format(*names) if len(names) == 1 else f"{len(names)} fields"
        self.sentence.setText(_NOTE.format(which))
        self.button.setAccessibleName(f"Show what you wrote in {which}")
        self.setVisible(bool(edits))


class ParkedValues(QFrame):
    """Hidden while there are none."""

    discarded = Signal(object)  # FieldSlug

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "well")
        self._shown: Mapping[FieldSlug, Edit] = {}
        self._rows: list[ParkedValue] = []
        text = PlainLabel(_TEXT, "small")
        text.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(APART, APART, APART, APART)
        self._column.setSpacing(NEAR)
        self._column.addWidget(PlainLabel(_TITLE, "heading"))
        self._column.addWidget(text)
        self.hide()

    def enter(self) -> None:
        """Give the keyboard to what can be done with the first of them."""
        if self._rows:
            self._rows[0].first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_edits(self, edits: Mapping[FieldSlug, Edit], collection: Collection) -> None:
        if edits != self._shown:
            self._shown = edits
            for row in self._rows:
                self._column.removeWidget(row)
                row.deleteLater()
            self._rows = [self._row(edit, collection) for edit in edits.values()]
        self.setVisible(bool(edits))

    def _row(self, edit: Edit, collection: Collection) -> "ParkedValue":
        row = ParkedValue(edit, collection.name_of(edit.field))
        row.discarded.connect(self.discarded)
        self._column.addWidget(row)
        return row


class ParkedValue(QWidget):
    discarded = Signal(object)  # FieldSlug

    def __init__(self, edit: Edit, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._slug = edit.field
        self._text = edit.value if isinstance(edit.value, str) else raw_text(edit.value)
        value = PlainLabel(visible(_cut(self._text)))
        value.setWordWrap(True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line = QWidget()
        flow = FlowLayout(NEAR, line)
        self.first, discard = QPushButton("Copy"), QPushButton("Discard")
        for button, slot in ((self.first, self._copy), (discard, self._discard)):
            button.setAccessibleName(f"{button.text()} the value of {name}")
            button.clicked.connect(slot)
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, NEAR, 0, 0)
        column.setSpacing(TIGHT)
        column.addWidget(PlainLabel(visible(name), "muted"))
        column.addWidget(value)
        column.addWidget(line)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)

    def _discard(self) -> None:
        self.discarded.emit(self._slug)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}\N{HORIZONTAL ELLIPSIS}"
