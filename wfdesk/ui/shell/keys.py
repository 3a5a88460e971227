"""F1: every command with its keys, as the menus have them; and the keys of rich text."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from wfdesk.ui.editor.richtext.keys import listed
from wfdesk.ui.shell.commands import MENUS, Commands, keys_of, title_of
from wfdesk.ui.toolkit.ask import close_box
from wfdesk.ui.toolkit.labels import PlainLabel

_IN_THE_TABLE = (("Open the item in the form", "Return"),)
_IN_CHANGES = (
    ("Take mine, in a conflict", "Alt+M"),
    ("Take theirs, in a conflict", "Alt+T"),
)


class KeysDialog(QDialog):
    """Shown with ``open``; closes with Escape."""

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("List of keys")
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(20, 16, 20, 20)
        grid.setHorizontalSpacing(40)
        grid.setVerticalSpacing(5)
        row = 0
        for menu in MENUS:
            pairs = [
                (title_of(entry), keys_of(action))
                for entry, action in commands
                if entry.menu == menu and entry.keys
            ]
            row = _section(grid, row, menu.replace("&", ""), pairs)
        row = _section(grid, row, "In the table", _IN_THE_TABLE)
        row = _section(grid, row, "In rich text", listed())
        _section(grid, row, "In Changes", _IN_CHANGES)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        scroll.setFocus()  # So that the arrows and the keys for pages turn it.
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 8, 20, 12)
        foot.addWidget(close_box(self))
        layout.addLayout(foot)
        self.resize(page.sizeHint().width() + 40, 560)


def _section(
    grid: QGridLayout,
    row: int,
    title: str,
    pairs: "tuple[tuple[str, str], ...] | list[tuple[str, str]]",
) -> int:
    if not pairs:
        return row
    heading = PlainLabel(title, "heading")
    heading.setContentsMargins(0, 12 if row else 0, 0, 2)
    grid.addWidget(heading, row, 0, 1, 2)
    for text, keys in pairs:
        row += 1
        grid.addWidget(PlainLabel(text), row, 0)
        grid.addWidget(PlainLabel(keys, "muted"), row, 1)
    return row + 1
