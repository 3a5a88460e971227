"""Lists what was given up and shows each value in full, with the way back."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHeaderView,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.ids import ItemKey
from wfdesk.services.history import History, KeptItem, KeptValue
from wfdesk.ui.changes.values import MakeThumbnail, Surroundings, in_words
from wfdesk.ui.changes.valueview import value_view
from wfdesk.ui.changes.wording import moment_words
from wfdesk.ui.editor.fields.flow import FlowLayout
from wfdesk.ui.history.controller import HistoryController
from wfdesk.ui.history.wording import EMPTY, EMPTY_HINT, label_of, name_of, place_of
from wfdesk.ui.toolkit.ask import close_box
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.icons import icon
from wfdesk.ui.toolkit.labels import PlainLabel, tooltip, visible
from wfdesk.ui.toolkit.tasks import TaskScope
from wfdesk.ui.toolkit.theme import NEAR, TIGHT, WIDE
from wfdesk.words.kept import why

_KEPT = Qt.ItemDataRole.UserRole
_OF_ONE = "Earlier values"
_OF_ALL = "Discarded values"
_HINT = "What was discarded, deleted, or gave way to a colleague's value. It goes after 30 days."
_BEGINNING = 500
_SHORT = 120
"""Characters of a value in the list."""


class HistoryDialog(QDialog):
    """Shown with ``open``. Restoring leaves it open: there may be more to bring back."""

    def __init__(
        self,
        controller: HistoryController,
        parent: QWidget | None = None,
        *,
        thumbnail: MakeThumbnail | None = None,
        tasks: TaskScope | None = None,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._is_of_one = controller.key is not None
        self._thumbnail = thumbnail
        self._tasks = tasks
        self._history: History | None = None
        self._was_open: dict[ItemKey, bool] = {}
        self.title = PlainLabel(_OF_ONE if self._is_of_one else _OF_ALL, "title")
        self.title.setWordWrap(True)
        self.setWindowTitle(self.title.text())
        hint = PlainLabel(_HINT, "muted")
        hint.setWordWrap(True)
        self.list = _make_list(self.title.text())
        self.detail = ValueDetail()
        self._pages = QStackedWidget()
        self._pages.addWidget(_empty_page())
        self._pages.addWidget(self._split())
        column = QVBoxLayout(self)
        column.setContentsMargins(WIDE, WIDE, WIDE, NEAR)
        column.setSpacing(NEAR)
        column.addWidget(self.title)
        column.addWidget(hint)
        column.addWidget(self._pages, 1)
        column.addWidget(close_box(self))
        self.resize(860, 660)
        self.list.itemExpanded.connect(self._on_expanded)
        self.list.currentItemChanged.connect(self._show_current)
        self.list.itemActivated.connect(self._restore)
        self.detail.restore_wanted.connect(self._restore)
        self.detail.anew_wanted.connect(self._make_anew)
        controller.history_read.connect(self._show)
        self.finished.connect(controller.close)
        self.list.setFocus()  # Only now: a widget without a window takes no focus.
        controller.read()

    def _split(self) -> QSplitter:
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.list)
        splitter.addWidget(self.detail)
        splitter.setSizes([300, 240])
        return splitter

    @Slot(object)
    def _show(self, history: History) -> None:
        """Fill the list anew; what was current stays so, if it is still there."""
        before = self._current()
        self._was_open = {row.data(0, _KEPT)[0].key: row.isExpanded() for row in _heads(self.list)}
        is_first, self._history = self._history is None, history
        if self._is_of_one and history.items:
            self.title.setText(f"{_OF_ONE} of \u201c{name_of(history.items[0])}\u201d")
        items = [item for item in history.items if item.values]
        self.list.clear()
        for item in items:
            self._add(item)
        self._pages.setCurrentIndex(1 if items else 0)
        self.list.setRootIsDecorated(not self._is_of_one)
        self._choose(before)
        if is_first and items:
            self.list.setFocus()  # Where the reading took longer, the button has it by now.

    def _add(self, item: KeptItem) -> None:
        if self._is_of_one:
            self.list.addTopLevelItems(self._value_rows(item))
            return
        head = _item_row(item)
        self.list.addTopLevelItem(head)
        head.setFirstColumnSpanned(True)
        is_first = self.list.topLevelItemCount() <= _OPEN
        head.setExpanded(self._was_open.get(item.key, is_first))

    def _value_rows(self, item: KeptItem) -> list[QTreeWidgetItem]:
        zone = item.site.time_zone if item.site else "UTC"
        around = Surroundings(self._history.names if self._history else {}, zone)
        return [_value_row(item, value, around) for value in item.values]

    @Slot(QTreeWidgetItem)
    def _on_expanded(self, head: QTreeWidgetItem) -> None:
        """Make the rows of an item once they are seen: for all of them it would take seconds.

        A value, which the keys + and * open as well, has none.
        """
        kept = head.data(0, _KEPT)
        is_head = kept is not None and kept[1] is None
        if is_head and not head.childCount():
            head.addChildren(self._value_rows(kept[0]))

    def _choose(self, before: tuple[KeptItem, KeptValue | None] | None) -> None:
        for row in _rows(self.list):
            kept = row.data(0, _KEPT)
            if before and kept and _is_same(kept, before):
                self.list.setCurrentItem(row)
                return
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(_first_of(first))

    def _current(self) -> tuple[KeptItem, KeptValue | None] | None:
        row = self.list.currentItem()
        kept = row.data(0, _KEPT) if row is not None else None
        return kept if isinstance(kept, tuple) else None

    @Slot()
    def _show_current(self) -> None:
        kept = self._current()
        if kept is None or self._history is None:
            self.detail.show_nothing()
            return
        item, value = kept
        zone = item.site.time_zone if item.site else "UTC"
        around = Surroundings(self._history.names, zone, self._thumbnail, self._tasks)
        self.detail.show_kept(item, value, around)

    @Slot()
    def _restore(self) -> None:
        kept = self._current()
        if kept is None:
            return
        item, value = kept
        if value is not None and can_be_restored(item, value):
            self._controller.restore(item, value)

    @Slot()
    def _make_anew(self) -> None:
        kept = self._current()
        if kept is not None and kept[0].can_be_made_anew:
            self._controller.make_anew(kept[0])


def _first_of(row: QTreeWidgetItem) -> QTreeWidgetItem:
    """The row itself where something can be done with it, else the first value beneath it."""
    kept = row.data(0, _KEPT)
    is_head = kept is not None and kept[1] is None
    child = row.child(0)
    return child if is_head and child and not kept[0].can_be_made_anew else row


_OPEN = 5
"""Items whose values are in sight at once; of more one opens what one looks for."""


def can_be_restored(item: KeptItem, value: KeptValue) -> bool:
    return item.is_there and value.field is not None and value.field.can_be_sent


class ValueDetail(QWidget):
    """One value in full, or what there is of an item."""

    restore_wanted = Signal()
    anew_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.heading = PlainLabel("", "heading")
        self.heading.setWordWrap(True)
        self.about = PlainLabel("", "muted")
        self.about.setWordWrap(True)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.restore_button = QPushButton("Restore this value")
        self.copy_button = QPushButton("Copy")
        self.anew_button = QPushButton()
        self.why_not = PlainLabel("", "small")
        self.why_not.setWordWrap(True)
        line = QWidget()
        flow = FlowLayout(NEAR, line)
        for button in (self.restore_button, self.anew_button, self.copy_button):
            button.setAutoDefault(False)
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, NEAR, 0, 0)
        column.setSpacing(TIGHT)
        for widget in (self.heading, self.about):
            column.addWidget(widget)
        column.addWidget(self.area, 1)
        column.addWidget(self.why_not)
        column.addWidget(line)
        self.restore_button.clicked.connect(self.restore_wanted)
        self.anew_button.clicked.connect(self.anew_wanted)
        self.copy_button.clicked.connect(self._copy)

    def show_nothing(self) -> None:
        self.setVisible(False)

    def show_kept(self, item: KeptItem, value: KeptValue | None, around: Surroundings) -> None:
        self.setVisible(True)
        whole = len(item.last_given_up)
        what = "all that is kept of it" if whole == 1 else f"all {whole:,} values"
        self.anew_button.setText(f"Make a new draft of {what}")
        self.anew_button.setVisible(item.can_be_made_anew)
        self.restore_button.setVisible(value is not None and item.is_there)
        self.copy_button.setVisible(value is not None)
        if value is None:
            self._show_item(item)
        else:
            self._show_value(item, value, around)

    def _show_item(self, item: KeptItem) -> None:
        self._text = ""
        self.heading.setText(name_of(item))
        self.about.setText(place_of(item))
        self.area.setWidget(QWidget())
        self.why_not.setText("")
        self.why_not.hide()

    def _show_value(self, item: KeptItem, value: KeptValue, around: Surroundings) -> None:
        past = value.past
        self._text = in_words(value.field, past.value, around)
        self.heading.setText(label_of(item, value))
        said = [why(past), moment_words(past.at)]
        self.about.setText(" \N{MIDDLE DOT} ".join(text for text in said if text))
        self.area.setWidget(_padded(value_view(value.field, past.value, around)))
        is_possible = can_be_restored(item, value)
        self.restore_button.setEnabled(is_possible)
        hindrance = "" if is_possible or not item.is_there else _HINDRANCE
        self.why_not.setText(hindrance)
        self.why_not.setVisible(bool(hindrance))

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text)


_HINDRANCE = "Webflow no longer has this field, or no longer lets anyone change it."


def _padded(view: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, TIGHT, NEAR, TIGHT)
    column.addWidget(view)
    column.addStretch(1)
    return page


def _empty_page() -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.addStretch(1)
    for text, kind in ((EMPTY, ""), (EMPTY_HINT, "muted")):
        label = PlainLabel(text, kind)
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(label)
    column.addStretch(1)
    return page


def _make_list(title: str) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setHeaderLabels(["Field", "Value", "Why", "When"])
    tree.setUniformRowHeights(True)
    tree.setAccessibleName(title)
    header = tree.header()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
    header.resizeSection(0, 170)
    for column in (2, 3):  # Short words, and whole in any size of the letters.
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    return tree


def _item_row(item: KeptItem) -> QTreeWidgetItem:
    row = QTreeWidgetItem([f"{name_of(item)}  \N{EN DASH}  {place_of(item)}"])
    font = QFont()
    font.setWeight(QFont.Weight.DemiBold)
    row.setFont(0, font)
    row.setToolTip(0, tooltip(name_of(item)))
    row.setIcon(0, icon("item" if item.is_there else "trash", Tone.MUTED))
    row.setData(0, _KEPT, (item, None))
    row.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
    return row


def _value_row(item: KeptItem, value: KeptValue, around: Surroundings) -> QTreeWidgetItem:
    beginning = value.past.value
    if isinstance(beginning, str):
        beginning = beginning[:_BEGINNING]  # reading a long rich text to its end takes a while
    words = " ".join(in_words(value.field, beginning, around).split())
    texts = [label_of(item, value), visible(words[:_SHORT]), why(value.past)]
    texts.append(moment_words(value.past.at))
    row = QTreeWidgetItem(texts)
    for column, text in enumerate(texts):
        row.setToolTip(column, tooltip(text))
    row.setData(0, _KEPT, (item, value))
    return row


def _heads(tree: QTreeWidget) -> list[QTreeWidgetItem]:
    found = map(tree.topLevelItem, range(tree.topLevelItemCount()))
    return [row for row in found if row is not None]


def _rows(tree: QTreeWidget) -> list[QTreeWidgetItem]:
    heads = _heads(tree)
    below = [head.child(at) for head in heads for at in range(head.childCount())]
    return [*heads, *(row for row in below if row is not None)]


def _is_same(
    one: tuple[KeptItem, KeptValue | None], other: tuple[KeptItem, KeptValue | None]
) -> bool:
    """Whether it is the same value of the same item, whatever has become of that."""
    pasts = [kept[1].past if kept[1] else None for kept in (one, other)]
    return one[0].key == other[0].key and pasts[0] == pasts[1]
