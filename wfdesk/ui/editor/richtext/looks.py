"""How blocks and marks look. Every format is made of what it means, and carries that with it."""

from collections.abc import Mapping

from PySide6.QtGui import QColor, QFont, QTextBlockFormat, QTextCharFormat

from wfdesk.richtext.document import Block, Kind, Run, Tag
from wfdesk.richtext.structure import item_depth
from wfdesk.ui.editor.richtext.meanings import ATOM_OBJECT, CARD, Meaning, Meanings
from wfdesk.ui.toolkit.colours import Colours
from wfdesk.ui.toolkit.theme import monospace

LINE_HEIGHT = 135
"""In percent of the font's own."""
_BODY = 1.08
"""Of the size of the text around: one writes and reads here for long."""
_SIZES: Mapping[str, float] = {"h1": 1.9, "h2": 1.55, "h3": 1.3, "h4": 1.12, "h5": 1, "h6": 0.92}
_BOLD = frozenset({"strong", "b"})
_ITALIC = frozenset({"em", "i", "cite", "var", "dfn"})
_UNDERLINED = frozenset({"u", "ins", "a"})
_STRUCK = frozenset({"s", "del", "strike"})
_CODE = frozenset({"code", "kbd", "samp", "tt"})
_SCRIPTS: Mapping[str, QTextCharFormat.VerticalAlignment] = {
    "sub": QTextCharFormat.VerticalAlignment.AlignSubScript,
    "sup": QTextCharFormat.VerticalAlignment.AlignSuperScript,
}


class Looks:
    """Makes formats for one size of text and one set of colours."""

    def __init__(self, meanings: Meanings, colours: Colours, size: int) -> None:
        self.colours = colours
        self.size = round(size * _BODY)
        """Of plain text, in pixels."""
        self._meanings = meanings
        self._monospace = monospace().families()
        self._blocks: dict[int, QTextBlockFormat] = {}
        self._texts: dict[tuple[str, Kind, int], QTextCharFormat] = {}

    def are_for(self, colours: Colours, size: int) -> bool:
        return (colours, round(size * _BODY)) == (self.colours, self.size)

    @property
    def step(self) -> int:
        """How far a list is indented, in pixels."""
        return round(self.size * 1.8)

    def forget(self) -> None:
        """Make all formats anew: their numbers stand for something else from now on."""
        self._blocks.clear()
        self._texts.clear()

    def of_block(self, number: int) -> QTextBlockFormat:
        found = self._blocks.get(number)
        if found is None:
            found = self._blocks[number] = self._block(number)
        return found

    def of_text(self, block: Block, marks: int) -> QTextCharFormat:
        """For text of a block with the marks of this number."""
        key = block.tag.name, block.kind, marks
        found = self._texts.get(key)
        if found is None:
            found = self._texts[key] = self._text(block, marks)
        return found

    def of_run(self, block: Block, run: Run) -> QTextCharFormat:
        shown = self.of_text(block, self._meanings.marks.of(run.marks))
        return self.of_source(shown, run.raw, ATOM_OBJECT) if run.raw else shown

    def of_card(self, raw: str) -> QTextCharFormat:
        return self.of_source(QTextCharFormat(), raw, CARD)

    def of_source(self, shown: QTextCharFormat, raw: str, kind: int) -> QTextCharFormat:
        """For a character that stands for markup."""
        found = QTextCharFormat(shown)
        found.setProperty(Meaning.SOURCE, self._meanings.sources.of(raw))
        if kind:
            found.setObjectType(kind)
        return found

    def _block(self, number: int) -> QTextBlockFormat:
        block = self._meanings.blocks[number]
        found = QTextBlockFormat()
        if number:
            found.setProperty(Meaning.BLOCK, number)
        above, below = self._margins(block)
        found.setTopMargin(above)
        found.setBottomMargin(below)
        found.setIndent(depth_of(block))
        if block.kind is not Kind.CARD:
            height = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
            found.setLineHeight(LINE_HEIGHT, height)
        if block.kind is Kind.PREFORMATTED:
            found.setLeftMargin(self.size * 0.7)
            found.setRightMargin(self.size * 0.7)
        return found

    def _margins(self, block: Block) -> tuple[float, float]:
        """Above and below; between two blocks Qt leaves the larger one."""
        if block.kind is Kind.PREFORMATTED:
            return self.size * 0.9, self.size * 0.9
        if block.kind is Kind.CARD:
            return self.size * 0.5, self.size * 0.7
        if block.tag.name in _SIZES:
            return self.size * 0.9, self.size * 0.25
        gap = 0.15 if item_depth(block) is not None else 0.55
        return self.size * gap, self.size * gap

    def _text(self, block: Block, marks: int) -> QTextCharFormat:
        found = QTextCharFormat()
        if marks:
            found.setProperty(Meaning.MARKS, marks)
        tags = self._meanings.marks[marks]
        names = {tag.name for tag in tags}
        size = self.size * _SIZES.get(block.tag.name, 1.0)
        if block.tag.name in _SIZES:
            found.setFontWeight(QFont.Weight.DemiBold)
        if block.kind is Kind.PREFORMATTED or names & _CODE:
            found.setFontFamilies(self._monospace)
            size *= 0.92
        if names & _CODE and block.kind is not Kind.PREFORMATTED:
            found.setBackground(QColor(self.colours.raised))
        found.setProperty(QTextCharFormat.Property.FontPixelSize, round(size))
        found.setForeground(QColor(self._colour(block, tags)))
        self._mark(found, names)
        return found

    def _colour(self, block: Block, marks: tuple[Tag, ...]) -> str:
        if any(tag.name == "a" for tag in marks):
            return self.colours.accent
        is_quiet = block.tag.name in {"blockquote", "h6"}
        return self.colours.muted if is_quiet else self.colours.text

    def _mark(self, found: QTextCharFormat, names: set[str]) -> None:
        if names & _BOLD:
            found.setFontWeight(QFont.Weight.Bold)
        if names & _ITALIC:
            found.setFontItalic(True)
        if names & _UNDERLINED:
            found.setFontUnderline(True)
        if names & _STRUCK:
            found.setFontStrikeOut(True)
        if "mark" in names:
            found.setBackground(QColor(self.colours.warning_ground))
        for name in names & _SCRIPTS.keys():
            found.setVerticalAlignment(_SCRIPTS[name])


def depth_of(block: Block) -> int:
    """How many steps a block is indented: one for each item and each quotation around it."""
    around = sum(each.tag.name in {"li", "blockquote"} for each in block.path)
    return around + (block.tag.name == "blockquote")
