"""A rich text in the review: what differs, as it looks; or all of it; or the HTML itself."""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from wfdesk.domain.diff import word_diff
from wfdesk.domain.schema import Field, FieldType
from wfdesk.domain.values import Value
from wfdesk.richtext.comparing import Comparison, State, diff
from wfdesk.richtext.limits import MOST_CHARACTERS
from wfdesk.richtext.parsing import parse
from wfdesk.ui.changes.difftext import DiffText
from wfdesk.ui.changes.exacttext import ExactText
from wfdesk.ui.changes.richlines import has_folds, lines_of
from wfdesk.ui.changes.richpage import RichPage
from wfdesk.ui.toolkit.background import in_background
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.tasks import TaskScope
from wfdesk.ui.toolkit.theme import NEAR, TIGHT
from wfdesk.words.counts import counted
from wfdesk.words.richtext import summary, told

_SMALL = 4_000
"""Characters up to which reading takes less than a frame."""
_MOST_KEPT = 8
_LARGEST_KEPT = 400_000
_MOST_TOLD = 20
"""Changes that are read out one by one."""
_READING = "Reading\N{HORIZONTAL ELLIPSIS}"


class _Recent:
    """Comparisons that were made lately: what is beside one may be shown anew at any time.

    What is known is there at once, or the page would be empty for a moment, and scroll away.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Comparison] = {}

    def find(self, before: str, after: str) -> Comparison | None:
        return self._kept.get((before, after))

    def compare(self, before: str, after: str) -> Comparison:
        found = self.find(before, after)
        if found is None:
            found = diff(parse(before), parse(after))
        if len(before) + len(after) <= _LARGEST_KEPT:
            self._kept[before, after] = found
        for oldest in list(self._kept)[:-_MOST_KEPT]:
            self._kept.pop(oldest, None)
        return found


_RECENT = _Recent()


def is_rich(about: Field, *values: Value) -> bool:
    """Whether it is rich text that can be shown as it looks, and there is any."""
    texts = [text_of(value) for value in values]
    is_small = all(len(text) <= MOST_CHARACTERS for text in texts)
    return about.type is FieldType.RICH_TEXT and any(texts) and is_small


def text_of(value: Value) -> str:
    return value if isinstance(value, str) else ""


class RichView(QWidget):
    """Reads both texts, on another thread if they are long, and shows what became of one."""

    def __init__(
        self, before: str, after: str, tasks: TaskScope | None = None, *, is_value: bool = False
    ) -> None:
        """With ``is_value`` there is nothing to compare: it is one text, to be read."""
        super().__init__()
        self._before, self._after, self._is_value = before, after, is_value
        self._is_whole = False
        self._is_html = False
        self._page: QWidget | None = None
        self._comparison: Comparison | None = None
        self._tallest = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(TIGHT)
        self._said = PlainLabel("", "muted")
        self._said.setWordWrap(True)
        self._ways = self._add_ways()
        base = before or after  # What is new as a whole is read; every block of it would be green.
        known = _RECENT.find(base, after)
        if known is None and (tasks is None or len(base) + len(after) <= _SMALL):
            known = _RECENT.compare(base, after)
        if known is not None:
            self._show(known)
        elif tasks is not None:
            self._said.setText(_READING)
            tasks.start_load(f"rich text {id(self)}", self._read, base, after)

    def set_tallest(self, pixels: int) -> None:
        self._tallest = pixels
        if isinstance(self._page, ExactText):
            self._page.set_tallest(pixels)

    def _add_ways(self) -> QWidget:
        """What there is to see, and what else there would be."""
        self.whole_button = _link("", self._toggle_whole)
        self.html_button = _link("", self._toggle_html)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(NEAR)
        row.addWidget(self._said, 1)
        self.whole_button.setToolTip("Show what did not change as well, or leave it out")
        self.html_button.setToolTip("Show the HTML before and after, or what it looks like")
        for button in (self.whole_button, self.html_button):
            button.hide()
            row.addWidget(button)
        self._column.addWidget(line)
        return line

    async def _read(self, before: str, after: str) -> None:
        found = await in_background(_RECENT.compare, before, after)
        if shiboken6.isValid(self):
            self._show(found)

    def _show(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._said.setText(self._summary(comparison))
        self._is_html = comparison.is_html_only and not self._is_value
        self._ways.setVisible(not self._is_value)
        self._fill()

    def _summary(self, comparison: Comparison) -> str:
        if not self._before and self._after:
            return f"All of it is new: {counted(len(comparison.changes), 'block')}"
        said = summary(comparison)
        return said if self._after else f"Nothing is left of it: {said}"

    @Slot()
    def _toggle_whole(self) -> None:
        self._is_whole = not self._is_whole
        self._fill()

    @Slot()
    def _toggle_html(self) -> None:
        self._is_html = not self._is_html
        self._fill()

    def _fill(self) -> None:
        comparison = self._comparison
        if comparison is None:
            return
        if self._page is not None:
            self._column.removeWidget(self._page)
            self._page.hide()
            self._page.deleteLater()
        self._page = page = self._html_page() if self._is_html else self._rich_page(comparison)
        if self._tallest:
            page.set_tallest(self._tallest)
        self._column.addWidget(page)
        page.show()  # At once: Qt would show it a turn later, and leave a gap meanwhile.
        self.whole_button.setText("Changes only" if self._is_whole else "Whole text")
        self.whole_button.setVisible(not self._is_html and has_folds(comparison.changes))
        self.html_button.show()
        self.html_button.setText("As it looks" if self._is_html else "HTML")

    def _html_page(self) -> ExactText:
        return DiffText(word_diff(self._before, self._after))

    def _rich_page(self, comparison: Comparison) -> ExactText:
        page = RichPage(lines_of(comparison.changes, is_whole=self._is_whole))
        if self._is_value:
            page.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes on to what can be done.
            return page
        differing = [each for each in comparison.changes if each.state is not State.SAME]
        said = [self._said.text(), *map(told, differing[:_MOST_TOLD])]
        if len(differing) > _MOST_TOLD:
            said.append(f"and {len(differing) - _MOST_TOLD:,} more")
        page.setAccessibleName("Text before and after")
        page.setAccessibleDescription("\n".join(said))
        return page


def _link(text: str, slot: Callable[[], None]) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "link")
    button.clicked.connect(slot)
    return button
