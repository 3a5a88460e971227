"""The one table of commands: every one is a QAction, in a menu, with its keys and its icon."""

from collections.abc import Callable, Iterator, Mapping
from enum import Enum

from msgspec import Struct
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from wfdesk.domain.edits import Action
from wfdesk.ui.shell.facts import Facts
from wfdesk.ui.toolkit import icons
from wfdesk.ui.toolkit.colours import Tone
from wfdesk.ui.toolkit.labels import plain


class Command(Enum):
    NEW = "item.new"
    DUPLICATE = "item.duplicate"
    ARCHIVE = "item.archive"
    RESTORE = "item.restore"
    UNPUBLISH = "item.unpublish"
    DELETE = "item.delete"
    DISCARD = "item.discard"
    EARLIER = "item.earlier_values"
    SEND = "item.send"
    PUBLISH = "item.publish"
    REVIEW = "file.review"
    REFRESH = "file.refresh"
    REFRESH_ALL = "file.refresh_all"
    STOP = "file.stop"
    ACCOUNTS = "file.accounts"
    QUIT = "file.quit"
    UNDO = "edit.undo"
    REDO = "edit.redo"
    CUT = "edit.cut"
    COPY = "edit.copy"
    PASTE = "edit.paste"
    SELECT_ALL = "edit.select_all"
    FILTER = "edit.filter"
    CLEAR_FILTER = "edit.clear_filter"
    ZOOM_IN = "view.zoom_in"
    ZOOM_OUT = "view.zoom_out"
    ZOOM_RESET = "view.zoom_reset"
    QUICK_OPEN = "go.quick_open"
    CHANGES = "go.changes"
    PROBLEMS = "go.problems"
    KEPT = "go.kept"
    NEXT_ITEM = "go.next_item"
    PREVIOUS_ITEM = "go.previous_item"
    NEXT_PROBLEM = "go.next_problem"
    TREE = "go.tree"
    TABLE = "go.table"
    FORM = "go.form"
    NOTICES = "go.notices"
    KEYS = "help.keys"
    ABOUT = "help.about"


class Entry(Struct, frozen=True):
    """A row of the table. ``starts_group``: a line is drawn above it."""

    command: Command
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    starts_group: bool = False
    needs_item: bool = False
    writes: bool = False
    """Pointless for an account that may only read."""
    follows_focus: bool = False
    """Offered by whoever watches the text that has the keyboard."""
    in_table: bool = False
    """The keys edit words in a text: they are the command's only while the table has them."""


MENUS = ("&File", "&Edit", "&Item", "&View", "&Go", "&Help")
_FILE, _EDIT, _ITEM, _VIEW, _GO, _HELP = MENUS
_C = Command

TABLE: tuple[Entry, ...] = (
    Entry(_C.REVIEW, _FILE, "&Review and Publish…", ("Ctrl+Shift+Return",), "publish", writes=True),
    Entry(_C.REFRESH, _FILE, "Re&fresh Collection", ("F5",), "refresh", starts_group=True),
    Entry(_C.REFRESH_ALL, _FILE, "Refresh &All Sites", ("Ctrl+F5",)),
    Entry(_C.STOP, _FILE, "S&top Refreshing", (), "stop"),
    Entry(_C.ACCOUNTS, _FILE, "&Sites and Tokens…", (), "key", starts_group=True),
    Entry(_C.QUIT, _FILE, "&Quit", ("Ctrl+Q",), starts_group=True),
    Entry(_C.UNDO, _EDIT, "&Undo", ("Ctrl+Z",), "undo"),
    Entry(_C.REDO, _EDIT, "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
    Entry(_C.CUT, _EDIT, "Cu&t", ("Ctrl+X",), starts_group=True, follows_focus=True),
    Entry(_C.COPY, _EDIT, "&Copy", ("Ctrl+C",), "copy", follows_focus=True),
    Entry(_C.PASTE, _EDIT, "&Paste", ("Ctrl+V",), follows_focus=True),
    Entry(_C.SELECT_ALL, _EDIT, "Select &All", ("Ctrl+A",), follows_focus=True),
    Entry(_C.FILTER, _EDIT, "&Filter Items", ("Ctrl+F",), "search", starts_group=True),
    Entry(_C.CLEAR_FILTER, _EDIT, "C&lear Filter"),
    Entry(_C.NEW, _ITEM, "&New Item", ("Ctrl+N",), "plus", writes=True),
    Entry(
        _C.DUPLICATE, _ITEM, "&Duplicate", ("Ctrl+D",), "duplicate", needs_item=True, writes=True
    ),
    Entry(
        _C.SEND,
        _ITEM,
        "&Send to Webflow…",
        ("Ctrl+S",),
        "send",
        starts_group=True,
        needs_item=True,
        writes=True,
    ),
    Entry(_C.PUBLISH, _ITEM, "&Publish…", (), "publish", needs_item=True, writes=True),
    Entry(_C.UNPUBLISH, _ITEM, "&Unpublish", (), "unpublish", needs_item=True, writes=True),
    Entry(
        _C.ARCHIVE,
        _ITEM,
        "&Archive",
        (),
        "archive",
        starts_group=True,
        needs_item=True,
        writes=True,
    ),
    Entry(_C.RESTORE, _ITEM, "Res&tore from Archive", (), "restore", needs_item=True, writes=True),
    Entry(
        _C.DISCARD,
        _ITEM,
        "D&iscard Unsent Edits…",
        (),
        "close",
        starts_group=True,
        needs_item=True,
    ),
    Entry(_C.EARLIER, _ITEM, "Earlier &Values…", (), "clock", needs_item=True),
    Entry(
        _C.DELETE,
        _ITEM,
        "D&elete…",
        ("Ctrl+Del",),
        "trash",
        needs_item=True,
        writes=True,
        in_table=True,
    ),
    Entry(_C.ZOOM_IN, _VIEW, "Zoom &In", ("Ctrl++", "Ctrl+=")),
    Entry(_C.ZOOM_OUT, _VIEW, "Zoom &Out", ("Ctrl+-",)),
    Entry(_C.ZOOM_RESET, _VIEW, "&Actual Size", ("Ctrl+0",)),
    Entry(_C.QUICK_OPEN, _GO, "&Quick Open…", ("Ctrl+K",), "search"),
    Entry(_C.CHANGES, _GO, "&Changes", ("Ctrl+1",), "changes", starts_group=True),
    Entry(_C.PROBLEMS, _GO, "&Problems", ("Ctrl+2",), "problems"),
    Entry(_C.KEPT, _GO, "&Discarded Values…"),
    Entry(_C.NEXT_ITEM, _GO, "&Next Item", ("Alt+Down",), starts_group=True),
    Entry(_C.PREVIOUS_ITEM, _GO, "Pre&vious Item", ("Alt+Up",)),
    Entry(_C.NEXT_PROBLEM, _GO, "Next Pro&blem", ("F8",)),
    Entry(_C.TREE, _GO, "To the &Sites", ("Alt+1",), starts_group=True),
    Entry(_C.TABLE, _GO, "To the &Items", ("Alt+2",)),
    Entry(_C.FORM, _GO, "To the &Form", ("Alt+3",)),
    Entry(_C.NOTICES, _GO, "To the No&tices", ("Alt+4",)),
    Entry(_C.KEYS, _HELP, "List of &Keys", ("F1", "Ctrl+/")),
    Entry(_C.ABOUT, _HELP, "&About wfdesk", starts_group=True),
)

CONTEXT: tuple[Command | None, ...] = (
    _C.DUPLICATE,
    None,
    _C.SEND,
    _C.PUBLISH,
    _C.UNPUBLISH,
    None,
    _C.ARCHIVE,
    _C.RESTORE,
    None,
    _C.DISCARD,
    _C.EARLIER,
    _C.DELETE,
)
"""What the context menu of items offers, in the order of the menu bar."""

_NEEDS: Mapping[Command, Callable[[Facts], bool]] = {
    _C.REVIEW: lambda facts: facts.may_have_edits,
    _C.REFRESH: lambda facts: facts.has_collection,
    _C.REFRESH_ALL: lambda facts: facts.has_sites,
    _C.STOP: lambda facts: facts.is_refreshing,
    _C.FILTER: lambda facts: facts.has_collection,
    _C.CLEAR_FILTER: lambda facts: facts.is_filtered,
    _C.NEW: lambda facts: facts.has_collection,
    _C.UNPUBLISH: lambda facts: facts.can(Action.UNPUBLISH),
    _C.ARCHIVE: lambda facts: facts.can(Action.ARCHIVE),
    _C.RESTORE: lambda facts: facts.can(Action.UNARCHIVE),
    _C.DELETE: lambda facts: facts.can(Action.DELETE),
    _C.DISCARD: lambda facts: facts.chosen.is_unsent,
    _C.NEXT_ITEM: lambda facts: facts.has_rows,
    _C.PREVIOUS_ITEM: lambda facts: facts.has_rows,
    _C.TABLE: lambda facts: facts.has_collection,
    _C.FORM: lambda facts: facts.chosen.count > 0,
}
"""What must be so, or the command could do nothing."""

_IN_THE_TABLE = frozenset(
    {
        _C.REFRESH,
        _C.FILTER,
        _C.CLEAR_FILTER,
        _C.NEXT_ITEM,
        _C.PREVIOUS_ITEM,
        _C.TABLE,
        _C.FORM,
    }
)
"""Not done to what is out of sight."""
_OF_THE_TICKED = frozenset({_C.SEND, _C.PUBLISH})
"""In the Changes they are of what is ticked there."""


class Commands(QObject):
    """Holds the action of each command. Who can do it connects to ``action(...).triggered``."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = {entry.command: self._make(entry) for entry in TABLE}
        self._can_write = True
        self._facts = Facts()
        self._menus: dict[str, QMenu] = {}
        self._columns: QAction | None = None
        self._form_steps = self._decisions = ("", "")
        self._shows_items = True
        self._shows_ticked = False

    def action(self, command: Command) -> QAction:
        return self._actions[command]

    def __iter__(self) -> Iterator[tuple[Entry, QAction]]:
        return ((entry, self._actions[entry.command]) for entry in TABLE)

    def fill(self, bar: QMenuBar) -> None:
        self._menus = {title: bar.addMenu(title) for title in MENUS}
        for entry, action in self:
            menu = self._menus[entry.menu]
            if entry.starts_group:
                menu.addSeparator()
            menu.addAction(action)

    def add_columns(self, menu: QMenu) -> None:
        """Offer the columns of the table in the menus, as long as there are any in sight."""
        self._menus[_VIEW].addSeparator()
        self._columns = self._menus[_VIEW].addMenu(menu)
        self._apply()

    def give_keys(self, table: QWidget) -> None:
        """Let the keys work that are the table's alone."""
        table.addActions([action for entry, action in self if entry.in_table])

    def context(self) -> list[QAction | None]:
        return [command and self._actions[command] for command in CONTEXT]

    def set_facts(self, facts: Facts) -> None:
        self._facts = facts
        self._apply()

    def set_items_shown(self, shows_items: bool, *, shows_ticked: bool = False) -> None:
        """Nothing can be done to an item that is out of sight, but to what is ticked in Changes."""
        self._shows_items, self._shows_ticked = shows_items, shows_ticked
        self._apply()

    def set_read_only(self, is_read_only: bool) -> None:
        self._can_write = not is_read_only
        self._apply()

    @Slot(str, str)
    def set_history(self, undo: str, redo: str) -> None:
        """Offer to undo and redo what there is of the item in the form, by its name."""
        self._form_steps = undo, redo
        self._apply()

    @Slot(bool)
    def set_making_next(self, is_next: bool) -> None:
        """Let no key that is held down go on from what was typed into a new item to its making."""
        self._actions[Command.UNDO].setAutoRepeat(not is_next)

    @Slot(str, str)
    def set_decisions(self, undo: str, redo: str) -> None:
        """Offer to undo and redo what was decided where all that is unsent stands together."""
        self._decisions = undo, redo
        self._apply()

    def _apply(self) -> None:
        if self._columns is not None:
            self._columns.setEnabled(self._shows_items and self._facts.has_collection)
        steps = self._steps()
        has_item = self._facts.chosen.count > 0 and self._shows_items
        has_ticked = self._facts.unsent > 0 and self._shows_ticked
        for entry, action in self:
            if entry.follows_focus:
                continue
            if entry.command in steps:
                action.setText(f"{entry.text} {plain(steps[entry.command])}".rstrip())
            action.setEnabled(
                (
                    has_item
                    or not entry.needs_item
                    or (has_ticked and entry.command in _OF_THE_TICKED)
                )
                and (self._can_write or not entry.writes)
                and bool(steps.get(entry.command, True))
                and (self._shows_items or entry.command not in _IN_THE_TABLE)
                and (entry.command not in _NEEDS or _NEEDS[entry.command](self._facts))
            )

    def _steps(self) -> Mapping[Command, str]:
        """What there is to undo and redo in the place that is shown."""
        undo, redo = self._form_steps if self._shows_items else self._decisions
        return {Command.UNDO: undo, Command.REDO: redo}

    def _make(self, entry: Entry) -> QAction:
        action = QAction(entry.text, self)
        action.setObjectName(entry.command.value)
        action.setShortcuts([QKeySequence(keys) for keys in entry.keys])
        action.setShortcutContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
            if entry.in_table
            else Qt.ShortcutContext.WindowShortcut
        )
        action.setEnabled(not entry.follows_focus)
        action.setAutoRepeat(entry.command is not Command.REVIEW)  # it leads on to a question
        if entry.command is Command.QUIT:
            action.setMenuRole(QAction.MenuRole.QuitRole)
        if entry.icon:
            action.setIcon(icons.icon(entry.icon, Tone.MUTED))
        return action


def title_of(entry: Entry) -> str:
    """The command's text without mnemonic and dots, for lists."""
    return entry.text.replace("&", "").rstrip("…")


def keys_of(action: QAction) -> str:
    """The command's keys as the system writes them."""
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(each.toString(native) for each in action.shortcuts())
