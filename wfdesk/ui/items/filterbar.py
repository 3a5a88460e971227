"""The line above the table: what is found, how many, how fresh, and the way to a new item."""

from datetime import datetime

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.items import ItemStatus
from wfdesk.ui.items import rows
from wfdesk.ui.items.controller import Found
from wfdesk.ui.items.wording import count_items
from wfdesk.ui.toolkit import icons
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.labels import ElidedLabel

DEBOUNCE = 150
"""Milliseconds of quiet after the last key before the filter is applied."""
_SECOND = 1000
_LONGEST_TITLE = 20
"""Letters of the title that stay in a narrow pane; what stands beside it gives way first."""


_FEW_LETTERS = 10
_BESIDE_WORDS = 190
"""Pixels of the icons, edges and gaps around the filter and the buttons' words."""
_LEFT, _RIGHT, _APART = 10, 8, 8
"""Pixels beside the first line, and between what stands in it."""


class FilterBar(QWidget):
    """Says what a person wants to see. ``show_…`` and ``clear`` are silent."""

    text_wanted = Signal(str)
    statuses_wanted = Signal(object, bool)  # frozenset[ItemStatus], only unsent
    new_wanted = Signal()
    refresh_wanted = Signal()
    left = Signal()
    """Down or Return in the filter: on to the table."""

    def __init__(
        self, columns: QMenu, parent: QWidget | None = None, *, debounce: int = DEBOUNCE
    ) -> None:
        super().__init__(parent)
        self._refreshed: datetime | None = None
        self._title, self._count, self._fresh = (
            _giving_way(ElidedLabel("", kind)) for kind in ("heading", "muted", "muted")
        )
        self._filter = QLineEdit(placeholderText="Filter", clearButtonEnabled=True)
        self._filter.setAccessibleName("Filter items")
        self._filter.addAction(
            icons.icon("search", Tone.MUTED), QLineEdit.ActionPosition.LeadingPosition
        )
        self._status = _StatusButton(self)
        self._new = _button(" New", "plus", "New item")
        self._wordy = self._status, self._new
        self._refresh = _button("", "refresh", "Refresh from Webflow")
        self._columns = _button("", "columns", "Choose columns")
        self._columns.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._columns.setMenu(columns)
        self._lay_out()
        self._quiet = QTimer(self, singleShot=True, interval=debounce)
        self._quiet.timeout.connect(self._say_text)
        self._clock = QTimer(self, interval=_SECOND)
        self._clock.timeout.connect(self._show_age)
        self._clock.start()
        self._filter.textEdited.connect(self._on_text_edited)
        self._filter.textChanged.connect(self._on_text_changed)
        self._filter.returnPressed.connect(self._on_return)
        self._status.chosen.connect(self._on_statuses_chosen)
        self._new.clicked.connect(self.new_wanted)
        self._refresh.clicked.connect(self.refresh_wanted)

    def show_title(self, title: str, singular: str) -> None:
        self._title.setText(title)
        self._keep_title()
        self._new.setToolTip("New item")
        self._new.setAccessibleName(f"New {singular}" if singular else "New item")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._keep_title()
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def leave(self) -> None:
        """Say nothing of a collection that is no longer shown, and offer nothing for it."""
        self.setEnabled(False)
        self.clear()
        self.show_title("", "")
        self._count.setText("")
        self._show_age()

    def show_found(self, found: Found) -> None:
        """Say how many are found, and of how many if something filters them.

        Nothing is said of none before the first refresh: there may well be some.
        """
        text = count_items(found.total)
        if found.is_filtered:
            text = f"{found.count - found.gone:,} of {text}"
        if found.gone:
            text = f"{text}, {found.gone:,} deleted"
        self._count.setText(text if found.count or found.refreshed_at else "")
        self._refreshed = found.refreshed_at
        self._show_age()

    def set_read_only(self, is_read_only: bool) -> None:
        self._new.setEnabled(not is_read_only)

    def clear(self) -> None:
        self._quiet.stop()
        self._filter.blockSignals(True)
        self._filter.clear()
        self._filter.blockSignals(False)
        self._status.clear()

    def focus_filter(self) -> None:
        self._filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and self._filter.hasFocus():
            self.left.emit()
        elif event.key() == Qt.Key.Key_Escape and self._filter.text():
            self._filter.clear()
        else:
            super().keyPressEvent(event)

    def _keep_title(self) -> None:
        self._title.ensurePolished()
        longest = _LONGEST_TITLE * self._title.fontMetrics().averageCharWidth()
        self._title.setMinimumWidth(min(self._title.sizeHint().width(), longest))

    def _fit(self) -> None:
        """Leave the buttons their words where a filter of a few letters has room beside them."""
        metrics = self.fontMetrics()
        words = sum(metrics.horizontalAdvance(each.text()) for each in self._wordy)
        needed = words + _FEW_LETTERS * metrics.averageCharWidth() + _BESIDE_WORDS
        kind = Qt.ToolButtonStyle
        style = kind.ToolButtonTextBesideIcon if needed < self.width() else kind.ToolButtonIconOnly
        for each in self._wordy:
            each.setToolButtonStyle(style)
        self._fit_heading()

    def _fit_heading(self) -> None:
        """Say how fresh it is where all of the line has room; the status line says so anyway."""
        shown = (self._title, self._count, self._fresh, self._refresh, self._columns)
        words = sum(each.sizeHint().width() for each in shown)
        gaps = len(shown) * _APART + _LEFT + _RIGHT
        self._fresh.setVisible(words + gaps <= self.width())

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        heading.setSpacing(_APART)
        heading.addWidget(self._title)
        heading.addWidget(self._count)
        heading.addStretch(1)
        heading.addWidget(self._fresh)
        heading.addWidget(self._refresh)
        heading.addWidget(self._columns)
        tools = QHBoxLayout()
        tools.setSpacing(6)
        tools.addWidget(self._filter, 1)
        tools.addWidget(self._status)
        tools.addWidget(self._new)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_LEFT, 6, _RIGHT, 8)
        layout.setSpacing(6)
        layout.addLayout(heading)
        layout.addLayout(tools)

    @Slot()
    def _show_age(self) -> None:
        age = rows.ago(self._refreshed)
        said = f"Refreshed {age}" if age else "Not refreshed yet"
        self._fresh.setText(said if self._title.text() else "")
        self._fit_heading()

    @Slot(str)
    def _on_text_edited(self, _text: str) -> None:
        self._quiet.start()

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        if not text:  # The clear button edits without typing.
            self._quiet.start()

    @Slot()
    def _say_text(self) -> None:
        self.text_wanted.emit(self._filter.text())

    @Slot()
    def _on_return(self) -> None:
        self._quiet.stop()
        self._say_text()
        self.left.emit()

    @Slot(object, bool)
    def _on_statuses_chosen(self, statuses: frozenset[ItemStatus], only_unsent: bool) -> None:
        self.statuses_wanted.emit(statuses, only_unsent)


class _StatusButton(QToolButton):
    """A button with a menu of states to tick. Its text says how many are ticked."""

    chosen = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIcon(icons.icon("filter", Tone.MUTED))
        self.setAccessibleName("Filter by status")
        self.setToolTip("Filter by status")
        menu = QMenu(self)
        self._statuses = {status: _check(menu, status.value) for status in ItemStatus}
        menu.addSeparator()
        self._unsent = _check(menu, "Only unsent")
        menu.addSeparator()
        self._all = menu.addAction("Show all")
        self._all.triggered.connect(self._on_all)
        for action in (*self._statuses.values(), self._unsent):
            action.triggered.connect(self._on_triggered)
        self.setMenu(menu)
        self._show()

    def clear(self) -> None:
        for action in (*self._statuses.values(), self._unsent):
            action.setChecked(False)
        self._show()

    @Slot()
    def _on_all(self) -> None:
        self.clear()
        self._on_triggered()

    @Slot()
    def _on_triggered(self) -> None:
        self._show()
        ticked = frozenset(each for each, action in self._statuses.items() if action.isChecked())
        self.chosen.emit(ticked, self._unsent.isChecked())

    def _show(self) -> None:
        ticked = [action.text() for action in self._statuses.values() if action.isChecked()]
        if self._unsent.isChecked():
            ticked.append("Unsent")
        self._all.setEnabled(bool(ticked))
        text = {0: "Status", 1: "".join(ticked)}.get(len(ticked), f"{len(ticked)} filters")
        self.setText(f" {text}")


def _check(menu: QMenu, text: str) -> QAction:
    action = menu.addAction(text)
    action.setCheckable(True)
    return action


def _giving_way(label: ElidedLabel) -> ElidedLabel:
    """Let the label be as wide as its text, and narrower where the pane is."""
    label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    return label


def _button(text: str, icon: str, says: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setToolTip(says)
    button.setAccessibleName(says)
    button.setIcon(icons.icon(icon, Tone.MUTED))
    if not text:
        button.setProperty("kind", "quiet")
    if text:
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return button
