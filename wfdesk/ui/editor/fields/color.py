"""A colour: a swatch, the text exactly as typed, a picker, recent colours and the site's own."""

import shiboken6
from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wfdesk.ui.editor.fields.box import ShortLine
from wfdesk.ui.editor.fields.colourchooser import choose_colour
from wfdesk.ui.editor.fields.context import EditorContext
from wfdesk.ui.editor.fields.flow import FlowLayout
from wfdesk.ui.editor.fields.swatch import Swatch, SwatchRow
from wfdesk.ui.editor.fields.typed import TypedEditor
from wfdesk.ui.toolkit.csscolour import parse_colour
from wfdesk.ui.toolkit.theme import NEAR, WIDE

_MOST_SITE = 10
_MOST_RECENT = 5
_LETTERS = 22


class ColorEditor(TypedEditor):
    expects = "a colour"

    def __init__(self, context: EditorContext, parent: QWidget | None = None) -> None:
        self._line = ShortLine(_LETTERS)
        self._line.setPlaceholderText("#1a2b3c")
        super().__init__(self._line, parent)
        self._context = context
        self._swatch = Swatch(28)
        self._swatch.setToolTip("Choose a colour")
        self._swatch.setAccessibleName("Choose a colour")
        self._swatch.clicked.connect(self._on_pick)
        self._recent = SwatchRow("Recent")
        self._site = SwatchRow("On this site")
        for row in (self._recent, self._site):
            row.picked.connect(self._on_picked)
        self._build(self._laid_out(), self._line)

    def _laid_out(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(NEAR)
        row = QHBoxLayout()
        row.setSpacing(NEAR)
        row.addWidget(self._swatch)
        row.addWidget(self._line)
        row.addStretch(1)
        column.addLayout(row)
        choices = FlowLayout(WIDE)
        choices.addWidget(self._recent)
        choices.addWidget(self._site)
        column.addLayout(choices)
        return body

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Show the colours that are now in use on the site."""
        if self.isVisible():
            self._context.tasks.start_load(f"palette {id(self)}", self._show_choices)

    async def _show_choices(self) -> None:
        site = await self._context.palette.colours()
        if not shiboken6.isValid(self):
            return
        self._recent.show_colours(self._context.palette.recent()[:_MOST_RECENT])
        self._site.show_colours(site[:_MOST_SITE])
        self._order_tabs()
        self._show_rows()

    def _show_rows(self) -> None:
        for row in (self._recent, self._site):
            row.setVisible(bool(row.swatches) and not self._is_read_only)

    def _apply_read_only(self, is_read_only: bool) -> None:
        super()._apply_read_only(is_read_only)
        self._swatch.setEnabled(not is_read_only)
        self._show_rows()

    @Slot()
    def _on_typed(self) -> None:
        self._swatch.show_colour(self._entry.text)

    @Slot(object)
    def _on_finished(self, text: str) -> None:
        super()._on_finished(text)
        if parse_colour(text) is not None:
            self._context.palette.remember(text)
            self.refresh()

    @Slot(str)
    def _on_picked(self, text: str) -> None:
        if self._is_read_only:
            return
        self._entry.type_over(text)
        self._on_typed()

    @Slot()
    def _on_pick(self) -> None:
        if not self._is_read_only:
            self._context.tasks.start_load(f"colour {id(self)}", self._pick)

    async def _pick(self) -> None:
        palette = self._context.palette
        offered = [*palette.recent()[:_MOST_RECENT], *(await palette.colours())[:_MOST_SITE]]
        chosen = await choose_colour(self.window(), self._entry.text, list(dict.fromkeys(offered)))
        if chosen is not None and shiboken6.isValid(self):
            self._on_picked(chosen)
