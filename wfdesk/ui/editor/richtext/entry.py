"""Hands over what is written in rich text, and goes back and forward through it."""

from msgspec import Struct
from PySide6.QtCore import QObject, SignalInstance, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence

from wfdesk.richtext.document import Document
from wfdesk.richtext.parsing import parse
from wfdesk.richtext.writing import serialize
from wfdesk.ui.editor.fields.handover import Handover
from wfdesk.ui.editor.richtext.box import RichTextBox
from wfdesk.ui.editor.richtext.place import START, Place, place_in


class _Mark(Struct, frozen=True):
    """What the text was when Qt could undo so many steps."""

    steps: int
    html: str


class RichEntry(Handover):
    """There is one list of steps, the item's. Qt's own is the quick way to what is in both."""

    def __init__(self, box: RichTextBox, parent: QObject) -> None:
        super().__init__(box, parent)
        self._box = box
        self._place: Place | None = None
        """Where the next text is to be shown; None is where the one that is shown is."""
        self._marks: list[_Mark] = []
        self.document = Document()
        """What the text that was handed over last is written from."""
        self._steps = 0
        self._is_moving = self._is_touched = False
        box.touched.connect(self._on_touched)
        box.step_due.connect(self.commit)
        self._note("")

    @property
    def text(self) -> str:
        """The text as it now stands; what was not touched is as it was set."""
        return serialize(self._box.content()) if self.has_pending_input() else self._original

    def has_pending_input(self) -> bool:
        return self._is_touched

    def set_text(self, html: str, text: Document | None = None) -> None:
        """Show a text, read already or not. What was typed and not committed is gone."""
        if text is None and self.go_to(html):
            return
        place, self._place = self._place or place_in(self._box), None
        self._fill(text or parse(html), place)
        self._note(html)
        self._end()

    def wait(self) -> None:
        """Show nothing as long as a text is read. Where one was in the one before is kept."""
        self._place = self._place or place_in(self._box)
        self._fill(Document(), START)
        self._note("")
        self._end()

    def leave(self) -> None:
        """Begin at the start of the next text: it is that of another item."""
        self._place, self._marks = START, []

    def _fill(self, text: Document, place: Place) -> None:
        self._is_moving = True
        self._box.set_text(text, place)
        self._is_moving = False
        self._marks = []

    def go_to(self, html: str) -> bool:
        """Undo or redo to where the text was this one, if there is such a place."""
        if self.has_pending_input():
            return False
        self._is_moving = True
        is_there = self._go_to(html)
        self._is_moving = False
        if is_there:
            self._note(html)
            self._end()
        return is_there

    def restyle(self) -> None:
        """Have the box look as it has to by now."""
        self.commit()
        self._is_moving = True
        self._box.restyle()
        self._is_moving = False
        self._marks = []
        self._note(self._original)

    def _go_to(self, html: str) -> bool:
        document = self._box.document()
        steps = document.availableUndoSteps()
        there = [mark for mark in self._marks if mark.html == html]
        if not there:
            return False
        nearest = min(there, key=lambda mark: abs(mark.steps - steps)).steps
        if nearest == steps:  # Nobody is moved who stays.
            return serialize(self._box.content()) == html
        while document.isUndoAvailable() and document.availableUndoSteps() > nearest:
            document.undo()
        while document.isRedoAvailable() and document.availableUndoSteps() < nearest:
            document.redo()
        self._box.go_to_change()
        is_there = document.availableUndoSteps() == nearest
        return is_there and serialize(self._box.content()) == html

    def _note(self, html: str) -> None:
        """Remember the way back to here."""
        document = self._box.document()
        document.setModified(False)  # Qt adds nothing to the last step from now on.
        self._is_touched = False
        self._steps = document.availableUndoSteps()
        self._marks = [each for each in self._marks if each.steps != self._steps]
        self._marks.append(_Mark(self._steps, html))
        self._original = self._shown = html

    def _take(self) -> None:
        self.document = self._box.content()
        self._note(serialize(self.document))

    def _step_of(self, event: QKeyEvent) -> SignalInstance | None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.commit()
            return self.undo_requested
        if event.matches(QKeySequence.StandardKey.Redo):
            self.commit()
            return self.redo_requested
        return None

    @Slot()
    def _on_touched(self) -> None:
        if self._is_moving:
            return
        self._is_touched, self._place = True, None
        # Here the ways part: what was undone cannot be redone.
        self._marks = [each for each in self._marks if each.steps <= self._steps]
        self._on_typed()
