"""The menu of rich text: what can be done to what is under the pointer."""

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from wfdesk.ui.editor.richtext.box import RichTextBox

_KEY = QKeySequence.StandardKey


def make_menu(box: RichTextBox, at: QPoint) -> QMenu:
    """Make it for a place in the viewport. It is closed for good when it was used."""
    menu = QMenu(box)
    is_writable = not box.isReadOnly()
    card = box.hand.selected_card()
    if card is not None and is_writable:
        edit = partial(box.card_opened.emit, card)
        menu.addAction("Edit\N{HORIZONTAL ELLIPSIS}", QKeySequence("F2"), edit)
        menu.addAction("Edit HTML\N{HORIZONTAL ELLIPSIS}", partial(box.source_opened.emit, card))
        menu.addSeparator()
    elif href := box.marking.href_at(box.cursorForPosition(at)):
        _add_link(menu, box, href, is_writable=is_writable)
    has_selection = box.textCursor().hasSelection()
    if is_writable:
        cut = menu.addAction("Cut", _KEY.Cut, partial(box.run_step, box.cut_selection))
        cut.setEnabled(has_selection)
    menu.addAction("Copy", _KEY.Copy, box.clipping.copy).setEnabled(has_selection)
    if is_writable:
        data = QGuiApplication.clipboard().mimeData()
        # None, whatever Qt's types say, as long as nothing was ever copied.
        has_any = data is not None and box.canInsertFromMimeData(data)
        menu.addAction("Paste", _KEY.Paste, box.paste).setEnabled(has_any)
        plain = menu.addAction(
            "Paste as plain text", QKeySequence("Ctrl+Shift+V"), box.pasting.take_plain
        )
        plain.setEnabled(has_any)
    menu.addSeparator()
    menu.addAction("Select all", _KEY.SelectAll, box.selectAll)
    for action in menu.actions():
        action.setShortcutVisibleInContextMenu(True)
    return menu


def _add_link(menu: QMenu, box: RichTextBox, href: str, *, is_writable: bool) -> None:
    menu.addAction("Open link", partial(box.link_opened.emit, href))
    if is_writable:
        menu.addAction("Edit link\N{HORIZONTAL ELLIPSIS}", box.link_requested.emit)
        menu.addAction("Remove link", partial(box.run_step, box.marking.remove_link))
    menu.addSeparator()
