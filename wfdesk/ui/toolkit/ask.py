"""Questions that must be answered now, without a nested event loop.

A dialog that runs a loop of its own inside a task leaves other tasks dead for good, so every
dialog is opened and its end is awaited. Remote text is shown as plain text, always.
"""

import asyncio
from collections.abc import Sequence
from enum import Enum
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from wfdesk.ui.toolkit.labels import plain
from wfdesk.ui.toolkit.theme import NEAR, restyle


class Weight(Enum):
    """What a button does: decides which one Enter presses."""

    CANCEL = "cancel"
    NORMAL = "normal"
    DESTRUCTIVE = "destructive"


class Button(Struct, frozen=True):
    answer: str
    """What ``ask`` gives back when it is pressed."""
    text: str
    weight: Weight = Weight.NORMAL


CANCEL = Button("cancel", "Cancel", Weight.CANCEL)


async def ask(
    parent: QWidget | None,
    title: str,
    informative: str = "",
    buttons: Sequence[Button] = (),
    *,
    icon: QMessageBox.Icon = QMessageBox.Icon.NoIcon,
    moot: SignalInstance | None = None,
) -> str:
    """Ask and give back the answer of the pressed button; closing the window is Cancel.

    So is *moot*, a signal that leaves nothing to ask about. Enter presses the first
    normal button, or Cancel as soon as one of them is destructive.
    """
    box = QMessageBox(parent)
    box.setOption(QMessageBox.Option.DontUseNativeDialog)
    box.setWindowTitle("wfdesk")
    box.setIcon(icon)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(title)
    box.setInformativeText(informative)
    # Qt's own setting reaches the first of the two texts only.
    for label in box.findChildren(QLabel):
        label.setTextFormat(Qt.TextFormat.PlainText)
        if label.text() == title:
            label.setProperty("kind", "heading")
    box.setWindowModality(Qt.WindowModality.WindowModal)
    offered = [*buttons, *([] if any(b.weight is Weight.CANCEL for b in buttons) else [CANCEL])]
    answers = {_add(box, button): button for button in offered}
    default = _default(offered)
    for pressable, button in answers.items():
        if button is default:
            box.setDefaultButton(pressable)
        if button.weight is Weight.CANCEL:
            box.setEscapeButton(pressable)
    _align(box)
    if moot is not None:
        moot.connect(box.reject)
    try:
        await finished(box)
        pressed = box.clickedButton()
        return next((b.answer for made, b in answers.items() if made is pressed), CANCEL.answer)
    finally:
        box.deleteLater()


def _align(box: QMessageBox) -> None:
    """Let the texts begin where the buttons do, as far from the edge as in other dialogs.

    Qt indents them three times over and leaves the buttons half of that.
    """
    grid = box.layout()
    if not isinstance(grid, QGridLayout):
        return
    grid.setContentsMargins(24, 20, 24, 16)
    grid.setVerticalSpacing(NEAR)
    grid.setColumnStretch(grid.columnCount() - 1, 1)  # All the room is for the words.
    first = grid.itemAtPosition(0, 0)
    if (indent := first.spacerItem() if first else None) is not None:  # else it is the icon
        indent.changeSize(0, 0, QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        grid.setHorizontalSpacing(0)
    for label in box.findChildren(QLabel):
        label.setIndent(0)
        label.setContentsMargins(0, 0, 0, NEAR)


async def finished(dialog: QDialog) -> int:
    """Open the dialog and wait for its end; a cancelled wait closes it."""
    ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def end(result: int) -> None:
        if not ended.done():
            ended.set_result(result)

    dialog.finished.connect(end)
    dialog.open()
    try:
        return await ended
    except asyncio.CancelledError:
        dialog.reject()
        raise


async def choose_file(
    parent: QWidget | None, title: str, *, filters: str = "", save_as: str = ""
) -> Path | None:
    """Let the user choose a file to open, or to write when *save_as* proposes a name."""
    dialog = QFileDialog(parent, title)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    if save_as:
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(save_as)
    else:
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    if filters:
        dialog.setNameFilters(filters.split(";;"))
    try:
        if await finished(dialog) != QDialog.DialogCode.Accepted:
            return None
        chosen = dialog.selectedFiles()
        return Path(chosen[0]) if chosen else None
    finally:
        dialog.deleteLater()


def close_box(dialog: QDialog) -> QDialogButtonBox:
    """A Close button for a dialog that only shows something; Enter presses it, as Escape does."""
    box = QDialogButtonBox(dialog)
    close = box.addButton("Close", QDialogButtonBox.ButtonRole.RejectRole)
    close.setDefault(True)
    box.rejected.connect(dialog.reject)
    return box


def _add(box: QMessageBox, button: Button) -> QPushButton:
    role = {
        Weight.CANCEL: QMessageBox.ButtonRole.RejectRole,
        Weight.NORMAL: QMessageBox.ButtonRole.AcceptRole,
        Weight.DESTRUCTIVE: QMessageBox.ButtonRole.DestructiveRole,
    }[button.weight]
    pressable = box.addButton(plain(button.text), role)
    if button.weight is Weight.DESTRUCTIVE:
        restyle(pressable, "kind", "danger")
    return pressable


def _default(offered: Sequence[Button]) -> Button:
    first = next((button for button in offered if button.weight is Weight.NORMAL), offered[0])
    if any(button.weight is Weight.DESTRUCTIVE for button in offered):
        return next((button for button in offered if button.weight is Weight.CANCEL), first)
    return first
