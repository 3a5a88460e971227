"""What stands over the form of an item: its name, where it stands, whether it is saved."""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wfdesk.domain.blockers import parking
from wfdesk.domain.edits import SendState
from wfdesk.ui.editor.controller import Missing, Shown
from wfdesk.ui.editor.fate import FateBar, is_undecided
from wfdesk.ui.editor.locales import LocaleSwitch
from wfdesk.ui.editor.parked import ParkedNote, parked
from wfdesk.ui.items.chosen import Chosen
from wfdesk.ui.items.rows import status_sign, unsent_sign, unsent_word
from wfdesk.ui.toolkit.chip import Chip
from wfdesk.ui.toolkit.colours import Sign, Tone
from wfdesk.ui.toolkit.labels import ElidedLabel, PlainLabel
from wfdesk.words.status import status_word

NOT_SAVED = "Not saved"


class FormHead(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ElidedLabel("", "title")
        self.status = Chip()
        self.unsent = Chip()
        self.read_only = Chip()
        self.read_only.show_sign(Sign("lock", Tone.MUTED), "Read-only")
        self.fate = FateBar()
        self.parked = ParkedNote()
        self.several = PlainLabel("", "small")
        self.several.setWordWrap(True)
        self.several.hide()
        self.locale_switch = LocaleSwitch()
        self.saved = PlainLabel("", "small")
        self.reason = PlainLabel("", "problem")
        self.reason.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 12)
        column.setSpacing(6)
        column.addLayout(_row(((self.name, 1), (self.locale_switch, 1))))
        facts = _row((each, 0) for each in (self.status, self.unsent, self.read_only))
        facts.addStretch(1)
        facts.addWidget(self.saved)
        column.addLayout(facts)
        for each in (self.several, self.reason, self.parked, self.fate):
            column.addWidget(each)

    def show_item(self, shown: Shown) -> None:
        work = shown.work
        self.name.setText(work.name or "Untitled")
        self.locale_switch.show_locale(shown.site, work.key.locale)
        self.status.show_sign(status_sign(work), status_word(work))
        self.status.show()
        unsent = unsent_word(work)
        self.unsent.show_sign(unsent_sign(work), unsent)
        self.unsent.setVisible(bool(unsent))
        self.fate.show_work(work)
        self.parked.show_edits(parked(work, shown.collection), shown.collection)
        self.read_only.setVisible(shown.is_read_only)
        is_said = work.state is SendState.SAVED or is_undecided(work)
        waits = "" if work.is_empty else parking(shown.site, work.key.locale)
        self.reason.setText(waits or ("" if is_said else work.reason))
        self.reason.setVisible(bool(self.reason.text()))

    def show_missing(self, missing: Missing) -> None:
        """Show an item that does not exist in the locale that was chosen."""
        self.name.setText(missing.primary.name or "Untitled")
        self.locale_switch.show_locale(missing.site, missing.locale.id)
        for each in self._of_an_item():
            each.hide()
        self.saved.setText("")

    def _of_an_item(self) -> tuple[QWidget, ...]:
        return (self.status, self.unsent, self.read_only, self.reason, self.parked, self.fate)

    def show_unsaved(self, *, is_unsaved: bool, is_other: bool) -> None:
        """Say whether edits of the item wait for the disk; of another one nothing was saved yet."""
        if is_unsaved:
            self.saved.setText(NOT_SAVED)
        elif is_other or self.saved.text() == NOT_SAVED:
            self.saved.setText("")

    def show_saved(self, at: datetime) -> None:
        self.saved.setText(f"Saved on this computer {at:%H:%M}")

    @Slot(object)
    def show_chosen(self, chosen: Chosen) -> None:
        """Say so while commands act on several items: what is typed goes into one of them."""
        several = f"{chosen.count:,} items are selected. This form edits only this one."
        self.several.setText(several if chosen.count > 1 else "")
        self.several.setVisible(chosen.count > 1)


def _row(widgets: Iterable[tuple[QWidget, int]]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget, stretch in widgets:
        row.addWidget(widget, stretch)
    return row
