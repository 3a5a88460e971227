"""The sheet before anything leaves: what will happen, at what cost, and what stays behind."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.plan import Blocker
from wfdesk.ui.changes.sending import Offer
from wfdesk.ui.changes.wording import (
    button_of,
    consequence_of,
    cost_of,
    counted,
    goes_live,
    names_of,
    summary_of,
)
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.icons import icon
from wfdesk.ui.toolkit.labels import PlainLabel

_BLOCKER = Qt.ItemDataRole.UserRole


class PlanSheet(QDialog):
    """Asks for a yes. When anything goes live, Enter means Cancel."""

    confirmed = Signal(object)  # Plan
    field_wanted = Signal(object, object)  # ItemKey, FieldSlug or None

    def __init__(self, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer = offer
        self.setWindowTitle(offer.plan.goal.value)
        self.setMinimumWidth(600)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        self.summary = _wrapped(summary_of(offer.plan), "title")
        column.addWidget(self.summary)
        if offer.plan.batches:
            self.names = _wrapped(names_of(offer.plan))
            column.addWidget(self.names)
            column.addWidget(_wrapped(consequence_of(offer.plan)))
            self.cost = _wrapped(cost_of(offer.plan, offer.seconds), "muted")
            column.addWidget(self.cost)
        if offer.plan.blockers:
            self._add_blockers(column, offer.plan.blockers)
        column.addSpacing(8)
        column.addWidget(self._buttons())
        self._default.setFocus()  # Only now: a widget without a window takes no focus.
        self.finished.connect(self.deleteLater)

    def _add_blockers(self, column: QVBoxLayout, blockers: Sequence[Blocker]) -> None:
        items = len({blocker.key for blocker in blockers})
        column.addSpacing(8)
        title = f"{counted(items, 'item stays', 'items stay')} behind"
        column.addWidget(PlainLabel(title, "heading"))
        self.blockers = QTreeWidget()
        self.blockers.setColumnCount(2)
        self.blockers.setHeaderHidden(True)
        self.blockers.setRootIsDecorated(False)
        self.blockers.setUniformRowHeights(True)
        self.blockers.setAccessibleName(title)
        self.blockers.setMinimumHeight(min(240, 28 * len(blockers) + 8))
        for blocker in blockers:
            row = QTreeWidgetItem([blocker.name, blocker.sentence])
            row.setIcon(0, icon("hold", Tone.MUTED))
            row.setData(0, _BLOCKER, blocker)
            self.blockers.addTopLevelItem(row)
        self.blockers.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.blockers.header().setMaximumSectionSize(280)
        self.blockers.itemActivated.connect(self._go_to_field)
        self.blockers.currentItemChanged.connect(self._enable)
        column.addWidget(self.blockers, 1)
        self.field_button = QPushButton("Go to field")
        self.field_button.setAutoDefault(False)
        self.field_button.clicked.connect(self._go_to_field)
        self.sentence = _wrapped("", "muted")
        row_layout = QHBoxLayout()
        row_layout.setSpacing(12)
        row_layout.addWidget(self.sentence, 1)
        row_layout.addWidget(self.field_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row_layout)
        self.blockers.setCurrentIndex(self.blockers.model().index(0, 0))

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        self.cancel_button = box.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.go_button = QPushButton(button_of(self._offer.plan))
        box.addButton(self.go_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.cancel_button.setIcon(QIcon())
        self.go_button.setProperty("kind", "primary")
        self.go_button.clicked.connect(self._confirm)
        box.rejected.connect(self.reject)
        plan = self._offer.plan
        default = self.go_button
        if goes_live(plan) or not plan.batches:
            default = self.cancel_button
        default.setDefault(True)
        self._default = default
        self.go_button.setVisible(bool(plan.batches))
        return box

    def _enable(self) -> None:
        row = self.blockers.currentItem()
        self.field_button.setEnabled(row is not None)
        self.sentence.setText(row.text(1) if row is not None else "")

    def _go_to_field(self) -> None:
        row = self.blockers.currentItem()
        blocker = row.data(0, _BLOCKER) if row is not None else None
        if isinstance(blocker, Blocker):
            self.field_wanted.emit(blocker.key, blocker.field)
            self.reject()

    def _confirm(self) -> None:
        self.accept()
        self.confirmed.emit(self._offer.plan)


def _wrapped(text: str, kind: str = "") -> PlainLabel:
    label = PlainLabel(text, kind)
    label.setWordWrap(True)
    return label
