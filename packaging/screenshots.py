"""Takes pictures of the practice site in every place of the window, light and dark.

``python packaging/screenshots.py [folder]``; each scheme runs in a process of its own.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QTextBlock
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from wfdesk.app.options import Options
from wfdesk.app.program import Program
from wfdesk.app.start import run
from wfdesk.domain.edits import Action
from wfdesk.domain.ids import NAME, FieldSlug, ItemKey
from wfdesk.domain.items import ItemStatus
from wfdesk.domain.tables import Query
from wfdesk.ui.editor.richtext.box import RichTextBox
from wfdesk.ui.editor.richtext.linkform import LinkForm
from wfdesk.ui.shell.commands import Command
from wfdesk.ui.toolkit.theme import Scheme

ITEMS = 60
LONG = (
    "Shorter than it was. The rest is at https://example.com/a/very/long/address/that/somebody/has/"
    "pasted/without/a/single/space/in/it/and/that/has/to/be/wrapped.html and ends here\u200b."
)
SETTLE = 0.8
"""Seconds in which what was asked for is loaded and painted."""


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "screenshots").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    if len(sys.argv) > 2:
        take(folder, Scheme(sys.argv[2]))
        return
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        with tempfile.TemporaryDirectory() as home:
            subprocess.run(
                [sys.executable, __file__, str(folder), scheme.value],
                env={"QT_QPA_PLATFORM": "offscreen", **os.environ, "WFDESK_HOME": home},
                check=True,
            )


def take(folder: Path, scheme: Scheme) -> None:
    run(Options(scheme=scheme, items=ITEMS), partial(visit, folder, scheme.value))


class Camera:
    """Takes the window with whatever stands over it, once it has come to rest."""

    def __init__(self, folder: Path, scheme: str, window: QWidget) -> None:
        self._folder = folder
        self._scheme = scheme
        self._window = window

    async def take(self, place: str) -> None:
        await asyncio.sleep(SETTLE)
        picture = self._window.grab()
        painter = QPainter(picture)
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and widget is not self._window:
                frame = QRect(widget.pos() - self._window.pos(), widget.size())
                if isinstance(widget, QDialog):  # Without a screen it is put anywhere.
                    frame.moveCenter(self._window.rect().center())
                painter.drawPixmap(frame.topLeft(), widget.grab())
                painter.drawRect(frame)
        painter.end()
        path = self._folder / f"{place}-{self._scheme}.png"
        picture.save(str(path))
        print(path)


async def visit(folder: Path, scheme: str, program: Program) -> None:
    """Go through the window as a user would, with a picture at each place."""
    camera = Camera(folder, scheme, program.window)
    await camera.take("welcome")
    await program.services.accounts.start_practice()
    await program.services.refreshing.refresh_all()
    program.window.show_welcome(is_welcome=False)
    await camera.take("site")
    await edit(program, camera)
    await write(program, camera)
    await ask_and_find(program, camera)
    await review(program, camera)
    await publish(program, camera)


async def edit(program: Program, camera: Camera) -> None:
    key = (await items_of(program, "recipes"))[0]
    program.window.go_to_item(key)
    await camera.take("item")
    await program.services.editing.set_field(key, NAME, "A name that nobody has sent yet")
    await camera.take("edited")


async def write(program: Program, camera: Camera) -> None:
    """A rich text with its cards and forms, and the bar to find something in it."""
    program.window.go_to_item((await items_of(program, "stories"))[0])
    boxes: list[RichTextBox] = []
    while not boxes:
        await asyncio.sleep(SETTLE)
        boxes = [each for each in program.window.findChildren(RichTextBox) if each.isVisible()]
    box = boxes[0]
    box.setFocus()
    card = next(block for block in blocks_of(box) if box.canvas.card_of(block))
    box.hand.select_card(card)
    box.ensureCursorVisible()
    box.card_opened.emit(card)
    await camera.take("picture-form")
    close_what_is_open(program)
    box.setTextCursor(box.document().find("the"))
    box.link_requested.emit()
    await asyncio.sleep(SETTLE)
    for form in program.window.findChildren(LinkForm):
        form.kind.setCurrentIndex(1)
    await camera.take("link-form")
    close_what_is_open(program)
    box.hand.select_card(card)
    await camera.take("article")  # By now its pictures have come.
    box.setTextCursor(box.document().find("the"))
    keys = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    QApplication.sendEvent(box, keys)
    await camera.take("find")


def blocks_of(box: RichTextBox) -> Iterator[QTextBlock]:
    block = box.document().begin()
    while block.isValid():
        yield block
        block = block.next()


async def ask_and_find(program: Program, camera: Camera) -> None:
    """What opens over the window and is closed again."""
    for command, place in (
        (Command.DELETE, "delete"),
        (Command.ACCOUNTS, "tokens"),
        (Command.KEYS, "keys"),
        (Command.QUICK_OPEN, "quick-open"),
    ):
        program.window.commands.action(command).trigger()
        await camera.take(place)
        close_what_is_open(program)


def close_what_is_open(program: Program) -> None:
    for widget in QApplication.topLevelWidgets():
        if widget is not program.window:
            widget.close()


async def review(program: Program, camera: Camera) -> None:
    """Unsent work of every kind: what goes, what stays behind, what Webflow will refuse."""
    editing = program.services.editing
    recipes, stories = await items_of(program, "recipes"), await items_of(program, "stories")
    await editing.set_field(recipes[1], FieldSlug("summary"), LONG)
    await editing.set_field(recipes[1], FieldSlug("servings"), 8)
    await editing.set_field(recipes[2], FieldSlug("accent"), "rgb(1 2 3)")
    await editing.set_field(recipes[3], FieldSlug("source"), "no address")
    await rewrite(program, recipes[5], FieldSlug("method"))
    await editing.hold(recipes[0], NAME, is_held=True)
    nameless = await editing.create(recipes[0].collection, recipes[0].locale)
    await editing.set_action(stories[:1], Action.ARCHIVE)
    await editing.set_action(stories[1:2], Action.DELETE)
    program.window.commands.action(Command.CHANGES).trigger()
    await camera.take("changes")
    for key, place in (
        (recipes[1], "changes-text"),
        (recipes[5], "changes-rich-text"),
        (stories[1], "changes-action"),
    ):
        program.changes_view.select(key)
        await camera.take(place)
    program.changes_view.select(nameless)
    await camera.take("changes-new")
    program.changes_view.discard_selected()
    await camera.take("discard")
    close_what_is_open(program)


async def rewrite(program: Program, key: ItemKey, slug: FieldSlug) -> None:
    """Change a rich text here and there."""
    [work] = await program.services.browsing.works([key])
    html = str(work.item.fields[slug]) if work.item else ""
    html = html.replace("<h2", "<p>Read all of it before you begin.</p><h2", 1)
    html = html.replace("the ", "the very ", 1).replace("h3>", "h4>")
    html = html.replace("__wf_reserved_inherit", "What it looks like when it is done", 1)
    await program.services.editing.set_field(key, slug, html)


async def publish(program: Program, camera: Camera) -> None:
    view = program.changes_view
    finished = asyncio.Event()

    def end(_results: object) -> None:
        finished.set()

    program.sending.run_finished.connect(end)
    view.publish()
    await camera.take("sheet")
    view.sheet.go_button.click()
    view.run_panel.pause_button.click()
    await camera.take("run-paused")
    view.run_panel.pause_button.click()
    await finished.wait()
    await camera.take("run-finished")
    program.window.commands.action(Command.PROBLEMS).trigger()
    await camera.take("problems")


async def items_of(program: Program, slug: str) -> list[ItemKey]:
    """Items of a collection of the practice site that are neither archived nor drafts."""
    browsing = program.services.browsing
    [site] = (await browsing.tree()).sites
    collection = next(n.collection for n in site.collections if n.collection.slug == slug)
    keys = await browsing.find(collection.id, site.site.primary_locale, Query())
    works = await browsing.works(keys)
    return [work.key for work in works if work.item and work.item.status is ItemStatus.PUBLISHED]


if __name__ == "__main__":
    main()
