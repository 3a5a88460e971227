"""Quiet colours for HTML: tags stand back, so that the words stand out."""

import re
import time

from PySide6.QtCore import QSignalBlocker, QTimer, Slot
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat

from wfdesk.ui.editor.fields.box import TextBox
from wfdesk.ui.toolkit.icons import current_colours

_LONGEST = 50_000
"""A line beyond this would make every key press wait."""

_TURN = 0.008
"""Seconds for which colours may hold the window. For a megabyte they took one (measured)."""

_TOKEN = re.compile(
    r"(?P<comment><!--.*?-->)|(?P<tag></?[a-zA-Z][^\s/>]*|/?>)"
    r"|(?P<text>\"[^\"<]*\"|'[^'<]*')|(?P<entity>&[#\w]+;)"
)


class HtmlHighlighter(QSyntaxHighlighter):
    """Colours as many lines at once as there is time for, the others when they come into sight."""

    def __init__(self, box: TextBox) -> None:
        super().__init__(box.document())
        self._box = box
        self._formats: dict[str, QTextCharFormat] = {}
        self._has_left_out = self._is_seen = False
        self._until = 0.0
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._colour_what_is_seen)
        box.updateRequest.connect(self._on_update)
        box.verticalScrollBar().rangeChanged.connect(self._on_update)
        self.recolour()

    def recolour(self) -> None:
        """Take the colours of the look in force."""
        colours = current_colours()
        for name, colour in {
            "comment": colours.muted,
            "tag": colours.accent,
            "text": colours.ok,
            "entity": colours.warning,
        }.items():
            self._formats[name] = QTextCharFormat()
            self._formats[name].setForeground(QColor(colour))
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:  # noqa: N802  # Qt's name
        if not self._is_seen and not self._has_time():
            self._has_left_out = True
        elif _can_be_coloured(text):
            self._colour(text)

    def _has_time(self) -> bool:
        if not self._turn.isActive():
            self._until = time.monotonic() + _TURN
            self._turn.start()
        return time.monotonic() < self._until

    @Slot()
    def _on_update(self) -> None:
        if self._has_left_out:
            self._turn.start()

    @Slot()
    def _colour_what_is_seen(self) -> None:
        if not self._has_left_out:
            return
        self._is_seen = True
        with QSignalBlocker(self.document()):  # It tells of other colours as of another text.
            for block in self._box.seen_blocks():
                if not block.layout().formats():
                    self.rehighlightBlock(block)
        self._is_seen = False

    def _colour(self, text: str) -> None:
        for match in _TOKEN.finditer(text):
            kind = match.lastgroup
            if kind and not (kind == "text" and not _is_within_tag(text, match.start())):
                self.setFormat(match.start(), len(match[0]), self._formats[kind])


def _is_within_tag(text: str, place: int) -> bool:
    return text.rfind("<", 0, place) > text.rfind(">", 0, place)


def _can_be_coloured(text: str) -> bool:
    return len(text) <= _LONGEST and (text.isascii() or not _has_pairs(text))


def _has_pairs(text: str) -> bool:
    """Whether Qt counts the line's characters differently: emoji are two of its own."""
    return any(letter > "\uffff" for letter in text)
