"""Text to read and to copy. What cannot be seen is written out; what is copied is the text itself.

The texts go in as characters, not as markup, and nothing in them is ever loaded.
"""

from collections.abc import Callable, Iterator, Sequence
from math import ceil

from msgspec import Struct
from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit, QWidget

from wfdesk.ui.toolkit.colours import Colours, Tone
from wfdesk.ui.toolkit.icons import current_colours
from wfdesk.ui.toolkit.labels import written_out

_TALLEST = 360
"""Pixels after which a long text scrolls instead of pushing the other fields away."""
_LONGEST = 20_000
"""Characters of a stretch that are laid out. Qt takes a second for a million."""

MakeFormat = Callable[[Colours], QTextCharFormat]


class Stretch(Struct, frozen=True):
    """A stretch of text and how it looks in the colours of the day."""

    text: str
    make_format: MakeFormat
    instead: str = ""
    """Shown in its place, where the text itself would only be in the way."""

    def cut(self) -> Iterator[tuple[str, str]]:
        """What it is and what is shown of it, cut where that is not the same."""
        return iter([(self.text, self.instead)]) if self.instead else _cut(self.text)


class _Run(Struct, frozen=True):
    """A stretch of the document, in Qt's places (UTF-16 units), and what it stands for."""

    start: int
    end: int
    exact: str
    is_exact: bool
    """Whether it is shown as it is; otherwise it goes whole or not at all."""

    def between(self, start: int, end: int) -> str:
        first, last = max(start, self.start), min(end, self.end)
        if first >= last:
            return ""
        if not self.is_exact:
            return self.exact
        units = self.exact.encode("utf-16-le")
        cut = units[2 * (first - self.start) : 2 * (last - self.start)]
        return cut.decode("utf-16-le", "replace")


def toned(tone: Tone) -> MakeFormat:
    def make(colours: Colours) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setForeground(QColor(colours.of(tone)))
        return look

    return make


def shortened(text: str, make_format: MakeFormat) -> list[Stretch]:
    """The text as it begins, and how much more there is; copying takes all of it."""
    rest = len(text) - _LONGEST
    if rest <= 0:
        return [Stretch(text, make_format)]
    more = f"\N{HORIZONTAL ELLIPSIS} and {rest:,} more characters"
    return [
        Stretch(text[:_LONGEST], make_format),
        Stretch(text[_LONGEST:], toned(Tone.MUTED), more),
    ]


class ExactText(QTextEdit):
    """As tall as its text, up to a limit; long words break. Read-only, can be selected."""

    def __init__(self, stretches: Sequence[Stretch], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stretches = tuple(stretches)
        self._runs: list[_Run] = []
        self._formats: dict[MakeFormat, QTextCharFormat] = {}
        self._tallest = _TALLEST
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setProperty("bare", True)
        self.setProperty("exact", True)
        self.document().setDocumentMargin(0)
        self._write()
        self.document().documentLayout().documentSizeChanged.connect(self._fit)

    @property
    def exact(self) -> str:
        """The text itself, without marks."""
        return "".join(run.exact for run in self._runs)

    def set_tallest(self, pixels: int) -> None:
        """Scroll from a smaller height on: there is more to read than this."""
        self._tallest = pixels
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 - Qt's own name
        """Copy the characters themselves, not the marks that stand for them."""
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        # Qt's own data, filled anew: data made here would outlive Python on the clipboard, and
        # crash at the end of the program (measured with the offscreen platform).
        data = super().createMimeDataFromSelection()
        data.text()  # Qt fills it at the first look, which would undo what follows.
        data.clear()
        data.setText("".join(run.between(start, end) for run in self._runs))
        return data

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        """Take the height of the text, whether the pane, the zoom or the text has changed."""
        wanted = self._height()
        is_long = wanted == self._tallest
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if is_long else policy.ScrollBarAlwaysOff
        )
        if wanted != self.height():
            self.setFixedHeight(wanted)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # A style says so to each new widget as well.
        if event.type() == QEvent.Type.PaletteChange and current_colours() is not self._colours:
            self._write()

    def _height(self) -> int:
        # What the style puts around the text: padding, and a border while it has the focus.
        around = max(0, self.height() - self.viewport().height())
        return min(self._tallest, ceil(self.document().size().height()) + around)

    def _write(self) -> None:
        self.clear()
        self._runs.clear()
        self._formats.clear()
        self._colours = current_colours()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()  # Or it would be laid out anew after each stretch.
        self._fill(cursor)
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)  # It went along, and would be scrolled to.

    def _fill(self, cursor: QTextCursor) -> None:
        self._insert(cursor, self._stretches)

    def _insert(self, cursor: QTextCursor, stretches: Sequence[Stretch]) -> None:
        for stretch in stretches:
            look = self._formats.get(stretch.make_format)
            if look is None:
                look = self._formats[stretch.make_format] = stretch.make_format(self._colours)
            for exact, shown in stretch.cut():
                start = cursor.position()
                cursor.insertText(shown, look)
                self._runs.append(_Run(start, cursor.position(), exact, exact == shown))

    def _insert_block(self, cursor: QTextCursor, look: QTextBlockFormat) -> None:
        """Begin a paragraph; what is copied has a line end there."""
        start = cursor.position()
        cursor.insertBlock(look, QTextCharFormat())
        self._runs.append(_Run(start, cursor.position(), "\n", is_exact=True))


def _cut(text: str) -> Iterator[tuple[str, str]]:
    """Cut the text where something has to be written out: what it is, and what is shown."""
    seen = ""
    for line in text.splitlines(keepends=True):
        if line.strip("\n\t").isprintable():  # Quick, and true of nearly every line.
            seen += line
            continue
        for letter, shown in written_out(line):
            if shown == letter:
                seen += letter
                continue
            if seen:
                yield seen, seen
                seen = ""
            yield letter, shown
    if seen:
        yield seen, seen
