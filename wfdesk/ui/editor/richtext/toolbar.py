"""The tools above rich text: each says whether it is on, and which key does the same."""

from collections.abc import Callable
from functools import partial

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from wfdesk.richtext.cards import CardKind
from wfdesk.richtext.document import Kind, Tag
from wfdesk.richtext.structure import PARAGRAPH, item_depth, list_name
from wfdesk.ui.editor.fields.flow import FlowLayout
from wfdesk.ui.editor.richtext.bar import TextBar
from wfdesk.ui.editor.richtext.box import RichTextBox
from wfdesk.ui.editor.richtext.keys import (
    ALT,
    CONTROL,
    KEYS,
    SHIFT,
    TABLE,
    Combination,
    Work,
    shown,
)
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.icons import icon
from wfdesk.ui.toolkit.theme import TIGHT

_SIDE = 16
_STYLES = {
    "p": "Paragraph",
    **{f"h{level}": f"Heading {level}" for level in range(1, 7)},
    "blockquote": "Quote",
    "pre": "Preformatted",
}
_STYLE = "Style of the paragraph"
_MARKS = {"strong": "Bold", "em": "Italic"}
_RARE = {
    "u": "Underline",
    "s": "Strikethrough",
    "sub": "Subscript",
    "sup": "Superscript",
    "code": "Code",
}


class _Tool(Struct, frozen=True):
    name: str
    icon: str
    key: Combination


_TOOLS = (
    _Tool("strong", "bold", (Qt.Key.Key_B, CONTROL)),
    _Tool("em", "italic", (Qt.Key.Key_I, CONTROL)),
    _Tool("a", "link", (Qt.Key.Key_K, CONTROL)),
    _Tool("ul", "bullets", (Qt.Key.Key_8, CONTROL | SHIFT)),
    _Tool("ol", "numbers", (Qt.Key.Key_7, CONTROL | SHIFT)),
    _Tool("outdent", "outdent", (Qt.Key.Key_BracketLeft, CONTROL)),
    _Tool("indent", "indent", (Qt.Key.Key_BracketRight, CONTROL)),
)
_TITLES = {each: key.title for key in TABLE for each in key.works}
_CARDS = {
    CardKind.PICTURE: ("Picture", "image"),
    CardKind.VIDEO: ("Video", "video"),
    CardKind.EMBED: ("HTML embed", "embed"),
}


class ToolBar(TextBar):
    """Takes the focus with Alt+F10 only: Tab goes past it, a click leaves it in the text."""

    card_requested = Signal(object)  # CardKind

    def __init__(self, box: RichTextBox, parent: QWidget | None = None) -> None:
        super().__init__(box, parent)
        self._row = FlowLayout(TIGHT // 2, self)
        self._rare_marks: list[QAction] = []
        self._style = self._add_style()
        self._buttons = {tool.name: self._add(tool) for tool in _TOOLS}
        self._cards = self._add_cards()
        self._rare = self._add_rare()
        self._ways = [self._style, *self._buttons.values(), self._cards, self._rare]
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._refresh)
        for button in self._ways:
            button.installEventFilter(self)
        box.cursorPositionChanged.connect(self._turn.start)
        box.currentCharFormatChanged.connect(self._turn.start)
        box.touched.connect(self._turn.start)
        self._refresh()

    def take_focus(self) -> None:
        self._style.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if event.key() == Qt.Key.Key_Escape:
            self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        if (step := steps.get(Qt.Key(event.key()))) is None:
            return False
        ways = [each for each in self._ways if each.isEnabled() and each.isVisible()]
        if isinstance(watched, QToolButton) and watched in ways:
            at = (ways.index(watched) + step) % len(ways)
            ways[at].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _add(self, tool: _Tool) -> QToolButton:
        text = _TITLES[tool.key]
        button = self._make_button(text, tool.icon)
        button.setToolTip(f"{text} ({shown(tool.key)})")
        button.setCheckable(tool.name in {*_MARKS, "a", "ul", "ol"})
        button.clicked.connect(partial(self._run, KEYS[tool.key]))
        return button

    def _add_cards(self) -> QToolButton:
        button = self._make_button("Insert", "plus")
        menu = QMenu(button)
        for kind, (text, sign) in _CARDS.items():
            action = menu.addAction(icon(sign, Tone.MUTED), f"{text}\N{HORIZONTAL ELLIPSIS}")
            action.triggered.connect(partial(self._ask_for_card, kind))
        button.clicked.connect(partial(self._drop, button, menu))
        return button

    def _add_style(self) -> QToolButton:
        button = self._make_button(_STYLE, "chevron-down", _StyleButton)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # The chevron is at the end.
        menu = QMenu(button)
        for level, (name, text) in enumerate(_STYLES.items()):
            if name == "pre":
                continue
            action = menu.addAction(text)
            key = Qt.Key.Key_Q if name == "blockquote" else Qt.Key(Qt.Key.Key_0 + level)
            _show_key(action, key, CONTROL | (SHIFT if name == "blockquote" else ALT))
            tag = PARAGRAPH if name == "p" else Tag(name)
            action.triggered.connect(partial(self._set_style, tag))
        button.clicked.connect(partial(self._drop, button, menu))
        return button

    def _add_rare(self) -> QToolButton:
        button = self._make_button("More marks", "more")
        menu = QMenu(button)
        keys = {
            "u": (Qt.Key.Key_U, CONTROL),
            "s": (Qt.Key.Key_X, CONTROL | SHIFT),
            "code": (Qt.Key.Key_E, CONTROL),
        }
        for name, text in _RARE.items():
            action = menu.addAction(text)
            action.setCheckable(True)
            action.setData(name)
            self._rare_marks.append(action)
            action.triggered.connect(partial(self._toggle, name))
            if name in keys:
                _show_key(action, *keys[name])
        menu.addSeparator()
        action = menu.addAction("Clear formatting")
        _show_key(action, Qt.Key.Key_Backslash, CONTROL)
        action.triggered.connect(partial(self._run, KEYS[int(Qt.Key.Key_Backslash), CONTROL]))
        menu.aboutToShow.connect(self._refresh_rare)
        button.clicked.connect(partial(self._drop, button, menu))
        return button

    def _make_button(
        self, text: str, sign: str, make: Callable[[QWidget], QToolButton] = QToolButton
    ) -> QToolButton:
        button = make(self)
        button.setProperty("kind", "quiet")
        button.setIcon(icon(sign, Tone.MUTED))
        button.setIconSize(QSize(_SIDE, _SIDE))
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._row.addWidget(button)
        return button

    def _run(self, work: Work, _checked: bool = False) -> None:
        self._box.run_step(partial(work, self._box))
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)
        self._turn.start()

    def _ask_for_card(self, kind: CardKind, _checked: bool = False) -> None:
        self.card_requested.emit(kind)

    def _set_style(self, tag: Tag, _checked: bool = False) -> None:
        self._box.run_step(partial(self._box.hand.set_style, tag))
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle(self, name: str, _checked: bool = False) -> None:
        self._box.run_step(partial(self._box.marking.toggle, name))
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop(self, button: QToolButton, menu: QMenu, _checked: bool = False) -> None:
        """Open the menu below its button. Qt's own way would wait in a loop of its own."""
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    @Slot()
    def _refresh(self) -> None:
        outline = self._box.hand.outline()
        on = self._box.marking.are_on(_MARKS.keys() | {"a"}) | {list_name(outline)}
        for name, button in self._buttons.items():
            button.setChecked(name in on)
        is_item = item_depth(outline) is not None
        for name in ("indent", "outdent"):
            self._buttons[name].setEnabled(is_item)
        name = "pre" if outline.kind is Kind.PREFORMATTED else outline.tag.name or "p"
        is_card = outline.kind is Kind.CARD
        style = "Card" if is_card else _STYLES.get(name, "Paragraph")
        self._style.setText(style)
        self._style.setAccessibleName(f"{_STYLE}: {style}")
        for tool in (self._style, self._rare, *map(self._buttons.__getitem__, ("ul", "ol"))):
            tool.setEnabled(not is_card)

    @Slot()
    def _refresh_rare(self) -> None:
        on = self._box.marking.are_on(_RARE.keys())
        for action in self._rare_marks:
            action.setChecked(action.data() in on)


class _StyleButton(QToolButton):
    """As wide as any style that can be chosen, so that what stands beside it does not move."""

    def sizeHint(self) -> QSize:
        size, width_of = super().sizeHint(), self.fontMetrics().horizontalAdvance
        widest = max(width_of(text) for name, text in _STYLES.items() if name != "pre")
        return size + QSize(max(0, widest - width_of(self.text())), 0)


def _show_key(action: QAction, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    """Say which key does it. The text itself heeds that, whatever else has the focus."""
    action.setShortcut(QKeySequence(key | modifiers))
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.setShortcutVisibleInContextMenu(True)
