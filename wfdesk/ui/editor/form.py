"""The rows of one collection, one below the other, and the shelf where forms are made and kept.

Making the rows of a form with all field types takes longer than a frame, most of all the first
time: they are made one by one, between whatever else there is to do.
"""

from collections import OrderedDict
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from wfdesk.domain.ids import CollectionId, FieldSlug
from wfdesk.domain.schema import Collection, Field, Site
from wfdesk.ui.editor.area import RowsArea
from wfdesk.ui.editor.parked import ParkedValues
from wfdesk.ui.editor.row import FieldRow
from wfdesk.ui.toolkit.taborder import order_tabs
from wfdesk.ui.toolkit.theme import NEAR

_KEPT = 3
"""Forms that are kept: who goes back to a collection finds its form as it was."""

MakeRow = Callable[[Field, Site], FieldRow]


class Form(RowsArea):
    """A row for each field; ``rows`` holds those that are made so far, in the fields' order."""

    def __init__(self, collection: Collection, site: Site, make_row: MakeRow) -> None:
        super().__init__()
        self.collection = collection
        self.site = site
        self.rows: dict[FieldSlug, FieldRow] = {}
        self._make_row = make_row
        self._page = QWidget()
        self._column = QVBoxLayout(self._page)
        self._column.setContentsMargins(20, 16, 20, 24)
        self._column.setSpacing(16)
        self.parked = ParkedValues()
        self._column.addWidget(self.parked)
        self._column.addStretch(1)
        self.setWidget(self._page)

    def show_parked(self) -> None:
        """Scroll to the values that have no row any more, and let the keyboard go on there."""
        self.followed = None
        self.parked.enter()
        self.ensureWidgetVisible(self.parked, 0, NEAR)

    @property
    def is_complete(self) -> bool:
        return len(self.rows) == len(self.collection.fields)

    def make_next_row(self) -> None:
        """Make the first row that is missing, ready to be shown."""
        field = self.collection.fields[len(self.rows)]
        row = self._make_row(field, self.site)
        self._column.insertWidget(len(self.rows), row)
        row.ensurePolished()
        self.rows[field.slug] = row

    def suits(self, collection: Collection, site: Site) -> bool:
        """Whether the rows are those that would be made now; of a site they know its clock."""
        return self.collection == collection and self.site.time_zone == site.time_zone

    def take_over(self, collection: Collection, site: Site) -> None:
        """Follow a change of the fields or of the site's clock.

        A row that it does not touch stays, with its typing. One that goes hands over first what
        is being typed into it.
        """
        before, is_same_clock = self.rows, self.site.time_zone == site.time_zone
        self.collection, self.site, self.rows, self.followed = collection, site, {}, None
        for place, field in enumerate(collection.fields):
            row = before.get(field.slug)
            if row is None or row.field != field or (field.has_time and not is_same_clock):
                row = self._make_row(field, site)
            self._column.insertWidget(place, row)
            self.rows[field.slug] = row
        for gone in set(before.values()) - set(self.rows.values()):
            gone.editor.commit()
            self._column.removeWidget(gone)
            gone.deleteLater()
        order_tabs(self._page, self._column)


class FormShelf(QObject):
    """Keeps the forms that were used last. The one that is wanted most is made first."""

    completed = Signal(object)  # Form

    def __init__(self, pages: QStackedWidget, make_row: MakeRow) -> None:
        super().__init__(pages)
        self._pages = pages
        self._make_row = make_row
        self._forms: OrderedDict[CollectionId, Form] = OrderedDict()
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._go_on)

    def prepare(self, collection: Collection, site: Site) -> Form:
        """Have the form of a collection made, before any other; it need not be complete yet.

        The form on the current page is never put away, however long nobody asked for it.
        """
        form = self._forms.get(collection.id)
        if form is None:
            form = self._forms[collection.id] = Form(collection, site, self._make_row)
            self._pages.addWidget(form)
        elif not form.suits(collection, site):
            form.take_over(collection, site)
        self._forms.move_to_end(collection.id)
        self._put_away()
        if not form.is_complete:
            self._turn.start()
        return form

    @Slot()
    def _go_on(self) -> None:
        form = next((form for form in reversed(self._forms.values()) if not form.is_complete), None)
        if form is None:
            return
        form.make_next_row()  # One that fails does so once, and not in every turn from now on.
        self._turn.start()
        if form.is_complete:
            self.completed.emit(form)

    def _put_away(self) -> None:
        for form in list(self._forms.values())[:-_KEPT]:
            if form is not self._pages.currentWidget():
                del self._forms[form.collection.id]
                self._pages.removeWidget(form)
                form.deleteLater()
