"""Closing over edits that the disk refuses: they are named, and can be copied before they go."""

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from wfdesk.domain.errors import StoreError
from wfdesk.domain.ids import CollectionId
from wfdesk.domain.references import referred
from wfdesk.domain.schema import REFERENCE_TYPES, Collection, Field
from wfdesk.services.browsing import BrowsingService
from wfdesk.services.unwritten import Unwritten
from wfdesk.ui.editor.controller import EditorController
from wfdesk.ui.toolkit.ask import Button, Weight, ask
from wfdesk.words.counts import counted
from wfdesk.words.values import Surroundings, in_words

_MOST_NAMED = 5
_ROOM = "The disk refuses them. Make room, and they are written within a few seconds."
_COPIED = "They are on the clipboard: paste them somewhere before you close."


async def may_lose(parent: QWidget, editor: EditorController, browsing: BrowsingService) -> bool:
    """Ask whether to close all the same, again after they were copied."""
    told = _ROOM
    while edits := editor.refused:
        pieces = await _in_words(edits, browsing)
        names = [name for name, _ in pieces[:_MOST_NAMED]]
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
    """What each is called, and its value; by less where the disk cannot even be read."""
    try:
        collections = await browsing.collections()
    except StoreError:
        collections = {}
    pieces = []
    for edit in edits:
        about = _field(edit, collections)
        label = about.display_name if about else edit.field
        name = f"{edit.item_name or 'Untitled'} \N{MIDDLE DOT} {label}"
        pieces.append((name, await _value(edit, about, browsing)))
    return pieces


def _field(edit: Unwritten, collections: Mapping[CollectionId, Collection]) -> Field | None:
    known = collections.get(edit.key.collection)
    return next((each for each in known.fields if each.slug == edit.field), None) if known else None


async def _value(edit: Unwritten, about: Field | None, browsing: BrowsingService) -> str:
    if about is None:
        return in_words(None, edit.value, Surroundings())
    is_reference = about.type in REFERENCE_TYPES
    names = await browsing.names(referred(edit.value)) if is_reference else {}
    site = await browsing.site_of(edit.key.collection)
    return in_words(about, edit.value, Surroundings(names, site.time_zone))
