"""Quiet colours for HTML: tags stand back, so that the words stand out."""

import re

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from wfdesk.ui.toolkit.icons import current_colours

_LONGEST = 50_000
"""A line beyond this would make every key press wait."""

_TOKEN = re.compile(
    r"(?P<comment><!--.*?-->)|(?P<tag></?[a-zA-Z][^\s/>]*|/?>)"
    r"|(?P<text>\"[^\"<]*\"|'[^'<]*')|(?P<entity>&[#\w]+;)"
)


class HtmlHighlighter(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}
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
        if len(text) > _LONGEST or (not text.isascii() and _has_pairs(text)):
            return
        for match in _TOKEN.finditer(text):
            kind = match.lastgroup
            if kind and not (kind == "text" and not _is_within_tag(text, match.start())):
                self.setFormat(match.start(), len(match[0]), self._formats[kind])


def _is_within_tag(text: str, place: int) -> bool:
    return text.rfind("<", 0, place) > text.rfind(">", 0, place)


def _has_pairs(text: str) -> bool:
    """Whether Qt counts the line's characters differently: emoji are two of its own."""
    return any(letter > "\uffff" for letter in text)
