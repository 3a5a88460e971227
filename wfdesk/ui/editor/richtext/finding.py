"""Find and replace in the rich text field: the bar, the pages, and the keys that lead there."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent

from wfdesk.richtext.finding import Search
from wfdesk.ui.editor.richtext.findbar import FindBar
from wfdesk.ui.editor.richtext.keys import (
    CONTROL,
    NO_MODIFIER,
    SHIFT,
    Combination,
    combination,
)
from wfdesk.ui.editor.richtext.searching import TextSearch


class Finding(QObject):
    """In the field its keys are the field's; elsewhere the window has others for them."""

    def __init__(self, bar: FindBar, pages: Sequence[TextSearch], field: QObject) -> None:
        super().__init__(field)
        self._bar = bar
        self._pages = pages
        self._page = pages[0]
        self._keys: Mapping[Combination, Callable[[], None]] = {
            (Qt.Key.Key_F, CONTROL): self.open,
            (Qt.Key.Key_H, CONTROL): self.open_replacing,
            (Qt.Key.Key_F3, NO_MODIFIER): self._go_on,
            (Qt.Key.Key_F3, SHIFT): self._go_back,
            (Qt.Key.Key_Escape, NO_MODIFIER): self._close,
        }
        field.installEventFilter(self)  # Keys for which its tools have no use come by there.
        for page in pages:
            page.edit.installEventFilter(self)
            page.changed.connect(self._say)
        bar.search_edited.connect(self._search)
        bar.next_wanted.connect(self._on_next)
        bar.previous_wanted.connect(self._on_previous)
        bar.replace_wanted.connect(self._on_replace)
        bar.replace_all_wanted.connect(self._on_replace_all)
        bar.close_wanted.connect(self._close)

    @Slot()
    def open(self) -> None:
        """Search for what is selected, or again for what was searched for."""
        self._open(is_replacing=False)

    @Slot()
    def open_replacing(self) -> None:
        self._open(is_replacing=True)

    def turn_to(self, page: int) -> None:
        """Search the text of another page from now on."""
        if self._pages[page] is self._page:
            return
        self._page.leave()
        self._page = self._pages[page]
        if self._is_open:
            self._page.search_for(self._bar.search)

    def recolour(self) -> None:
        """Show what is found in the colours of the look in force."""
        self._page.show_found()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        is_key = event.type() in {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}
        if not (is_key and isinstance(event, QKeyEvent)):
            return False
        act = self._keys.get(combination(event))
        if act is None or (act == self._close and not self._is_open):
            return False
        if event.type() == QEvent.Type.KeyPress:
            act()
        event.accept()
        return True

    @property
    def _is_open(self) -> bool:
        return not self._bar.isHidden()

    def _open(self, *, is_replacing: bool) -> None:
        self._bar.open(self._page.selected(), is_replacing=is_replacing)
        self._page.search_for(self._bar.search)

    def _go_on(self) -> None:
        self._go(1)

    def _go_back(self) -> None:
        self._go(-1)

    def _go(self, step: int) -> None:
        """Go on from the text. Without anything to search for, ask for it."""
        if not self._bar.search.text:
            self.open()
            return
        if not self._is_open:
            self._bar.show()
            self._page.look_for(self._bar.search)
        self._page.go(step)

    @Slot(object)
    def _search(self, search: Search) -> None:
        if self._is_open:
            self._page.search_for(search)

    @Slot()
    def _on_next(self) -> None:
        self._page.go(1)

    @Slot()
    def _on_previous(self) -> None:
        self._page.go(-1)

    @Slot(str)
    def _on_replace(self, new: str) -> None:
        self._page.replace(new)

    @Slot(str)
    def _on_replace_all(self, new: str) -> None:
        self._page.replace_all(new)

    @Slot()
    def _close(self) -> None:
        """Leave the cursor on what was found."""
        self._page.leave()
        self._bar.hide()
        self._page.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _say(self) -> None:
        self._bar.show_said(self._page.said, is_problem=self._page.is_in_vain)
