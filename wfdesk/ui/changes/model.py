"""The list of unsent changes: collections with their items."""

from collections.abc import Iterable, Sequence
from enum import IntEnum
from itertools import islice
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont, QStandardItem, QStandardItemModel

from wfdesk.domain.ids import CollectionId, ItemKey
from wfdesk.services.reviewing import ItemReview
from wfdesk.ui.changes.following import follow
from wfdesk.ui.changes.wording import (
    Look,
    collection_of,
    counted,
    look_of_row,
    name_of,
    what_of,
)
from wfdesk.ui.toolkit.icons import icon
from wfdesk.ui.toolkit.labels import tooltip

Index = QModelIndex | QPersistentModelIndex
_ON, _OFF, _PART = (
    Qt.CheckState.Checked,
    Qt.CheckState.Unchecked,
    Qt.CheckState.PartiallyChecked,
)


class Column(IntEnum):
    NAME = 0
    WHAT = 1


_MEASURED = 1_000
_TITLES = {Column.NAME: "Item", Column.WHAT: "Change"}


class ChangeRow(Struct, frozen=True, gc=False):
    """An item of the list. Its words are made when they are painted: few of many rows are."""

    review: ItemReview
    check: Qt.CheckState

    @property
    def key(self) -> ItemKey:
        return self.review.work.key

    @property
    def name(self) -> str:
        return name_of(self.review)

    @property
    def look(self) -> Look | None:
        """Where it stands, if that is anything but saved and ready to go."""
        return look_of_row(self.review, goes=self.check is not _OFF)

    @property
    def summary(self) -> str:
        """What changes, and what is the matter with it: the place for it is narrow."""
        what, look = what_of(self.review), self.look
        return f"{what} \N{MIDDLE DOT} {look.word}" if look else what

    @property
    def told(self) -> str:
        """The whole of it, for who cannot see the row or wants to know more."""
        reason = self.review.parked or self.review.work.reason
        return " \N{EN DASH} ".join(text for text in (self.summary, reason) if text)


class ChangeGroup(Struct, frozen=True):
    collection: CollectionId
    title: str
    rows: tuple[ChangeRow, ...]

    @property
    def check(self) -> Qt.CheckState:
        first = self.rows[0].check
        return first if all(row.check is first for row in self.rows) else _PART


def groups_of(items: Iterable[ItemReview], left_out: frozenset[ItemKey]) -> list[ChangeGroup]:
    """Rows by collection, in the order the review has them."""
    several = list(items)
    has_sites = len({review.site.id for review in several if review.site}) > 1
    found: dict[CollectionId, list[ItemReview]] = {}
    for review in several:
        found.setdefault(review.work.key.collection, []).append(review)
    return [
        ChangeGroup(
            collection,
            _title(reviews[0], has_sites=has_sites),
            tuple(ChangeRow(review, check_of(review, left_out)) for review in reviews),
        )
        for collection, reviews in found.items()
    ]


def check_of(review: ItemReview, left_out: frozenset[ItemKey]) -> Qt.CheckState:
    """Whether the item goes with the next send: all of it, part of it, or not."""
    edits = review.work.edits.values()
    held = sum(edit.is_held for edit in edits)
    if review.work.key in left_out or (held and held == len(edits)):
        return _OFF
    return _PART if held else _ON


def _title(review: ItemReview, *, has_sites: bool) -> str:
    name = collection_of(review)
    return f"{name} \N{EN DASH} {review.site.display_name}" if has_sites and review.site else name


class _Line(QStandardItem):
    """A collection or an item, and what is shown of it."""

    def __init__(self, shown: ChangeGroup | ChangeRow) -> None:
        super().__init__()
        self.shown = shown
        self.setCheckable(True)


class ChangesModel(QStandardItemModel):
    """Two levels: a collection, its items.

    Qt's own items hold the shape, so that laying out thousands of rows asks Python nothing. Rows
    come and go one by one, and the view keeps what is selected, open and scrolled to.
    """

    goes_toggled = Signal(object, bool)  # tuple[ItemKey, ...]

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(0, len(Column), parent)
        self.setHorizontalHeaderLabels([_TITLES[column] for column in Column])
        self._groups: list[ChangeGroup] = []
        self._heads: dict[CollectionId, _Line] = {}
        self._lines: dict[ItemKey, _Line] = {}

    @property
    def groups(self) -> Sequence[ChangeGroup]:
        return self._groups

    def show(self, groups: Sequence[ChangeGroup]) -> None:
        before, self._groups = self._groups, list(groups)
        rows_before = {group.collection: [row.key for row in group.rows] for group in before}
        after = {group.collection: group for group in groups}
        for collection in rows_before.keys() & after.keys():
            self._show_rows(after[collection], rows_before[collection])
        follow(
            self.invisibleRootItem(),
            list(rows_before),
            list(after),
            lambda collection: self._head(after[collection]),
        )
        self._heads = {each: self._heads[each] for each in after}
        self._lines = {row.key: self._lines[row.key] for group in groups for row in group.rows}

    def summaries(self) -> set[str]:
        """What the rows say, up to as many as are measured in no time."""
        rows = (row for group in self._groups for row in group.rows)
        return {row.summary for row in islice(rows, _MEASURED)}

    def row_at(self, index: Index) -> ChangeRow | None:
        """The item's row, or None for a collection."""
        shown = self._shown(index)
        return shown if isinstance(shown, ChangeRow) else None

    def keys_at(self, index: Index) -> tuple[ItemKey, ...]:
        """The item, or all items of the collection."""
        return tuple(row.key for row in self._rows_at(index))

    def index_of(self, key: ItemKey) -> QModelIndex:
        line = self._lines.get(key)
        return line.index() if line is not None else QModelIndex()

    def keys(self) -> list[ItemKey]:
        return list(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        shown = self._shown(index)
        if isinstance(shown, ChangeRow):
            return _row_data(shown, Column(index.column()), role)
        return _group_data(shown, Column(index.column()), role) if shown else None

    def setData(  # noqa: N802 - Qt's own name
        self, index: Index, _value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Pass the wish on. The rows change when they come back.

        Qt makes a whole tick of half a one. Here that would change nothing, as what is half
        ticked goes already: the wish is to take in what stays, or else to leave out what goes.
        """
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        goes = any(row.check is _OFF for row in self._rows_at(index))
        self.goes_toggled.emit(self.keys_at(index), goes)
        return True

    def _shown(self, index: Index) -> ChangeGroup | ChangeRow | None:
        line = self.itemFromIndex(index.sibling(index.row(), 0))
        return line.shown if isinstance(line, _Line) else None

    def _rows_at(self, index: Index) -> tuple[ChangeRow, ...]:
        shown = self._shown(index)
        return (shown,) if isinstance(shown, ChangeRow) else shown.rows if shown else ()

    def _head(self, group: ChangeGroup) -> _Line:
        """A new collection with all its rows."""
        head = self._heads[group.collection] = _Line(group)
        head.setColumnCount(len(Column))
        head.insertRows(0, [self._line(row) for row in group.rows])
        return head

    def _line(self, row: ChangeRow) -> _Line:
        line = self._lines[row.key] = _Line(row)
        return line

    def _show_rows(self, group: ChangeGroup, before: Sequence[ItemKey]) -> None:
        """Show other rows in a collection that is there: first what is told of those that stay."""
        head, after = self._heads[group.collection], {row.key: row for row in group.rows}
        head.shown = group
        for key in after.keys() & set(before):
            self._lines[key].shown = after[key]
        follow(head, before, list(after), lambda key: self._line(after[key]))
        self.dataChanged.emit(head.index(), head.index().siblingAtColumn(Column.WHAT))
        first, last = self.index(0, 0, head.index()), self.index(len(after) - 1, 1, head.index())
        self.dataChanged.emit(first, last)


def _group_data(group: ChangeGroup, column: Column, role: int) -> Any:
    if column is Column.WHAT and role == Qt.ItemDataRole.DisplayRole:
        return counted(len(group.rows), "item")
    if column is not Column.NAME:
        return None
    if role == Qt.ItemDataRole.CheckStateRole:
        return group.check
    if role == Qt.ItemDataRole.FontRole:
        font = QFont()
        font.setWeight(QFont.Weight.DemiBold)
        return font
    return group.title if role == Qt.ItemDataRole.DisplayRole else None


def _row_data(row: ChangeRow, column: Column, role: int) -> Any:
    if role == Qt.ItemDataRole.DisplayRole:
        return row.name if column is Column.NAME else row.summary
    if role == Qt.ItemDataRole.ToolTipRole:
        return tooltip(row.name if column is Column.NAME else row.told)
    if role == Qt.ItemDataRole.CheckStateRole and column is Column.NAME:
        return row.check
    if role == Qt.ItemDataRole.DecorationRole and column is Column.WHAT and row.look:
        return icon(row.look.icon, row.look.tone)
    if role == Qt.ItemDataRole.AccessibleTextRole and column is Column.NAME:
        return f"{row.name}, {row.told}"
    return None
