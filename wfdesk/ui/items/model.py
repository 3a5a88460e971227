"""The table as Qt sees it: all keys, and the works of those rows that were looked at.

A row whose work is not here yet says so with a placeholder. Nothing is fetched from here.
"""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum

from msgspec import Struct
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from wfdesk.domain.edits import Work
from wfdesk.domain.ids import NAME, FieldSlug, ItemId, ItemKey, LocaleId
from wfdesk.domain.schema import Field, FieldType
from wfdesk.domain.tables import STATUS, UPDATED, Keys
from wfdesk.ui.items import rows
from wfdesk.ui.toolkit.colours import Sign
from wfdesk.ui.toolkit.labels import tooltip
from wfdesk.ui.toolkit.rows import joined
from wfdesk.words.status import status_word
from wfdesk.words.writtenout import visible_line

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
MOST_WORKS = 2000
"""Works kept at once; those not looked at for longest go first."""
_SLICE = 512
_SAID = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.ToolTipRole,
    }
)
_MOST_RUNS = 60
"""With more separate changes than this, starting over is quicker than telling the view of each."""


class Role(IntEnum):
    KEY = Qt.ItemDataRole.UserRole + 1
    UNSENT = Qt.ItemDataRole.UserRole + 2
    """Where the user's own work on the item stands, in a word or a few; empty without any."""


_ANSWERED = frozenset({*_SAID, Qt.ItemDataRole.TextAlignmentRole, *Role})


class Column(Struct, frozen=True):
    slug: FieldSlug
    title: str
    field: Field | None = None
    """None for the columns that are no fields."""


class Cell(Struct, frozen=True):
    """All that is painted of a cell."""

    text: str
    word: str = ""
    """Where the user's own work on the item stands."""
    mark: Sign | None = None
    """The look of that; None without any."""
    sign: Sign | None = None
    """Stands before the text."""
    swatch: str = ""
    """A colour, shown before the text."""
    is_name: bool = False
    is_status: bool = False
    is_quiet: bool = False
    is_untitled: bool = False
    """The name is no name of the item's own."""
    is_number: bool = False


NAME_INDENT = "    "
"""Room for the unsent mark before a name; the header keeps it too, to stand above the names."""
NAME_COLUMN = Column(NAME, "Name")
STATUS_COLUMN = Column(STATUS, "Status")
UPDATED_COLUMN = Column(UPDATED, "Updated")
FIXED = (NAME_COLUMN, STATUS_COLUMN, UPDATED_COLUMN)


class ItemsModel(QAbstractTableModel):
    """Holds what it was given: ``show_keys`` is for another query and resets the view,
    ``refresh`` is for changes to what is shown and keeps selection and scroll position.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys = Keys()
        self._works: OrderedDict[ItemId, Work] = OrderedDict()
        self._columns: tuple[Column, ...] = FIXED
        self._names: dict[ItemId, str] = {}
        self._locales: Mapping[LocaleId, str] = {}

    @property
    def keys(self) -> Keys:
        return self._keys

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    def show_keys(self, keys: Sequence[ItemKey]) -> None:
        self.beginResetModel()
        self._keys = Keys.of(keys)
        self._works.clear()
        self.endResetModel()

    def refresh(self, keys: Sequence[ItemKey]) -> bool:
        """Go over to the new keys; return False when the view had to start over."""
        wanted = Keys.of(keys)
        if not self._keys:
            self._keys = wanted[:0]
        old, new = self._keys.items, wanted.items
        if new == old:
            if wanted.locale != self._keys.locale:  # the same items, called otherwise by now
                self._keys = wanted
            return True
        start, end = _differing(old, new)
        ours, theirs = old[start : len(old) - end], new[start : len(new) - end]
        kept, known = set(theirs), set(ours)
        gone = _runs([item not in kept for item in ours], start)
        come = _runs([item not in known for item in theirs], start)
        if len(gone) + len(come) > _MOST_RUNS:
            self.beginResetModel()
            self._keys = wanted
            self.endResetModel()
            return False
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._keys = self._with([*self._keys.items[:first], *self._keys.items[last + 1 :]])
            self.endRemoveRows()
        stay = [item for item in theirs if item in known]
        self._reorder(self._with([*new[:start], *stay, *new[len(new) - end :]]) if come else wanted)
        for first, last in come:
            self.beginInsertRows(QModelIndex(), first, last)
            items = self._keys.items
            self._keys = self._with([*items[:first], *new[first : last + 1], *items[first:]])
            self.endInsertRows()
        self._keys = wanted  # The same again, with its index.
        return True

    def rename(self, old: ItemKey, new: ItemKey) -> bool:
        """Let the row of an item be that of its new key, unless that has a row already."""
        row = self.row_of(old)
        if row is None or self.has(new):
            return False
        items = list(self._keys.items)
        items[row] = new.item
        self._keys = self._with(items)
        self._works.pop(old.item, None)
        self._say_changed(row, row)
        return True

    def set_locales(self, locales: Mapping[LocaleId, str]) -> None:
        """Say how the locales are called, for rows with unsent work in another one."""
        self._locales = locales

    def set_columns(self, columns: Sequence[Column]) -> None:
        if tuple(columns) == self._columns:
            return
        self.beginResetModel()
        self._columns = tuple(columns)
        self.endResetModel()

    def put(self, works: Iterable[Work], names: Mapping[ItemId, str] | None = None) -> None:
        """Take in works of rows, and the names that references in them need."""
        self._names.update(names or {})
        changed: list[int] = []
        for work in works:
            self._works[work.key.item] = work
            self._works.move_to_end(work.key.item)
            row = self.row_of(work.key)
            if row is not None:
                changed.append(row)
        for first, last in joined(sorted(changed)):
            self._say_changed(first, last)
        while len(self._works) > MOST_WORKS:
            self._works.popitem(last=False)

    def forget(self, items: Iterable[ItemId]) -> None:
        """Drop works that are no longer true but not looked at; they are fetched when they are."""
        for item in items:
            self._works.pop(item, None)

    def row_of(self, key: ItemKey) -> int | None:
        """The row of the item, in whatever locale."""
        if key.collection != self._keys.collection:
            return None
        return self._keys.row_of(key.item)

    def has(self, key: ItemKey) -> bool:
        return self.row_of(key) is not None

    def key_at(self, row: int) -> ItemKey | None:
        return self._keys[row] if 0 <= row < len(self._keys) else None

    def work_of(self, key: ItemKey) -> Work | None:
        return self._works.get(key.item)

    def missing(self, first: int, last: int) -> list[ItemKey]:
        """The keys from row to row whose works are not here."""
        return [key for key in self._keys[max(first, 0) : last + 1] if key.item not in self._works]

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and 0 <= section < len(self._columns):
            if role == Qt.ItemDataRole.DisplayRole:
                title = self._columns[section].title
                return NAME_INDENT + title if self._columns[section].slug == NAME else title
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(self._columns[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        # Asked a dozen times for each cell of each paint, mostly for what there is nothing to say.
        if role not in _ANSWERED or not index.isValid():
            return None
        column = self._columns[index.column()]
        work = self._works.get(self._keys.items[index.row()])
        if role in _SAID:
            return self._said(work, column, role)
        if role == Role.KEY:
            return self._keys[index.row()]
        if role == Role.UNSENT:
            return rows.unsent_word(work, self._locales) if work else ""
        return _alignment(column)

    def cell(self, row: int, column: int) -> Cell | None:
        """What is painted, in one piece; None where there is nothing any more."""
        if not (0 <= row < len(self._keys) and 0 <= column < len(self._columns)):
            return None
        shown = self._columns[column]
        work = self._works.get(self._keys.items[row])
        text = self._text(work, shown)
        if work is None:
            return Cell(text, is_name=shown.slug == NAME)
        if shown.slug not in {NAME, STATUS}:
            swatch = text if _is_of(shown, FieldType.COLOR) else ""
            return Cell(
                text, swatch=swatch, is_quiet=True, is_number=_is_of(shown, FieldType.NUMBER)
            )
        word = rows.unsent_word(work, self._locales)
        sign = rows.unsent_sign(work) if word else None
        if shown.slug == NAME:
            return Cell(text, word, sign, is_name=True, is_untitled=not work.name)
        return Cell(text, word, sign, rows.status_sign(work), is_status=True)

    def _text(self, work: Work | None, column: Column) -> str:
        if work is None:
            return "…" if column.slug == NAME else ""
        if column.slug == NAME:
            return visible_line(work.name) or "Untitled"
        if column.slug == STATUS:
            return status_word(work)
        if column.slug == UPDATED:
            return rows.ago(rows.updated_at(work))
        if column.field is None:
            return ""
        text = rows.cell_text(column.field, work.fields.get(column.slug), self._names)
        return visible_line(text)

    def _said(self, work: Work | None, column: Column, role: int) -> str | None:
        """What the cell says, by itself or in full: to a screen reader, and to the pointer."""
        text = self._text(work, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        unsent = rows.unsent_words(work, self._locales) if work and column.slug == STATUS else ""
        full = f"{text}, {unsent}" if unsent else text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return full
        return tooltip(full) if column.slug == STATUS else None

    def _with(self, items: Sequence[ItemId]) -> Keys:
        return Keys(self._keys.collection, self._keys.locale, items)

    def _reorder(self, keys: Keys) -> None:
        if keys.items == self._keys.items:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        moved = [self._keys.items[index.row()] for index in before]
        self._keys = keys
        after = [
            self.index(-1 if (row := keys.row_of(item)) is None else row, index.column())
            for item, index in zip(moved, before, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _say_changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))


def _differing(old: Sequence[ItemId], new: Sequence[ItemId]) -> tuple[int, int]:
    """How many items are the same at the beginning, and how many at the end."""
    start = _same(old, new)
    most = min(len(old), len(new)) - start
    return start, min(_same(old[::-1], new[::-1]), most)


def _same(old: Sequence[ItemId], new: Sequence[ItemId]) -> int:
    """How many items the lists begin with alike; whole slices are compared, for speed."""
    shorter, done = min(len(old), len(new)), 0
    while done < shorter and old[done : done + _SLICE] == new[done : done + _SLICE]:
        done += _SLICE
    done = min(done, shorter)
    rest = range(done, min(done + _SLICE, shorter))
    return next((row for row in rest if old[row] != new[row]), rest.stop)


def _runs(flags: Sequence[bool], start: int) -> list[tuple[int, int]]:
    """The first and last position of each unbroken run of True."""
    return joined(start + position for position, flag in enumerate(flags) if flag)


def _alignment(column: Column) -> Qt.AlignmentFlag:
    """Numbers stand under each other by their last digit."""
    is_number = _is_of(column, FieldType.NUMBER)
    side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _is_of(column: Column, kind: FieldType) -> bool:
    return column.field is not None and column.field.type is kind
