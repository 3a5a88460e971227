"""The list of unsent changes: collections with their items. Rows come finished."""

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont

from wfdesk.domain.ids import CollectionId, ItemKey
from wfdesk.services.reviewing import ItemReview
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
_NOWHERE = QModelIndex()
_ON, _OFF, _PART = (
    Qt.CheckState.Checked,
    Qt.CheckState.Unchecked,
    Qt.CheckState.PartiallyChecked,
)


class Column(IntEnum):
    NAME = 0
    WHAT = 1


_TITLES = {Column.NAME: "Item", Column.WHAT: "Change"}


class ChangeRow(Struct, frozen=True):
    key: ItemKey
    name: str
    what: str
    look: Look | None
    """Where it stands, if that is anything but saved and ready to go."""
    reason: str
    check: Qt.CheckState

    @property
    def summary(self) -> str:
        """What changes, and what is the matter with it: the place for it is narrow."""
        return f"{self.what} \N{MIDDLE DOT} {self.look.word}" if self.look else self.what

    @property
    def told(self) -> str:
        """The whole of it, for who cannot see the row or wants to know more."""
        return " \N{EN DASH} ".join(text for text in (self.summary, self.reason) if text)


class ChangeGroup(Struct, frozen=True):
    collection: CollectionId
    title: str
    rows: tuple[ChangeRow, ...]

    @property
    def check(self) -> Qt.CheckState:
        states = {row.check for row in self.rows}
        return states.pop() if len(states) == 1 else _PART


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
            tuple(_row(review, left_out) for review in reviews),
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


def _row(review: ItemReview, left_out: frozenset[ItemKey]) -> ChangeRow:
    check = check_of(review, left_out)
    return ChangeRow(
        review.work.key,
        name_of(review),
        what_of(review),
        look_of_row(review, goes=check is not _OFF),
        review.parked or review.work.reason,
        check,
    )


class ChangesModel(QAbstractItemModel):
    """Two levels: a collection, its items. ``show`` keeps indexes where the rows are the same."""

    goes_toggled = Signal(object, bool)  # tuple[ItemKey, ...]

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: list[ChangeGroup] = []
        self._places: dict[ItemKey, tuple[int, int]] = {}

    @property
    def groups(self) -> Sequence[ChangeGroup]:
        return self._groups

    def show(self, groups: Sequence[ChangeGroup]) -> bool:
        """Take the rows over; return whether the list was rebuilt and selection was lost."""
        if _shape(groups) == _shape(self._groups):
            self._refresh(groups)
            return False
        self.beginResetModel()
        self._groups = list(groups)
        self._places = {
            row.key: (place, at)
            for place, group in enumerate(groups)
            for at, row in enumerate(group.rows)
        }
        self.endResetModel()
        return True

    def _refresh(self, groups: Sequence[ChangeGroup]) -> None:
        before, self._groups = self._groups, list(groups)
        for place, (old, new) in enumerate(zip(before, groups, strict=True)):
            changed = [at for at, row in enumerate(new.rows) if row != old.rows[at]]
            if changed or old.title != new.title:
                parent = self.index(place, 0)
                self.dataChanged.emit(parent, parent)
            for at in changed:
                self.dataChanged.emit(
                    self.index(at, 0, parent), self.index(at, len(Column) - 1, parent)
                )

    def row_at(self, index: Index) -> ChangeRow | None:
        """The item's row, or None for a collection."""
        if not index.isValid() or not index.internalId():
            return None
        return self._groups[index.internalId() - 1].rows[index.row()]

    def keys_at(self, index: Index) -> tuple[ItemKey, ...]:
        """The item, or all items of the collection."""
        row = self.row_at(index)
        if row is not None:
            return (row.key,)
        return tuple(each.key for each in self._groups[index.row()].rows) if index.isValid() else ()

    def index_of(self, key: ItemKey) -> QModelIndex:
        place = self._places.get(key)
        if place is None:
            return QModelIndex()
        return self.index(place[1], 0, self.index(place[0], 0))

    def keys(self) -> list[ItemKey]:
        return list(self._places)

    def index(self, row: int, column: int, parent: Index = _NOWHERE) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, child: Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]  # QObject.parent
        if not child.isValid() or not child.internalId():
            return QModelIndex()
        return self.createIndex(child.internalId() - 1, 0, 0)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        if not parent.isValid():
            return len(self._groups)
        is_group = not parent.internalId() and parent.column() == 0
        return len(self._groups[parent.row()].rows) if is_group else 0

    def columnCount(self, _parent: Index = _NOWHERE) -> int:
        return len(Column)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _TITLES[Column(section)]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.row_at(index)
        if row is None:
            return _group_data(self._groups[index.row()], Column(index.column()), role)
        return _row_data(row, Column(index.column()), role)

    def setData(  # noqa: N802 - Qt's own name
        self, index: Index, _value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Pass the wish on. The rows change when they come back.

        Qt makes a whole tick of half a one. Here that would change nothing, as what is half
        ticked goes already: the wish is to take in what stays, or else to leave out what goes.
        """
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        row = self.row_at(index)
        rows = (row,) if row else self._groups[index.row()].rows
        self.goes_toggled.emit(self.keys_at(index), any(each.check is _OFF for each in rows))
        return True


def _shape(groups: Sequence[ChangeGroup]) -> list[tuple[CollectionId, tuple[ItemKey, ...]]]:
    return [(group.collection, tuple(row.key for row in group.rows)) for group in groups]


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
