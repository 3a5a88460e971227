"""Rich text as it reads, and as its HTML source. Not a byte changes but what is written."""

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QEvent, QPoint, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from wfdesk.domain.edits import OTHERWISE
from wfdesk.domain.values import Value
from wfdesk.richtext.balance import imbalance_warning
from wfdesk.richtext.cards import CardKind
from wfdesk.richtext.document import Document
from wfdesk.richtext.gate import Gate
from wfdesk.richtext.links import safe_link
from wfdesk.richtext.parsing import is_too_large, parse
from wfdesk.richtext.plain import Counts, counts
from wfdesk.ui.editor.fields.base import FieldEditor
from wfdesk.ui.editor.fields.box import TextBox
from wfdesk.ui.editor.fields.context import EditorContext
from wfdesk.ui.editor.fields.entry import UNSET, Entry
from wfdesk.ui.editor.richtext.asking import Asking
from wfdesk.ui.editor.richtext.box import RichTextBox
from wfdesk.ui.editor.richtext.corrections import add_corrections, add_languages
from wfdesk.ui.editor.richtext.doubt import DoubtNote
from wfdesk.ui.editor.richtext.entry import RichEntry
from wfdesk.ui.editor.richtext.findbar import FindBar
from wfdesk.ui.editor.richtext.finding import Finding
from wfdesk.ui.editor.richtext.highlighter import HtmlHighlighter
from wfdesk.ui.editor.richtext.incoming import LARGE, Incoming, read
from wfdesk.ui.editor.richtext.menu import make_menu
from wfdesk.ui.editor.richtext.overlays import Overlays
from wfdesk.ui.editor.richtext.pastebar import PasteBar
from wfdesk.ui.editor.richtext.proofreader import Doubt, Proofreader
from wfdesk.ui.editor.richtext.searching import TextSearch
from wfdesk.ui.editor.richtext.toolbar import ToolBar
from wfdesk.ui.editor.richtext.turning import go_to_block, go_to_place, place_in_source, place_of
from wfdesk.ui.toolkit.background import in_background
from wfdesk.ui.toolkit.labels import ElidedLabel, PlainLabel
from wfdesk.ui.toolkit.theme import NEAR, TIGHT, restyle

_WRITE, _SOURCE = range(2)
_SHORT = 5_000
"""Characters of a text that is looked through within a frame, even if all of it was touched."""
_FIND = "Find\N{HORIZONTAL ELLIPSIS}"
_EXAMPLE = "Write, or paste from elsewhere"
_TOO_LARGE = "This text is too large to be shown as it reads. Its source is complete."


class _Tabs(QTabBar):
    clicked = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.clicked.emit()

    def wheelEvent(self, event: QEvent) -> None:
        """Leave the wheel to the form: who scrolls past would find another page."""
        event.ignore()


class RichTextEditor(FieldEditor):
    expects = "a text"

    def __init__(self, context: EditorContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._gate = Gate()
        self._is_reading = self._is_doubtful = False
        self._place: int | None = None
        """At which character of the HTML to go on once the text is there."""
        self._problem: str | None = None
        self._readings = f"readings {id(self)}"
        self._box = RichTextBox()
        self._box.setPlaceholderText(_EXAMPLE)
        self._tools = ToolBar(self._box)
        self._asking = Asking(self._box, self._tools, context)
        self._proofreader = (
            Proofreader(self._box, context.spelling, context.tasks) if context.spelling else None
        )
        self._source = TextBox(least=10, most=20, is_code=True)
        self._source.setPlaceholderText("<p>\N{HORIZONTAL ELLIPSIS}</p>")
        self._highlighter = HtmlHighlighter(self._source)
        self._written = self._add_entry(RichEntry(self._box, self))
        self._coded = self._add_entry(Entry(self._source, self))
        self._tabs = _Tabs()
        self._tabs.setDrawBase(False)
        self._tabs.addTab("Write")
        self._tabs.addTab("HTML")
        self._words = ElidedLabel("", "small")
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._warning = PlainLabel("", "warning")
        self._warning.setWordWrap(True)
        self._warning.hide()
        self._doubt = DoubtNote()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._box)
        self._pages.addWidget(self._source)
        self._find_bar = FindBar()
        self._paste_bar = PasteBar(self._box)
        self._finding = self._made_finding()
        self._connect()
        self._build(self._laid_out(), self._box)

    def _made_finding(self) -> Finding:
        written = TextSearch(self._box, self._box.overlays, self._box.run_step)
        coded = TextSearch(self._source, Overlays(self._source), self._run_coded)
        return Finding(self._find_bar, (written, coded), self)

    def _connect(self) -> None:
        self._written.kept.connect(self._on_written)
        self._coded.kept.connect(self._on_coded)
        self._written.finished.connect(self._on_written_finished)
        self._coded.finished.connect(self._on_coded_finished)
        self._doubt.source_wanted.connect(self._look_at_source)
        self._doubt.agreed.connect(self._agree)
        self._tabs.currentChanged.connect(self._on_tab)
        self._tabs.clicked.connect(self.setFocus)  # Who turns the page by mouse writes on there.
        self._find_bar.undo_wanted.connect(self.undo_requested)
        self._find_bar.redo_wanted.connect(self.redo_requested)
        self._box.link_opened.connect(self._open_link)
        self._box.menu_requested.connect(self._show_menu)
        self._box.pasting.large_came.connect(self._on_large_came)
        self._box.pasting.picture_came.connect(partial(self._asking.insert, CardKind.PICTURE))

    def _laid_out(self) -> QWidget:
        body = QFrame()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        column.addWidget(self._tools)
        column.addWidget(self._find_bar)
        column.addWidget(self._paste_bar)
        column.addWidget(self._pages)
        foot = QHBoxLayout()
        foot.setSpacing(NEAR)
        foot.addWidget(self._tabs)
        foot.addWidget(self._words, 1)
        column.addLayout(foot)
        column.addWidget(self._warning)
        column.addWidget(self._doubt)
        return body

    @property
    def _html(self) -> str:
        return self._value if isinstance(self._value, str) else ""

    @property
    def focus_target(self) -> QWidget:
        return self._pages.currentWidget() or self._box

    def setFocus(  # noqa: N802  # Qt's name
        self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason
    ) -> None:
        self.focus_target.setFocus(reason)

    def set_label(self, label: str) -> None:
        super().set_label(label)
        self._box.setAccessibleName(label)
        self._find_bar.set_label(label)
        self._source.setAccessibleName(f"{label}, HTML source")
        self._tabs.setAccessibleName(f"{label}, as it reads or as HTML")

    def show_problem(self, problem: str | None) -> None:
        self._problem = problem
        told = problem or (OTHERWISE if self._is_doubtful else None)
        super().show_problem(told)
        restyle(self._source, "invalid", bool(told))

    def show_doubt(self, *, is_doubtful: bool) -> None:
        self._is_doubtful = is_doubtful
        self._doubt.setVisible(is_doubtful)
        self.show_problem(self._problem)

    def leave(self) -> None:
        self._gate, self._place = Gate(), None
        self._written.leave()
        self._asking.leave()
        self._context.tasks.cancel_load(f"paste {id(self)}")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._highlighter.recolour()
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            if self._box.has_other_looks():
                self._written.restyle()
            self._finding.recolour()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._proofreader:
            self._proofreader.look_soon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_wanted = event.key() == Qt.Key.Key_F10 and bool(
            event.modifiers() & Qt.KeyboardModifier.AltModifier
        )
        is_tab = event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
        if is_wanted and self._tools.isVisible():
            self._tools.take_focus()
        elif is_tab and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # The way out where Tab itself means something: in lists, in preformatted text.
            is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.focusNextPrevChild(not is_back)
        else:
            super().keyPressEvent(event)

    def show_source(self) -> None:
        """Turn to the page with the HTML."""
        self._tabs.setCurrentIndex(_SOURCE)

    @Slot()
    def _look_at_source(self) -> None:
        self.show_source()
        self.setFocus()

    def _accepts(self, value: Value) -> bool:
        return value is None or isinstance(value, str)

    def _show(self, value: Value) -> None:
        html = value if isinstance(value, str) else ""
        if is_too_large(html):
            with QSignalBlocker(self._tabs):  # What is on the page that is left is no longer so.
                self._tabs.setCurrentIndex(_SOURCE)
            self._turn(_SOURCE)
        self._fill(html)
        self._finding.turn_to(self._tabs.currentIndex())
        self._refresh()

    def _fill(self, html: str) -> None:
        """Show the text on the page that is shown."""
        if self._tabs.currentIndex() == _SOURCE:
            self._coded.set_text(html)
            return
        if len(html) <= LARGE or self._written.go_to(html):
            self._set_reading(False)
            self._written.set_text(html)
            return
        self._set_reading(True)
        self._written.wait()
        self._context.tasks.start_load(f"rich text {id(self)}", self._read, html)

    async def _read(self, html: str) -> None:
        text = await in_background(parse, html)
        if shiboken6.isValid(self) and self._value == html and self._is_reading:
            self._written.set_text(html, text)
            self._set_reading(False)
            self._go_on()
            self._refresh()

    def _set_reading(self, is_reading: bool) -> None:
        """Let nobody write into what is not there yet."""
        self._is_reading = is_reading
        self._apply_read_only(self._is_read_only)

    def _apply_read_only(self, is_read_only: bool) -> None:
        is_writing = self._tabs.currentIndex() == _WRITE
        self._coded.set_read_only(is_read_only)
        self._box.setReadOnly(is_read_only or self._is_reading)
        example = UNSET if is_read_only else _EXAMPLE
        self._box.setPlaceholderText("" if self._is_reading else example)
        restyle(self._box, "locked", is_read_only)
        self._find_bar.set_read_only(is_read_only or self._is_reading)
        self._tools.setEnabled(not self._is_reading)
        self._tools.setVisible(is_writing and not is_read_only)
        if self._proofreader:
            self._proofreader.look_soon()

    @Slot(object)
    def _on_written(self, text: str) -> None:
        """Hand over what was written, with the look by which it is known whether it may be sent."""
        self.look = partial(in_background, self._gate.lets_through, self._written.document)
        self._edit(text or None)

    @Slot(object)
    def _on_coded(self, text: str) -> None:
        self.look = None
        self._edit(text or None)

    @Slot(object)
    def _on_written_finished(self, text: str) -> None:
        self._on_written(text)
        self._refresh()

    @Slot(object)
    def _on_coded_finished(self, text: str) -> None:
        self._on_coded(text)
        self._refresh()

    @Slot()
    def _agree(self) -> None:
        """Tell the same value once more: the user has seen as what it is written."""
        self.commit()
        self.before, self.stretch, self.look = self._value, None, None
        self.value_edited.emit(self._value)

    @Slot(int)
    def _on_tab(self, tab: int) -> None:
        """Show the value on the other page; what was written on the one before is part of it."""
        self.commit()
        html = self._html
        if tab == _WRITE and is_too_large(html):
            self._tabs.setCurrentIndex(_SOURCE)
            return
        is_source = tab == _SOURCE
        if not self._is_reading:
            self._place = place_in_source(self._box) if is_source else place_of(self._source, html)
        self._turn(tab)
        self._fill(html)
        self._go_on()
        self._finding.turn_to(tab)
        self._refresh()

    def _turn(self, tab: int) -> None:
        # What is pasted here would come into the page that is left, over what is written there.
        self._context.tasks.cancel_load(f"paste {id(self)}")
        self._pages.setCurrentIndex(tab)
        self._paste_bar.hide()  # It would change the text behind the page that is shown.
        self._doubt.turn_to(is_source=tab == _SOURCE)
        self._set_reading(False)

    def _go_on(self) -> None:
        """Put the cursor to where it was on the other page, once there is a text."""
        if self._place is None or self._is_reading:
            return
        if self._tabs.currentIndex() == _SOURCE:
            go_to_place(self._source, self._html, self._place)
        else:
            go_to_block(self._box, self._place)
        self._place = None

    def _run_coded(self, work: Callable[[], object]) -> None:
        """Do something to the source that is one step of undo."""
        self._coded.commit()
        work()
        self._coded.commit()

    @Slot(object, object)
    def _on_large_came(self, place: QTextCursor, incoming: Incoming) -> None:
        self._context.tasks.start_load(f"paste {id(self)}", self._paste, place, incoming)

    async def _paste(self, place: QTextCursor, incoming: Incoming) -> None:
        taken = await in_background(read, incoming)
        if shiboken6.isValid(self) and not self._is_reading:
            self._box.pasting.put(place, incoming, taken)

    @Slot(QPoint)
    def _show_menu(self, at: QPoint) -> None:
        doubt = self._proofreader.doubt() if self._proofreader else None
        if self._proofreader and doubt:
            work = partial(self._show_corrections, self._proofreader, doubt, at)
            self._context.tasks.start_load(f"menu {id(self)}", work)
        else:
            self._pop_up(make_menu(self._box, at), at)

    async def _show_corrections(self, proofreader: Proofreader, doubt: Doubt, at: QPoint) -> None:
        """Show the menu once there are suggestions, unless one has gone elsewhere meanwhile."""
        suggestions = await proofreader.suggest(doubt)
        if shiboken6.isValid(self) and proofreader.doubt() == doubt:
            menu = make_menu(self._box, at)
            add_corrections(menu, proofreader, doubt, suggestions)
            self._pop_up(menu, at)

    def _pop_up(self, menu: QMenu, at: QPoint) -> None:
        find = menu.addAction(_FIND, QKeySequence("Ctrl+F"), self._finding.open)
        find.setShortcutVisibleInContextMenu(True)
        if self._context.spelling and not self._box.isReadOnly():
            add_languages(menu, self._context.spelling)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._box.viewport().mapToGlobal(at))

    @Slot(str)
    def _open_link(self, href: str) -> None:
        if address := safe_link(href):
            self._context.open_url(address)

    def _refresh(self) -> None:
        """Count the words, and look for what is not in order."""
        html = self._html
        is_source = self._tabs.currentIndex() == _SOURCE
        text = html if is_source else self._box.content()
        if len(html) > _SHORT and not (is_source and is_too_large(html)):
            self._context.tasks.start_load(self._readings, self._look_beside, text)
            return
        self._context.tasks.cancel_load(self._readings)  # A late answer is about another text.
        self._show_findings(*_look_at(text))

    async def _look_beside(self, text: str | Document) -> None:
        found = await in_background(_look_at, text)
        if shiboken6.isValid(self):
            self._show_findings(*found)

    def _show_findings(self, counted: Counts, warning: str) -> None:
        self._warning.setText(warning)
        self._warning.setVisible(bool(warning))
        words = f"{counted.words:,} words" if counted.words != 1 else "1 word"
        letters = f"{counted.characters:,} characters" if counted.characters != 1 else "1 character"
        self._words.setText(f"{words}, {letters}" if counted.characters else "")


def _look_at(text: str | Document) -> tuple[Counts, str]:
    """Count a text, and say what is not in order: of its source, or of what it is written from."""
    if isinstance(text, str):
        if is_too_large(text):
            return Counts(0, 0), _TOO_LARGE
        return counts(parse(text)), imbalance_warning(text)
    return counts(text), ""
