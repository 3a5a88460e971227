"""Searches one text edit: shows what is found, goes there, and replaces it."""

from bisect import bisect_left
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from wfdesk.richtext.finding import Finder, Search
from wfdesk.richtext.reading import SEPARATORS
from wfdesk.ui.editor.richtext.canvas import RunStep
from wfdesk.ui.editor.richtext.overlays import Overlay, Overlays, overlay
from wfdesk.ui.editor.richtext.replacing import Found, found_in, replace
from wfdesk.ui.toolkit.icons import current_colours
from wfdesk.ui.toolkit.sight import show_place

_KEEP = QTextCursor.MoveMode.KeepAnchor
_OWNER = "search"
_LONGEST = 1_000
"""Letters of a selection that somebody may mean to search for."""


class TextSearch(QObject):
    """What it shows is in sight only, and no part of the text. It keeps up with who writes on."""

    changed = Signal()
    """There is something else to be said of the search."""

    def __init__(
        self, edit: QTextEdit | QPlainTextEdit, overlays: Overlays, run_step: RunStep
    ) -> None:
        super().__init__(edit)
        self.edit = edit
        self._overlays = overlays
        self._run_step = run_step
        self._finder: Finder | None = None
        self._found: list[Found] = []
        self._current = QTextCursor()
        self._origin = QTextCursor()
        """Where somebody was who began to type what to search for."""
        self._note = self._wrapped = ""
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._count)
        edit.document().contentsChange.connect(self._on_change)
        edit.verticalScrollBar().valueChanged.connect(self.show_found)
        edit.viewport().installEventFilter(self)

    @property
    def said(self) -> str:
        """How many there are and which of them is shown, in words."""
        if self._finder is None or not self._finder.search.text:
            return ""
        if self._note:
            return self._note
        if not self._found:
            return "Not found"
        here = self._index()
        if here is None:
            return f"{len(self._found):,} found"
        place = f"{here + 1:,} of {len(self._found):,}"
        return f"{place}, {self._wrapped}" if self._wrapped else place

    @property
    def is_in_vain(self) -> bool:
        """Whether there is nothing of what is searched for, and never was."""
        is_asked = self._finder is not None and bool(self._finder.search.text)
        return is_asked and not self._found and not self._note

    def selected(self) -> str:
        """What is selected, if that is something one could search for."""
        text = self.edit.textCursor().selectedText()
        is_line = len(text) <= _LONGEST and not SEPARATORS.search(text)
        return text if is_line else ""

    def look_for(self, search: Search) -> None:
        """Show all of it, and go nowhere yet."""
        self._take(search)
        self._tell()

    def search_for(self, search: Search) -> None:
        """Show all of it, and go to the first one that begins at the cursor or behind it.

        With each letter typed it begins there anew; without any place found one is back there.
        """
        if self._origin.isNull() or not self._is_at_current():
            self._origin = self.edit.textCursor()
        self._take(search)
        self._go_on_from(self._origin.selectionStart())
        self._wrapped = ""  # Nobody has gone anywhere yet.
        if not self._found:
            self.edit.setTextCursor(self._origin)
        self._tell()

    def go(self, step: int) -> None:
        """Go to the next one (1), or the one before (-1); behind the last comes the first."""
        self._begin()
        if self._found:
            at, number = self._at(step), len(self._found)
            if not 0 <= at < number:
                self._wrapped = "from the start" if step > 0 else "from the end"
            self._go_to(self._found[at % number])
        self._origin = self._current
        self._tell()

    def replace(self, new: str) -> None:
        """Replace the one that is shown and go on to the next; without one go to one first."""
        self._begin()
        here = self._index()
        if here is None or self.edit.isReadOnly():
            self.go(1)
            return
        found = self._found[here : here + 1]
        self._replace(lambda: self.edit.setTextCursor(replace(self.edit.document(), found, new)))
        self._go_on_from(self.edit.textCursor().position())
        self._origin = self._current
        self._note = "" if self._found else "Replaced the last one"
        self._tell()

    def replace_all(self, new: str) -> None:
        self._begin()
        if self._found and not self.edit.isReadOnly():
            found = self._found
            self._replace(lambda: replace(self.edit.document(), found, new))
            self._note = f"Replaced {len(found):,}"
        self._tell()

    def leave(self) -> None:
        """Stop searching; what was shown last is selected."""
        self._find()
        if self._index() is not None and self._is_at_current():
            self.edit.setTextCursor(self._current)
            self.edit.ensureCursorVisible()
        self._finder, self._found = None, []
        self._current = self._origin = QTextCursor()
        self.show_found()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._finder is not None:
            self._turn.start()
        return False

    # Where it is.

    def _find(self) -> None:
        self._turn.stop()
        self._found = found_in(self.edit.document(), self._finder) if self._finder else []

    def _take(self, search: Search) -> None:
        self._finder = Finder(search)
        self._current = QTextCursor()
        self._begin()

    def _begin(self) -> None:
        """See what there is now. What was said of it is said no longer."""
        self._note = self._wrapped = ""
        self._find()

    def _go_on_from(self, place: int) -> None:
        at = self._from(place)
        self._wrapped = "from the start" if at == len(self._found) else ""
        if self._found:
            self._go_to(self._found[at % len(self._found)])

    def _from(self, place: int) -> int:
        """The number of the first one at a place or behind it; there may be none."""
        return bisect_left(self._found, place, key=_start)

    def _at(self, step: int) -> int:
        """The number of the next one, or the one before, as seen from the cursor."""
        here = self._index()
        if here is not None and self._is_at_current():
            return here + step
        cursor = self.edit.textCursor()
        if step > 0:
            return self._from(cursor.selectionEnd())
        return self._from(cursor.selectionStart()) - 1

    def _index(self) -> int | None:
        """The number of the one that is shown, if it is still one: somebody may have written on."""
        if self._current.isNull():
            return None
        start, end = self._current.selectionStart(), self._current.selectionEnd()
        at = self._from(start)
        is_there = at < len(self._found) and (self._found[at].start, self._found[at].end) == (
            start,
            end,
        )
        return at if is_there else None

    def _is_at_current(self) -> bool:
        start = self.edit.textCursor().selectionStart()
        return not self._current.isNull() and start == self._current.selectionStart()

    def _go_to(self, found: Found) -> None:
        self._current = self._cursor(found)
        shown = QTextCursor(self._current)
        if not self.edit.hasFocus():  # There it is shown as what is found, not as selected.
            shown.setPosition(found.start)
        self.edit.setTextCursor(shown)
        self.edit.ensureCursorVisible()
        show_place(self.edit.viewport(), self.edit.cursorRect())

    def _cursor(self, found: Found) -> QTextCursor:
        cursor = QTextCursor(self.edit.document())
        cursor.setPosition(found.start)
        cursor.setPosition(found.end, _KEEP)
        return cursor

    def _replace(self, work: Callable[[], object]) -> None:
        self._run_step(work)
        self._current = QTextCursor()
        self._find()

    # What is shown of it.

    @Slot()
    def _on_change(self) -> None:
        if self._finder is not None:
            self._note = self._wrapped = ""
            self._turn.start()

    @Slot()
    def _count(self) -> None:
        self._find()
        self._tell()

    def _tell(self) -> None:
        self.show_found()
        self.changed.emit()

    @Slot()
    def show_found(self) -> None:
        """Show what of it is in sight, in the colours of the look in force."""
        if self._finder is None:
            self._overlays.show(_OWNER, ())
            return
        colours = current_colours()
        every = _look(colours.found, colours.text)
        current = _look(colours.accent_fill, colours.on_accent)
        here = self._index()
        first, last = self._seen()
        self._overlays.show(
            _OWNER,
            [
                self._overlay(self._found[at], current if at == here else every)
                for at in range(first, last)
            ],
        )

    def _seen(self) -> tuple[int, int]:
        """The numbers of the first one in sight, and of the first one below."""
        area = self.edit.viewport().rect()
        places = [
            self.edit.cursorForPosition(corner).position()
            for corner in (area.topLeft(), area.topRight(), area.bottomLeft(), area.bottomRight())
        ]
        first = bisect_left(self._found, min(places), key=_end)
        return first, self._from(max(places) + 1)

    def _overlay(self, found: Found, look: QTextCharFormat) -> Overlay:
        return overlay(self.edit.document(), found.start, found.end, look)


def _start(found: Found) -> int:
    return found.start


def _end(found: Found) -> int:
    return found.end


def _look(ground: str, text: str) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setBackground(QColor(ground))
    look.setForeground(QColor(text))
    return look
