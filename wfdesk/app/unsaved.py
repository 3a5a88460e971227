"""Closing over edits that the disk refuses: they are named, and can be copied before they go."""

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from wfdesk.domain.errors import StoreError
from wfdesk.domain.references import referred
from wfdesk.domain.schema import REFERENCE_TYPES
from wfdesk.services.browsing import BrowsingService
from wfdesk.services.unwritten import Unwritten
from wfdesk.ui.editor.controller import EditorController
from wfdesk.ui.toolkit.ask import Button, Weight, ask
from wfdesk.words.counts import counted
from wfdesk.words.values import Surroundings, in_words
from wfdesk.words.writtenout import visible_line

_MOST_NAMED = 5
_ROOM = "The disk refuses them. Make room, and they are written within a few seconds."
_COPIED = "They are on the clipboard: paste them somewhere before you close."


async def may_lose(parent: QWidget, editor: EditorController, browsing: BrowsingService) -> bool:
    """Ask whether to close all the same, again after they were copied."""
    told = _ROOM
    while edits := editor.refused:
        pieces = await _in_words(edits, browsing)
        names = [visible_line(name) for name, _ in pieces[:_MOST_NAMED]]
        if len(pieces) > _MOST_NAMED:
            names.append(f"and {len(pieces) - _MOST_NAMED:,} more")
        lose = f"Close and lose {counted(len(pieces), 'edit')}"
        buttons = [Button("copy", "Copy them"), Button("lose", lose, Weight.DESTRUCTIVE)]
        text = "\n".join([*names, "", told])
        answer = await ask(parent, "Some edits are not on disk", text, buttons)
        if answer != "copy":
            return answer == "lose"
        QGuiApplication.clipboard().setText("\n\n".join(map("\n".join, pieces)))
        told = _COPIED
    return True


async def _in_words(edits: Sequence[Unwritten], browsing: BrowsingService) -> list[tuple[str, str]]:
    """What each is called, and its value."""
    pieces = []
    for edit in edits:
        try:
            label, value = await _told(edit, browsing)
        except StoreError:  # The disk cannot even be read, or what was read there is gone.
            label, value = edit.field, in_words(None, edit.value, Surroundings())
        pieces.append((f"{edit.item_name or 'Untitled'} \N{MIDDLE DOT} {label}", value))
    return pieces


async def _told(edit: Unwritten, browsing: BrowsingService) -> tuple[str, str]:
    """What the field is called, and the value as it is told there."""
    collection = await browsing.collection(edit.key.collection)
    about = next((each for each in collection.fields if each.slug == edit.field), None)
    is_reference = about is not None and about.type in REFERENCE_TYPES
    names = await browsing.names(referred(edit.value)) if is_reference else {}
    site = await browsing.site_of(collection.id)
    label = about.display_name if about else edit.field
    return label, in_words(about, edit.value, Surroundings(names, site.time_zone))
