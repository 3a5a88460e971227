"""The user without aim: what they do with keys and mouse, drawn by chance."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from random import Random
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QToolButton,
    QWidget,
)

from tests.convergence.monkey.notes import Notes, seen_in, seen_of
from tests.convergence.monkey.oddities import PAGES, TEXTS, copied, long_text
from tests.e2e.hands import Hands
from wfdesk.app.program import Program
from wfdesk.domain.ids import NAME, SLUG, ItemKey
from wfdesk.domain.schema import FieldType
from wfdesk.ui.accounts.dialog import TokensDialog
from wfdesk.ui.changes.sheet import PlanSheet
from wfdesk.ui.shell.commands import Command
from wfdesk.ui.sites.view import SitesView
from wfdesk.ui.toolkit.theme import Scheme

_WRITABLE = frozenset({FieldType.PLAIN_TEXT, FieldType.RICH_TEXT})
_SCHEMES = (Scheme.LIGHT, Scheme.DARK, Scheme.SYSTEM)
_GOING = (
    *("Alt+Down", "Alt+Up") * 4,
    *("Alt+1", "Alt+2", "Alt+3", "Alt+4", "Ctrl+1", "Ctrl+2", "F8", "F1", "Ctrl+F"),
)
_KEYS = (
    *("Tab", "Shift+Tab") * 3,
    *("Return", "Escape", "Space", "Down", "Up", "Left", "Right", "Home", "End", "PgDown"),
    *("Backspace", "Del", "Ctrl+A", "Ctrl+C", "Ctrl+X", "Ctrl+Left", "Ctrl+Backspace", "Menu"),
)
_WORDS = ("so", "and on", "caf\u00e9", "\u05d0\u05d1")
_ZOOMS = ("Ctrl++", "Ctrl++", "Ctrl+-", "Ctrl+-", "Ctrl+0")

_UNDOES = re.compile(r"\b(undo|redo)\b", re.IGNORECASE)
Typed = Callable[[ItemKey, str], None]
"""Hears where something was typed."""
_NEEDS_FORM = frozenset({"type", "paste", "undo", "locale"})


class Nowhere(QObject):
    """Where addresses and folders are opened: nothing leaves the window."""

    def __init__(self) -> None:
        super().__init__()
        for scheme in ("http", "https", "file", "mailto", "tel"):
            QDesktopServices.setUrlHandler(scheme, self, "open")

    @Slot(QUrl)
    def open(self, _url: QUrl) -> None:
        pass


class User:
    """Acts on what is on top: an open menu or dialog before the window."""

    def __init__(self, rng: Random, notes: Notes, program: Program, typed: Typed) -> None:
        self._rng, self._notes, self._program = rng, notes, program
        self.typed = typed
        self._hands = Hands()
        self._is_naming = False
        self.last = ""
        """What was pressed, clicked or typed before this."""

    @property
    def key(self) -> ItemKey | None:
        """The item that the form is filled with; another may be on its way."""
        shown = self._program.form._shown
        return shown.work.key if shown else None

    def draw(self) -> tuple[str, Callable[[], None]]:
        """What comes next, by its name. To be done outside of any task: a menu holds it up."""
        popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        if popup is not None:
            return "menu", self._pick
        if modal is not None:
            return type(modal).__name__, lambda: self._answer(modal)
        name = self._rng.choices(list(ACTS), list(ACTS.values()))[0]
        if self._is_naming and self._has_form():
            name = "type"
        if name in _NEEDS_FORM and not self._has_form():
            name = "open"
        return name, lambda: self._watched(getattr(self, f"_{name}"))

    def _watched(self, act: Callable[[], None]) -> None:
        """Do it, and note which words went by it. What undoing takes goes a moment later."""
        key, before = self.key, self._seen()
        act()
        if key is not None and key == self.key:
            self._notes.take_back(key, before, self._seen())

    def _seen(self) -> dict[str, str]:
        """What stands in the form; nothing once the window is gone, which ends an open menu too."""
        form = self._program.form
        return seen_in(form) if shiboken6.isValid(form) else {}

    def _has_form(self) -> bool:
        form = self._program.form
        return form.isVisible() and form._is_settled() and bool(form.rows)

    # Words

    def _type(self) -> None:
        slug = self._enter_field()
        if slug is None:
            return
        mark = self._notes.mark()
        self._press(self._rng.choice(("End", "Home", "Ctrl+A", "Ctrl+End")))
        with suppress(LookupError):  # what is left of the words falls to nobody
            self._hands.type(f"{mark} {self._rng.choice(_WORDS)} ")
        if self._rng.random() < 0.5:
            self._press("Tab")
        self._note(slug, mark)

    def _paste(self) -> None:
        slug = self._enter_field()
        if slug is None:
            return
        mark = self._notes.mark()
        chance = self._rng.random()
        text = long_text(mark) if chance < 0.02 else f"{mark} {self._rng.choice(TEXTS)}"
        page = f"<p>{mark}</p>{self._rng.choice(PAGES)}" if chance > 0.4 else ""
        QApplication.clipboard().setMimeData(copied(text, page))
        self._press(self._rng.choice(("End", "Home", "Ctrl+A")), "Ctrl+V")
        self._note(slug, mark)

    def _enter_field(self) -> Any:
        """Put the cursor into a field that takes text; none if there is none."""
        form = self._program.form
        slugs = [
            slug
            for slug, row in form.rows.items()
            if row.field.type in _WRITABLE and slug != SLUG and not row.editor.is_read_only
        ]
        if not slugs:
            return None
        slug = NAME if self._is_naming else self._rng.choice(slugs)
        self._is_naming = False
        form.go_to_field(slug)
        target = form.rows[slug].editor.focus_target
        self._click_on(target)
        # The click lets Qt turn: another item may have come, and another form with it.
        return slug if shiboken6.isValid(target) and target.hasFocus() else None

    def _note(self, slug: Any, mark: str) -> None:
        key, form = self.key, self._program.form
        is_there = key is not None and slug in form.rows
        if is_there and self._notes.note(key, slug, seen_of(form, slug), mark):
            self.typed(key, slug)

    def _undo(self) -> None:
        self._forgive()
        for _ in range(self._rng.randrange(1, 4)):
            self._press(self._rng.choice(("Ctrl+Z", "Ctrl+Z", "Ctrl+Shift+Z")))

    def _forgive(self) -> None:
        if self.key is not None:
            self._notes.give_up(self.key)

    def _steps(self) -> list[QAction]:
        return [self._program.window.commands.action(each) for each in (Command.UNDO, Command.REDO)]

    # Places

    def _open(self) -> None:
        """Go to an item by the shortest way: a collection, a row of it."""
        window = self._program.window
        place = window.findChild(SitesView) if self._rng.random() < 0.25 else self._program.table
        if place is None or not place.isVisible():
            place = window.findChild(SitesView)
        for view in place.findChildren(QAbstractItemView):
            if view.isVisible() and view.model().rowCount():
                self._click_row(view)

    def _go(self) -> None:
        self._press(self._rng.choice(_GOING))

    def _key(self) -> None:
        self._press(self._rng.choice(_KEYS))

    def _row(self) -> None:
        """Click on a row of a table, a tree or a list, at times with more selected."""
        views = [
            each
            for each in self._program.window.findChildren(QAbstractItemView)
            if each.isVisible() and each.model() is not None and each.model().rowCount()
        ]
        if views:
            self._click_row(self._rng.choice(views))
            if self._rng.random() < 0.1:
                self._press("Shift+Down", "Shift+Down")

    def _click_row(self, view: QAbstractItemView) -> None:
        inside = view.viewport().rect()
        across = self._rng.randrange(max(inside.width(), 1))
        down = self._rng.randrange(max(min(inside.height(), view.sizeHint().height()), 1))
        self._at(view.viewport(), QPoint(across, down), is_double=self._rng.random() < 0.1)

    def _locale(self) -> None:
        switch = self._program.form.head.locale_switch
        if switch.isVisible():
            switch.setFocus(Qt.FocusReason.TabFocusReason)
            self._press(self._rng.choice(("Down", "Up")))

    def _make(self) -> None:
        """Begin a new item; what is typed next is its name."""
        self._press("Ctrl+N")
        self._is_naming = True

    def _quick_open(self) -> None:
        self._press("Ctrl+K")

    # The window

    def _press_button(self) -> None:
        self._press_one(self._program.window)

    def _command(self) -> None:
        """One of the menus' own, which a user opens and presses with the mouse."""
        commands = self._program.window.commands
        enabled = [action for _, action in commands if action.isEnabled()]
        enabled.remove(commands.action(Command.QUIT))
        action = self._rng.choice(enabled)
        if action in self._steps():
            self._forgive()
        action.trigger()

    def _zoom(self) -> None:
        self._press(self._rng.choice(_ZOOMS))

    def _scheme(self) -> None:
        self._program.screen.theme.set_scheme(self._rng.choice(_SCHEMES))

    def _resize(self) -> None:
        self._program.window.resize(self._rng.randrange(500, 1800), self._rng.randrange(350, 1100))

    def _refresh(self) -> None:
        self._press(self._rng.choice(("F5", "Ctrl+F5")))

    # Sending

    def _send(self) -> None:
        """Have all unsent work planned, or that of the chosen items."""
        command = self._rng.choice((Command.SEND, Command.PUBLISH, Command.REVIEW))
        self._program.window.commands.action(command).trigger()

    def agree(self) -> None:
        """Say yes to what is planned, if anything is."""
        for sheet in self._program.window.findChildren(PlanSheet):
            if sheet.isVisible() and sheet.go_button.isVisible():
                self._click_on(sheet.go_button)

    def _review(self) -> None:
        """Settle, discard, retry, pause: whatever Changes offers."""
        if self._program.changes_view.isVisible():
            self._press_one(self._program.changes_view)
        else:
            self._press("Ctrl+1")

    # What is on top

    def _pick(self) -> None:
        keys = self._rng.choice((("Down", "Return"), ("Down", "Down", "Return"), ("Escape",)))
        for each in keys:
            if QApplication.activePopupWidget() is not None:
                self._press(each)

    def _answer(self, dialog: QWidget) -> None:
        if isinstance(dialog, TokensDialog | QFileDialog) or self._rng.random() < 0.25:
            self._press("Escape")
        elif isinstance(dialog, PlanSheet) and self._rng.random() < 0.7:
            self._click_on(dialog.go_button if dialog.go_button.isVisible() else dialog)
        elif self._rng.random() < 0.3:
            self._press(self._rng.choice(_KEYS))
        elif self._rng.random() < 0.2:
            self._hands.type(self._rng.choice(("a", "br", "2024", "the")))
        else:
            self._press_one(dialog)

    # Hands

    def _press(self, *keys: str) -> None:
        self.last = " ".join(keys)
        for each in keys:
            self._hands.press(each)

    def _press_one(self, around: QWidget) -> None:
        kinds = (QAbstractButton, QComboBox)
        found = [
            each
            for kind in kinds
            for each in around.findChildren(kind)
            if each.isVisible()
            and each.isEnabled()
            and not each.visibleRegion().isEmpty()
            # A second site with the same ids: whose words are where could not be told.
            and "practice site" not in getattr(each, "text", str)()
        ]
        if found:
            self._click_on(self._rng.choice(found))

    def _click_on(self, widget: QWidget) -> None:
        if isinstance(widget, QToolButton) and widget.defaultAction() in self._steps():
            self._forgive()
        elif _UNDOES.search(getattr(widget, "text", str)()):
            self._notes.give_up(None)  # a notice offers it, of whatever item
        self._at(widget, widget.visibleRegion().boundingRect().center())

    def _at(self, widget: QWidget, place: QPoint, *, is_double: bool = False) -> None:
        window = widget.window()
        if widget.isVisible() and window.rect().contains(widget.mapTo(window, place)):
            self.last = f"{type(widget).__name__} {getattr(widget, 'text', str)()}"
            at = widget.mapToGlobal(place)
            self._hands.click(at.x(), at.y(), is_double=is_double)

    def leave(self) -> None:
        """Ask for the end; where the window asks back, mean it."""
        for box in self._program.window.findChildren(QDialog):
            if box.isVisible():
                stop = [b for b in box.findChildren(QAbstractButton) if b.text() == "Stop and quit"]
                if stop:
                    self._click_on(stop[0])
                else:
                    self._press("Escape")
                return
        self._program.window.close()


ACTS: Mapping[str, int] = {
    "type": 30,
    "paste": 6,
    "undo": 6,
    "go": 14,
    "key": 10,
    "row": 14,
    "locale": 3,
    "quick_open": 2,
    "press_button": 12,
    "command": 5,
    "zoom": 1,
    "scheme": 1,
    "resize": 1,
    "refresh": 2,
    "make": 3,
    "send": 12,
    "review": 8,
}
"""What the user does, and how often."""
