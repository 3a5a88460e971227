"""Places to type in that know their size: a box that grows with its text, a line for so much."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtGui import QFontMetrics, QResizeEvent, QTextBlock
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from wfdesk.ui.toolkit.labels import is_right_to_left
from wfdesk.ui.toolkit.theme import monospace

_FRAME = 14

_LONG = 2_000
"""Characters from which a line keeps its glyphs, which Qt else forgets once it is laid out: a
megabyte in one line took 0.2 s to paint, which the cursor asks for twice a second (measured)."""


class TextBox(QPlainTextEdit):
    """A box for *least* to *most* lines of text, or of code in a fixed width."""

    def __init__(
        self,
        least: int = 3,
        most: int = 14,
        parent: QWidget | None = None,
        *,
        is_code: bool = False,
    ) -> None:
        super().__init__(parent)
        self._least = least
        self._most = most
        self._is_code = is_code
        if is_code:
            self.setFont(monospace())
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = self.document().documentLayout()
        layout.documentSizeChanged.connect(self._fit)
        self.document().contentsChange.connect(self._keep_glyphs)
        if not is_code:
            self.textChanged.connect(self._align)

    def seen_blocks(self) -> Iterator[QTextBlock]:
        """The lines that are in sight."""
        block, top = self.firstVisibleBlock(), self.contentOffset().y()
        while block.isValid() and top < self.viewport().height():
            yield block
            top += self.blockBoundingRect(block).height()
            block = block.next()

    def sizeHint(self) -> QSize:
        lines = round(self.document().size().height())  # in lines, for this kind of document
        lines = max(self._least, min(self._most, lines))
        height = lines * QFontMetrics(self.font()).lineSpacing()
        margins = 2 * round(self.document().documentMargin())
        return QSize(super().sizeHint().width(), height + margins + _FRAME)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # A font of its own does not follow the zoom.
        if self._is_code and event.type() == QEvent.Type.StyleChange:
            self.setFont(monospace())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @Slot(int, int, int)
    def _keep_glyphs(self, at: int, _removed: int, added: int) -> None:
        block = self.document().findBlock(at)
        while block.isValid() and block.position() <= at + added:
            if block.length() > _LONG:
                block.layout().setCacheEnabled(True)
            block = block.next()

    @Slot()
    def _fit(self) -> None:
        """Take the height of the text, with a scroll bar only beyond the most lines.

        Else one that comes for a moment takes its width, which makes a line more, for which the
        box grows until it goes: at some widths the form below moved up and down for good.
        """
        is_beyond = self.document().size().height() > self._most
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if is_beyond else policy.ScrollBarAlwaysOff
        )
        self.updateGeometry()

    @Slot()
    def _align(self) -> None:
        """Begin the lines where the text's language begins them, as a line edit does by itself."""
        is_mirrored = is_right_to_left(self.document().firstBlock().text())
        side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
        option = self.document().defaultTextOption()
        if option.alignment() != side:
            option.setAlignment(side)
            self.document().setDefaultTextOption(option)


class ShortLine(QLineEdit):
    """A line as wide as what belongs into it, whatever the size of the text.

    Where there is no room for it, it gives way.
    """

    def __init__(self, letters: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letters = letters
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        width = self._letters * self.fontMetrics().horizontalAdvance("0")
        return QSize(width + 2 * _FRAME, super().sizeHint().height())
