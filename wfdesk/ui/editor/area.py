"""The part of the form that scrolls, and what it keeps in sight: the row that has the keyboard."""

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from wfdesk.ui.editor.row import FieldRow
from wfdesk.ui.toolkit.theme import NEAR


class RowsArea(QScrollArea):
    """Shows a row whole: its label, its editor and its problem, also one that comes up later.

    Qt would do with the focused field half in sight.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.followed: FieldRow | None = None
        """Kept in sight while it has the keyboard."""
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes to the rows, which scroll it.
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._on_range_changed)
        bar.actionTriggered.connect(self._on_scrolled_by_hand)

    def keep_in_sight(self, row: FieldRow) -> None:
        """Scroll to the row, and again when it or those above it take another place."""
        self.followed = row
        self.show_row(row)

    def show_row(self, row: FieldRow) -> None:
        """Scroll to a row; of one that is higher than the area, to what has the keyboard."""
        focused = row.window().focusWidget()
        if row.height() <= self.viewport().height():
            self.ensureWidgetVisible(row, 0, NEAR)
        elif focused is not None and row.isAncestorOf(focused):
            self.ensureWidgetVisible(focused, 0, NEAR)
        else:
            self.ensureVisible(0, row.y(), 0, NEAR)

    @Slot()
    def _on_range_changed(self) -> None:
        QTimer.singleShot(0, self, self._follow)  # not before the rows have their new places

    @Slot()
    def _follow(self) -> None:
        if self.followed is not None and self.followed.has_focus_within():
            self.show_row(self.followed)

    @Slot()
    def _on_scrolled_by_hand(self) -> None:
        self.followed = None
