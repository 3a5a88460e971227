"""Rich text as its HTML source, with a safe preview. Not a byte changes but what is typed."""

import shiboken6
from msgspec import Struct
from PySide6.QtCore import QEvent, QUrl, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.values import Value
from wfdesk.richtext.balance import imbalance
from wfdesk.richtext.plain import plain_text
from wfdesk.richtext.preview import TooComplexError, preview_html, safe_link
from wfdesk.ui.editor.fields.base import FieldEditor
from wfdesk.ui.editor.fields.box import TextBox
from wfdesk.ui.editor.fields.context import EditorContext
from wfdesk.ui.editor.fields.entry import Entry
from wfdesk.ui.editor.richtext.highlighter import HtmlHighlighter
from wfdesk.ui.editor.richtext.preview import Preview
from wfdesk.ui.toolkit.background import in_background
from wfdesk.ui.toolkit.labels import PlainLabel
from wfdesk.ui.toolkit.theme import NEAR, TIGHT

_PREVIEW = 1
_LARGE = 20_000
"""Characters from which cleaning would hold the window for longer than a frame."""


class _Tabs(QTabBar):
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the form: who scrolls past would find another page."""
        event.ignore()


class RichTextEditor(FieldEditor):
    expects = "a text"

    def __init__(self, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._tabs = _Tabs()
        self._tabs.setDrawBase(False)
        self._tabs.addTab("Source")
        self._tabs.addTab("Preview")
        self._source = TextBox(least=10, most=20, is_code=True)
        self._source.setPlaceholderText("<p>\N{HORIZONTAL ELLIPSIS}</p>")
        self._highlighter = HtmlHighlighter(self._source)
        self._entry = self._add_entry(Entry(self._source, self))
        self._entry.kept.connect(self._on_kept)
        self._entry.finished.connect(self._on_finished)
        self._preview = Preview()
        # As tall as the source is, whatever Qt would give it.
        self._preview.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._preview.anchorClicked.connect(self._on_link)
        self._words = PlainLabel("", "small")
        self._warning = PlainLabel("", "warning")
        self._warning.setWordWrap(True)
        self._warning.hide()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._source)
        self._pages.addWidget(self._preview)
        self._tabs.currentChanged.connect(self._on_tab)
        self._build(self._laid_out(), self._source)

    def _laid_out(self) -> QWidget:
        body = QFrame()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        head = QHBoxLayout()
        head.setSpacing(NEAR)
        head.addWidget(self._tabs)
        head.addStretch(1)
        head.addWidget(self._words)
        column.addLayout(head)
        column.addWidget(self._pages)
        column.addWidget(self._warning)
        return body

    def set_label(self, label: str) -> None:
        super().set_label(label)
        self._source.setAccessibleName(f"{label}, HTML source")
        self._preview.setAccessibleName(f"{label}, preview")
        self._tabs.setAccessibleName(f"{label}, source or preview")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._highlighter.recolour()

    def _accepts(self, value: Value) -> bool:
        return value is None or isinstance(value, str)

    def _show(self, value: Value) -> None:
        self._entry.set_text(value if isinstance(value, str) else "")
        self._refresh()

    def _apply_read_only(self, is_read_only: bool) -> None:
        self._entry.set_read_only(is_read_only)

    @Slot(object)
    def _on_kept(self, text: str) -> None:
        self._edit(text or None)

    @Slot(object)
    def _on_finished(self, text: str) -> None:
        self._on_kept(text)
        self._refresh()

    @Slot(int)
    def _on_tab(self, tab: int) -> None:
        self.commit()
        self._pages.setCurrentIndex(tab)
        self._refresh()

    @Slot(QUrl)
    def _on_link(self, url: QUrl) -> None:
        if address := safe_link(url.toString()):
            self._context.open_url(address)

    def _refresh(self) -> None:
        """Count the words, and make the preview while it is looked at."""
        html = self._value if isinstance(self._value, str) else ""
        self._context.tasks.start_load(
            f"preview {id(self)}",
            self._read,
            html,
            with_preview=self._tabs.currentIndex() == _PREVIEW,
        )

    async def _read(self, html: str, *, with_preview: bool) -> None:
        is_large = len(html) > _LARGE
        read = (
            (await in_background(_readings, html, with_preview=with_preview))
            if is_large
            else (_readings(html, with_preview=with_preview))
        )
        if not shiboken6.isValid(self):
            return
        self._words.setText(f"{read.words:,} words" if read.words != 1 else "1 word")
        self._warning.setText(read.warning)
        self._warning.setVisible(bool(read.warning))
        if read.too_complex:
            self._preview.show_sentence(read.too_complex)
        elif with_preview:
            self._preview.show_safe(read.safe)


class _Readings(Struct, frozen=True):
    words: int
    warning: str
    safe: str = ""
    too_complex: str = ""
    """Stands in for the safe HTML."""


def _readings(html: str, *, with_preview: bool) -> _Readings:
    words = len(plain_text(html).split()) if html else 0
    found = imbalance(html)
    warning = f"{found} Webflow may repair it differently." if found else ""
    if not with_preview:
        return _Readings(words, warning)
    try:
        return _Readings(words, warning, safe=preview_html(html))
    except TooComplexError as error:
        return _Readings(words, warning, too_complex=error.summary)
