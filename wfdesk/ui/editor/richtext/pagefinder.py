"""Finds a page of the site while its name is typed. The line keeps the keyboard all the while."""

from collections.abc import Mapping
from textwrap import shorten

import shiboken6
from PySide6.QtCore import QEvent, QObject, QSize, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from wfdesk.domain.items import ItemStatus
from wfdesk.ui.editor.fields.context import EditorContext, Page
from wfdesk.ui.editor.fields.suggestions import ID, ROW_ROOM, DetailDelegate, Suggestion, list_item
from wfdesk.ui.editor.richtext.forms import tell, told
from wfdesk.ui.toolkit.icons import status_icon
from wfdesk.ui.toolkit.theme import TIGHT

_ROWS = 6
_FRAME = 2
_SIGN = 14
_PAUSE = 120
_STATIC = "Page"
_SHORT = 20
"""Letters of a collection's name, which is not to leave the item's no room."""
_NOTHING = "Nothing found. A path can be typed as well, such as /about."
_UNSEEN = {
    ItemStatus.DRAFT: "is a draft: the link leads nowhere until it is published",
    ItemStatus.ARCHIVED: "is archived: the link leads nowhere",
}


class PageFinder(QWidget):
    """A list for a line: the arrows choose in it, Enter takes the page and its path is written."""

    chosen = Signal(object)  # Page

    def __init__(
        self, line: QLineEdit, context: EditorContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._line = line
        self._context = context
        self._found: Mapping[str, Page] = {}
        self._asked: str | None = None
        self._missing = ""
        """Why static pages may be missing."""
        self._is_current = False
        self._owed: str | None = None
        """What Enter was pressed for before there was an answer."""
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(DetailDelegate(self.list))
        self.list.setProperty("quiet", "true")
        self.list.setAccessibleName("Pages and items of this site")
        self.list.setIconSize(QSize(_SIGN, _SIGN))
        self.list.setFixedHeight(_ROWS * (self.fontMetrics().height() + ROW_ROOM) + _FRAME)
        self.list.itemClicked.connect(self._on_clicked)
        self.note = told("small")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        column.addWidget(self.list)
        column.addWidget(self.note)
        line.textEdited.connect(self._on_typed)
        line.installEventFilter(self)

    @Slot()
    def ask(self) -> None:
        self._pause.stop()
        if self.isVisibleTo(self.window()):
            self._context.tasks.start_load(f"pages {id(self)}", self._find, self._question())
            if not self._is_current:
                self._is_current = True
                self._context.tasks.start_load(f"static pages {id(self)}", self._refresh)

    async def _find(self, text: str) -> None:
        found = await self._context.pages.find(text)
        if not shiboken6.isValid(self):
            return
        before = self.list.currentItem() if text == self._asked else None
        chosen = "" if before is None else str(before.data(ID))
        self._asked = text
        self._found = {page.path: page for page in found}
        self.list.clear()
        for page in found:
            where = shorten(page.collection, _SHORT, placeholder="\N{HORIZONTAL ELLIPSIS}")
            shown = Suggestion(page.path, page.name, where or _STATIC, status_icon(page.status))
            self.list.addItem(list_item(shown))
        paths = list(self._found)
        first = 0 if found and text else -1
        self.list.setCurrentRow(paths.index(chosen) if chosen in paths else first)
        tell(self.note, " ".join(filter(None, ["" if found else _NOTHING, self._missing])))
        if found and self._owed == self._question() == text:
            self._choose(self.list.item(0))
        self._owed = None

    async def _refresh(self) -> None:
        """Have Webflow list the static pages; those that are known are there meanwhile."""
        missing = await self._context.pages.refresh()
        if shiboken6.isValid(self):
            self._missing = missing
            self.ask()

    def _question(self) -> str:
        """What is sought: nothing by a path, which is an answer already."""
        text = self._line.text().strip()
        return "" if text.startswith("/") else text

    @Slot()
    def _on_typed(self) -> None:
        tell(self.note, "")
        self._pause.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not self.isVisible():
            return False
        if not isinstance(event, QKeyEvent):
            return False
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up if self.list.count():
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                row = max(self.list.currentRow(), 0 if step < 0 else -1)
                self.list.setCurrentRow((row + step) % self.list.count())
                return True
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                return self._press_enter()
        return False

    def _press_enter(self) -> bool:
        """Take the key for the list, or leave it to the form where there is a path already."""
        is_at_one = self.list.currentItem() is not None
        if not self._question() and not is_at_one:
            return False
        if self._asked != self._question():
            self._owed = self._question()
            self.ask()
            return True
        if is_at_one:
            self._choose(self.list.currentItem())
        return is_at_one

    @Slot(QListWidgetItem)
    def _on_clicked(self, item: QListWidgetItem) -> None:
        self._choose(item)

    def _choose(self, item: QListWidgetItem) -> None:
        page = self._found.get(str(item.data(ID)))
        if page is None:
            return
        self.list.setCurrentRow(-1)
        self.list.clearSelection()
        unseen = _UNSEEN.get(page.status)
        name = f"\N{LEFT DOUBLE QUOTATION MARK}{page.name}\N{RIGHT DOUBLE QUOTATION MARK}"
        where = f"in {page.collection}" if page.collection else "a static page"
        tell(self.note, f"{name} {unseen}." if unseen else f"{name}, {where}.")
        self.chosen.emit(page)
