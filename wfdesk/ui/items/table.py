"""The table itself: which rows are on the screen, what is selected, how columns lie."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from msgspec import Struct
from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from wfdesk.domain.ids import NAME, FieldSlug, ItemKey
from wfdesk.domain.tables import STATUS, UPDATED, Keys
from wfdesk.ui.items.delegate import (
    ROW_PADDING,
    ItemsDelegate,
    date_width,
    name_width,
    status_widths,
)
from wfdesk.ui.items.model import ItemsModel
from wfdesk.ui.toolkit.rows import joined

_LEAST_NAME = 224
_WIDTH = 120


class _Kept(Struct, frozen=True):
    """Where the person was in the table."""

    ranges: list[tuple[int, int]]
    keys: Keys
    current: ItemKey | None
    anchor: ItemKey | None
    """The row that must not move: the current one if it is in sight, else the one on top; None at
    the beginning, where what comes in above is to be seen."""
    offset: int
    """How far below the upper edge it lay."""


class ItemsTable(QTableView):
    """Selects whole rows. Says which rows are looked at, and which item is to be opened."""

    window_shown = Signal(int, int)
    item_reached = Signal(object)  # ItemKey
    """The person went to another row. Qt moves the current row on its own, too."""
    item_opened = Signal(object)  # ItemKey
    menu_wanted = Signal(object)  # QPoint, global
    columns_wanted = Signal(object)  # QPoint, global
    columns_moved = Signal()
    sort_wanted = Signal(object, bool)  # FieldSlug, is descending

    def __init__(self, model: ItemsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._sort = (NAME, False)
        self._is_placing = False
        self._is_by_hand = False
        self._widths: Mapping[FieldSlug, int] = {}
        """Of columns that somebody has made wider or narrower."""
        self._kept: _Kept | None = None
        self.setViewport(_viewport(self))
        self.setModel(model)
        self._delegate = ItemsDelegate(model, self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("pane", "true")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName("Items")
        self._make_headers()
        self.customContextMenuRequested.connect(self._on_menu_wanted)
        self.verticalScrollBar().valueChanged.connect(self.say_window)
        self.doubleClicked.connect(self._on_double_clicked)
        self.selectionModel().currentRowChanged.connect(self._on_current_row_changed)

    def selected_keys(self) -> Sequence[ItemKey]:
        """The selected items in the order of the table."""
        keys = self._model.keys
        items = [
            item for first, last in sorted(self._ranges()) for item in keys.items[first : last + 1]
        ]
        return Keys(keys.collection, keys.locale, items)

    def count_selected(self) -> int:
        return sum(last - first + 1 for first, last in self._ranges())

    def current_key(self) -> ItemKey | None:
        return self._model.key_at(self.currentIndex().row())

    def select_key(self, key: ItemKey) -> bool:
        return self.select_keys([key])

    def select_keys(self, keys: Sequence[ItemKey]) -> bool:
        """Select those that are here, the first as the current one; none if that one is not."""
        rows = [row for key in keys if (row := self._model.row_of(key)) is not None]
        if not rows or self._model.row_of(keys[0]) is None:
            return False
        self._go_to(rows[0])
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(self._selection_of(rows), flags.Select | flags.Rows)
        return True

    def step(self, by: int) -> None:
        """Go to the next or previous item and stay within the table."""
        count = self._model.rowCount()
        if count:
            row = min(max(self.currentIndex().row() + by, 0), count - 1)
            with self._by_hand():
                self._go_to(row)

    def _go_to(self, row: int) -> None:
        """Select this row alone. Qt's own way would ask which keys are held just now."""
        flags = QItemSelectionModel.SelectionFlag
        index = self._model.index(row, 0)
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    def keep_place(self) -> None:
        """Remember by key where the person is, before the model takes other keys over."""
        current = self.current_key()
        anchor = current if current and self._is_in_sight(self.currentIndex()) else None
        if anchor is None and self.verticalScrollBar().value() > 0:
            anchor = self._model.key_at(self.rowAt(0))
        row = self._model.row_of(anchor) if anchor else None
        offset = 0 if row is None else self.rowViewportPosition(row)
        self._kept = _Kept(self._ranges(), self._model.keys, current, anchor, offset)

    def find_place(self) -> None:
        """Select again what was selected, and leave on the screen where it was what was there."""
        kept = self._kept
        if kept is None:
            return
        self._kept = None
        self._select_again(kept)
        self.executeDelayedItemsLayout()
        bar = self.verticalScrollBar()
        row = self._model.row_of(kept.anchor) if kept.anchor else None
        if row is not None:
            bar.setValue(bar.value() + self.rowViewportPosition(row) - kept.offset)
        elif kept.anchor is None:
            bar.setValue(0)

    def _select_again(self, kept: "_Kept") -> None:
        """Qt chose a neighbour of a row that went, or nothing when the model started over."""
        flags = QItemSelectionModel.SelectionFlag
        if not self._ranges() and kept.ranges:
            rows = [
                row
                for first, last in kept.ranges
                for key in kept.keys[first : last + 1]
                if (row := self._model.row_of(key)) is not None
            ]
            selection = self._selection_of(rows)
            self.selectionModel().select(selection, flags.ClearAndSelect | flags.Rows)
        row = self._model.row_of(kept.current) if kept.current else None
        if row is None:
            self.selectionModel().clearCurrentIndex()
        elif row != self.currentIndex().row():
            self.selectionModel().setCurrentIndex(self._model.index(row, 0), flags.NoUpdate)

    def _selection_of(self, rows: Sequence[int]) -> QItemSelection:
        selection = QItemSelection()
        for first, last in joined(sorted(rows)):
            selection.select(self._model.index(first, 0), self._model.index(last, 0))
        return selection

    def _is_in_sight(self, index: QModelIndex) -> bool:
        return self.viewport().rect().intersects(self.visualRect(index))

    def place_columns(self, order: tuple[FieldSlug, ...], widths: dict[FieldSlug, int]) -> None:
        """Lay the columns out as they were left."""
        self._widths = widths
        header, slugs = self.horizontalHeader(), [each.slug for each in self._model.columns]
        known = [slug for slug in order if slug in slugs]
        self._is_placing = True
        for place, slug in enumerate([*known, *(each for each in slugs if each not in known)]):
            header.moveSection(header.visualIndex(slugs.index(slug)), place)
        self._is_placing = False
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Give every column its width, and the name what is left: its end tells it apart, too."""
        slugs = [each.slug for each in self._model.columns]
        widths = {slug: self._widths.get(slug, self._usual_width(slug)) for slug in slugs}
        if NAME not in self._widths:
            others = sum(width for slug, width in widths.items() if slug not in {NAME, STATUS})
            widths |= self._shared(self.viewport().width() - others)
        self._is_placing = True
        for place, slug in enumerate(slugs):
            self.horizontalHeader().resizeSection(place, widths[slug])
        self._is_placing = False

    def _shared(self, room: int) -> dict[FieldSlug, int]:
        """Share out what name and status have together.

        The words of badges come second to a name that can be read: their icons and colours stay.
        """
        status = status_widths(self.fontMetrics())
        if room < _LEAST_NAME + status.alone:  # One has to scroll, but only to the other columns.
            room = min(self.viewport().width(), _LEAST_NAME + status.with_icon)
        width = max(
            min(max(room - _LEAST_NAME, status.alone), status.with_icon),
            min(room - name_width(self.fontMetrics()), status.with_word),
        )
        width = self._widths.get(STATUS, width)
        return {NAME: max(room - width, _WIDTH), STATUS: width}

    def _usual_width(self, slug: FieldSlug) -> int:
        return date_width(self.fontMetrics()) if slug == UPDATED else _WIDTH

    def column_order(self) -> tuple[FieldSlug, ...]:
        header = self.horizontalHeader()
        columns = self._model.columns
        return tuple(columns[header.logicalIndex(place)].slug for place in range(len(columns)))

    def column_widths(self) -> dict[FieldSlug, int]:
        """The widths to remember: those that are as somebody has set them."""
        return dict(self._widths)

    def show_sort(self, column: FieldSlug, *, is_descending: bool) -> None:
        self._sort = (column, is_descending)
        slugs = [each.slug for each in self._model.columns]
        order = Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder
        place = slugs.index(column) if column in slugs else -1
        self.horizontalHeader().setSortIndicator(place, order)

    def say_window(self) -> None:
        first = max(self.rowAt(0), 0)
        last = self.rowAt(self.viewport().height() - 1)
        self.window_shown.emit(first, last if last >= 0 else self._model.rowCount() - 1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._delegate.forget_widths()
            self.fit_rows()
            self._fit_columns()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as Qt does, with Python at hand all the while.

        Called from C++, each cell would wait until the thread that writes to the local copy lets
        go of Python, and a paint of 6 ms took 40 during a refresh.
        """
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()
        self.say_window()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = self.current_key()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and key is not None:
            self.item_opened.emit(key)
            return
        with self._by_hand():
            super().keyPressEvent(event)

    def moveCursor(  # noqa: N802  # Qt's name
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Home and End go to the first and the last item, not along the columns of one."""
        last = self._model.rowCount() - 1
        ends = {self.CursorAction.MoveHome: 0, self.CursorAction.MoveEnd: last}
        if action in ends and last >= 0:
            return self._model.index(ends[action], max(0, self.currentIndex().column()))
        return super().moveCursor(action, modifiers)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        with self._by_hand():
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # Qt's name
        with self._by_hand():
            super().mouseMoveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt makes the first row the current one if there is none: no one has gone there."""
        has_current = self.currentIndex().isValid()
        super().focusInEvent(event)
        if not has_current:
            self.selectionModel().clearCurrentIndex()

    def selectionChanged(self, now: QItemSelection, before: QItemSelection) -> None:  # noqa: N802  # Qt's name
        super().selectionChanged(now, before)
        self.viewport().update()

    @contextmanager
    def _by_hand(self) -> Iterator[None]:
        self._is_by_hand = True
        try:
            yield
        finally:
            self._is_by_hand = False

    def _ranges(self) -> list[tuple[int, int]]:
        selection = self.selectionModel().selection()
        each = (selection.at(place) for place in range(selection.count()))
        return [(found.top(), found.bottom()) for found in each]

    def _make_headers(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.fit_rows()
        header = self.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setHighlightSections(False)
        # Of its own, and empty: else each paint asks of every row whether a column is selected as
        # a whole, for more than a second once 100,000 rows are (measured).
        header.setSelectionModel(QItemSelectionModel(self._model, header))
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(60)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_columns_wanted)
        header.sectionClicked.connect(self._on_section_clicked)
        header.sectionMoved.connect(self._on_moved)
        header.sectionResized.connect(self._on_resized)

    def fit_rows(self) -> None:
        """Make rows as high as the text needs."""
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + ROW_PADDING)

    def _on_section_clicked(self, section: int) -> None:
        slug = self._model.columns[section].slug
        column, is_descending = self._sort
        # Of dates one wants the latest, of names the first.
        self.sort_wanted.emit(slug, not is_descending if slug == column else slug == UPDATED)

    def _on_moved(self, _section: int, _old: int, _new: int) -> None:
        if not self._is_placing and self.isVisible():
            self.columns_moved.emit()

    def _on_resized(self, section: int, _old: int, _new: int) -> None:
        header = self.horizontalHeader()
        is_stretched = header.visualIndex(section) == header.count() - 1
        if not self._is_placing and not is_stretched and self.isVisible():
            last = self.column_order()[-1]
            self._widths = {
                each.slug: self.columnWidth(place)
                for place, each in enumerate(self._model.columns)
                if each.slug != last  # It takes whatever room is left.
            }
            self.columns_moved.emit()

    def _on_menu_wanted(self, place: QPoint) -> None:
        self.menu_wanted.emit(self.viewport().mapToGlobal(place))

    def _on_columns_wanted(self, place: QPoint) -> None:
        self.columns_wanted.emit(self.horizontalHeader().mapToGlobal(place))

    def _on_current_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        key = self._model.key_at(current.row())
        if self._is_by_hand and key is not None:
            self.item_reached.emit(key)

    def _on_double_clicked(self, index: QModelIndex) -> None:
        key = self._model.key_at(index.row())
        if key is not None:
            self.item_opened.emit(key)


def _viewport(table: QWidget) -> QWidget:
    """Make what Qt makes, from Python.

    The first time a widget of Qt's own making is asked for, PySide loads every class of widget
    there is to find out which it is: 25 ms before the first paint.
    """
    viewport = QWidget(table)
    viewport.setBackgroundRole(QPalette.ColorRole.Base)
    viewport.setAutoFillBackground(True)
    return viewport
