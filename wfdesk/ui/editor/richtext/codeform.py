"""HTML to be typed by hand: what an embed holds, or the whole source of a card."""

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import QEvent, QTimer, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from wfdesk.richtext.embeds import card_warning, embed_warning
from wfdesk.ui.editor.fields.box import TextBox
from wfdesk.ui.editor.richtext.forms import FormDialog, Typed, asked, tell, told
from wfdesk.ui.editor.richtext.highlighter import HtmlHighlighter
from wfdesk.ui.toolkit.labels import PlainLabel

_SIZE = 620, 420
_PAUSE = 150
_KEYS = "Ctrl+Enter applies, Tab leaves the text."
_NOTHING = "There is nothing here."


class Wanted(Struct, frozen=True):
    """What code is asked for."""

    title: str
    verb: str
    about: str
    warn: Callable[[str], str]


_EMBED = "Webflow keeps this as it is typed, and runs it on the published page."
_INSERTED = Wanted("Embed", "Insert embed", _EMBED, embed_warning)
_EMBEDDED = Wanted("Embed", "Apply", _EMBED, embed_warning)
_LOST = "Webflow did not deliver the code that is here. What is typed takes its place."
_UNDELIVERED = Wanted("Embed", "Apply", _LOST, embed_warning)
_CARD = "It has to stay one element, or Webflow may take it apart."
_SOURCE = Wanted("Edit HTML", "Apply", _CARD, card_warning)


async def ask_embed(
    parent: QWidget | None, code: str | None, *, is_lost: bool = False
) -> str | None:
    """Ask for the code of an embed, of a new one without *code*. None: all is to stay.

    *is_lost*: there is some in Webflow, which did not deliver it.
    """
    wanted = _INSERTED if code is None else _UNDELIVERED if is_lost else _EMBEDDED
    return await asked(CodeForm(wanted, code or "", parent), CodeForm.read)


async def ask_html(parent: QWidget | None, html: str) -> str | None:
    """Ask for another source of a card. None: it is to stay."""
    return await asked(CodeForm(_SOURCE, html, parent), CodeForm.read)


class CodeForm(FormDialog):
    """Says at once what is out of order, and takes it all the same: it may be meant."""

    def __init__(self, wanted: Wanted, code: str, parent: QWidget | None = None) -> None:
        super().__init__(wanted.title, wanted.verb, parent)
        self._warn = wanted.warn
        about = PlainLabel(f"{wanted.about} {_KEYS}", "muted")
        about.setWordWrap(True)
        self.text = TextBox(least=8, most=8, is_code=True)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.text.setAccessibleName("HTML")
        self.text.setPlaceholderText("<div>\N{HORIZONTAL ELLIPSIS}</div>")
        self._highlighter = HtmlHighlighter(self.text)
        self.warning = told("warning")
        self._typed = Typed(self.text)
        self._typed.show(code)
        self.rows.addWidget(about)
        self.rows.addWidget(self.text, 1)
        self.rows.addWidget(self.warning)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._on_paused)
        self.text.textChanged.connect(self._pause.start)
        self._on_paused()
        self.resize(*_SIZE)
        self.text.setFocus()

    def read(self) -> str:
        return self._typed.text

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._highlighter.recolour()

    def is_sound(self) -> bool:
        is_something = bool(self.read().strip())
        if not is_something:
            tell(self.warning, _NOTHING)
            self.text.setFocus()
        return is_something

    @Slot()
    def _on_paused(self) -> None:
        code = self.read()
        tell(self.warning, self._warn(code) if code.strip() else "")
