"""The sheet before anything leaves: what will happen, at what cost, and what stays behind."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.blockers import Blocker
from wfdesk.ui.changes.detail import wrapped
from wfdesk.ui.changes.fieldblock import problem_line
from wfdesk.ui.changes.sending import Offer
from wfdesk.ui.changes.wording import counted
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.eliding import NameDelegate
from wfdesk.ui.toolkit.icons import icon
from wfdesk.ui.toolkit.labels import PlainLabel, tooltip, visible
from wfdesk.words.plans import (
    Outcome,
    Share,
    button_of,
    caution_lines,
    cost_of,
    deletes,
    shares_of,
    summary_of,
    touches_live_site,
)

_ICONS: Mapping[Outcome, str] = {
    Outcome.SEND: "send",
    Outcome.PUBLISH: "publish",
    Outcome.RESTORE: "restore",
    Outcome.ARCHIVE: "archive",
    Outcome.UNPUBLISH: "unpublish",
    Outcome.DELETE: "trash",
}

_BLOCKER = Qt.ItemDataRole.UserRole
_WIDEST_NAME = 300


class PlanSheet(QDialog):
    """Asks for a yes. When the live site will change, Enter means Cancel."""

    confirmed = Signal(object)  # Plan
    field_wanted = Signal(object, object)  # ItemKey, FieldSlug or None

    def __init__(self, offer: Offer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offer = offer
        plan = offer.plan
        self.setWindowTitle(plan.goal.value)
        self.setMinimumWidth(680)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        self.summary = wrapped(summary_of(plan), "title")
        column.addWidget(self.summary)
        if plan.batches:
            shares = shares_of(plan)
            self.shares = [ShareRow(share, has_title=len(shares) > 1) for share in shares]
            for row in self.shares:
                column.addWidget(row)
            self.cost = wrapped(cost_of(plan, offer.seconds), "muted")
            column.addWidget(self.cost)
        for words in caution_lines(plan):
            column.addWidget(problem_line(words, "problems", Tone.WARNING))
        if plan.blockers:
            self.blockers = BlockerList(plan.blockers)
            self.blockers.field_wanted.connect(self._go_to_field)
            column.addWidget(self.blockers, 1)
        else:
            column.addStretch(1)  # What room is left stays below, and not between the lines.
        column.addSpacing(4)
        column.addWidget(self._buttons())
        self._default.setFocus()  # Only now: a widget without a window takes no focus.
        self.finished.connect(self.deleteLater)

    def _buttons(self) -> QDialogButtonBox:
        plan = self._offer.plan
        box = QDialogButtonBox()
        self.cancel_button = box.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.go_button = QPushButton(button_of(plan))
        box.addButton(self.go_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.cancel_button.setIcon(QIcon())
        self.go_button.setProperty("kind", "danger" if deletes(plan) else "primary")
        self.go_button.clicked.connect(self._confirm)
        box.rejected.connect(self.reject)
        is_harmless = bool(plan.batches) and not touches_live_site(plan)
        self._default = self.go_button if is_harmless else self.cancel_button
        self._default.setDefault(True)
        self.go_button.setVisible(bool(plan.batches))
        if not plan.batches:
            self.cancel_button.setText("Close")
        return box

    def _go_to_field(self, blocker: Blocker) -> None:
        self.field_wanted.emit(blocker.key, blocker.field)
        self.reject()

    def _confirm(self) -> None:
        self.accept()
        self.confirmed.emit(self._offer.plan)


class ShareRow(QWidget):
    """The items that come to the same end: which they are, and where it will be seen."""

    def __init__(self, share: Share, *, has_title: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        sign = PlainLabel()
        sign.setPixmap(icon(_ICONS[share.outcome], Tone.MUTED).pixmap(18, 18))
        grid.addWidget(sign, 0, 0, Qt.AlignmentFlag.AlignTop)
        self.names = wrapped(share.shown_names)
        lines = [self.names, wrapped(share.consequence, "muted")]
        if has_title:
            lines.insert(0, wrapped(share.title, "heading"))
        for place, line in enumerate(lines):
            grid.addWidget(line, place, 1)


class BlockerList(QWidget):
    """What stays behind, item by item and field by field, and the way to each."""

    field_wanted = Signal(object)  # Blocker

    def __init__(self, blockers: Sequence[Blocker], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        items = len({blocker.key for blocker in blockers})
        title = f"{counted(items, 'item stays', 'items stay')} behind"
        self.list = _tree_of(blockers, title)
        self.list.itemActivated.connect(self._go)
        self.list.currentItemChanged.connect(self._show)
        self.button = QPushButton("Go to field")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._go)
        self.sentence = wrapped("", "muted")
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.sentence, 1)
        foot.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(PlainLabel(title, "heading"))
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        self.list.setCurrentIndex(self.list.model().index(0, 0))

    def _show(self) -> None:
        """Tell the whole sentence, which the row may have no room for."""
        blocker = self._current()
        self.sentence.setText(blocker.sentence if blocker else "")
        self.button.setText("Go to field" if blocker and blocker.field else "Go to item")

    def _go(self) -> None:
        blocker = self._current()
        if blocker is not None:
            self.field_wanted.emit(blocker)

    def _current(self) -> Blocker | None:
        row = self.list.currentItem()
        blocker = row.data(0, _BLOCKER) if row is not None else None
        return blocker if isinstance(blocker, Blocker) else None


def _tree_of(blockers: Sequence[Blocker], title: str) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setHeaderLabels(["Item", "Field", "Why"])
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setItemDelegateForColumn(0, NameDelegate(tree))
    tree.setAccessibleName(title)
    tree.setMinimumHeight(min(240, 28 * len(blockers) + 40))
    for blocker in blockers:
        texts = [visible(blocker.name), blocker.label, blocker.sentence]
        row = QTreeWidgetItem(texts)
        for column, text in enumerate(texts):
            row.setToolTip(column, tooltip(text))
        row.setIcon(0, icon("hold", Tone.MUTED))
        row.setData(0, _BLOCKER, blocker)
        tree.addTopLevelItem(row)
    for column in (0, 1):
        tree.header().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    tree.header().setMaximumSectionSize(_WIDEST_NAME)
    if not any(blocker.label for blocker in blockers):
        tree.setColumnHidden(1, True)
    return tree
